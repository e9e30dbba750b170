"""HMIS CSV out: chosen projects and dates, or everything, as one zip of the 24 files.

HMIS CSV Format Specifications FY2026. All files come from one snapshot of the database; rows stream from a
cursor into the zip, so memory does not grow with the data. What an export of a period leaves out and what an
export of everything keeps stands in docs/export.md.
"""

from __future__ import annotations

import os
import uuid
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Connection, func, select

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.domain import audit
from hmis_web.domain.progress import Progress
from hmis_web.exporting.hashing import hash_name, hash_ssn
from hmis_web.exporting.hmis_csv_lines import (
    as_received,
    header,
    join_lines,
    line_expression,
    read_line,
    write_line,
)
from hmis_web.exporting.hmis_csv_params import ExportOutcome, ExportParams
from hmis_web.exporting.hmis_csv_select import Selection, choose, is_empty, table_of
from hmis_web.exporting.hmis_csv_served import NOT_AFTER
from hmis_web.exporting.hmis_csv_source import (
    OWN_FILES,
    Hashing,
    coc_codes,
    export_row,
    hashing,
    implementation_id,
    refuse_shared_identifiers,
)
from hmis_web.models import ClientAlias, Enrollment
from hmis_web.standards import HudFile, files

__all__ = ["ExportOutcome", "ExportParams", "export"]

BATCH = 5_000
COMPRESSION = 3
"""Of 1 to 9: beyond it, HMIS CSV gets hardly smaller and takes much longer."""
LAST = "User"
"""Written last: which users an export needs is known when all other rows were seen."""
NAME_COLUMNS = ("FirstName", "MiddleName", "LastName")
_Row = tuple[str, str | None, str | None, int]
"""Line, as_received, UserID, data source."""


@dataclass(frozen=True)
class _Run:
    """What every file of one export needs to know."""

    connection: Connection
    dialect: str
    selection: Selection
    outcome: ExportOutcome
    hashing: Hashing
    keyring: KeyRing
    progress: Progress
    merged: bool

    @property
    def everything(self) -> bool:
        return self.selection.params.everything


def export(
    database: Database,
    keyring: KeyRing,
    params: ExportParams,
    out_path: Path,
    actor: Actor,
    now: datetime,
    progress: Progress,
) -> ExportOutcome:
    """Write the zip that `params` ask for to `out_path` (replaced when it exists, readable by its owner only)
    and say what is in it.

    `now` is a moment in the installation's zone: HUD's files carry local time. Audited before a row is read.
    Raises Forbidden, DomainError (a choice at fault, or two sources sharing an identifier), NotFound (a
    project that the actor doesn't see), DatabaseBusy, Cancelled; then nothing is left at `out_path`. HMIS CSV
    Format Specifications FY2026, Export."""
    actor.require(Permission.HMIS_CSV_EXPORT)
    params.check()
    export_id = uuid.uuid4().hex
    with database.session(write=True) as session:
        implementation = implementation_id(session)
        audit.record(session, actor, "export", "hmis_csv", details=_details(params, export_id))
        session.commit()
    with _snapshot(database) as connection, _whole_file(out_path) as part:
        refuse_shared_identifiers(connection, params)
        progress.update(0.0, "Choosing rows")
        selection = choose(connection, params, actor)
        start, end = _period(connection, params, now.date())
        hashed = hashing(connection, params)
        outcome = ExportOutcome(out_path, export_id, start, end, hashed.status)
        merged = connection.scalar(select(ClientAlias.personal_id).limit(1)) is not None
        run = _Run(connection, database.dialect, selection, outcome, hashed, keyring, progress, merged)
        own = export_row(
            outcome,
            params,
            actor,
            now,
            implementation=implementation,
            cocs=coc_codes(connection, params, selection),
        )
        _write_zip(run, part, own, now)
    progress.update(1.0, f"{outcome.total:,} rows exported")
    return outcome


def _write_zip(run: _Run, path: Path, own: dict[str, str], now: datetime) -> None:
    rows = dict.fromkeys((file.name for file in files()), 0)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=COMPRESSION) as archive:
        ordered = sorted(files(), key=lambda file: file.name == LAST)
        for position, file in enumerate(ordered):
            entry = zipfile.ZipInfo(f"{file.name}.csv", now.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(entry, "w", force_zip64=True) as stream:
                stream.write(header(file).encode())
                if file.name in OWN_FILES:
                    line = write_line(file, [own.get(column.name) for column in file.columns])
                    stream.write(join_lines([line], keep_all_characters=False))
                    rows[file.name] = 1
                elif not is_empty(run.connection, file):
                    rows[file.name] = _write_rows(run, file, stream, position / len(ordered))
    run.outcome.rows.update(rows)


def _write_rows(run: _Run, file: HudFile, stream: IO[bytes], fraction: float) -> int:
    written = 0
    mend = _mender(run, file)
    users = None if run.selection.whole else run.selection.users
    for batch in _batches(run, file):
        run.progress.check_cancelled()
        if users is not None:
            users.update(user for _line, _originals, user, _source in batch if user)
        stream.write(join_lines(mend(batch), keep_all_characters=run.everything))
        written += len(batch)
        run.progress.update(fraction, f"{file.name}.csv: {written:,} rows")
    return written


def _batches(run: _Run, file: HudFile) -> Iterator[Sequence[_Row]]:
    table = table_of(file)
    not_after = {} if run.everything else NOT_AFTER.get(file.name, {})
    line = line_expression(table, file, run.dialect, not_after=not_after, merged=run.merged)
    columns = (line, table.c.as_received, table.c.user_id, table.c.data_source_id)
    bound: dict[str, Any] = {"export_id": f'"{run.outcome.export_id}"'}
    if not_after:
        bound["end"] = run.outcome.end
    for condition in run.selection.conditions(file):
        query = select(*columns).where(condition).order_by(*run.selection.order(file))
        result = run.connection.execution_options(yield_per=BATCH).execute(query, bound)
        for batch in result.partitions():
            yield [tuple(row) for row in batch]


def _mender(run: _Run, file: HudFile) -> Callable[[Iterable[_Row]], Iterator[str]]:
    """What is left to do for lines that the database wrote: received spellings, the client's SSN, hashing."""

    def plain(rows: Iterable[_Row]) -> Iterator[str]:
        for line, originals, _user, _source in rows:
            yield line if originals is None or not run.everything else as_received(file, line, originals)

    if file.name != "Client":
        return plain
    ssn = file.column("SSN").position - 1
    names = [file.column(name).position - 1 for name in NAME_COLUMNS]

    def clients(rows: Iterable[_Row]) -> Iterator[str]:
        rows = list(rows)
        for line, (_line, _originals, _user, source) in zip(plain(rows), rows, strict=True):
            values: list[str | None] = list(read_line(line))
            if values[ssn]:
                values[ssn] = run.keyring.decrypt("ssn", values[ssn] or "")
            if run.hashing.hides(source):
                values[ssn] = hash_ssn(values[ssn])
                for name in names:
                    values[name] = hash_name(values[name])
            yield write_line(file, values)

    return clients


def _period(connection: Connection, params: ExportParams, today: date) -> tuple[date, date]:
    """The period as Export.csv says it; for everything from the first entry date to today."""
    if params.everything:
        first = connection.scalar(select(func.min(Enrollment.entry_date)))
        return params.start or min(first or today, today), params.end or today
    return params.period()


def _details(params: ExportParams, export_id: str) -> dict[str, Any]:
    return {
        "export_id": export_id,
        "start": params.start,
        "end": params.end,
        "projects": params.project_keys,
        "data_source": params.data_source_id,
        "coc_codes": params.coc_codes,
        "hashed": params.hash,
        "everything": params.everything,
    }


@contextmanager
def _snapshot(database: Database) -> Iterator[Connection]:
    """One reading transaction: every file shows the same moment, whatever is saved meanwhile."""
    with database.session() as session:
        options = {}
        if database.dialect == "postgresql":
            options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        yield session.connection(execution_options=options)


@contextmanager
def _whole_file(path: Path) -> Iterator[Path]:
    """A path to write to that becomes `path` only when all went well."""
    part = path.with_name(f".{path.name}.{uuid.uuid4().hex}.part")
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
