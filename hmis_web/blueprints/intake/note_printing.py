"""Printing a client's notes: what the tab offers, and how far it is."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from hmis_web.domain import jobs, notes
from hmis_web.jobs import note_jobs
from hmis_web.web.job_progress import progress_of
from hmis_web.web.links import may_open
from hmis_web.web.state import actor, now, read_session


def printing(client_id: int, total: int) -> dict[str, Any]:
    """The context of printing in intake/note_list.html: `make_url` while there is something to print anew,
    `file_url` when it is printed as it is, `job` while that is under way."""
    nothing = {"make_url": "", "file_url": "", "job": None}
    if not total or not may_open(actor(), "intake.note_pdf_new"):
        return nothing
    job = note_jobs.latest(read_session(), actor(), client_id, now())
    make_url = url_for("intake.note_pdf_new", client_id=client_id)
    if job is None:
        return nothing | {"make_url": make_url}
    if job.state not in jobs.FINISHED:
        return nothing | {"job": progress_of(job, _("PDF of the notes"))}
    items, _total = notes.of_client(read_session(), actor(), client_id)
    if jobs.parameters(job)["fingerprint"] != note_jobs.fingerprint(items):
        return nothing | {"make_url": make_url}
    return nothing | {"file_url": url_for("intake.note_pdf", client_id=client_id, job_id=job.id)}
