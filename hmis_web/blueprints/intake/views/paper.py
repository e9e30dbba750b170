"""Blank forms for paper."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from hmis_web.access.decorators import requires
from hmis_web.access.permissions import Permission
from hmis_web.blueprints.intake import blank_forms, bp
from hmis_web.blueprints.intake.blank_forms import BlankForm
from hmis_web.db.errors import DomainError, NotFound
from hmis_web.domain import projects
from hmis_web.jobs import form_prints
from hmis_web.web.artifact_files import pdf_response
from hmis_web.web.htmx import see_other
from hmis_web.web.job_progress import enqueue, own_job
from hmis_web.web.state import actor, now, read_session, session


@bp.route("/forms", methods=["GET", "POST"])
@requires(Permission.CLIENT_PRINT)
def form_list() -> ResponseReturnValue:
    """Choose a blank form and print it; those printed lately."""
    programs = projects.visible(read_session(), actor())
    form = BlankForm.ask(programs, named=actor().organization_id is None)
    if form.validate_on_submit():
        try:
            enqueue(form_prints.request(session(), actor(), form.wanted(), now()))
        except DomainError as error:
            form.refuse(error)
        else:
            return see_other(url_for("intake.form_list"))
    printed = form_prints.latest(read_session(), actor(), now())
    page = render_template("intake/form_list.html", form=form, **blank_forms.page(printed, programs))
    return page, 422 if request.method == "POST" else 200


@bp.route("/forms/<int:job_id>")
@requires(Permission.CLIENT_PRINT)
def form_file(job_id: int) -> ResponseReturnValue:
    """A printed blank form; nobody's data stands in it."""
    job = own_job(job_id)
    found = next(
        (each for each in form_prints.latest(read_session(), actor(), now()) if each.job.id == job.id), None
    )
    if found is None or found.artifact is None:
        raise NotFound("form")
    return pdf_response(found.artifact)
