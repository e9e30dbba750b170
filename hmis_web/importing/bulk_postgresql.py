"""The first big file into an empty database, on PostgreSQL.

Row by row, foreign keys and indexes cost ten times what the rows cost. While a table that no other table
points to is still empty, its rows are written into a twin without keys and indexes, which gets both and
takes the empty table's place in the last moment before the commit. Nobody waits meanwhile: readers and
writers have the empty table until then, and what they wrote into it comes along. The keys hold by
construction (each was joined from its parent), bind new rows from the commit on, and are validated right
after.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Connection, Engine, MetaData, Select, Table, exists, select, text

from hmis_web.importing.bulk import Bulk
from hmis_web.importing.stage import SCHEMA
from hmis_web.importing.stage_postgresql import FEW_ROWS, analyze_keys

MANY_ROWS = 5_000
LOCK_SECONDS = 20

_IDENTITY = """
    SELECT c.oid, quote_ident(n.nspname), quote_ident(c.relname),
           pg_get_serial_sequence(c.oid::regclass::text, 'id')
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = to_regclass(:name)
"""
_CONSTRAINTS = """
    SELECT quote_ident(conname), contype, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE conrelid = :oid AND contype IN ('p', 'u', 'c', 'f') ORDER BY contype DESC, conname
"""
_INDEXES = """
    SELECT pg_get_indexdef(i.indexrelid) FROM pg_index i
    WHERE i.indrelid = :oid AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid)
"""
_GRANTS = """
    SELECT a.privilege_type, coalesce(quote_ident(r.rolname), 'PUBLIC')
    FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) a LEFT JOIN pg_roles r ON r.oid = a.grantee
    WHERE c.oid = :oid
"""
_POINTED_TO = (
    "SELECT EXISTS (SELECT FROM pg_constraint WHERE contype = 'f' AND confrelid = :oid AND conrelid <> :oid)"
)
_UNVALIDATED = """
    SELECT conrelid::regclass::text, quote_ident(conname) FROM pg_constraint k
    JOIN pg_namespace n ON n.oid = k.connamespace
    WHERE contype = 'f' AND NOT convalidated AND n.nspname = current_schema()
"""


class PostgresqlBulk(Bulk):
    """Plain inserts; twins for empty tables that many rows come into."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self._twins: list[_Twin] = []
        self._twinned: list[Table] = []

    def insert(self, live: Table, columns: list[str], rows: Select[Any], expected: int) -> int:
        """Insert about `expected` rows; answers how many they were."""
        twin = _Twin(self.connection, live) if expected >= MANY_ROWS and self._is_empty(live) else None
        if twin is None or twin.pointed_to():
            written = self.plainly(live, columns, rows)
            if (
                expected >= FEW_ROWS
            ):  # the rows that follow are joined to these: the planner must know of them
                analyze_keys(self.connection, live)
            return written
        written = self.plainly(twin.create(), columns, rows)
        twin.complete()
        self._twins.append(twin)
        self._twinned.append(live)
        return written

    def finish(self) -> None:
        """Put the twins in place."""
        if self._twins:
            self.connection.execute(text(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'"))
        for twin in self._twins:
            twin.take_place()

    def _is_empty(self, live: Table) -> bool:
        return not self.connection.execute(select(exists().select_from(live))).scalar()

    def after_commit(self, engine: Engine) -> None:
        """Validate the foreign keys, and tell the planner of the rows."""
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            validate_keys(connection)
            for live in self._twinned:
                analyze_keys(connection, live)


class _Twin:
    """A copy of one table in the run's schema, with the same names for its keys and indexes."""

    def __init__(self, connection: Connection, live: Table) -> None:
        self._connection = connection
        self._table = Table(
            live.name,
            MetaData(),
            *(Column(column.name, column.type) for column in live.columns),
            schema=SCHEMA,
        )
        row = connection.execute(text(_IDENTITY), {"name": live.name}).one()
        self._oid, self._home, self._name, self._sequence = row
        away = connection.get_execution_options()["schema_translate_map"][SCHEMA]
        self._away = f"{away}.{self._name}"
        self._here = f"{self._home}.{self._name}"

    def pointed_to(self) -> bool:
        """Whether other tables' keys point to the live table: then it cannot be replaced."""
        return bool(self._connection.execute(text(_POINTED_TO), {"oid": self._oid}).scalar())

    def create(self) -> Table:
        """Make it, bare; its ids come from the live table's sequence, so both may grow."""
        self._run(f"CREATE TABLE {self._away} (LIKE {self._here} INCLUDING DEFAULTS INCLUDING COMMENTS)")
        return self._table

    def complete(self) -> None:
        """Give it the live table's constraints and indexes; foreign keys come last."""
        for name, kind, definition in self._constraints():
            if kind != "f":
                self._run(f"ALTER TABLE {self._away} ADD CONSTRAINT {name} {definition}")
        for (definition,) in self._connection.execute(text(_INDEXES), {"oid": self._oid}).all():
            self._run(definition.replace(f" ON {self._here} ", f" ON {self._away} ", 1))
        for privilege, grantee in self._connection.execute(text(_GRANTS), {"oid": self._oid}).all():
            self._run(f"GRANT {privilege} ON {self._away} TO {grantee}")

    def take_place(self) -> None:
        """Replace the live table. From here to the commit others wait: a few milliseconds."""
        foreign = [(name, definition) for name, kind, definition in self._constraints() if kind == "f"]
        self._run(f"LOCK TABLE {self._here} IN ACCESS EXCLUSIVE MODE")
        self._run(f"INSERT INTO {self._away} SELECT * FROM {self._here}")
        if self._sequence:
            self._run(f"ALTER TABLE {self._away} ALTER COLUMN id DROP DEFAULT")
            self._run(f"ALTER SEQUENCE {self._sequence} OWNED BY NONE")
        self._run(f"DROP TABLE {self._here}")
        self._run(f"ALTER TABLE {self._away} SET SCHEMA {self._home}")
        if self._sequence:
            self._run(f"ALTER TABLE {self._here} ALTER COLUMN id SET DEFAULT nextval('{self._sequence}')")
            self._run(f"ALTER SEQUENCE {self._sequence} OWNED BY {self._here}.id")
        for name, definition in foreign:
            self._run(f"ALTER TABLE {self._here} ADD CONSTRAINT {name} {definition} NOT VALID")

    def _constraints(self) -> list[tuple[str, str, str]]:
        rows = self._connection.execute(text(_CONSTRAINTS), {"oid": self._oid}).all()
        return [(name, kind if isinstance(kind, str) else kind.decode(), said) for name, kind, said in rows]

    def _run(self, statement: str) -> None:
        self._connection.exec_driver_sql(statement.replace("%", "%%"))


def validate_keys(connection: Connection) -> None:
    """Validate foreign keys that an import left to be validated."""
    for table, name in connection.execute(text(_UNVALIDATED)).all():
        connection.exec_driver_sql(f"ALTER TABLE {table} VALIDATE CONSTRAINT {name}")
