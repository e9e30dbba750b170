"""Blank forms for paper, as jobs (decision 18): a program's own questions, for an adult or a child. Made once
while the form, the program and its funders stay as they are."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.db.errors import DomainError, NotFound
from hmis_web.domain import answers, artifacts, audit, consent_text, jobs, projects
from hmis_web.jobs import client_documents, paper_forms
from hmis_web.jobs.client_documents import Letter
from hmis_web.jobs.context import JobContext
from hmis_web.jobs.paper_forms import FormSheet
from hmis_web.jobs.writing import keep_pdf
from hmis_web.models import Artifact, Job
from hmis_web.standards.elements import CollectionPoint, Person
from hmis_web.standards.forms import Section, form_for

KIND = "form-print"
FILE = "paper_form"
CONSENT = "consent"
STAGES = ("entry", "update", "annual", "exit")
SPANISH = ("entry", CONSENT)
"""What clients are handed in Spanish, too."""
PEOPLE = {
    "adult": Person(is_hoh=True, is_adult=True, is_veteran=True),
    "child": Person(is_hoh=False, is_adult=False, is_veteran=False),
}
"""An adult's form has the questions for veterans, behind the one that asks."""
FEW = 12


@dataclass(frozen=True)
class WantedForm:
    """A blank form: of a stage, or the consent form; of a program; for an adult or a child."""

    stage: str
    project_key: int
    about: str = "adult"
    language: str = "en"


@dataclass(frozen=True)
class PrintedForm:
    """A form that somebody asked for, and its file while it is kept."""

    job: Job
    wanted: WantedForm
    artifact: Artifact | None


def request(session: Session, actor: Actor, wanted: WantedForm, now: datetime) -> Job:
    """A queued job that prints a blank form; the one under way when the same was asked for already. Enqueue
    it after the commit. Raises Forbidden, NotFound for a program out of scope, DomainError("stage", "about",
    "language"). Flushes."""
    actor.require(Permission.CLIENT_PRINT)
    if wanted.stage not in (*STAGES, CONSENT):
        raise DomainError("stage", "Choose a form")
    if wanted.about not in PEOPLE:
        raise DomainError("about", "Choose whom the form is for")
    if wanted.language not in consent_text.LANGUAGES:
        raise DomainError("language", "Choose a language")
    if wanted.language == "es" and wanted.stage not in SPANISH:
        raise DomainError("language", "This form is for staff, and in English alone")
    _program(session, actor, wanted.project_key)
    for job in jobs.own_jobs(session, actor, KIND):
        if job.state not in jobs.FINISHED and jobs.parameters(job) == asdict(wanted):
            return job
    job = jobs.create_job(session, actor, KIND, asdict(wanted), now)
    details: dict[str, Any] = {"form": wanted.stage, "project": wanted.project_key}
    audit.record(session, actor, "form:print", "job", job.id, details=details)
    return job


def latest(session: Session, actor: Actor, now: datetime) -> list[PrintedForm]:
    """The blank forms that the actor printed lately, the latest first. Two statements."""
    own = list(jobs.own_jobs(session, actor, KIND))[:FEW]
    files = artifacts.of_jobs(session, [job.id for job in own], now)
    return [PrintedForm(job, WantedForm(**jobs.parameters(job)), files.get(job.id)) for job in own]


def make(context: JobContext) -> str:
    """Print the form as the program asks it today."""
    wanted = WantedForm(**context.parameters)
    context.progress.update(0.1, "Laying out the pages")
    local = context.now().astimezone(context.settings.timezone)
    with context.database.session() as session:
        program, agency = _program(session, context.actor, wanted.project_key)
        sections = _sections(session, wanted, local.date())
    letter = Letter(context.settings.community_name, agency, context.actor.display_name, local)
    if wanted.stage == CONSENT:
        text = consent_text.text(wanted.language, letter.community, agency)
        content = client_documents.consent_pdf(None, text, letter)
    else:
        sheet = FormSheet(wanted.stage, program, wanted.about, wanted.language)
        content = paper_forms.blank_pdf(sections, sheet, letter)
    keep_pdf(context, FILE, f"{wanted.stage}-form-{wanted.about}-{wanted.language}.pdf", content)
    return "Done"


def _sections(session: Session, wanted: WantedForm, day: date) -> tuple[Section, ...]:
    """The questions of a stage; at intake those of the record, too."""
    if wanted.stage == CONSENT:
        return ()
    place, who = answers.place_of(session, wanted.project_key, day), PEOPLE[wanted.about]
    points = [CollectionPoint(wanted.stage)]
    if wanted.stage == "entry":
        points.insert(0, CollectionPoint.RECORD_CREATION)
    return tuple(section for point in points for section in form_for(point, place, who))


def _program(session: Session, actor: Actor, project_key: int) -> tuple[str, str]:
    """Name and agency of a program in scope. Raises NotFound otherwise."""
    for each in projects.visible(session, actor):
        if each.id == project_key:
            return each.name, each.agency
    raise NotFound("project")
