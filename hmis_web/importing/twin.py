"""A filled copy of an empty table on PostgreSQL, which takes its place (docs/decisions/0005)."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection, Table, text

_IDENTITY = """
    SELECT c.oid, quote_ident(n.nspname), quote_ident(c.relname),
           CASE WHEN EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'id')
                THEN pg_get_serial_sequence(c.oid::regclass::text, 'id') END
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = to_regclass(:name)
"""
_CONSTRAINTS = """
    SELECT quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint
    WHERE conrelid = :oid AND contype IN ('p', 'u', 'c') ORDER BY contype DESC, conname
"""
_KEYS = """
    SELECT conrelid, confrelid, conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid)
    FROM pg_constraint WHERE contype = 'f' AND (conrelid = :oid OR confrelid = :oid) ORDER BY 3, 4
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


class ForeignKey(NamedTuple):
    """A foreign key of a table, or one that points to it."""

    oid: int
    """Of the table that has it."""
    target: int
    """Of the table that it points to."""
    table: str
    name: str
    definition: str

    def drop(self) -> str:
        """The statement that removes it."""
        return f"ALTER TABLE {self.table} DROP CONSTRAINT {self.name}"

    def add(self) -> str:
        """The statement that adds it without looking at the rows."""
        return f"ALTER TABLE {self.table} ADD CONSTRAINT {self.name} {self.definition} NOT VALID"


class Twin:
    """A copy of one table in another schema, with the same names for its keys and indexes."""

    def __init__(self, connection: Connection, live: Table, schema: str) -> None:
        self._connection = connection
        row = connection.execute(text(_IDENTITY), {"name": live.name}).one()
        self.live = live
        self.oid, self._home, self._name, self._sequence = row
        self._away = f"{schema}.{self._name}"
        self.here = f"{self._home}.{self._name}"

    def create(self) -> None:
        """Make it, bare; its ids come from the live table's sequence, so both may grow."""
        run(
            self._connection,
            f"CREATE TABLE {self._away} (LIKE {self.here} INCLUDING DEFAULTS INCLUDING COMMENTS)",
        )

    def complete(self) -> None:
        """Give it the live table's constraints and indexes; foreign keys come last, with `foreign_keys`."""
        for name, definition in self._connection.execute(text(_CONSTRAINTS), {"oid": self.oid}).all():
            run(self._connection, f"ALTER TABLE {self._away} ADD CONSTRAINT {name} {definition}")
        for (definition,) in self._connection.execute(text(_INDEXES), {"oid": self.oid}).all():
            run(self._connection, definition.replace(f" ON {self.here} ", f" ON {self._away} ", 1))
        for privilege, grantee in self._connection.execute(text(_GRANTS), {"oid": self.oid}).all():
            run(self._connection, f"GRANT {privilege} ON {self._away} TO {grantee}")

    def foreign_keys(self) -> list[ForeignKey]:
        """The live table's own, and those that point to it."""
        rows = self._connection.execute(text(_KEYS), {"oid": self.oid}).all()
        return [ForeignKey(*row) for row in rows]

    def take_rows(self) -> None:
        """Take over what others wrote into the live table meanwhile. A table without a number of its own is
        an index of ours, whose rows are the same whoever writes them."""
        same = "" if self._sequence else " ON CONFLICT DO NOTHING"
        run(self._connection, f"INSERT INTO {self._away} SELECT * FROM {self.here}{same}")

    def replace_live(self) -> None:
        """Take the live table's place; nothing may point to that any more."""
        if self._sequence:
            run(self._connection, f"ALTER TABLE {self._away} ALTER COLUMN id DROP DEFAULT")
            run(self._connection, f"ALTER SEQUENCE {self._sequence} OWNED BY NONE")
        run(self._connection, f"DROP TABLE {self.here}")
        run(self._connection, f"ALTER TABLE {self._away} SET SCHEMA {self._home}")
        if self._sequence:
            default = f"SET DEFAULT nextval('{self._sequence}')"
            run(self._connection, f"ALTER TABLE {self.here} ALTER COLUMN id {default}")
            run(self._connection, f"ALTER SEQUENCE {self._sequence} OWNED BY {self.here}.id")


def run(connection: Connection, statement: str) -> None:
    """A statement that is made of names the database gave."""
    connection.exec_driver_sql(statement.replace("%", "%%"))
