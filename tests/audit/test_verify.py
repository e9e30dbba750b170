"""`verify` finds every way to tamper with the trail, and names the first sequence that is wrong."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from sqlalchemy import Integer, delete, insert, select, text, update

from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.domain.audit_content import CONTENT
from tests.audit.conftest import ACTS, BAD, EVENT, SEAL, VALUE, event_of, export, first, tampering, verdict

pytestmark = pytest.mark.both_databases


def test_untouched_trail_is_well(sealed: Database, keyring: KeyRing, tmp_path: Path) -> None:
    found = verdict(sealed, keyring, export(sealed, keyring, tmp_path))

    assert (found.ok, found.sealed, found.heads) == (True, ACTS, 1)


def test_every_altered_column_of_an_event_is_found(sealed: Database, keyring: KeyRing) -> None:
    columns = [*CONTENT, "mark"]
    zone = "+00" if sealed.dialect == "postgresql" else ""

    with tampering(sealed) as connection:
        for sequence, column in enumerate(columns, 1):
            number = isinstance(EVENT.c[column].type, Integer)
            new = f"2001-02-03 04:05:06.000000{zone}" if column == "at" else 99 if number else "other"
            connection.execute(
                text(f"UPDATE audit_event SET {column} = :new WHERE id = :id"),
                {"new": new, "id": event_of(connection, sequence)},
            )

    found = {finding.sequence for finding in verdict(sealed, keyring).findings}
    assert found == set(range(1, len(columns) + 1))


@pytest.mark.parametrize("column", ["event_id", "digest", "sealed_at", "hash"])
def test_altered_column_of_a_seal_is_found(sealed: Database, keyring: KeyRing, column: str) -> None:
    zone = "+00" if sealed.dialect == "postgresql" else ""
    new = {"event_id": 999, "sealed_at": f"2001-02-03 04:05:06.000000{zone}"}.get(column, "x")

    with tampering(sealed) as connection:
        connection.execute(
            text(f"UPDATE audit_seal SET {column} = :new WHERE sequence = {BAD}"), {"new": new}
        )

    assert first(sealed, keyring) == BAD


def test_altered_and_removed_old_values_are_found(sealed: Database, keyring: KeyRing) -> None:
    with tampering(sealed) as connection:
        altered, removed = event_of(connection, 4), event_of(connection, 7)
        connection.execute(update(VALUE).where(VALUE.c.event_id == altered).values(content="{}"))
        connection.execute(delete(VALUE).where(VALUE.c.event_id == removed))
        connection.execute(insert(VALUE).values(event_id=event_of(connection, 8), salt="1", content="{}"))

    assert [finding.sequence for finding in verdict(sealed, keyring).findings] == [4, 7, 8]


def test_removed_event_is_found(sealed: Database, keyring: KeyRing) -> None:
    with tampering(sealed) as connection:
        connection.execute(delete(EVENT).where(EVENT.c.id == event_of(connection, BAD)))

    assert first(sealed, keyring) == BAD


def test_removed_event_and_seal_are_found(sealed: Database, keyring: KeyRing) -> None:
    with tampering(sealed) as connection:
        connection.execute(delete(EVENT).where(EVENT.c.id == event_of(connection, BAD)))
        connection.execute(delete(SEAL).where(SEAL.c.sequence == BAD))

    assert first(sealed, keyring) == BAD


def test_swapped_events_are_found(sealed: Database, keyring: KeyRing) -> None:
    with tampering(sealed) as connection:
        one, other = event_of(connection, BAD), event_of(connection, BAD + 3)
        for old, new in ((one, -1), (other, one), (-1, other)):
            connection.execute(update(EVENT).where(EVENT.c.id == old).values(id=new))

    assert first(sealed, keyring) == BAD


def test_swapped_seals_are_found(sealed: Database, keyring: KeyRing) -> None:
    with tampering(sealed) as connection:
        for old, new in ((BAD, -1), (BAD + 1, BAD), (-1, BAD + 1)):
            connection.execute(update(SEAL).where(SEAL.c.sequence == old).values(sequence=new))

    assert first(sealed, keyring) == BAD


def test_event_inserted_past_the_triggers_is_found(sealed: Database, keyring: KeyRing) -> None:
    with tampering(sealed) as connection:
        earlier = text("(SELECT min(at) FROM audit_event)")
        connection.execute(insert(EVENT).values(id=9999, at=earlier, verb="x", subject_type="x"))

    found = verdict(sealed, keyring)

    assert [(finding.sequence, finding.event_id) for finding in found.findings] == [(None, 9999)]


def test_event_inserted_with_the_triggers_on_is_sealed_and_named(sealed: Database, keyring: KeyRing) -> None:
    columns = "at, verb, subject_type"

    with sealed.session(write=True) as session:
        session.execute(
            text(f"INSERT INTO audit_event ({columns}) SELECT {columns} FROM audit_event LIMIT 1")
        )
        session.commit()

    assert first(sealed, keyring) == ACTS + 1


def test_copied_event_is_found(sealed: Database, keyring: KeyRing) -> None:
    columns = ", ".join([*CONTENT, "mark"])

    with sealed.session(write=True) as session:
        copied = event_of(session.connection(), 2)  # without old and new values
        session.execute(
            text(f"INSERT INTO audit_event ({columns}) SELECT {columns} FROM audit_event WHERE id = {copied}")
        )
        session.commit()

    assert first(sealed, keyring) == ACTS + 1


def test_event_and_seal_inserted_into_the_middle_are_found(sealed: Database, keyring: KeyRing) -> None:
    with tampering(sealed) as connection:
        for sequence in range(ACTS, BAD - 1, -1):
            connection.execute(update(SEAL).where(SEAL.c.sequence == sequence).values(sequence=sequence + 1))
        at = connection.scalar(select(SEAL.c.sealed_at).where(SEAL.c.sequence == 1))
        connection.execute(insert(EVENT).values(id=9999, at=at, verb="x", subject_type="x"))
        connection.execute(
            insert(SEAL).values(sequence=BAD, event_id=9999, digest="x", sealed_at=at, hash="x")
        )

    assert first(sealed, keyring) == BAD


def test_event_altered_before_it_was_sealed_is_found(trail: Database, keyring: KeyRing) -> None:
    with tampering(trail) as connection:
        wanted = connection.scalars(select(EVENT.c.id).order_by(EVENT.c.id)).all()[BAD - 1]
        connection.execute(update(EVENT).where(EVENT.c.id == wanted).values(account_id=99))

    assert first(trail, keyring) == BAD


def test_only_the_first_findings_are_told_in_order(sealed: Database, keyring: KeyRing) -> None:
    with tampering(sealed) as connection:
        connection.execute(update(EVENT).values(verb="x"))

    told = [finding.sequence for finding in verdict(sealed, keyring).findings]

    assert told[0] == 1
    assert all(one <= other for one, other in itertools.pairwise(s for s in told if s is not None))
