"""Staging on PostgreSQL: unlogged tables in a schema of the run, filled by COPY."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from io import BytesIO
from pathlib import Path

import polars as pl
import psycopg
from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.schema import CreateSchema, DropSchema

from hmis_web.db.session import Database
from hmis_web.importing.stage import SCHEMA, TABLES, Stage, StageTables
from hmis_web.standards import HudFile

PREFIX = "import_run_"
UNLOGGED = StageTables("UNLOGGED")


class PostgresqlStage(Stage):
    """A schema of unlogged tables."""

    def __init__(self, database: Database, var: Path, run_id: int) -> None:
        super().__init__(database, var, run_id)
        self.schema = f"{PREFIX}{run_id}"
        self._connection: Connection | None = None
        self._filled: list[str] = []
        self._copying: tuple[str, ExitStack, psycopg.Copy] | None = None

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
        read the next."""
        names = [column.name for column in TABLES.rows[file.name].columns]
        blank = (pl.lit(None, pl.String).alias(name) for name in names if name not in frame.columns)
        csv = BytesIO()
        frame.with_columns(*blank).select(names).write_csv(csv, include_header=False)
        if self._copying is None or self._copying[0] != file.name:
            connection = self.filling()
            target = f"{self.schema}.{TABLES.rows[file.name].name} ({', '.join(names)})"
            statement = f"COPY {target} FROM STDIN WITH (FORMAT csv)"
            closing = ExitStack()
            cursor = closing.enter_context(_raw(connection).cursor())
            self._filled.append(TABLES.rows[file.name].name)
            self._copying = (file.name, closing, closing.enter_context(cursor.copy(statement.encode())))
        self._copying[2].write(csv.getbuffer())

    def filling(self) -> Connection:
        """The connection that fills it; ends a COPY that is under way."""
        if self._connection is None:
            raise RuntimeError("the staging area is not being filled")
        if self._copying is not None:
            _, closing, _ = self._copying
            self._copying = None
            closing.close()
        return self._connection

    def filled(self) -> None:
        """All rows are there."""
        connection = self.filling()
        for table in self._filled:
            connection.execute(text(f"ANALYZE {self.schema}.{table}"))
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


def _raw(connection: Connection) -> psycopg.Connection:
    raw = connection.connection.driver_connection
    assert isinstance(raw, psycopg.Connection)  # noqa: S101 - tells the type checker what SQLAlchemy cannot
    return raw
