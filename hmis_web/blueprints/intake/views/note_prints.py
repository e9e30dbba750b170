"""A client's notes on paper."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue

from hmis_web.access.decorators import requires
from hmis_web.access.permissions import Permission
from hmis_web.blueprints.intake import bp, person
from hmis_web.blueprints.intake.printed import hand_over
from hmis_web.jobs import note_jobs
from hmis_web.web.htmx import see_other
from hmis_web.web.job_progress import enqueue
from hmis_web.web.state import actor, now, session


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
    return hand_over(client_id, job_id, note_jobs.file_of, note_jobs.READ)
