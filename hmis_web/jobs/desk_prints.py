"""The day's list of the service desk on paper, as a job (decision 18)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.db.errors import NotFound
from hmis_web.domain import artifacts, audit, clients, jobs, projects, service_choices
from hmis_web.exporting.pdf import render_pdf
from hmis_web.exporting.print_templates import column_widths, print_css, render
from hmis_web.jobs.client_documents import Letter
from hmis_web.jobs.context import JobContext
from hmis_web.jobs.writing import keep_pdf
from hmis_web.models import Artifact, Job

KIND = "desk-print"
FILE = "desk"
READ = "desk:print"
WIDTHS = [10, 34, 38, 18]


@dataclass(frozen=True)
class Printed:
    """A list that was printed, or is being printed, and its file while it is kept."""

    job: Job
    artifact: Artifact | None


def request(session: Session, actor: Actor, project_key: int, day: date, now: datetime) -> Job:
    """A queued job that prints what was logged in a program on a day; the one under way when it was asked for
    already. Raises NotFound for a program out of scope. Enqueue it after the commit. Flushes."""
    actor.require(Permission.SERVICE_CREATE)
    if all(each.id != project_key for each in projects.visible(session, actor)):
        raise NotFound("project")
    wanted = {"project": project_key, "day": day.isoformat()}
    for job in jobs.own_jobs(session, actor, KIND):
        if job.state not in jobs.FINISHED and jobs.parameters(job) == wanted:
            return job
    job = jobs.create_job(session, actor, KIND, wanted, now)
    audit.record(session, actor, "desk:request-print", "job", job.id, details=wanted)
    return job


def latest(session: Session, actor: Actor, project_key: int, day: date, now: datetime) -> Printed | None:
    """The actor's last print of a program's day, and its file while it is kept. Two statements."""
    wanted = {"project": project_key, "day": day.isoformat()}
    for job in jobs.own_jobs(session, actor, KIND):
        if jobs.parameters(job) == wanted:
            return Printed(job, artifacts.of_jobs(session, [job.id], now).get(job.id))
    return None


def file_of(session: Session, actor: Actor, job_id: int, now: datetime) -> Printed:
    """A print of the actor's own, made for the agency acted for. Raises NotFound for any other."""
    job = next((each for each in jobs.own_jobs(session, actor, KIND) if each.id == job_id), None)
    if job is None or job.organization_id != actor.organization_id:
        raise NotFound("print")
    return Printed(job, artifacts.of_jobs(session, [job.id], now).get(job.id))


def make(context: JobContext) -> str:
    """Print the list as it is now, as far as whoever asked sees it now."""
    context.progress.update(0.1, "Laying out the pages")
    local = context.now().astimezone(context.settings.timezone)
    project_key, day = context.parameters["project"], date.fromisoformat(context.parameters["day"])
    with context.database.session() as session:
        visible = projects.visible(session, context.actor)
        program = next((each.name for each in visible if each.id == project_key), None)
        if program is None:
            raise NotFound("project")
        rows = _rows(session, context, project_key, day)
    agency = context.actor.organization_name if context.actor.organization_id is not None else ""
    letter = Letter(context.settings.community_name, agency, context.actor.display_name, local)
    content = paper(rows, program, day, letter)
    keep_pdf(context, FILE, f"services-{day:%Y-%m-%d}.pdf", content)
    return "Done"


def paper(rows: list[dict[str, Any]], program: str, day: date, letter: Letter) -> bytes:
    """The list of a day as a tagged PDF."""
    context = {"letter": letter.words("en"), "rows": rows, "program": program, "on": day}
    html = render("services/print/desk.html", context)
    return render_pdf(html, print_css() + column_widths([("desk", WIDTHS)]))


def _rows(session: Session, context: JobContext, project_key: int, day: date) -> list[dict[str, Any]]:
    logged = service_choices.logged_on(session, context.actor, project_key, day)
    people = clients.by_ids(session, context.actor, {each.client_id for each in logged}, day)
    rows = []
    for (_stay, moment, by), group in groupby(
        reversed(logged), key=lambda each: (each.enrollment_id, each.logged_at, each.by)
    ):
        services = list(group)
        person = people.get(services[0].client_id)
        if person is not None:
            rows.append(
                {
                    "time": f"{moment.astimezone(context.settings.timezone):%H:%M}" if moment else "",
                    "name": person.name,
                    "number": person.record_number,
                    "services": ", ".join(each.name for each in services),
                    "by": by,
                }
            )
    return rows
