"""The first big file: many rows into empty tables, as each database does it fastest. Only the rows of the
tables are different afterwards."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select, text

from hmis_web.db.session import Database
from hmis_web.domain.search.indexing import reindex_clients
from hmis_web.importing import bulk, bulk_postgresql, runs
from hmis_web.models import Client, ClientAgency, ClientSearchName, ClientSearchPerson, Enrollment
from tests.factories import hud
from tests.importing.conftest import Importer
from tests.importing.csv_set import CsvSet
from tests.importing.test_import_beside_others import Watcher
from tests.personas import Community, build_community

pytestmark = pytest.mark.both_databases

SQLITE = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY 1, 2"
POSTGRESQL = (
    """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), convalidated FROM pg_constraint
       WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2""",
    """SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1, 2""",
    """SELECT table_name, column_name, ordinal_position, data_type, is_nullable, column_default
       FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 3""",
    """SELECT c.relname, pg_get_serial_sequence(c.oid::regclass::text, 'id')
       FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'id'
       WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' ORDER BY 1""",
    """SELECT c.relname, d.objsubid, d.description FROM pg_description d JOIN pg_class c ON c.oid = d.objoid
       WHERE c.relnamespace = 'public'::regnamespace ORDER BY 1, 2""",
    """SELECT nspname FROM pg_namespace WHERE nspname LIKE 'import%'""",
)


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a small set takes the way of a large one."""
    monkeypatch.setattr(bulk, "MANY_ROWS", 1)
    monkeypatch.setattr(bulk_postgresql, "MANY_ROWS", 1)


def _schema(database: Database) -> list[list[str]]:
    statements = (SQLITE,) if database.dialect == "sqlite" else POSTGRESQL
    with database.session() as session:
        return [[str(row) for row in session.execute(text(statement))] for statement in statements]


def _somebody(importer: Importer, community: Community, last_name: str) -> None:
    """A person of this installation's own, with a stay, seen by the agency and found by search."""
    with importer.database.session(write=True) as session:
        person = hud.client(session, importer.keyring, community.home, last_name=last_name)
        hud.enrollment(session, person, hud.project(session, community.home))
        reindex_clients(session, [person.id])
        session.commit()


def test_many_rows_leave_the_tables_as_they_were(importer: Importer, csv_set: CsvSet) -> None:
    before = _schema(importer.database)

    importer.set(csv_set)

    assert _schema(importer.database) == before
    assert importer.count("Client") == 2
    assert importer.count("Services") == 2


def test_many_rows_join_what_others_write_meanwhile(importer: Importer, csv_set: CsvSet) -> None:
    with importer.database.session(write=True) as session:
        community = build_community(session)
        session.commit()
    importer.check(run := importer.start(csv_set))
    goes_on = importer.database.dialect == "postgresql"
    written: list[str] = []

    def act(message: str) -> None:
        if message.startswith("Writing Services") or message == "Indexing names":
            _somebody(importer, community, f"Okafor {len(written)}")
            written.append(message)

    if goes_on:
        runs.apply(importer.database, importer.settings, importer.keyring, run, Watcher(act))
    else:
        importer.apply(run)
        act("Indexing names")
    _somebody(importer, community, "Afterwards")

    count = 2 + len(written) + 1
    with importer.database.session() as session:
        names = session.scalars(select(Client.last_name).order_by(Client.last_name)).all()
        assert names == sorted(
            ["Afterwards", *(f"Okafor {n}" for n in range(len(written))), "Rivera C1", "Rivera C2"]
        )
        for model in (Client, Enrollment, ClientAgency, ClientSearchPerson):
            assert session.scalar(select(func.count()).select_from(model)) == count, model.__name__
        indexed = session.scalars(select(ClientSearchName.client_id).distinct()).all()
        assert len(indexed) == count


def test_many_rows_that_fail_at_the_end_leave_nothing(
    importer: Importer, csv_set: CsvSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _schema(importer.database)
    importer.check(run := importer.start(csv_set))

    def stop(message: str) -> None:
        if message == "Indexing names":
            raise RuntimeError(message)

    with pytest.raises(RuntimeError):
        runs.apply(importer.database, importer.settings, importer.keyring, run, Watcher(stop))

    assert _schema(importer.database) == before
    assert importer.counts() == {}
