"""Loading the fictional community: on both databases, in small and in large."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, text

from hmis_web.access.roles import PRESETS
from hmis_web.db.base import Base
from hmis_web.db.errors import Conflict
from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.demo import demo_sign_ins, seed_community
from hmis_web.domain.passwords import verify_password
from hmis_web.models import (
    Account,
    Client,
    ClientAgency,
    Enrollment,
    Exit,
    Note,
    Organization,
    Project,
    PublicAlert,
    ServiceItem,
    Services,
)

AS_OF = date(2026, 6, 30)
CLIENTS = 80

pytestmark = [pytest.mark.both_databases, pytest.mark.slow]


@pytest.fixture
def seeded(database: Database, keyring: KeyRing) -> Database:
    """A database with the community in it."""
    seed_community(database, keyring, CLIENTS, 3, AS_OF)
    return database


@pytest.mark.parametrize("large_from", [CLIENTS + 1, CLIENTS], ids=["one-transaction", "batches"])
def test_seed_fills_every_table_and_keeps_its_indexes(
    database: Database, keyring: KeyRing, large_from: int
) -> None:
    seed_community(database, keyring, CLIENTS, 3, AS_OF, large_from=large_from)
    with pytest.raises(Conflict):  # once more is refused and changes nothing
        seed_community(database, keyring, 5, 3, AS_OF)
    wanted = {index.name for table in Base.metadata.tables.values() for index in table.indexes}

    with database.session() as session:
        counts = {
            name: session.scalar(select(func.count()).select_from(table))
            for name, table in Base.metadata.tables.items()
        }
        if database.dialect == "sqlite":
            assert session.execute(text("PRAGMA foreign_key_check")).all() == []
            names = "SELECT name FROM sqlite_master WHERE type = 'index'"
        else:
            names = "SELECT indexname FROM pg_indexes WHERE schemaname = 'public'"
        indexes = set(session.scalars(text(names)))

    assert counts["client"] == CLIENTS
    assert counts["client_search_person"] == CLIENTS
    assert all(
        counts[name] for name in ("organization", "project", "enrollment", "exit", "services", "disabilities")
    )
    assert wanted <= indexes


def test_seed_clients_are_seen_by_every_agency_that_enrolled_them(seeded: Database) -> None:
    with seeded.session() as session:
        enrolled = select(Project.organization_key, Enrollment.client_key).join(
            Project, Project.id == Enrollment.project_key
        )
        pairs = {tuple(row) for row in session.execute(enrolled.distinct())}
        seen = {
            tuple(row)
            for row in session.execute(select(ClientAgency.organization_id, ClientAgency.client_id))
        }

    assert pairs <= seen
    assert {client for _, client in seen} == set(
        range(min(c for _, c in seen), min(c for _, c in seen) + CLIENTS)
    )


def test_seed_numbers_are_encrypted_and_found_by_their_keys(seeded: Database, keyring: KeyRing) -> None:
    with seeded.session() as session:
        person = session.scalars(select(Client).where(Client.ssn_data_quality == 1)).first()

    assert person is not None
    assert person.ssn is not None
    number = keyring.decrypt("ssn", person.ssn)
    assert number.startswith("9")
    assert person.ssn_index == keyring.blind("ssn", number)
    assert person.ssn4_index == keyring.blind("ssn4", number[-4:])


def test_seed_new_rows_get_ids_behind_the_seeded_ones(seeded: Database) -> None:
    with seeded.session(write=True) as session:
        stay = session.scalars(select(Enrollment).limit(1)).one()
        row = Services(
            services_id="N1",
            data_source_id=stay.data_source_id,
            enrollment_key=stay.id,
            client_key=stay.client_key,
        )
        highest = session.scalar(select(func.max(Services.id)))
        session.add(row)
        session.flush()

        assert highest is not None
        assert row.id > highest


def test_seed_notes_and_alerts_are_about_people_enrolled_now(seeded: Database) -> None:
    with seeded.session() as session:
        notes = session.scalars(select(Note)).all()
        alerts = session.scalars(select(PublicAlert)).all()
        enrolled = set(
            session.scalars(
                select(Enrollment.client_key)
                .outerjoin(Exit, Exit.enrollment_key == Enrollment.id)
                .where(Exit.id.is_(None))
            )
        )

    assert notes
    assert {note.client_id for note in notes} <= enrolled
    assert all(AS_OF - timedelta(days=41) < note.written_on <= AS_OF for note in notes)
    assert all(alert.ends_on > AS_OF for alert in alerts)


def test_seed_every_agency_has_a_catalogue_of_its_own(seeded: Database) -> None:
    with seeded.session() as session:
        agencies = set(session.scalars(select(Organization.id)))
        items = session.scalars(select(ServiceItem)).all()

    assert {item.organization_id for item in items} == agencies
    assert len(items) == 10 * len(agencies)


def test_seed_every_sign_in_works_and_every_role_has_one(seeded: Database) -> None:
    lines = demo_sign_ins()

    assert [role for role, *_ in lines] == [
        *(preset.name for preset in PRESETS.values()),
        "System administrator",
    ]
    with seeded.session() as session:
        rows = session.execute(select(Account.username, Account.password_hash))
        hashes = {row.username: row.password_hash for row in rows}
    assert {username for _, username, _, _ in lines} <= set(hashes)
    assert all(verify_password(hashes[username], password) for _, username, password, _ in lines[-1:])
