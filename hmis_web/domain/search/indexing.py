"""Keeping the search index true to the clients. Whoever changes a client's name, birth date, deletion or
agencies calls this in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import polars as pl
from sqlalchemy import ColumnElement, Connection, Select, Table, delete, func, select
from sqlalchemy.orm import Session

from hmis_web.domain.progress import NoProgress, Progress
from hmis_web.domain.search.keys import NAME, PERSON, key_rows, name_rows, persons
from hmis_web.domain.search.store import delete_rows, insert_rows, numbers, read_frame, texts
from hmis_web.models import Client, ClientAgency, ClientSearchName, ClientSearchPerson, SearchNameKey

CHUNK = 50_000
"""Clients at a time when some have changed."""
REBUILD_CHUNK = 100_000
"""Clients at a time in a rebuild, in about 300 MB: each chunk passes over the whole tree, so few are
quick."""
NAMES_AT_ONCE = 25_000
WORTH_A_REBUILD = 2_000
"""Clients from which an empty index is rather built whole (a first import)."""

NAMES: Table = ClientSearchName.__table__  # type: ignore[assignment]
PERSONS: Table = ClientSearchPerson.__table__  # type: ignore[assignment]
KEYS: Table = SearchNameKey.__table__  # type: ignore[assignment]
_PAIRS = next(index for index in NAMES.indexes if index.name == "ix_client_search_name_pair")
CLIENT = {
    "client_id": pl.Int64,
    "first_name": pl.String,
    "middle_name": pl.String,
    "last_name": pl.String,
    "dob": pl.Date,
}
AGENCY = {"client_id": pl.Int64, "organization_id": pl.Int64}


def reindex_clients(session: Session, client_ids: Iterable[int]) -> None:
    """Bring the index up to date for some clients, deleted ones included. Flushes first."""
    session.flush()
    _reindex(session.connection(), sorted(set(client_ids)))


def reindex_clients_set(connection: Connection, changed: Select[Any]) -> int:
    """Bring the index up to date for the clients that a query names (one column of `client.id`), within
    the caller's transaction. Answers how many clients that were. Clients whose names stayed the same cost
    no write."""
    ids = sorted({row[0] for row in connection.execute(changed)})
    if (
        len(ids) > WORTH_A_REBUILD
        and connection.execute(select(PERSONS.c.client_id).limit(1)).first() is None
    ):
        rebuild(connection)
        return len(ids)
    for start in range(0, len(ids), CHUNK):
        _reindex(connection, ids[start : start + CHUNK])
    return len(ids)


def rebuild(connection: Connection, progress: Progress | None = None) -> int:
    """Empty the index and fill it from all clients, within the caller's transaction. Answers the number of
    clients. On PostgreSQL searches wait meanwhile; on SQLite they go on with the old index."""
    progress = progress or NoProgress()
    _empty(connection)
    low, high = connection.execute(select(func.min(Client.id), func.max(Client.id))).one()
    known: set[str] = set()
    count = 0
    for start in range(low or 1, (high or 0) + 1, REBUILD_CHUNK):
        progress.check_cancelled()
        people = _people(connection, Client.id.between(start, start + REBUILD_CHUNK - 1))
        rows = name_rows(people)
        insert_rows(connection, PERSONS, people, fresh=True)
        insert_rows(connection, NAMES, rows, fresh=True)
        known.update(rows.get_column("name").unique().to_list())
        count += people.height
        progress.update(min(0.8, start / (high or 1)), "Indexing names")
    names = sorted(known)
    for start in range(0, len(names), NAMES_AT_ONCE):
        insert_rows(connection, KEYS, key_rows(names[start : start + NAMES_AT_ONCE]), fresh=True)
    progress.check_cancelled()
    _finish(connection)
    progress.update(1.0, "Names are indexed")
    return count


def _empty(connection: Connection) -> None:
    """No rows, and no keys that are quicker built at the end."""
    _PAIRS.drop(connection)
    for table in (NAMES, PERSONS, KEYS):
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"ALTER TABLE {table.name} DROP CONSTRAINT pk_{table.name}")
            connection.exec_driver_sql(f"TRUNCATE {table.name}")
        else:
            connection.execute(delete(table))


def _finish(connection: Connection) -> None:
    _PAIRS.create(connection)
    for table in (NAMES, PERSONS, KEYS):
        if connection.dialect.name == "postgresql":
            key = ", ".join(column.name for column in table.primary_key.columns)
            connection.exec_driver_sql(
                f"ALTER TABLE {table.name} ADD CONSTRAINT pk_{table.name} PRIMARY KEY ({key})"
            )
            connection.exec_driver_sql(f"ANALYZE {table.name}")


def _reindex(connection: Connection, ids: Sequence[int]) -> None:
    """Only what differs is written: the rows that went, the rows that came."""
    if not ids:
        return
    new = _people(connection, Client.id.in_(numbers(connection, ids)))
    held = select(*PERSONS.columns).where(PERSONS.c.client_id.in_(numbers(connection, ids)))
    old = read_frame(connection, held, PERSON)
    went = old.join(new, on=list(PERSON), how="anti")
    came = new.join(old, on=list(PERSON), how="anti")
    before, after = name_rows(went), name_rows(came)
    delete_rows(connection, NAMES, before.join(after, on=list(NAME), how="anti"))
    delete_rows(connection, PERSONS, went)
    insert_rows(connection, PERSONS, came)
    insert_rows(connection, NAMES, after.join(before, on=list(NAME), how="anti"))
    _learn(connection, after.get_column("name").unique().to_list())


def _people(connection: Connection, which: ColumnElement[bool]) -> pl.DataFrame:
    """Live clients as the index holds them."""
    query = select(Client.id, Client.first_name, Client.middle_name, Client.last_name, Client.dob)
    clients = read_frame(connection, query.where(which, Client.date_deleted.is_(None)), CLIENT)
    seen = select(ClientAgency.client_id, ClientAgency.organization_id).join(
        Client, Client.id == ClientAgency.client_id
    )
    return persons(clients, read_frame(connection, seen.where(which), AGENCY))


def _learn(connection: Connection, names: list[str]) -> None:
    """Add names that never occurred before, with the keys of their misspellings."""
    if not names:
        return
    known = connection.execute(
        select(KEYS.c.name).where(KEYS.c.key.in_(texts(connection, names)), KEYS.c.key == KEYS.c.name)
    ).scalars()
    insert_rows(connection, KEYS, key_rows(set(names) - set(known)))
