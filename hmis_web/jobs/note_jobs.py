"""A client's notes on paper, as a job (decision 18); made once for a person while no note changes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.domain import artifacts, audit, clients, jobs, notes
from hmis_web.domain.notes import NoteItem
from hmis_web.exporting.pdf import render_pdf
from hmis_web.exporting.print_templates import print_css, render
from hmis_web.jobs.context import JobContext
from hmis_web.jobs.writing import keep_pdf
from hmis_web.models import Artifact, Job

KIND = "notes-pdf"
FILE = "client_notes"
READ = "note:print"
"""The audit verb of taking the printed notes away."""


def fingerprint(items: Sequence[NoteItem]) -> str:
    """Changes when any of a client's notes does."""
    text = ";".join(f"{note.id}.{note.version}" for note in items)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def request_pdf(session: Session, actor: Actor, client_id: int, now: datetime) -> Job | None:
    """A queued job that prints the notes of the actor's agency about a client; None when they are printed as
    they are, or on their way. The caller has fetched the client through scope. Enqueue it after the commit.
    Raises Forbidden. Flushes."""
    actor.require(Permission.CLIENT_PRINT)
    mark = fingerprint(notes.of_client(session, actor, client_id)[0])
    if made_or_under_way(session, actor, client_id, mark, now) is not None:
        return None
    told = {"client_id": client_id, "fingerprint": mark}
    job = jobs.create_job(session, actor, KIND, told, now)
    audit.record(session, actor, "note:request-pdf", "job", job.id, client_id=client_id)
    return job


def latest(session: Session, actor: Actor, client_id: int, now: datetime) -> Job | None:
    """The actor's last job that printed, or prints, a client's notes at the agency acted for; a failed one
    and one whose file is gone do not count."""
    for job in jobs.own_jobs(session, actor, KIND):
        same = job.organization_id == actor.organization_id
        if not same or jobs.parameters(job)["client_id"] != client_id or job.state in ("failed", "cancelled"):
            continue
        return job if job.state != "done" or file_of(session, job, now) is not None else None
    return None


def made_or_under_way(session: Session, actor: Actor, client_id: int, mark: str, now: datetime) -> Job | None:
    """As `latest`, when it prints the notes as they are."""
    job = latest(session, actor, client_id, now)
    return job if job is not None and jobs.parameters(job)["fingerprint"] == mark else None


def file_of(session: Session, job: Job, now: datetime) -> Artifact | None:
    """The PDF of a job; None while there is none, or it expired."""
    kept = artifacts.of_job(session, job.id) if job.kind == KIND else []
    return next((each for each in kept if each.expires_at is None or each.expires_at > now), None)


def make_pdf(context: JobContext) -> str:
    """Print the notes as they are now, with the rights that whoever asked has now."""
    context.progress.update(0.1, "Laying out the pages")
    local = context.now().astimezone(context.settings.timezone)
    client_id = context.parameters["client_id"]
    with context.database.session() as session:
        card = clients.get_card(session, context.actor, context.keyring, client_id, local.date())
        items, _total = notes.of_client(session, context.actor, client_id)
    letter = {
        "community": context.settings.community_name,
        "agency": context.actor.organization_name if context.actor.organization_id else "",
        "made_by": context.actor.display_name,
        "made_at": f"{local:%d %b %Y, %H:%M}",
    }
    who = {"name": card.name or "Name not known", "number": card.record_number}
    lines = [_line(note, context) for note in items]
    content = render_pdf(
        render("intake/print/notes.html", {"client": who, "notes": lines, "letter": letter}), print_css()
    )
    keep_pdf(context, FILE, f"notes-R-{context.parameters['client_id']}.pdf", content)
    return "Done"


def _line(note: NoteItem, context: JobContext) -> dict[str, Any]:
    changed = ""
    if note.edited_at is not None:
        moment = note.edited_at.astimezone(context.settings.timezone)
        changed = f"changed {moment:%d %b %Y, %H:%M} by {note.edited_by}"
    return {
        "day": f"{note.written_on:%d %b %Y}",
        "paragraphs": [line for line in note.text.splitlines() if line],
        "by": " · ".join(part for part in (note.author, note.agency, changed) if part),
    }
