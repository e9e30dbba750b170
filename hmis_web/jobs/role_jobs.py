"""The access roles on paper, as a job (decision 18); made once for a person while no role changes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.domain import artifacts, jobs, roles
from hmis_web.domain.role_sheet import RoleSheet, role_sheet
from hmis_web.exporting.pdf import render_pdf
from hmis_web.exporting.print_templates import column_widths, print_css, render
from hmis_web.jobs.context import JobContext
from hmis_web.jobs.writing import keep_pdf
from hmis_web.models import Artifact, Job

KIND = "access-roles-pdf"
FILE = "access_roles"
ROLE_WIDTHS = [28, 46, 22, 27, 40]
WIDE_LABEL, MARK = 66, 14
"""Widths of the columns of the two tables, relative to each other."""


def request_pdf(session: Session, actor: Actor, fingerprint: str, now: datetime) -> Job | None:
    """A queued job that prints the roles; None when it is printed or on its way. Enqueue it after the commit.
    Flushes."""
    if made_or_under_way(session, actor, fingerprint, now) is not None:
        return None
    return jobs.create_job(session, actor, KIND, {"fingerprint": fingerprint}, now)


def made_or_under_way(session: Session, actor: Actor, fingerprint: str, now: datetime) -> Job | None:
    """The actor's job that printed, or prints, the roles as they are; a failed one does not count."""
    for job in jobs.own_jobs(session, actor, KIND):
        if job.state in ("failed", "cancelled") or jobs.parameters(job)["fingerprint"] != fingerprint:
            continue
        if job.state != "done" or file_of(session, job, now) is not None:
            return job
    return None


def file_of(session: Session, job: Job, now: datetime) -> Artifact | None:
    """The PDF of a job; None while there is none, or it expired."""
    return next(
        (
            artifact
            for artifact in artifacts.of_job(session, job.id)
            if artifact.kind == FILE and (artifact.expires_at is None or artifact.expires_at > now)
        ),
        None,
    )


def make_pdf(context: JobContext) -> str:
    """Print the roles as they are now."""
    context.progress.update(0.1, "Laying out the pages")
    local = context.now().astimezone(context.settings.timezone)
    with context.database.session() as session:
        sheet = role_sheet(roles.all_roles(session), local.date())
    letter = {
        "community": context.settings.community_name,
        "contact": context.settings.contact,
        "made_by": context.actor.display_name,
        "made_at": f"{local:%d %b %Y, %H:%M}",
        "day": f"{local:%d %b %Y}",
    }
    content = paper(sheet, letter)
    keep_pdf(context, FILE, "access-roles.pdf", content)
    return "Done"


def paper(sheet: RoleSheet, letter: dict[str, str]) -> bytes:
    """The roles as a tagged PDF."""
    html = render("admin/print/access_roles.html", {"sheet": sheet, "letter": letter})
    widths = [("roles", ROLE_WIDTHS), ("matrix", [WIDE_LABEL, *[MARK] * len(sheet.matrix_columns)])]
    return render_pdf(html, print_css() + column_widths(widths))
