"""Documents about a client as jobs (decision 18): asked for on the client's page, kept as artifacts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.db.errors import DomainError, NotFound
from hmis_web.domain import (
    answers,
    artifacts,
    assessments_made,
    audit,
    client_sheet,
    clients,
    consent_text,
    jobs,
    overview,
)
from hmis_web.domain.services_received import received
from hmis_web.jobs import client_documents, paper_forms
from hmis_web.jobs.client_documents import Letter
from hmis_web.jobs.context import JobContext
from hmis_web.jobs.paper_forms import FormSheet
from hmis_web.jobs.writing import keep_pdf
from hmis_web.models import Artifact, Job
from hmis_web.standards.elements import CollectionPoint

KIND = "client-print"
FILE = "client_document"
MEDIA_TYPE = "application/pdf"
READ = "client:print"
"""The audit verb of taking a document away."""
FEW = 8
DAYS = ("since", "until", "on")


@dataclass(frozen=True)
class Wanted:
    """What is to be printed about whom."""

    document: str
    client_id: int
    language: str = "en"
    since: date | None = None
    until: date | None = None
    enrollment_id: int | None = None
    """Of a filled form."""
    stage: str = ""
    on: date | None = None

    @classmethod
    def of(cls, told: dict[str, Any]) -> Wanted:
        """What a job with these parameters was asked to print."""
        days = {name: date.fromisoformat(told[name]) if told.get(name) else None for name in DAYS}
        return cls(**told | days)


@dataclass(frozen=True)
class PrintLine:
    """A document that somebody asked for, and its file while it is kept."""

    job: Job
    wanted: Wanted
    artifact: Artifact | None = None


@dataclass(frozen=True)
class Document:
    """A kind of document: the languages that it is written in, what its file is called, what draws it."""

    languages: tuple[str, ...]
    file_name: str
    draw: Callable[[Session, JobContext, Wanted, Letter], bytes]


def offered(actor: Actor) -> list[str]:
    """The documents that a role prints: its own assessments alone, or all (access rules, row 73)."""
    if actor.may(Permission.CLIENT_PRINT):
        return list(DOCUMENTS)
    return ["assessments"] if actor.may(Permission.CLIENT_PRINT_ASSESSMENT) else []


def request(session: Session, actor: Actor, wanted: Wanted, now: datetime) -> Job:
    """A queued job that prints a document; the one that is under way when the same was asked for already.
    Enqueue it after the commit. The caller has fetched the client through scope. Raises DomainError("what")
    for a document or language that the role is not offered, and DomainError("until"). Flushes."""
    if wanted.document not in offered(actor):
        raise DomainError("what", "Choose what to print")
    if wanted.language not in DOCUMENTS[wanted.document].languages:
        raise DomainError("what", "Choose a language that this document is written in")
    if wanted.document == "form" and (wanted.stage not in paper_forms.TITLES or wanted.on is None):
        raise DomainError("what", "Choose what to print")
    if wanted.since and wanted.until and wanted.until < wanted.since:
        raise DomainError("until", "Enter a last day that is not before the first")
    for line in _lines(session, actor, wanted.client_id):
        if line.job.state not in jobs.FINISHED and line.wanted == wanted:
            return line.job
    told = {name: str(value) if isinstance(value, date) else value for name, value in asdict(wanted).items()}
    job = jobs.create_job(session, actor, KIND, told, now)
    audit.record(
        session, actor, "client:request-print", "job", job.id, client_id=wanted.client_id,
        details={"document": wanted.document, "language": wanted.language},
    )  # fmt: skip
    return job


def latest(session: Session, actor: Actor, client_id: int, now: datetime) -> list[PrintLine]:
    """What the actor printed lately about a client, the latest first, with the file of each while it is kept.
    Two statements."""
    own = _lines(session, actor, client_id)[:FEW]
    files = artifacts.of_jobs(session, [line.job.id for line in own if line.job.state == "done"], now)
    return [replace(line, artifact=files.get(line.job.id)) for line in own]


def file_about(session: Session, job: Job, client_id: int, now: datetime) -> Artifact | None:
    """The PDF of a job about a client; None while there is none, it expired, or it is about another."""
    if job.kind != KIND or Wanted.of(jobs.parameters(job)).client_id != client_id:
        return None
    return artifacts.of_jobs(session, [job.id], now).get(job.id)


def make(context: JobContext) -> str:
    """Print a document as the record is now, with the rights that whoever asked has now."""
    wanted = Wanted.of(context.parameters)
    context.progress.update(0.1, "Laying out the pages")
    local = context.now().astimezone(context.settings.timezone)
    agency = context.actor.organization_name if context.actor.organization_id is not None else ""
    letter = Letter(context.settings.community_name, agency, context.actor.display_name, local)
    with context.database.session() as session:
        content = DOCUMENTS[wanted.document].draw(session, context, wanted, letter)
    keep_pdf(context, FILE, f"{DOCUMENTS[wanted.document].file_name}-R-{wanted.client_id}.pdf", content)
    return "Done"


def _lines(session: Session, actor: Actor, client_id: int) -> list[PrintLine]:
    lines = [PrintLine(job, Wanted.of(jobs.parameters(job))) for job in jobs.own_jobs(session, actor, KIND)]
    return [line for line in lines if line.wanted.client_id == client_id]


def _draw_summary(session: Session, context: JobContext, wanted: Wanted, letter: Letter) -> bytes:
    day = letter.made.date()
    sheet = client_sheet.sheet(session, context.actor, context.keyring, wanted.client_id, day)
    return client_documents.summary_pdf(sheet, letter)


def _draw_services(session: Session, context: JobContext, wanted: Wanted, letter: Letter) -> bytes:
    day = letter.made.date()
    card = clients.get_card(session, context.actor, context.keyring, wanted.client_id, day)
    until = wanted.until or day
    lines = received(session, context.actor, wanted.client_id, wanted.since, until)
    return client_documents.services_pdf(card, lines, (wanted.since, until), letter, wanted.language)


def _draw_consent(session: Session, context: JobContext, wanted: Wanted, letter: Letter) -> bytes:
    card = clients.get_card(session, context.actor, context.keyring, wanted.client_id, letter.made.date())
    text = consent_text.text(wanted.language, letter.community, letter.agency or letter.community)
    return client_documents.consent_pdf(card, text, letter)


def _draw_assessments(session: Session, context: JobContext, wanted: Wanted, letter: Letter) -> bytes:
    card = clients.get_card(session, context.actor, context.keyring, wanted.client_id, letter.made.date())
    made = assessments_made.made(session, context.actor, wanted.client_id)
    return client_documents.assessments_pdf(card, made, letter)


def _draw_form(session: Session, context: JobContext, wanted: Wanted, letter: Letter) -> bytes:
    today, actor = letter.made.date(), context.actor
    header = overview.header(session, actor, context.keyring, wanted.client_id, today)
    stay = next((each for each in (*header.active, *header.past) if each.id == wanted.enrollment_id), None)
    if stay is None or wanted.on is None:
        raise NotFound("enrollment")
    stage = CollectionPoint(wanted.stage)
    sections, _context = answers.form_at(session, actor, stay.id, stage, wanted.on, today)
    told = answers.read(session, actor, stay.id, stage, wanted.on)
    sheet = FormSheet(wanted.stage, stay.project_name, "", card=header.card, on=wanted.on)
    return paper_forms.filled_pdf(sections, told, sheet, letter)


BOTH = ("en", "es")
DOCUMENTS = {
    "summary": Document(("en",), "client-summary", _draw_summary),
    "services": Document(BOTH, "services-received", _draw_services),
    "consent": Document(BOTH, "consent", _draw_consent),
    "assessments": Document(("en",), "assessments", _draw_assessments),
    "form": Document(("en",), "form", _draw_form),
}
