"""How far a job is, on the page that waits for it."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from hmis_web.domain import jobs
from hmis_web.models import Job
from hmis_web.web.state import actor, installation, now, read_session
from hmis_web.web.transactions import after_commit

BACK_OFF = ((20, 2), (60, 5))
"""Up to how many seconds of age a page asks how often, seconds."""
SLOWEST = 10
PAGES = {
    "report-pdf": ("reports.report_run_show", "run_id", "run_id"),
    "client-print": ("intake.client_print", "client_id", "client_id"),
    "history-pdf": ("intake.history_show", "client_id", "client_id"),
    "notes-pdf": ("intake.note_list", "client_id", "client_id"),
    "desk-print": ("services.desk_show", "", ""),
    "caseload-print": ("home.caseload_show", "worker_id", "account_id"),
    "access-roles-pdf": ("admin.help_roles", "", ""),
    "card-print": ("intake.card_show", "client_id", "client_id"),
    "card-sheet": ("intake.card_list", "", ""),
    "form-print": ("intake.form_list", "", ""),
}
"""{kind of a job: (page that asked for it, number in its address, the parameter that holds it)}"""
IMPORT_PAGE = ("admin.import_show", "run_id", "import_run_id")
STATES = {"queued": "running", "running": "running"}


def enqueue(job: Job) -> None:
    """Start a job once the request's transaction is committed."""
    job_id = job.id
    after_commit(lambda: installation().queue.enqueue(job_id))


def page_of(job: Job) -> str:
    """The page that shows what becomes of a job."""
    if job.kind == "report":
        return url_for("reports.report_job_show", job_id=job.id)
    if job.kind == "hmis-csv-export":
        return url_for("admin.export_show", job_id=job.id)
    endpoint, number, parameter = PAGES.get(job.kind, IMPORT_PAGE)
    return url_for(endpoint, **({number: jobs.parameters(job)[parameter]} if number else {}))


def progress_of(job: Job, label: str = "") -> dict[str, Any]:
    """The context of admin/_job_progress.html."""
    told = installation().queue.progress(job.id) if job.state == "running" else None
    waiting = job.state == "queued"
    age = (now() - job.created_at).total_seconds()
    return {
        "id": job.id,
        "label": label or _("Progress"),
        "state": job.state,
        "message": _("Waiting for its turn")
        if waiting
        else told[1]
        if told
        else (job.message or _("Starting")),
        "fraction": told[0] if told else None,
        "started": job.started_at,
        "poll_url": url_for("home.job_progress", job_id=job.id),
        "poll_seconds": next((pause for limit, pause in BACK_OFF if age < limit), SLOWEST),
        "refresh_url": page_of(job),
        "cancel_url": url_for("home.job_cancel", job_id=job.id),
    }


def is_under_way(job: Job) -> bool:
    """Whether a page should go on asking."""
    return job.state not in jobs.FINISHED


def state_tag(state: str) -> dict[str, str]:
    """A job's state in a word."""
    words = {
        "queued": (_("waiting"), ""),
        "running": (_("running"), "accent"),
        "done": (_("done"), "good"),
        "failed": (_("failed"), "bad"),
        "cancelled": (_("cancelled"), "warn"),
    }
    label, kind = words[state]
    return {"label": label, "kind": kind}


def own_job(job_id: int) -> Job:
    """A job of the person's own. Raises NotFound otherwise."""
    return jobs.get_visible(read_session(), actor(), job_id)
