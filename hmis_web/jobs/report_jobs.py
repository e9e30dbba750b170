"""Reports as jobs: one makes the run, another its PDF."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.domain import artifacts, audit, jobs
from hmis_web.jobs.context import JobContext
from hmis_web.jobs.report_files import MEDIA_TYPES, Letterhead, report_pdf
from hmis_web.jobs.writing import committed
from hmis_web.models import Artifact, Job, ReportRun
from hmis_web.reports import runs
from hmis_web.reports.engine.params import ReportParams
from hmis_web.reports.universe.loaders import check_projects

RUN, PDF = "report", "report-pdf"
"""Kinds of jobs."""
PDF_FILE = "pdf"
"""Kind of the artifact."""


@dataclass(frozen=True)
class RunLine:
    """A run, or a job that will be one, as a list shows it."""

    job_id: int
    run_id: int | None
    state: str
    params: ReportParams
    created_at: datetime


def request_run(session: Session, actor: Actor, params: ReportParams, now: datetime) -> Job:
    """A queued job that makes a run; enqueue it after the commit. Raises Forbidden, NotFound for a project
    out of scope. Flushes."""
    actor.require(Permission.REPORT_RUN)
    check_projects(session, actor, params)
    job = jobs.create_job(session, actor, RUN, {"params": params.to_json()}, now)
    audit.record(session, actor, "report:request", "job", job.id, details={"report": params.kind})
    return job


def request_pdf(session: Session, actor: Actor, run_id: int, now: datetime) -> Job | None:
    """A new job that prints a run; None when the PDF is there or on its way. Raises NotFound for somebody
    else's run. Flushes."""
    runs.get_visible(session, actor, run_id)
    if artifacts.of_report(session, run_id, PDF_FILE) or pdf_job(session, actor, run_id):
        return None
    audit.record(session, actor, "report:request-pdf", "report_run", run_id)
    return jobs.create_job(session, actor, PDF, {"run_id": run_id}, now)


def pdf_job(session: Session, actor: Actor, run_id: int) -> Job | None:
    """The unfinished job that prints a run."""
    for job in jobs.own_jobs(session, actor, PDF):
        if job.state not in jobs.FINISHED and jobs.parameters(job).get("run_id") == run_id:
            return job
    return None


def run_of_job(session: Session, job_id: int) -> int | None:
    """The run that a job made."""
    return session.scalar(select(ReportRun.id).where(ReportRun.job_id == job_id))


def latest(session: Session, actor: Actor, now: datetime, limit: int = 20) -> list[RunLine]:
    """The actor's latest runs at the present agency whose files are still kept, newest first. One
    statement."""
    query = (
        select(Job, ReportRun.id)
        .outerjoin(ReportRun, ReportRun.job_id == Job.id)
        .where(
            Job.kind == RUN,
            Job.account_id == actor.account_id,
            Job.organization_id.is_(actor.organization_id)
            if actor.organization_id is None
            else Job.organization_id == actor.organization_id,
            Job.created_at > now - timedelta(days=artifacts.KEPT_DAYS),
        )
        .order_by(Job.id.desc())
        .limit(limit)
    )
    return [
        RunLine(
            job.id,
            run_id,
            job.state,
            ReportParams.from_json(jobs.parameters(job)["params"]),
            job.created_at,
        )
        for job, run_id in session.execute(query)
    ]


def make_run(context: JobContext) -> str:
    """Run a report and keep it. A job that was interrupted after keeping does nothing more."""
    params = ReportParams.from_json(context.parameters["params"])
    with context.database.session() as session:
        if run_of_job(session, context.job_id) is not None:
            return "Done"
    with context.database.session() as session:
        result = runs.run(session, context.actor, params, context.progress, now=context.now())
    context.progress.update(0.97, "Keeping the result")

    def keep(session: Session) -> None:
        record = runs.keep(
            session,
            context.actor,
            context.settings.var,
            context.keyring,
            result,
            now=context.now(),
            job_id=context.job_id,
        )
        audit.record(
            session, context.actor, "report:run", "report_run", record.id, details={"report": params.kind}
        )

    committed(context, keep)
    return "Done"


def make_pdf(context: JobContext) -> str:
    """Print a run; made once, kept with it."""
    run_id = int(context.parameters["run_id"])
    parts = context.settings
    context.progress.update(0.1, "Laying out the pages")
    with context.database.session() as session:
        result = runs.load_run(session, context.actor, parts.var, context.keyring, run_id)
    letter = Letterhead(
        parts.community_name,
        context.actor.organization_name if context.actor.organization_id else "",
        context.actor.display_name,
        context.now(),
        parts.timezone,
    )
    content = report_pdf(result, letter)
    context.progress.update(0.95, "Keeping the file")

    def keep(session: Session) -> Artifact:
        made = artifacts.of_report(session, run_id, PDF_FILE)
        return made or artifacts.store(
            session,
            parts.var,
            context.keyring,
            context.actor,
            kind=PDF_FILE,
            file_name=f"{result.params.kind}-{run_id}.pdf",
            media_type=MEDIA_TYPES["pdf"],
            content=content,
            now=context.now(),
            job_id=context.job_id,
            report_run_id=run_id,
        )

    committed(context, keep)
    return "Done"
