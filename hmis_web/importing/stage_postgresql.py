"""Staging on PostgreSQL: unlogged tables in a schema of the run, filled by COPY."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from io import BytesIO
from pathlib import Path

import polars as pl
import psycopg
from sqlalchemy import Connection, Engine, Table, inspect, text
from sqlalchemy.schema import CreateSchema, DropSchema

from hmis_web.db.session import Database
from hmis_web.importing.stage import SCHEMA, TABLES, Stage, StageTables
from hmis_web.standards import HudFile

PREFIX = "import_run_"
UNLOGGED = StageTables("UNLOGGED")
FEW_ROWS = 500
SAMPLE = 10
"""A tenth of the usual one: enough to choose a join by."""


class PostgresqlStage(Stage):
    """A schema of unlogged tables."""

    def __init__(self, database: Database, var: Path, run_id: int) -> None:
        super().__init__(database, var, run_id)
        self.schema = f"{PREFIX}{run_id}"
        self._connection: Connection | None = None
        self._counts: dict[str, int] = {}
        self._copying: _Copying | None = None

    def create(self) -> None:
        """Make it anew, empty. It is filled in one transaction, so after a crash there is nothing."""
        self.drop()
        self._connection = self._engine.connect()
        self._connection.execute(CreateSchema(self.schema))
        UNLOGGED.metadata.create_all(self._connection, checkfirst=False)

    def exists(self) -> bool:
        """Whether it is there, complete."""
        return self.schema in inspect(self.database.engine).get_schema_names()

    def write(self, file: HudFile, frame: pl.DataFrame) -> None:
        """Add rows by COPY. The COPY of a file stays open from block to block: the server works while we
        read the next. Columns without a value are left out: most of HUD's are blank most of the time."""
        filled = [series.name for series in frame if series.null_count() < series.len()]
        if (
            self._copying is None
            or self._copying.file != file.name
            or not set(filled) <= set(self._copying.names)
        ):
            connection = self.filling()
            target = f"{self.schema}.{TABLES.rows[file.name].name}"
            self._copying = _Copying(connection, file.name, target, filled)
            self._counts[file.name] = self._counts.get(file.name, 0)
        self._counts[file.name] += frame.height
        self._copying.write(frame)

    def filling(self) -> Connection:
        """The connection that fills it; ends a COPY that is under way."""
        if self._connection is None:
            raise RuntimeError("the staging area is not being filled")
        if self._copying is not None:
            copying, self._copying = self._copying, None
            copying.end()
        return self._connection

    def filled(self) -> None:
        """All rows are there."""
        connection = self.filling()
        for name, count in self._counts.items():
            if count >= FEW_ROWS:
                analyze_keys(connection, TABLES.rows[name])
        connection.commit()
        self._close()

    def drop(self) -> None:
        """Remove it, however far it got."""
        self._close()
        with self._engine.begin() as connection:
            connection.execute(DropSchema(self.schema, cascade=True, if_exists=True))

    @contextmanager
    def beside_live(self, *, write: bool) -> Iterator[Connection]:
        """A transaction that sees both; writers of other rows go on beside it."""
        del write
        with self._engine.connect() as connection:
            connection.execute(text(f"SET LOCAL lock_timeout = '{int(self.wait)}s'"))
            yield connection

    @property
    def _engine(self) -> Engine:
        return self.database.engine.execution_options(schema_translate_map={SCHEMA: self.schema})

    def _close(self) -> None:
        if self._connection is not None:
            self._copying = None
            self._connection.invalidate()  # a COPY may be under way
            self._connection.close()
            self._connection = None


class _Copying:
    """A COPY under way."""

    def __init__(self, connection: Connection, file: str, target: str, names: list[str]) -> None:
        self.file = file
        self.names = names
        statement = f"COPY {target} ({', '.join(names)}) FROM STDIN WITH (FORMAT csv)"
        self._closing = ExitStack()
        cursor = self._closing.enter_context(_raw(connection).cursor())
        self._copy = self._closing.enter_context(cursor.copy(statement.encode()))

    def write(self, frame: pl.DataFrame) -> None:
        """Send rows; columns that this block does not have are blank."""
        blank = (pl.lit(None, pl.String).alias(name) for name in self.names if name not in frame.columns)
        csv = BytesIO()
        frame.with_columns(*blank).select(self.names).write_csv(csv, include_header=False)
        self._copy.write(csv.getbuffer())

    def end(self) -> None:
        """All rows were sent."""
        self._closing.close()


def analyze_keys(connection: Connection, table: Table) -> None:
    """Let the planner know how many rows there are and what their keys look like. The other columns wait for
    the server's own round: no join looks at them."""
    names = [column.name for column in table.columns if column.name.endswith(("_id", "_key", "line"))]
    named = connection.dialect.identifier_preparer.format_table(table, use_schema=False)
    schema = (connection.get_execution_options().get("schema_translate_map") or {}).get(table.schema)
    where = f"{schema}.{named}" if schema else named
    connection.execute(text(f"SET LOCAL default_statistics_target = {SAMPLE}"))
    connection.execute(text(f"ANALYZE {where} ({', '.join(names)})"))


def _raw(connection: Connection) -> psycopg.Connection:
    raw = connection.connection.driver_connection
    assert isinstance(raw, psycopg.Connection)  # noqa: S101 - tells the type checker what SQLAlchemy cannot
    return raw
