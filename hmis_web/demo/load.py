"""Loading the fictional community into a database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import Connection, func, insert, select

from hmis_web import standards
from hmis_web.db.base import Base
from hmis_web.db.errors import Conflict
from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.demo import bulk
from hmis_web.demo.accounts import add_accounts
from hmis_web.demo.ahead import run_ahead
from hmis_web.demo.bulk import Part
from hmis_web.demo.caseloads import add_caseloads
from hmis_web.demo.catalogue import add_catalogue
from hmis_web.demo.parts import AGENCIES, Recipe, community_parts
from hmis_web.demo.stories import add_stories
from hmis_web.demo.surrogates import highest_ids
from hmis_web.domain.progress import NoProgress, Progress
from hmis_web.domain.search.indexing import rebuild
from hmis_web.models import LOCAL_SOURCE, DataSource, Organization

LARGE = 5_000
"""Clients from which indexes are dropped before and built after, and each batch is a transaction of its
own."""


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
        bases = highest_ids(connection)
        recipe = Recipe(clients, seed, as_of, bases, source, database.dialect)
        parts = run_ahead(community_parts, recipe, keyring) if large else community_parts(recipe, keyring)
        _Load(connection, progress, clients, large).run(parts)
        add_accounts(connection, bases["Organization"], as_of)
        add_stories(connection, bases, seed, as_of)
        add_caseloads(connection, bases, as_of)
        add_catalogue(connection, bases["Organization"])
        progress.update(0.86, "Indexing names")
        rebuild(connection)
        connection.commit()
        if large:
            progress.update(0.98, "Collecting statistics")
            bulk.analyze(connection)
            connection.commit()
            connection.invalidate()  # the connection was relaxed; nobody else shall get it
    progress.update(1.0, f"{clients} people")


@dataclass(frozen=True)
class _Load:
    """How a community is loaded."""

    connection: Connection
    progress: Progress
    clients: int
    large: bool

    def run(self, parts: Iterable[Part | int]) -> None:
        """Write the parts; a number among them says how many people are in, and ends a batch."""
        tables = [Base.metadata.tables[file.table] for file in standards.files()]
        indexes = bulk.drop_indexes(self.connection, [*tables, AGENCIES]) if self.large else []
        for part in parts:
            if isinstance(part, Part):
                bulk.write(self.connection, part)
                continue
            self.progress.check_cancelled()
            self.progress.update(0.7 * part / self.clients, f"{part} people")
            if self.large:
                self.connection.commit()
        if self.large:
            self.progress.update(0.7, "Building indexes")
            bulk.create_indexes(self.connection, indexes)
            self.connection.commit()
        bulk.set_sequences(self.connection, tables)


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
