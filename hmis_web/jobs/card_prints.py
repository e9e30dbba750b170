"""ID cards on paper, as jobs (decision 18): one client's, or those of everybody in a program."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.domain import artifacts, audit, card_codes, cards, clients, jobs, photos
from hmis_web.domain.clock import Clock
from hmis_web.exporting.pdf import IN_THE_PAGE, render_pdf
from hmis_web.exporting.print_templates import print_css, render
from hmis_web.exporting.scan_codes import bars, qr_code
from hmis_web.jobs.context import JobContext
from hmis_web.jobs.writing import keep_pdf
from hmis_web.models import Artifact, Job

KIND, SHEET = "card-print", "card-sheet"
FILE = "id_card"
READ = "card:print"
"""The audit verb of taking printed cards away."""
A_SHEET = 10
"""Cards of 3.5 by 2 inches on a page of US Letter."""
FEW = 8


@dataclass(frozen=True)
class PrintedCards:
    """Cards that somebody asked for, and their file while it is kept."""

    job: Job
    artifact: Artifact | None

    @property
    def project_key(self) -> int | None:
        """The program whose cards they are; None for one client's."""
        found: int | None = jobs.parameters(self.job).get("project_key")
        return found


def request(session: Session, actor: Actor, client_id: int, now: datetime) -> Job:
    """A queued job that prints a client's card; the one under way when it was asked for already. The caller
    has given the card. Enqueue it after the commit. Flushes."""
    return _request(session, actor, KIND, {"client_id": client_id}, now)


def request_sheet(session: Session, actor: Actor, project_key: int, now: datetime) -> Job:
    """The same for the cards of everybody who is active in a program."""
    return _request(session, actor, SHEET, {"project_key": project_key}, now)


def latest(session: Session, actor: Actor, client_id: int | None, now: datetime) -> list[PrintedCards]:
    """What the actor printed lately: a client's card, for None the cards of programs; the latest first. Two
    statements."""
    own = jobs.own_jobs(session, actor, SHEET if client_id is None else KIND)
    mine = [
        job
        for job in own
        if job.organization_id == actor.organization_id and jobs.parameters(job).get("client_id") == client_id
    ][:FEW]
    files = artifacts.of_jobs(session, [job.id for job in mine], now)
    return [PrintedCards(job, files.get(job.id)) for job in mine]


def file_of(session: Session, job: Job, now: datetime) -> Artifact | None:
    """The PDF that a job made; None while there is none, it expired, or the job made something else."""
    if job.kind not in (KIND, SHEET):
        return None
    return artifacts.of_jobs(session, [job.id], now).get(job.id)


def make(context: JobContext) -> str:
    """Print the cards that are valid now, of clients whom whoever asked sees now."""
    context.progress.update(0.1, "Laying out the cards")
    clock = Clock(context.now(), context.settings.timezone)
    with context.database.session() as session:
        content = _paper(session, context, clock)
    keep_pdf(context, FILE, f"id-cards-{clock.as_of:%Y-%m-%d}.pdf", content)
    return "Done"


def _request(session: Session, actor: Actor, kind: str, about: dict[str, int], now: datetime) -> Job:
    for job in jobs.own_jobs(session, actor, kind):
        if job.state not in jobs.FINISHED and jobs.parameters(job) == about:
            return job
    job = jobs.create_job(session, actor, kind, about, now)
    audit.record(
        session, actor, "card:request-print", "job", job.id, client_id=about.get("client_id"), details=about
    )
    return job


def _paper(session: Session, context: JobContext, clock: Clock) -> bytes:
    """The cards as a tagged PDF."""
    actor, about = context.actor, context.parameters
    project_key = about.get("project_key")
    wanted = (
        [about["client_id"]]
        if project_key is None
        else cards.active_clients(session, actor, project_key, clock)
    )
    codes = cards.valid_of(session, actor, wanted)
    people = clients.by_ids(session, actor, codes, clock.as_of)
    pictures = photos.of_clients(session, actor, context.keyring, codes)
    drawn = [
        _card(people[each].name, codes[each], pictures.get(each))
        for each in wanted
        if each in codes and each in people
    ]
    told = {
        "community": context.settings.community_name,
        "agency": actor.organization_name,
        "made_by": actor.display_name,
        "sheets": [drawn[start : start + A_SHEET] for start in range(0, len(drawn), A_SHEET)],
    }
    return render_pdf(render("intake/print/cards.html", told), print_css())


def _card(name: str, code: str, picture: bytes | None) -> dict[str, Any]:
    return {
        "name": name,
        "code": card_codes.in_groups(code),
        "bars": bars(code),
        "square": qr_code(code),
        "photo": f"{IN_THE_PAGE}{base64.b64encode(picture).decode()}" if picture else "",
    }
