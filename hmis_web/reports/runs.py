"""Running a report, keeping the run, and finding it again. Reading and writing are apart, so that on SQLite a
run holds nobody up: reckon in a reading session, keep in a short writing one."""

from __future__ import annotations

import json
import time
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.db.errors import NotFound
from hmis_web.db.keys import KeyRing
from hmis_web.domain import artifacts
from hmis_web.domain.progress import Progress
from hmis_web.models import Artifact, ReportRun
from hmis_web.reports.engine.params import ReportParams
from hmis_web.reports.engine.universe import Universe
from hmis_web.reports.registry import report
from hmis_web.reports.render.tables_json import dump
from hmis_web.reports.result import ReportResult
from hmis_web.reports.software import ENGINE
from hmis_web.reports.universe import from_frames
from hmis_web.reports.universe.loaders import begin_snapshot, check_projects, load_frames

TABLES, UNIVERSE = "tables", "universe"
"""Kinds of artifacts that a run keeps."""


def run(
    session: Session, actor: Actor, params: ReportParams, progress: Progress, *, now: datetime
) -> ReportResult:
    """Load once, reckon every table, check the sums. `now` is the moment of the data. Writes nothing.

    Raises Forbidden without the right to run reports, NotFound for a project outside the actor's scope or an
    unknown report, Cancelled when somebody stopped it.
    """
    actor.require(Permission.REPORT_RUN)
    began = time.perf_counter()
    try:
        definition = report(params.kind)
    except KeyError as error:
        raise NotFound from error
    begin_snapshot(session)
    check_projects(session, actor, params)
    frames = load_frames(session, params, definition.frames, progress)
    progress.check_cancelled()
    progress.update(0.6, "Working out households, ages and lengths of stay")
    universe = from_frames(frames, params)
    progress.check_cancelled()
    progress.update(0.8, "Counting")
    tables = definition.build(universe)
    outcomes = definition.check(tables)
    progress.update(0.95, "Fingerprint")
    return ReportResult(
        params=params,
        projects=tuple(name or "" for name in universe.projects["project_name"]),
        tables=tables,
        outcomes=outcomes,
        data_as_of=now,
        engine=ENGINE,
        fingerprint=universe.fingerprint(),
        seconds=time.perf_counter() - began,
        universe=universe,
    )


def keep(
    session: Session,
    actor: Actor,
    var: Path,
    keyring: KeyRing,
    result: ReportResult,
    *,
    now: datetime,
    job_id: int | None = None,
) -> ReportRun:
    """Keep a run: its record, its tables as JSON and its universe, both encrypted. Flushes."""
    record = _record(actor, result, now, job_id)
    session.add(record)
    session.flush()
    files = [(TABLES, "application/json", dump(result.to_object()).encode())]
    if result.universe is not None:
        files.append((UNIVERSE, "application/zip", result.universe.to_bytes()))
    for kind, media_type, content in files:
        artifacts.store(
            session,
            var,
            keyring,
            actor,
            kind=kind,
            file_name=f"{record.kind}-{record.id}-{kind}",
            media_type=media_type,
            content=content,
            now=now,
            job_id=job_id,
            report_run_id=record.id,
        )
    return record


def _record(actor: Actor, result: ReportResult, now: datetime, job_id: int | None) -> ReportRun:
    asked = result.params
    return ReportRun(
        kind=asked.kind,
        spec_version=asked.spec_version,
        engine_version=result.engine,
        parameters=asked.to_json(),
        start_date=asked.start,
        end_date=asked.end,
        account_id=actor.account_id,
        organization_id=actor.organization_id,
        job_id=job_id,
        universe_hash=result.fingerprint,
        data_as_of=result.data_as_of,
        created_at=now,
        finished_at=now,
    )


def get_visible(session: Session, actor: Actor, run_id: int) -> ReportRun:
    """A run of the actor's own at the present agency, or any for a system administrator. Raises NotFound
    otherwise."""
    record = session.get(ReportRun, run_id)
    own = record is not None and (record.account_id, record.organization_id) == (
        actor.account_id,
        actor.organization_id,
    )
    if record is None or not (own or actor.is_system_administrator):
        raise NotFound
    return record


def load_run(
    session: Session, actor: Actor, var: Path, keyring: KeyRing, run_id: int, *, with_universe: bool = False
) -> ReportResult:
    """A kept run. The universe is read only when asked for (to open a number). Raises NotFound for somebody
    else's run, and for one whose files have expired."""
    record = get_visible(session, actor, run_id)
    stored = json.loads(artifacts.read(_artifact(session, record, TABLES), var, keyring))
    universe = None
    if with_universe:
        universe = Universe.from_bytes(artifacts.read(_artifact(session, record, UNIVERSE), var, keyring))
    return ReportResult.from_object(stored, ReportParams.from_json(record.parameters), universe)


def _artifact(session: Session, record: ReportRun, kind: str) -> Artifact:
    found = artifacts.of_report(session, record.id, kind)
    if found is None:
        raise NotFound
    return found
