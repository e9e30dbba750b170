"""A finished PDF about a client, handed to who had it made."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import make_response
from flask.typing import ResponseReturnValue

from hmis_web.blueprints.intake import person
from hmis_web.db.errors import NotFound
from hmis_web.domain import artifacts, jobs
from hmis_web.web.job_progress import own_job
from hmis_web.web.state import actor, installation, keyring, note_read, now, read_session

FileOf = Callable[[Any, Any, datetime], Any]
"""(session, job, now) to the file that the job made, None when there is none."""


def hand_over(client_id: int, job_id: int, file_of: FileOf, verb: str) -> ResponseReturnValue:
    """The file that a job of one's own made about a client, at the agency acted for; reading it is noted as
    `verb`. Raises NotFound for any other."""
    person.require(client_id)
    job = own_job(job_id)
    artifact = file_of(read_session(), job, now())
    if (
        artifact is None
        or jobs.parameters(job)["client_id"] != client_id
        or job.organization_id != actor().organization_id
    ):
        raise NotFound("pdf")
    note_read(verb, "client", client_id, client_id=client_id)
    response = make_response(artifacts.read(artifact, installation().settings.var, keyring()))
    response.headers["Content-Type"] = artifact.media_type
    response.headers["Content-Disposition"] = f'attachment; filename="{artifact.file_name}"'
    return response
