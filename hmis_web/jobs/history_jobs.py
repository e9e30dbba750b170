"""A client's history on paper, as a job (decision 18)."""

from __future__ import annotations

from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.domain import artifacts, audit, clients, jobs
from hmis_web.domain.clock import Clock
from hmis_web.domain.history import find, words
from hmis_web.domain.history.events import Event, Wanted
from hmis_web.exporting.pdf import render_pdf
from hmis_web.exporting.print_templates import column_widths, print_css, render
from hmis_web.jobs.client_documents import Letter
from hmis_web.jobs.context import JobContext
from hmis_web.jobs.writing import keep_pdf
from hmis_web.models import Artifact, Job

KIND = "history-pdf"
FILE = "client_history"
READ = "history:print"
"""The audit verb of taking the printed history away."""
MOST = 1500
"""Lines that are printed; what is older is left out, and the paper says so."""
WIDTHS = [30, 62, 42]


def request_pdf(session: Session, actor: Actor, client_id: int, wanted: Wanted, now: datetime) -> Job:
    """A queued job that prints what is asked for; the one that is under way when the same was asked for
    already. The caller has fetched the client through scope. Enqueue it after the commit. Raises Forbidden.
    Flushes."""
    actor.require(Permission.CLIENT_PRINT)
    told = _parameters(client_id, wanted)
    job = latest(session, actor, client_id, now, wanted)
    if job is not None and job.state not in jobs.FINISHED:
        return job
    job = jobs.create_job(session, actor, KIND, told, now)
    audit.record(session, actor, "history:request-pdf", "job", job.id, client_id=client_id)
    return job


def latest(session: Session, actor: Actor, client_id: int, now: datetime, wanted: Wanted) -> Job | None:
    """The actor's last job that printed, or prints, this at the agency acted for; a failed one and one whose
    file is gone do not count."""
    told = _parameters(client_id, wanted)
    for job in jobs.own_jobs(session, actor, KIND):
        same = job.organization_id == actor.organization_id and jobs.parameters(job) == told
        if not same or job.state in ("failed", "cancelled"):
            continue
        return job if job.state != "done" or file_of(session, job, now) is not None else None
    return None


def file_of(session: Session, job: Job, now: datetime) -> Artifact | None:
    """The PDF of a job; None while there is none, or it expired."""
    kept = artifacts.of_job(session, job.id) if job.kind == KIND else []
    return next((each for each in kept if each.expires_at is None or each.expires_at > now), None)


def make_pdf(context: JobContext) -> str:
    """Print the history as it is now, with the rights that whoever asked has now."""
    context.progress.update(0.1, "Laying out the pages")
    told = context.parameters
    clock = Clock(context.now(), context.settings.timezone)
    local = clock.now.astimezone(clock.zone)
    with context.database.session() as session:
        who = clients.get_card(session, context.actor, context.keyring, told["client_id"], clock.as_of)
        wanted = _wanted(told)
        found = find.page(session, context.actor, who.id, wanted, clock, limit=MOST)
    agency = context.actor.organization_name if context.actor.organization_id else ""
    letter = Letter(context.settings.community_name, agency, context.actor.display_name, local)
    shown = {
        "client": {"name": who.name or "Name not known", "number": who.record_number},
        "period": _period(wanted),
        "months": [
            {"name": name, "events": [_line(event) for event in events]}
            for name, events in groupby(found.events, key=lambda event: f"{event.day:%B %Y}")
        ],
        "cut": found.after is not None,
        "letter": letter.words("en"),
    }
    html = render("intake/print/history.html", shown)
    content = render_pdf(html, print_css() + column_widths([("history", WIDTHS)]))
    keep_pdf(context, FILE, f"history-R-{context.parameters['client_id']}.pdf", content)
    return "Done"


def _parameters(client_id: int, wanted: Wanted) -> dict[str, Any]:
    days = {name: str(day) if day else None for name, day in (("first", wanted.first), ("last", wanted.last))}
    return {"client_id": client_id, "group": wanted.group, "project_key": wanted.project_key, **days}


def _wanted(told: dict[str, Any]) -> Wanted:
    days = (date.fromisoformat(told[name]) if told[name] else None for name in ("first", "last"))
    return Wanted(told["group"], told["project_key"], *days)


def _period(wanted: Wanted) -> str:
    first = f"from {wanted.first:%d %b %Y}" if wanted.first else ""
    last = f"to {wanted.last:%d %b %Y}" if wanted.last else ""
    return " ".join(part for part in (first, last) if part)


def _line(event: Event) -> dict[str, str]:
    return {
        "day": words.days(event),
        "title": words.title(event),
        "detail": words.detail(event),
        "project": event.project,
        "agency": event.agency,
    }
