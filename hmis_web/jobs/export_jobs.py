"""HMIS CSV exports as jobs: the zip is kept as an artifact."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.domain import artifacts, audit, jobs
from hmis_web.exporting.custom_fields import export_own
from hmis_web.exporting.hmis_csv import ExportOutcome, ExportParams, export
from hmis_web.jobs.context import JobContext
from hmis_web.jobs.writing import committed
from hmis_web.models import Artifact, Job
from hmis_web.standards.codes import ExportPeriodType

KIND = "hmis-csv-export"
ZIP, ROWS, OWN = "hmis_csv", "hmis_csv_rows", "own_questions"
"""Kinds of artifacts: the export, how many rows each of its files has, the community's own questions."""
ZIP_TYPE = "application/zip"


def request_export(session: Session, actor: Actor, params: ExportParams, now: datetime) -> Job:
    """A queued job that makes an export; enqueue it after the commit. Raises Forbidden, DomainError for a
    choice at fault. Flushes."""
    actor.require(Permission.HMIS_CSV_EXPORT)
    params.check()
    job = jobs.create_job(session, actor, KIND, {"params": to_json(params)}, now)
    audit.record(session, actor, "export:request", "job", job.id)
    return job


def make_export(context: JobContext) -> str:
    """Write the zip, keep it encrypted, leave no readable copy. An interrupted job starts again from
    nothing."""
    folder = context.settings.var / "tmp"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    target = folder / f"export-{context.job_id}.zip"
    beside = folder / f"export-{context.job_id}-own.zip"
    for left in folder.glob(f".{target.name}.*"):
        left.unlink()  # of this job, when its worker was killed
    local = context.now().astimezone(context.settings.timezone)
    params = from_json(context.parameters["params"])
    try:
        outcome = export(
            context.database, context.keyring, params, target, context.actor, local, context.progress
        )
        if params.own_fields:
            export_own(context.database, params, beside, context.actor, local, context.progress)
        committed(context, lambda session: _keep(session, context, outcome, beside, local.date()))
    finally:
        target.unlink(missing_ok=True)
        beside.unlink(missing_ok=True)
    return f"{outcome.total:,} rows"


def files_of(session: Session, job_id: int) -> dict[str, Artifact]:
    """{kind: artifact} of an export, empty until it is done."""
    return {artifact.kind: artifact for artifact in artifacts.of_job(session, job_id)}


def to_json(params: ExportParams) -> str:
    """The parameters as a job keeps them."""
    return json.dumps(asdict(params), default=str)


def from_json(text: str) -> ExportParams:
    """Undo `to_json`."""
    stored: dict[str, Any] = json.loads(text)
    for name in ("start", "end"):
        stored[name] = date.fromisoformat(stored[name]) if stored[name] else None
    for name in ("project_keys", "coc_codes"):
        stored[name] = tuple(stored[name]) if stored[name] is not None else None
    stored["period_type"] = ExportPeriodType(stored["period_type"])
    return ExportParams(**stored)


def _keep(session: Session, context: JobContext, outcome: ExportOutcome, beside: Path, day: date) -> None:
    files = [
        (ZIP, f"hmis-csv-{day:%Y-%m-%d}.zip", ZIP_TYPE, outcome.path.read_bytes()),
        (ROWS, "rows.json", "application/json", json.dumps(outcome.rows).encode()),
    ]
    if beside.is_file():
        files.append((OWN, f"own-questions-{day:%Y-%m-%d}.zip", ZIP_TYPE, beside.read_bytes()))
    for kind, name, media_type, content in files:
        artifacts.store(
            session,
            context.settings.var,
            context.keyring,
            context.actor,
            kind=kind,
            file_name=name,
            media_type=media_type,
            content=content,
            now=context.now(),
            job_id=context.job_id,
        )
