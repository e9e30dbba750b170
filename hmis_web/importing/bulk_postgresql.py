"""The first big file into an empty database, on PostgreSQL.

Row by row, foreign keys and indexes cost ten times what the rows cost. While a table is still empty, its
rows are written into a twin without keys and indexes, which gets both and takes the empty table's place in
the last moment before the commit. Nobody waits meanwhile: readers and writers have the empty table until
then, and what they wrote into it comes along. The keys hold by construction (each was joined from its
parent), bind new rows from the commit on, and are validated right after.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

from psycopg.errors import LockNotAvailable
from sqlalchemy import Connection, Engine, Select, Table, exists, select, text
from sqlalchemy.exc import OperationalError

from hmis_web.importing.bulk import Bulk
from hmis_web.importing.stage import SCHEMA
from hmis_web.importing.stage_postgresql import FEW_ROWS, analyze_keys
from hmis_web.importing.twin import Twin, run

MANY_ROWS = 5_000
LOCK_SECONDS = 20
LOCK_TRY = "300ms"
"""Less than `deadlock_timeout`: whoever waits for us and holds what we wait for is let go first."""
PAUSE_SECONDS = 0.2

_UNVALIDATED = """
    SELECT conrelid::regclass::text, quote_ident(conname) FROM pg_constraint k
    JOIN pg_namespace n ON n.oid = k.connamespace
    WHERE contype = 'f' AND NOT convalidated AND n.nspname = current_schema()
"""


class PostgresqlBulk(Bulk):
    """Plain inserts; twins for empty tables that many rows come into, and for what points to those. The twins
    stand first in the search path: the rest of the transaction finds them under the tables' names."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self._twins: dict[str, Twin] = {}
        self._path = ""

    def insert(self, live: Table, columns: list[str], rows: Select[Any], expected: int) -> int:
        """Insert about `expected` rows; answers how many they were."""
        if self._points_to_twin(live) or (expected >= MANY_ROWS and self._is_empty(live)):
            twin = self._make_twin(live)
            written = self.plainly(live, columns, rows)
            twin.complete()
        else:
            written = self.plainly(live, columns, rows)
        if written >= FEW_ROWS:  # the rows that follow are joined to these: the planner must know of them
            analyze_keys(self.connection, live)
        return written

    def prepare(self, tables: Iterable[Table]) -> None:
        """Others will write into these tables: when one of them points to a twin, they get twins too."""
        tables = list(tables)
        if any(self._points_to_twin(live) for live in tables):
            for live in tables:
                self._make_twin(live).complete()

    def finish(self) -> None:
        """Put the twins in place. From here to the commit others wait: some tenths of a second."""
        if not self._twins:
            return
        self.connection.execute(text("SELECT set_config('search_path', :path, true)"), {"path": self._path})
        twins = list(self._twins.values())
        replaced = {twin.oid for twin in twins}
        keys = sorted({key for twin in twins for key in twin.foreign_keys()})
        self._lock(sorted({key.table for key in keys} | {twin.here for twin in twins}))
        for key in keys:
            if key.target in replaced:
                run(self.connection, key.drop())
        for twin in twins:
            twin.take_rows()
        for twin in twins:
            twin.replace_live()
        for key in keys:
            run(self.connection, key.add())

    def after_commit(self, engine: Engine) -> None:
        """Validate the foreign keys."""
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            validate_keys(connection)

    def _points_to_twin(self, live: Table) -> bool:
        return any(key.column.table.name in self._twins for key in live.foreign_keys)

    def _is_empty(self, live: Table) -> bool:
        return not self.connection.execute(select(exists().select_from(live))).scalar()

    def _make_twin(self, live: Table) -> Twin:
        if live.name in self._twins:
            return self._twins[live.name]
        schema = self.connection.get_execution_options()["schema_translate_map"][SCHEMA]
        twin = Twin(self.connection, live, schema)
        twin.create()
        if not self._twins:
            self._path = self.connection.execute(text("SHOW search_path")).scalar_one()
            path = {"path": f"{schema}, {self._path}"}
            self.connection.execute(text("SELECT set_config('search_path', :path, true)"), path)
        self._twins[live.name] = twin
        return twin

    def _lock(self, tables: list[str]) -> None:
        """All at once or none: holding some while waiting for others is how deadlocks come about."""
        until = time.monotonic() + LOCK_SECONDS
        while True:
            try:
                with self.connection.begin_nested():
                    run(self.connection, f"SET LOCAL lock_timeout = '{LOCK_TRY}'")
                    run(self.connection, f"LOCK TABLE {', '.join(tables)} IN ACCESS EXCLUSIVE MODE")
            except OperationalError as error:
                if not isinstance(error.orig, LockNotAvailable) or time.monotonic() > until:
                    raise
                time.sleep(PAUSE_SECONDS)
            else:
                return


def validate_keys(connection: Connection) -> None:
    """Validate foreign keys that an import left to be validated."""
    for table, name in connection.execute(text(_UNVALIDATED)).all():
        run(connection, f"ALTER TABLE {table} VALIDATE CONSTRAINT {name}")
