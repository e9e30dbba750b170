"""Writing very many rows at once, as each database likes it, inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Engine, Index, Select, Table, func, insert, select

MANY_ROWS = 100_000
"""Rows from which SQLite builds indexes faster anew than row by row."""


class Bulk:
    """Inserts what a query answers, row by row into the indexes."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def insert(self, live: Table, columns: list[str], rows: Select[Any], expected: int) -> int:
        """Insert about `expected` rows; answers how many they were."""
        del expected  # the plain way is the same for few and many
        return self.plainly(live, columns, rows)

    def prepare(self, tables: Iterable[Table]) -> None:
        """Others will write into these tables in the same transaction."""

    def finish(self) -> None:
        """The last thing before the commit."""

    def after_commit(self, engine: Engine) -> None:
        """What may wait until people see the rows."""

    def plainly(self, live: Table, columns: list[str], rows: Select[Any]) -> int:
        """Insert; answers how many rows."""
        statement = insert(live).from_select(columns, rows, include_defaults=False)
        return self.connection.execute(statement, execution_options={"preserve_rowcount": True}).rowcount


class SqliteBulk(Bulk):
    """On SQLite index changes are part of the transaction, and readers keep the old ones: a table that many
    rows come into gets its secondary indexes when the rows are there."""

    def insert(self, live: Table, columns: list[str], rows: Select[Any], expected: int) -> int:
        """Insert, building secondary indexes at the end when most rows are new."""
        indexes: list[Index] = []
        if expected >= MANY_ROWS and self._rows_before(live) < expected:
            indexes = sorted(live.indexes, key=lambda index: str(index.name))
        for index in indexes:
            index.drop(self.connection)
        written = self.plainly(live, columns, rows)
        for index in indexes:
            index.create(self.connection)
        return written

    def after_commit(self, engine: Engine) -> None:
        """Empty the write-ahead log, which is as large as what was written. Copying it into the database
        stops nobody; only the last moment, when it is cut, keeps writers out, and is skipped if they are
        busy."""
        connection = engine.raw_connection()
        try:
            for how in ("PASSIVE", "TRUNCATE"):
                connection.cursor().execute(f"PRAGMA wal_checkpoint({how})").close()
        finally:
            connection.close()

    def _rows_before(self, live: Table) -> int:
        found: int = self.connection.execute(select(func.coalesce(func.max(live.c.id), 0))).scalar_one()
        return found


def open_bulk(connection: Connection) -> Bulk:
    """The writer that suits the database."""
    from hmis_web.importing.bulk_postgresql import PostgresqlBulk  # noqa: PLC0415 - it imports this module

    return SqliteBulk(connection) if connection.dialect.name == "sqlite" else PostgresqlBulk(connection)
