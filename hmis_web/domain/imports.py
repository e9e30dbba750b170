"""Imports as records: what was sent, how it ended, what was found. Importing itself is
`hmis_web.importing`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.db.errors import NotFound
from hmis_web.models import Account, DataSource, ImportFinding, ImportRun

SEVERITIES = ("error", "warning", "info")


@dataclass(frozen=True)
class RunLine:
    """An import with who sent it and where its rows belong."""

    run: ImportRun
    by: str
    source: str


@dataclass(frozen=True)
class FindingGroup:
    """Findings of one kind in one file."""

    file: str
    column: str
    rule: str
    severity: str
    message: str
    count: int
    first_line: int | None


def latest(session: Session, actor: Actor, limit: int, offset: int = 0) -> list[RunLine]:
    """Imports, newest first. One statement. Raises Forbidden."""
    actor.require(Permission.HMIS_CSV_IMPORT)
    query = _lines().order_by(ImportRun.id.desc()).limit(limit).offset(offset)
    return [RunLine(run, by or "", source or "") for run, by, source in session.execute(query)]


def count(session: Session) -> int:
    """How many imports there are."""
    return session.scalar(select(func.count()).select_from(ImportRun)) or 0


def get(session: Session, actor: Actor, run_id: int) -> RunLine:
    """One import. Raises Forbidden, NotFound."""
    actor.require(Permission.HMIS_CSV_IMPORT)
    row = session.execute(_lines().where(ImportRun.id == run_id)).first()
    if row is None:
        raise NotFound("import")
    return RunLine(row[0], row[1] or "", row[2] or "")


def finding_counts(session: Session, run_ids: Iterable[int]) -> dict[tuple[int, str], int]:
    """{(import, severity): rows found}. One statement."""
    query = (
        select(ImportFinding.import_run_id, ImportFinding.severity, func.sum(ImportFinding.count))
        .where(ImportFinding.import_run_id.in_(list(run_ids)))
        .group_by(ImportFinding.import_run_id, ImportFinding.severity)
    )
    return {(run_id, severity): int(number) for run_id, severity, number in session.execute(query)}


def finding_groups(session: Session, run_id: int, limit: int) -> list[FindingGroup]:
    """What an import found, one line for each file, column and rule: errors first, then by how many rows
    stand behind. One statement."""
    number = func.sum(ImportFinding.count)
    kind = (ImportFinding.file, ImportFinding.column, ImportFinding.rule, ImportFinding.severity)
    order = case({name: place for place, name in enumerate(SEVERITIES)}, value=ImportFinding.severity)
    # the message of a single finding, never "12 more rows like these"
    message = func.min(case((ImportFinding.line.is_not(None), ImportFinding.message)))
    query = (
        select(
            *kind,
            func.coalesce(message, func.min(ImportFinding.message)),
            number,
            func.min(ImportFinding.line),
        )
        .where(ImportFinding.import_run_id == run_id)
        .group_by(*kind)
        .order_by(order, number.desc(), ImportFinding.file, ImportFinding.column)
        .limit(limit)
    )
    return [
        FindingGroup(file, column or "", rule, severity, text, int(found), line)
        for file, column, rule, severity, text, found, line in session.execute(query)
    ]


def _lines() -> Select[ImportRun, str, str]:
    return (
        select(ImportRun, Account.display_name, DataSource.name)
        .outerjoin(Account, Account.id == ImportRun.account_id)
        .outerjoin(DataSource, DataSource.id == ImportRun.data_source_id)
    )
