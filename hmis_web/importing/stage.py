"""The staging area of one run: HUD's tables again, beside the live ones, filled while nobody's work is
touched.

On SQLite it is a file of its own, attached when plan and apply look at both; on PostgreSQL a schema of
unlogged tables. It is removed with the run's end, and after a crash at the next start.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl
from sqlalchemy import Column, Connection, Integer, MetaData, Table, Text, insert

from hmis_web import standards
from hmis_web.db.base import Base
from hmis_web.db.session import Database
from hmis_web.domain.progress import Progress
from hmis_web.importing.parse import AS_RECEIVED
from hmis_web.importing.records import LINE
from hmis_web.models import hud_model
from hmis_web.standards import HudColumn, HudFile

SCHEMA = "stage"
"""Stands for the attached file or the run's schema in every statement."""
EXTRA = {"Client": ("ssn_index", "ssn4_index")}
"""Our columns that the importer fills beside HUD's."""
CLIENT_REF = "client_ref"
"""Enrollment: the client that survives a merge, when PersonalID is an old one."""


def live_table(file: HudFile) -> Table:
    """The live table of a file."""
    hud_model(file.name)  # importing the models fills the metadata
    return Base.metadata.tables[file.table]


class StageTables:
    """The staging tables: one of each file, one of stopped identifiers, and for each file what matched a
    live row."""

    def __init__(self, *prefixes: str) -> None:
        self.metadata = MetaData(schema=SCHEMA)
        self._prefixes = list(prefixes)
        files = standards.files()
        self.rows = {file.name: self._rows(file) for file in files}
        self.stopped = self._table("stopped", file=Text, key=Text)
        self.matches = self._table("matches", file=Text, line=Integer, live_id=Integer, state=Text)
        self.missing = self._table("missing", file=Text, live_id=Integer)

    def _table(self, name: str, **columns: type[Integer | Text]) -> Table:
        made = (Column(column, kind, nullable=False) for column, kind in columns.items())
        return Table(name, self.metadata, *made, prefixes=self._prefixes)

    def _rows(self, file: HudFile) -> Table:
        live = live_table(file)
        names = [column.attribute for column in file.columns] + list(EXTRA.get(file.name, ()))
        columns: list[Column[Any]] = [Column(name, live.c[name].type) for name in names]
        if file.name == "Enrollment":
            columns.append(Column(CLIENT_REF, Integer))
        line = Column(LINE, Integer, primary_key=not self._prefixes, autoincrement=False)
        columns.append(Column(AS_RECEIVED, Text))
        return Table(f"rows_{file.table}", self.metadata, line, *columns, prefixes=self._prefixes)


TABLES = StageTables()


class Stage(ABC):
    """Where one run's rows wait."""

    wait: float = 60.0
    """Seconds to wait for other writers."""

    def __init__(self, database: Database, var: Path, run_id: int) -> None:
        self.database = database
        self.var = var
        self.run_id = run_id

    @abstractmethod
    def create(self) -> None:
        """Make it anew, empty."""

    @abstractmethod
    def exists(self) -> bool:
        """Whether it is there, complete."""

    @abstractmethod
    def write(self, file: HudFile, frame: pl.DataFrame) -> None:
        """Add rows: `line` and columns of the staging table."""

    @abstractmethod
    def filling(self) -> Connection:
        """The connection that fills it; only staging tables are seen through it."""

    @abstractmethod
    def filled(self) -> None:
        """All rows are there."""

    @abstractmethod
    def drop(self) -> None:
        """Remove it, however far it got."""

    @abstractmethod
    @contextmanager
    def beside_live(self, *, write: bool) -> Iterator[Connection]:
        """A connection that sees staging and live tables. With `write` it holds the right to write the live
        ones (SQLite: raises DatabaseBusy when others keep it too long); without, only staging tables may be
        written. Rolls back unless committed."""

    @contextmanager
    def heeding(self, connection: Connection, progress: Progress) -> Iterator[None]:
        """While a long statement runs on the connection, a request to cancel is heeded where the database
        can."""
        del connection, progress
        yield

    def stop(self, file: HudFile, keys: list[str]) -> None:
        """Remember identifiers of rows that are in the file but not taken: they are not missing."""
        if keys:
            self.filling().execute(insert(TABLES.stopped), [{"file": file.name, "key": key} for key in keys])

    def texts(self, column: HudColumn, lines: list[int]) -> dict[int, str]:
        """{line: text} of a column of rows that were added."""
        table = TABLES.rows[column.file]
        found: dict[int, str] = {}
        for start in range(0, len(lines), 500):
            some = lines[start : start + 500]
            query = table.select().with_only_columns(table.c.line, table.c[column.attribute])
            found.update(self.filling().execute(query.where(table.c.line.in_(some))).all())
        return found

    def remove(self, file: HudFile, lines: list[int]) -> None:
        """Take rows out again."""
        table = TABLES.rows[file.name]
        for start in range(0, len(lines), 500):
            self.filling().execute(table.delete().where(table.c.line.in_(lines[start : start + 500])))


def open_stage(database: Database, var: Path, run_id: int) -> Stage:
    """The staging area of a run."""
    from hmis_web.importing.stage_postgresql import PostgresqlStage  # noqa: PLC0415 - they import this module
    from hmis_web.importing.stage_sqlite import SqliteStage  # noqa: PLC0415

    kind = SqliteStage if database.dialect == "sqlite" else PostgresqlStage
    return kind(database, var, run_id)
