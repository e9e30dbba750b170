"""Imports as jobs: one reads, checks and plans, another applies what a person confirmed."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.config import Settings
from hmis_web.db.errors import Conflict, DatabaseBusy
from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.domain import audit, jobs
from hmis_web.domain.clock import Clock
from hmis_web.importing import run_record, runs
from hmis_web.importing.apply import Choices
from hmis_web.importing.findings import Refused
from hmis_web.jobs.context import JobContext
from hmis_web.models import ImportRun, Job

CHECK, APPLY = "import-check", "import-apply"
"""Kinds of jobs."""
VERBS = {CHECK: "import:receive", APPLY: "import:confirm"}
"""How the audit trail calls asking for them."""
PAUSE_SECONDS = 1.0


def receive(
    parts: tuple[Database, Settings, KeyRing],
    actor: Actor,
    *,
    save: Callable[[Path], object],
    file_name: str,
    source_name: str | None,
    clock: Clock,
    request_id: str | None = None,
) -> tuple[int, int]:
    """Keep an upload and make the job that checks it; answers (run, job). `save` writes the upload to the
    path that it is given, which lives no longer than this call. Waits for other writers. Raises Forbidden."""
    database, settings, keyring = parts
    actor.require(Permission.HMIS_CSV_IMPORT)
    folder = settings.var / "tmp"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{uuid.uuid4().hex}.upload"
    try:
        save(path)
        run_id = runs.start(
            database, settings, keyring, path,
            source_name=source_name, actor=actor, file_name=file_name, now=clock.now,
        )  # fmt: skip
    finally:
        path.unlink(missing_ok=True)
    with database.session(write=True, wait=run_record.WAIT_SECONDS) as session:
        session.info["request_id"] = request_id
        job = _job(session, actor, CHECK, run_id, clock)
        session.commit()
    return run_id, job.id


def request_apply(
    session: Session,
    actor: Actor,
    run: ImportRun,
    *,
    choices: Choices,
    clock: Clock,
) -> Job | None:
    """A new job that applies a plan; None when one is under way. Enqueue it after the commit. Raises
    Forbidden, Conflict when there is no plan to apply. Flushes."""
    actor.require(Permission.HMIS_CSV_IMPORT)
    if under_way(session, run) is not None:
        return None
    if run.state != "planned":
        raise Conflict("This import has no plan that waits")
    return _job(session, actor, APPLY, run.id, clock, **asdict(choices))


def under_way(session: Session, run: ImportRun) -> Job | None:
    """The unfinished job of an import."""
    job = session.get(Job, run.job_id) if run.job_id is not None else None
    return job if job is not None and job.state not in jobs.FINISHED else None


def size_of(settings: Settings, run: ImportRun) -> int:
    """Bytes of an import's kept upload; 0 when it is gone."""
    if run.kept_path is None:
        return 0
    try:
        return (settings.var / run.kept_path).stat().st_size
    except FileNotFoundError:
        return 0


def check(context: JobContext) -> str:
    """Read, check and plan. A refused file is a result, not a failure."""
    parts = (context.database, context.settings, context.keyring)
    run_id = _run_id(context)
    if run_record.get(context.database, run_id).state in runs.ENDED:
        return "Done"
    try:
        runs.check_and_plan(*parts, run_id, context.progress)
    except Refused as error:
        return str(error)
    return "Checked"


def apply(context: JobContext) -> str:
    """Write a plan, waiting while others write. A job that was interrupted after the commit does nothing
    more."""
    parts = (context.database, context.settings, context.keyring)
    run_id = _run_id(context)
    asked = {key: value for key, value in context.parameters.items() if key != "import_run_id"}
    while True:
        if run_record.get(context.database, run_id).state in runs.ENDED:
            return "Done"
        context.progress.check_cancelled()
        try:
            runs.apply(
                *parts,
                run_id,
                context.progress,
                choices=Choices(**asked),
                actor=context.actor,
            )
        except DatabaseBusy:
            time.sleep(PAUSE_SECONDS)


def _job(session: Session, actor: Actor, kind: str, run_id: int, clock: Clock, **options: Any) -> Job:
    job = jobs.create_job(session, actor, kind, {"import_run_id": run_id, **options}, clock.now)
    session.execute(update(ImportRun).where(ImportRun.id == run_id).values(job_id=job.id))
    audit.record(session, actor, VERBS[kind], "import_run", run_id, details={"job": job.id, **options})
    return job


def _run_id(context: JobContext) -> int:
    return int(context.parameters["import_run_id"])
