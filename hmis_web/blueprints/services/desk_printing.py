"""The day's list of the service desk on paper."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from hmis_web.access.decorators import requires
from hmis_web.access.permissions import Permission
from hmis_web.blueprints.services import bp
from hmis_web.blueprints.services.desk_forms import posted_day
from hmis_web.blueprints.services.desk_page import desk_url
from hmis_web.db.errors import NotFound
from hmis_web.jobs import desk_prints
from hmis_web.web.artifact_files import pdf_response
from hmis_web.web.htmx import see_other
from hmis_web.web.job_progress import enqueue
from hmis_web.web.state import actor, note_read, now, read_session, session


@bp.route("/desk/print", methods=["POST"])
@requires(Permission.SERVICE_CREATE)
def desk_print() -> ResponseReturnValue:
    """Print what was logged in a program on a day."""
    day = posted_day()
    if day is None:
        raise NotFound("print")
    project_key = request.form.get("project", 0, type=int)
    enqueue(desk_prints.request(session(), actor(), project_key, day, now()))
    return see_other(desk_url())


@bp.route("/desk/print/<int:job_id>")
@requires(Permission.SERVICE_CREATE)
def desk_pdf(job_id: int) -> ResponseReturnValue:
    """A printed list of one's own."""
    found = desk_prints.file_of(read_session(), actor(), job_id, now())
    if found.artifact is None:
        raise NotFound("print")
    note_read(desk_prints.READ, "job", job_id)
    return pdf_response(found.artifact)
