"""Documents about a client: asking for one, taking it."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from hmis_web.access.decorators import requires
from hmis_web.access.permissions import Permission
from hmis_web.blueprints.intake import bp, print_presenters, record
from hmis_web.blueprints.intake.print_forms import PrintForm
from hmis_web.db.errors import DomainError, NotFound
from hmis_web.domain import clients, overview, saved_forms
from hmis_web.jobs import client_prints
from hmis_web.web.artifact_files import pdf_response
from hmis_web.web.htmx import see_other
from hmis_web.web.job_progress import enqueue, own_job
from hmis_web.web.state import actor, keyring, note_read, now, read_session, session, today


@bp.route("/clients/<int:client_id>/print", methods=["GET", "POST"])
@requires(Permission.CLIENT_PRINT, Permission.CLIENT_PRINT_ASSESSMENT)
def client_print(client_id: int) -> ResponseReturnValue:
    """What can be printed about a client, and what was printed lately."""
    header = overview.header(read_session(), actor(), keyring(), client_id, today())
    form = PrintForm()
    if form.validate_on_submit():
        try:
            job = client_prints.request(session(), actor(), form.wanted(client_id), now())
        except DomainError as error:
            form.refuse(error)
        else:
            enqueue(job)
            return see_other(url_for("intake.client_print", client_id=client_id))
    note_read(clients.READ, "client", client_id, client_id=client_id)
    printed = client_prints.latest(read_session(), actor(), client_id, now())
    forms = saved_forms.of_stays(read_session(), actor(), [*header.active, *header.past])
    context = record.above(actor(), header, "")
    context |= print_presenters.print_page(actor(), client_id, printed, forms)
    page = render_template("intake/client_print.html", form=form, **context)
    return page, 422 if form.is_submitted() else 200


@bp.route("/clients/<int:client_id>/print/<int:job_id>")
@requires(Permission.CLIENT_PRINT, Permission.CLIENT_PRINT_ASSESSMENT)
def client_print_file(client_id: int, job_id: int) -> ResponseReturnValue:
    """A printed document, while the client is in scope."""
    clients.get_card(read_session(), actor(), keyring(), client_id, today())
    artifact = client_prints.file_about(read_session(), own_job(job_id), client_id, now())
    if artifact is None:
        raise NotFound("print")
    note_read(client_prints.READ, "client", client_id, client_id=client_id)
    return pdf_response(artifact)
