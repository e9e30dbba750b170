"""What a run writes about itself: its state, its plan, its findings. Short transactions, apart from the
rows it brings."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from hmis_web.db.errors import NotFound
from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.importing.findings import PERSONAL_COLUMNS, Finding, Findings
from hmis_web.importing.outcome import Plan
from hmis_web.models import ImportFinding, ImportRun

WAIT_SECONDS = 60.0
"""A run's record waits this long for another writer."""
PURPOSE = "import-finding"
UNDER_WAY = ("reading", "checking", "applying")
BATCH = 5_000


class Place(Protocol):
    """What of an installation's settings an import needs."""

    @property
    def var(self) -> Path:
        """Folder of kept uploads and staging areas."""

    @property
    def timezone(self) -> ZoneInfo:
        """Zone of stamps."""


def create(database: Database, **values: Any) -> int:
    """A new run; answers its id."""
    with database.session(write=True, wait=WAIT_SECONDS) as session:
        run = ImportRun(**values)
        session.add(run)
        session.commit()
        return run.id


def load(session: Session, run_id: int) -> ImportRun:
    """A run. Raises NotFound."""
    run = session.get(ImportRun, run_id)
    if run is None:
        raise NotFound("import")
    return run


def get(database: Database, run_id: int) -> ImportRun:
    """A run, read by itself. Raises NotFound."""
    with database.session() as session:
        return load(session, run_id)


def mark(database: Database, run_id: int, state: str, **values: Any) -> None:
    """Set a run's state and more, at once."""
    with database.session(write=True, wait=WAIT_SECONDS) as session:
        session.execute(update(ImportRun).where(ImportRun.id == run_id).values(state=state, **values))
        session.commit()


def write_findings(database: Database, keyring: KeyRing, run_id: int, findings: Findings) -> None:
    """Replace a run's findings. A value of a personal column is encrypted."""
    with database.session(write=True, wait=WAIT_SECONDS) as session:
        session.execute(delete(ImportFinding).where(ImportFinding.import_run_id == run_id))
        for batch in _batches(_row(keyring, run_id, finding) for finding in findings):
            session.execute(insert(ImportFinding), batch)
        session.commit()


def read_findings(session: Session, keyring: KeyRing, run_id: int) -> Iterator[Finding]:
    """A run's findings, readable, in the order they were made."""
    query = select(ImportFinding).where(ImportFinding.import_run_id == run_id).order_by(ImportFinding.id)
    for row in session.scalars(query.execution_options(yield_per=BATCH)):
        value = row.value
        if value is not None and (row.file, row.column) in PERSONAL_COLUMNS:
            value = keyring.decrypt(PURPOSE, value)
        yield Finding(row.file, row.rule, row.severity, row.message, row.line, row.column, value, row.count)


def finding_counts(database: Database, run_id: int) -> dict[str, int]:
    """{severity: rows found} of a run."""
    query = (
        select(ImportFinding.severity, func.sum(ImportFinding.count))
        .where(ImportFinding.import_run_id == run_id)
        .group_by(ImportFinding.severity)
    )
    with database.session() as session:
        found = {severity: int(count) for severity, count in session.execute(query)}
    return {severity: found.get(severity, 0) for severity in ("error", "warning", "info")}


def plan_text(plan: Plan, loaded: dict[str, Any]) -> str:
    """A plan as its run keeps it, with what applying needs to know of the file."""
    return json.dumps({"plan": plan.to_json(), "loaded": loaded}, default=str)


def read_plan(run: ImportRun) -> Plan | None:
    """The plan that a run keeps."""
    return Plan.from_json(json.loads(run.plan)["plan"]) if run.plan else None


def read_loaded(run: ImportRun) -> dict[str, Any]:
    """What a run keeps of the file that it read."""
    found: dict[str, Any] = json.loads(run.plan or "{}").get("loaded", {})
    return found


def moment_text(moment: datetime, zone: ZoneInfo) -> str:
    """A moment as HUD's files write it."""
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M:%S}"


def _row(keyring: KeyRing, run_id: int, finding: Finding) -> dict[str, Any]:
    values = asdict(finding)
    if finding.value is not None and (finding.file, finding.column) in PERSONAL_COLUMNS:
        values["value"] = keyring.encrypt(PURPOSE, finding.value)
    return {"import_run_id": run_id, **values}


def _batches(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
