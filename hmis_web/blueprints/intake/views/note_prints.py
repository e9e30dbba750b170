"""A client's notes on paper."""

from __future__ import annotations

from flask import make_response, url_for
from flask.typing import ResponseReturnValue

from hmis_web.access.decorators import requires
from hmis_web.access.permissions import Permission
from hmis_web.blueprints.intake import bp, person
from hmis_web.db.errors import NotFound
from hmis_web.domain import artifacts, jobs
from hmis_web.jobs import note_jobs
from hmis_web.web.htmx import see_other
from hmis_web.web.job_progress import enqueue, own_job
from hmis_web.web.state import actor, installation, keyring, note_read, now, read_session, session


@bp.route("/clients/<int:client_id>/notes/pdf", methods=["POST"])
@requires(Permission.CLIENT_PRINT)
def note_pdf_new(client_id: int) -> ResponseReturnValue:
    """Print the notes of the own agency, unless they are printed as they are."""
    person.require(client_id)
    job = note_jobs.request_pdf(session(), actor(), client_id, now())
    if job is not None:
        enqueue(job)
    return see_other(url_for("intake.note_list", client_id=client_id))


@bp.route("/clients/<int:client_id>/notes/pdf/<int:job_id>")
@requires(Permission.CLIENT_PRINT)
def note_pdf(client_id: int, job_id: int) -> ResponseReturnValue:
    """The printed notes, for who printed them."""
    person.require(client_id)
    job = own_job(job_id)
    artifact = note_jobs.file_of(read_session(), job, now())
    if (
        artifact is None
        or jobs.parameters(job)["client_id"] != client_id
        or job.organization_id != actor().organization_id
    ):
        raise NotFound("pdf")
    note_read(note_jobs.READ, "client", client_id, client_id=client_id)
    response = make_response(artifacts.read(artifact, installation().settings.var, keyring()))
    response.headers["Content-Type"] = artifact.media_type
    response.headers["Content-Disposition"] = f'attachment; filename="{artifact.file_name}"'
    return response
