"""What follows a client into another record, found in the tables themselves so that no new table is
forgotten.
Every column with a foreign key to `client.id` follows. `LEFT` names what does not, and why.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    MetaData,
    RowMapping,
    Table,
    UniqueConstraint,
    and_,
    delete,
    insert,
    select,
    update,
)

from hmis_web.db.base import Base
from hmis_web.db.types import UtcDateTime

LEFT = {
    "client_merge": "which records became one, and in which order",
    "client_search_name": "worked out anew from the client",
    "client_search_person": "worked out anew from the client",
    "client_sharing": "worked out anew from releases and privacy",
    "audit_event": "what happened to a record stays what it was",
}
"""Tables that know a client and are not moved."""
CLIENT, ENROLLMENT = "client", "enrollment"


@dataclass(frozen=True)
class Moved:
    """One row that was moved, by its key since, or taken out: then with its content."""

    table: str
    column: str
    key: str
    removed: str | None = None


def linked(metadata: MetaData = Base.metadata) -> list[tuple[Table, Column[Any]]]:
    """Every column that points to a client and follows a merge, in a fixed order."""
    return [
        (table, column)
        for table in metadata.sorted_tables
        if table.name not in LEFT
        for column in table.columns
        if points_to(column, CLIENT)
    ]


def points_to(column: Column[Any], table_name: str) -> bool:
    """Whether a column is a foreign key to a table's `id`."""
    return any(key.target_fullname == f"{table_name}.id" for key in column.foreign_keys)


def move_all(connection: Connection, merged: int, survivor: int) -> list[Moved]:
    """Move every row of one client to another; answers what was done, in the order in which to undo it
    backwards. A row whose like the survivor has already (the same agency sees both) is taken out."""
    return [done for table, column in linked() for done in _move(connection, table, column, merged, survivor)]


def move_back(connection: Connection, rows: list[Moved], merged: int, survivor: int) -> None:
    """Undo `move_all`: what moved and still is the survivor's goes back, what was taken out is put back where
    nothing has taken its place. Rows about a stay follow their stay, whenever they were entered."""
    for row in reversed(rows):
        table = Base.metadata.tables[row.table]
        if row.removed is not None:
            _put_back(connection, table, json.loads(row.removed))
            continue
        column = table.c[row.column]
        mine = and_(_has_key(table, json.loads(row.key)), column == survivor)
        connection.execute(update(table).where(mine).values(_back(table, column, merged)))
    _follow_stays(connection, merged, survivor)


def _move(
    connection: Connection, table: Table, column: Column[Any], merged: int, survivor: int
) -> Iterator[Moved]:
    """Row by row: a client has few, and each is recorded."""
    for row in connection.execute(select(table).where(column == merged)).mappings().all():
        here = _has_key(table, [row[each.name] for each in table.primary_key])
        if _would_clash(connection, table, column, row, survivor):
            connection.execute(delete(table).where(here))
            yield Moved(table.name, column.name, "[]", to_json(dict(row)))
            continue
        connection.execute(update(table).where(here).values({column.name: survivor}))
        key = [survivor if each is column else row[each.name] for each in table.primary_key]
        yield Moved(table.name, column.name, json.dumps(key))


def _would_clash(
    connection: Connection, table: Table, column: Column[Any], row: RowMapping, survivor: int
) -> bool:
    """Whether the survivor has this row's like already, or the row would join the survivor to itself."""
    others = [each for each in table.columns if each is not column and points_to(each, CLIENT)]
    if any(row[each.name] == survivor for each in others):
        return True
    key = [row[each.name] for each in table.primary_key]
    for group, where in _unique_groups(table, column):
        same = [table.c[name] == row[name] for name in group if name != column.name]
        if any(row[name] is None for name in group if name != column.name):
            continue
        concerned = select(1).select_from(table).where(_has_key(table, key), *where)
        if where and connection.execute(concerned).first() is None:
            continue
        found = select(1).select_from(table).where(column == survivor, *same, *where).limit(1)
        if connection.execute(found).first() is not None:
            return True
    return False


def _unique_groups(table: Table, column: Column[Any]) -> Iterator[tuple[list[str], list[Any]]]:
    """Groups of columns that are unique together and include the client; with the condition under which they
    are, where only some rows are concerned."""
    groups: list[tuple[list[Column[Any]], Any]] = [(list(table.primary_key.columns), None)]
    groups += [(list(each.columns), None) for each in table.constraints if isinstance(each, UniqueConstraint)]
    groups += [
        (list(each.columns), each.dialect_options["sqlite"]["where"]) for each in table.indexes if each.unique
    ]
    for group, where in groups:
        if column in group:
            yield [each.name for each in group], [] if where is None else [where]


def _has_key(table: Table, key: list[Any]) -> Any:
    return and_(*(each == value for each, value in zip(table.primary_key, key, strict=True)))


def _back(table: Table, column: Column[Any], merged: int) -> dict[str, Any]:
    """The client's key again; HUD's rows also carry its identifier, which an import may have changed."""
    values: dict[str, Any] = {column.name: merged}
    if column.name == "client_key" and "personal_id" in table.c:
        client = Base.metadata.tables[CLIENT]
        values["personal_id"] = select(client.c.personal_id).where(client.c.id == merged).scalar_subquery()
    return values


def _follow_stays(connection: Connection, merged: int, survivor: int) -> None:
    """Rows about a stay that went back, entered since the merge: they belong to whom the stay belongs to."""
    stays = Base.metadata.tables[ENROLLMENT]
    gone_back = select(stays.c.id).where(stays.c.client_key == merged)
    for table, column in linked():
        for stay in (each for each in table.columns if points_to(each, ENROLLMENT)):
            theirs = and_(column == survivor, stay.in_(gone_back))
            connection.execute(update(table).where(theirs).values(_back(table, column, merged)))


def _put_back(connection: Connection, table: Table, kept: dict[str, Any]) -> None:
    values = from_json(table, kept)
    key = [values[each.name] for each in table.primary_key]
    if connection.execute(select(1).select_from(table).where(_has_key(table, key))).first() is None:
        connection.execute(insert(table).values(values))


def to_json(values: dict[str, Any]) -> str:
    """A row's values as text."""
    return json.dumps(values, default=_plain)


def from_json(table: Table, kept: dict[str, Any]) -> dict[str, Any]:
    """The values of `to_json` in the types of the table's columns; columns that are gone since are left
    out."""
    return {name: _typed(table.c[name], value) for name, value in kept.items() if name in table.c}


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def _typed(column: Column[Any], value: Any) -> Any:
    if isinstance(column.type, UtcDateTime) and value is not None:
        return datetime.fromisoformat(value)
    kind = column.type.python_type
    if value is None or not isinstance(value, str) or kind is str:
        return value
    if kind is date:
        return date.fromisoformat(value)
    return Decimal(value) if kind is Decimal else value
