"""Help: where to ask, the keyboard, and what each role may do. And the first page of Admin."""

from __future__ import annotations

from flask import make_response, render_template, url_for
from flask.typing import ResponseReturnValue

from hmis_web.access.decorators import public, requires, signed_in
from hmis_web.blueprints.admin import bp, help_presenters
from hmis_web.db.errors import NotFound
from hmis_web.domain import artifacts, roles
from hmis_web.domain.role_sheet import role_sheet
from hmis_web.jobs import role_jobs
from hmis_web.web.htmx import see_other
from hmis_web.web.job_progress import enqueue, own_job
from hmis_web.web.navigation import ADMINISTRATION
from hmis_web.web.state import actor, installation, keyring, now, present, read_session, session, today


@bp.route("/admin")
@requires(*ADMINISTRATION)
def admin_index() -> ResponseReturnValue:
    """What this person administers."""
    return render_template("admin/admin_index.html", groups=help_presenters.admin_groups(actor()))


@bp.route("/help")
@public
def help_index() -> ResponseReturnValue:
    """Where to ask, and what there is to read."""
    here = present()
    context = help_presenters.index_page(here.actor if here else None, installation().settings.contact)
    return render_template("help/index.html", **context)


@bp.route("/help/access-roles")
@signed_in
def help_roles() -> ResponseReturnValue:
    """What each role may do, made from the roles as they are."""
    lines = roles.all_roles(read_session())
    job = role_jobs.made_or_under_way(read_session(), actor(), roles.fingerprint(lines), now())
    context = help_presenters.roles_page(role_sheet(lines, today()), actor(), job)
    return render_template("help/access_roles.html", **context)


@bp.route("/help/access-roles/pdf", methods=["POST"])
@signed_in
def help_roles_pdf_new() -> ResponseReturnValue:
    """Print the roles, unless they are printed as they are."""
    fingerprint = roles.fingerprint(roles.all_roles(read_session()))
    job = role_jobs.request_pdf(session(), actor(), fingerprint, now())
    if job is not None:
        enqueue(job)
    return see_other(url_for("admin.help_roles"))


@bp.route("/help/access-roles/pdf/<int:job_id>")
@signed_in
def help_roles_pdf(job_id: int) -> ResponseReturnValue:
    """The printed roles."""
    job = own_job(job_id)
    artifact = role_jobs.file_of(read_session(), job, now()) if job.kind == role_jobs.KIND else None
    if artifact is None:
        raise NotFound("pdf")
    response = make_response(artifacts.read(artifact, installation().settings.var, keyring()))
    response.headers["Content-Type"] = artifact.media_type
    response.headers["Content-Disposition"] = f'attachment; filename="{artifact.file_name}"'
    return response
