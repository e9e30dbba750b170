"""Loading the fictional community into a database."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime

from sqlalchemy import Connection, Table, func, insert, select

from hmis_web.db.errors import Conflict
from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.demo import bulk
from hmis_web.demo.accounts import add_accounts
from hmis_web.demo.ahead import generate_ahead
from hmis_web.demo.community import Batch, generate
from hmis_web.demo.stories import add_stories
from hmis_web.demo.surrogates import Surrogates, table_of
from hmis_web.domain.progress import NoProgress, Progress
from hmis_web.domain.search.indexing import rebuild
from hmis_web.models import LOCAL_SOURCE, ClientAgency, DataSource, Organization

LARGE = 5_000
"""Clients from which indexes are dropped before and built after, and each batch is a transaction of its
own."""
AGENCIES: Table = ClientAgency.__table__  # type: ignore[assignment]


def seed_community(
    database: Database,
    keyring: KeyRing,
    clients: int,
    seed: int,
    as_of: date,
    progress: Progress | None = None,
    *,
    large_from: int = LARGE,
) -> None:
    """Fill the database with the community of `seed` as it stands on `as_of`: people, accounts, notes, search
    index.

    Below `large_from` clients it is one transaction; a larger one commits batch by batch, so a broken run
    leaves a
    database that is to be thrown away. Raises Conflict when there are agencies already.
    """
    progress = progress or NoProgress()
    large = clients >= large_from
    with database.engine.connect() as connection:
        if large:
            bulk.relax(connection)
        source = _data_source(connection)
        surrogates = Surrogates.read(connection)
        made = (generate_ahead if large else generate)(clients, seed, as_of)
        _load(connection, keyring, made, surrogates, source, _Watch(progress, clients, large))
        add_accounts(connection, surrogates.bases["Organization"], as_of)
        add_stories(connection, surrogates.bases, seed, as_of)
        progress.update(0.86, "Indexing names")
        rebuild(connection)
        connection.commit()
        if large:
            progress.update(0.98, "Collecting statistics")
            bulk.analyze(connection)
            connection.commit()
            connection.invalidate()  # the connection was relaxed; nobody else shall get it
    progress.update(1.0, f"{clients} people")


class _Watch:
    """Progress of a load, and whether it is a large one."""

    def __init__(self, progress: Progress, clients: int, large: bool) -> None:
        self.progress, self.clients, self.large = progress, clients, large

    def loaded(self, clients: int) -> None:
        """Tell how many people are in."""
        self.progress.check_cancelled()
        self.progress.update(0.7 * clients / self.clients, f"{clients} people")


def _load(
    connection: Connection,
    keyring: KeyRing,
    batches: Iterable[Batch],
    surrogates: Surrogates,
    source: int,
    watch: _Watch,
) -> None:
    tables = [table_of(name) for name in surrogates.bases] + [AGENCIES]
    indexes = bulk.drop_indexes(connection, tables) if watch.large else []
    for batch in batches:
        _write(connection, keyring, batch, surrogates, source)
        watch.loaded(surrogates.loaded["Client"])
        if watch.large:
            connection.commit()
    if watch.large:
        watch.progress.update(0.7, "Building indexes")
        bulk.create_indexes(connection, indexes)
        connection.commit()
    bulk.set_sequences(connection, tables[:-1])


def _write(
    connection: Connection, keyring: KeyRing, batch: Batch, surrogates: Surrogates, source: int
) -> None:
    for name, frame in batch.items():
        rows = surrogates.rows(name, frame, keyring)
        bulk.write_rows(connection, table_of(name), rows, {"data_source_id": source})
    if "Enrollment" in batch:
        seen_by = surrogates.agencies(batch["Enrollment"], batch["Client"])
        bulk.write_rows(connection, AGENCIES, seen_by, {})


def _data_source(connection: Connection) -> int:
    """The source of what is entered here, made when it isn't there. Raises Conflict when it has agencies
    already."""
    found = connection.scalar(select(DataSource.id).where(DataSource.name == LOCAL_SOURCE))
    if found is None:
        row = (
            insert(DataSource)
            .values(name=LOCAL_SOURCE, created_at=datetime.now(UTC))
            .returning(DataSource.id)
        )
        found = connection.execute(row).scalar_one()
    if connection.scalar(select(func.count(Organization.id)).where(Organization.data_source_id == found)):
        raise Conflict("This database has agencies already; the fictional community needs an empty one")
    return found
