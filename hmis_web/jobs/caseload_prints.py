"""A caseload on paper, as a job (decision 18)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.domain import artifacts, audit, due, due_words, jobs
from hmis_web.domain.due import CaseLine
from hmis_web.exporting.pdf import render_pdf
from hmis_web.exporting.print_templates import column_widths, print_css, render
from hmis_web.jobs.client_documents import Letter
from hmis_web.jobs.context import JobContext
from hmis_web.jobs.writing import keep_pdf
from hmis_web.models import Account, Artifact, Job

KIND = "caseload-print"
FILE = "caseload"
READ = "caseload:print"
WIDTHS = [42, 58]


@dataclass(frozen=True)
class Printed:
    """A caseload that was printed, or is being printed, and its file while it is kept."""

    job: Job
    artifact: Artifact | None


def request(session: Session, actor: Actor, account_id: int, now: datetime) -> Job:
    """A queued job that prints somebody's caseload; the one under way when it was asked for already. The
    caller has checked whose caseload the actor may see. Enqueue it after the commit. Flushes."""
    for job in jobs.own_jobs(session, actor, KIND):
        if job.state not in jobs.FINISHED and jobs.parameters(job)["account_id"] == account_id:
            return job
    job = jobs.create_job(session, actor, KIND, {"account_id": account_id}, now)
    audit.record(session, actor, "caseload:request-print", "job", job.id, details={"account": account_id})
    return job


def latest(session: Session, actor: Actor, account_id: int, now: datetime) -> Printed | None:
    """The actor's last print of a caseload, and its file while it is kept. Two statements."""
    for job in jobs.own_jobs(session, actor, KIND):
        if jobs.parameters(job)["account_id"] == account_id:
            return Printed(job, artifacts.of_jobs(session, [job.id], now).get(job.id))
    return None


def make(context: JobContext) -> str:
    """Print the caseload as it is now, as far as whoever asked sees it now."""
    context.progress.update(0.1, "Laying out the pages")
    local = context.now().astimezone(context.settings.timezone)
    with context.database.session() as session:
        account_id = context.parameters["account_id"]
        lines = due.caseload(session, context.actor, account_id, local.date())
        name = session.get_one(Account, account_id).display_name
    letter = Letter(
        context.settings.community_name,
        context.actor.organization_name if context.actor.organization_id is not None else "",
        context.actor.display_name,
        local,
    )
    content = paper(lines, name, letter)
    day = context.now().astimezone(context.settings.timezone).date()
    keep_pdf(context, FILE, f"caseload-{day:%Y-%m-%d}.pdf", content)
    return "Done"


def paper(lines: list[CaseLine], name: str, letter: Letter) -> bytes:
    """A caseload as a tagged PDF."""
    today = letter.made.date()
    cases = [
        {
            "name": line.case.head.person.name or due_words.UNNAMED,
            "number": line.case.head.person.record_number,
            "detail": due_words.detail(line.case),
            "due": [
                {
                    "text": due_words.text(each, today),
                    "when": due_words.when(each, today),
                    "late": each.is_late(today),
                }
                for each in line.due
            ],
        }
        for line in lines
    ]
    context = {"letter": letter.words("en"), "cases": cases, "worker": name, "today": today}
    html = render("home/print/caseload.html", context)
    return render_pdf(html, print_css() + column_widths([("caseload", WIDTHS)]))
