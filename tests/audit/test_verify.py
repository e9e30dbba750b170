"""`verify` finds every way to tamper with the trail, and names the first sequence that is wrong."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from sqlalchemy import Connection, delete, insert, select, text, update

from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.domain import audit_chain, audit_heads, audit_verify
from hmis_web.domain.audit_content import CONTENT, event_digest, link_hash, new_mark
from hmis_web.domain.audit_heads import ExportedHead
from hmis_web.domain.audit_verify import Verdict
from hmis_web.models import AuditEvent, AuditSeal, AuditValue
from tests.audit.conftest import ACTS, tampering, write_acts

pytestmark = pytest.mark.both_databases
EVENT, SEAL, VALUE = AuditEvent.__table__, AuditSeal.__table__, AuditValue.__table__
BAD = 5
"""The sequence that is tampered with."""


@pytest.fixture
def sealed(trail: Database, keyring: KeyRing) -> Database:
    """A trail whose acts have all been sealed."""
    audit_chain.seal(trail, keyring)
    return trail


def verdict(database: Database, keyring: KeyRing, *heads: ExportedHead) -> Verdict:
    audit_chain.seal(database, keyring)
    with database.session() as session:
        return audit_verify.verify(session, keyring, heads)


def first(database: Database, keyring: KeyRing, *heads: ExportedHead) -> int | None:
    found = verdict(database, keyring, *heads)
    assert not found.ok
    return found.findings[0].sequence


def event_of(connection: Connection, sequence: int) -> int:
    found = connection.scalar(select(SEAL.c.event_id).where(SEAL.c.sequence == sequence))
    assert found is not None
    return int(found)


def export(database: Database, keyring: KeyRing, path: Path) -> ExportedHead:
    with database.session() as session:
        newest = audit_chain.head(session)
    assert newest is not None
    return audit_heads.export(path / "heads.jsonl", keyring, newest, newest.sealed_at)


def test_untouched_trail_is_well(sealed: Database, keyring: KeyRing, tmp_path: Path) -> None:
    found = verdict(sealed, keyring, export(sealed, keyring, tmp_path))

    assert (found.ok, found.sealed, found.heads) == (True, ACTS, 1)


@pytest.mark.parametrize("column", [*CONTENT, "mark"])
def test_altered_column_of_an_event_is_found(sealed: Database, keyring: KeyRing, column: str) -> None:
    others = {
        "at": "2001-02-03 04:05:06.000000" + ("+00" if sealed.dialect == "postgresql" else ""),
        "details": "{}",
    }
    kind = EVENT.c[column].type.python_type if column != "at" else str

    with tampering(sealed) as connection:
        connection.execute(
            text(f"UPDATE audit_event SET {column} = :new WHERE id = :id"),
            {"new": others.get(column, 99 if kind is int else "other"), "id": event_of(connection, BAD)},
        )

    assert first(sealed, keyring) == BAD


@pytest.mark.parametrize("column", ["event_id", "digest", "sealed_at", "hash"])
def test_altered_column_of_a_seal_is_found(sealed: Database, keyring: KeyRing, column: str) -> None:
    new = {"event_id": "999", "sealed_at": "sealed_at", "digest": "'x'", "hash": "'x'"}[column]
    if column == "sealed_at":
        new = "'2001-02-03 04:05:06.000000" + ("+00'" if sealed.dialect == "postgresql" else "'")

    with tampering(sealed) as connection:
        connection.execute(text(f"UPDATE audit_seal SET {column} = {new} WHERE sequence = {BAD}"))

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
        connection.execute(
            insert(EVENT).values(
                id=9999, at=text("(SELECT min(at) FROM audit_event)"), verb="x", subject_type="x"
            )
        )

    found = verdict(sealed, keyring)

    assert [(finding.sequence, finding.event_id) for finding in found.findings] == [(None, 9999)]


def test_event_inserted_with_the_triggers_on_is_sealed_and_named(sealed: Database, keyring: KeyRing) -> None:
    with sealed.session(write=True) as session:
        session.execute(
            text(
                "INSERT INTO audit_event (at, verb, subject_type) SELECT at, verb, subject_type FROM audit_event LIMIT 1"
            )
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


def cut(connection: Connection, after: int) -> None:
    gone = connection.scalars(select(SEAL.c.event_id).where(SEAL.c.sequence > after)).all()
    for table in (EVENT, VALUE):
        key = table.c.id if table is EVENT else table.c.event_id
        connection.execute(delete(table).where(key.in_(gone)))
    connection.execute(delete(SEAL).where(SEAL.c.sequence > after))


def test_cut_tail_is_found_against_the_exported_head_alone(
    sealed: Database, keyring: KeyRing, tmp_path: Path
) -> None:
    head = export(sealed, keyring, tmp_path)

    with tampering(sealed) as connection:
        cut(connection, BAD - 1)

    assert verdict(sealed, keyring).ok
    assert first(sealed, keyring, head) == BAD


def test_tail_that_grew_again_after_a_cut_is_found(
    sealed: Database, keyring: KeyRing, tmp_path: Path
) -> None:
    head = export(sealed, keyring, tmp_path)
    with tampering(sealed) as connection:
        cut(connection, BAD - 1)
        if sealed.dialect == "sqlite":
            connection.execute(
                text(
                    "CREATE TRIGGER audit_event_waits AFTER INSERT ON audit_event "
                    "BEGIN INSERT INTO audit_pending (event_id) VALUES (NEW.id); END"
                )
            )
    write_acts(sealed, ACTS)

    assert first(sealed, keyring, head) == ACTS


def rewrite(connection: Connection, keyring: KeyRing) -> None:
    """Everything from the first act on as if another had done it, by somebody who has the keys, too."""
    previous = ""
    for seal in connection.execute(select(SEAL).order_by(SEAL.c.sequence)).all():
        digest = seal.digest
        if seal.event_id is not None:
            event = dict(
                connection.execute(select(EVENT).where(EVENT.c.id == seal.event_id)).mappings().one()
            )
            event["account_id"] = 99
            event["mark"] = new_mark(keyring.secret("audit-mark"), event)
            connection.execute(
                update(EVENT).where(EVENT.c.id == seal.event_id).values(account_id=99, mark=event["mark"])
            )
            digest = event_digest(event)
        key = audit_chain.chain_key(keyring)
        previous = link_hash(key, previous, seal.sequence, seal.event_id, digest, seal.sealed_at)
        connection.execute(
            update(SEAL).where(SEAL.c.sequence == seal.sequence).values(digest=digest, hash=previous)
        )


def test_whole_trail_made_anew_with_the_keys_is_found_against_the_exported_head_alone(
    sealed: Database, keyring: KeyRing, tmp_path: Path
) -> None:
    head = export(sealed, keyring, tmp_path)

    with tampering(sealed) as connection:
        rewrite(connection, keyring)

    assert verdict(sealed, keyring).ok
    assert first(sealed, keyring, head) == ACTS


def test_whole_trail_made_anew_without_the_keys_is_found_by_itself(
    sealed: Database, keyring: KeyRing
) -> None:
    with tampering(sealed) as connection:
        rewrite(connection, KeyRing.ephemeral())

    assert first(sealed, keyring) == 0


def test_head_that_was_changed_is_found(sealed: Database, keyring: KeyRing, tmp_path: Path) -> None:
    head = export(sealed, keyring, tmp_path)
    changed = ExportedHead(**(vars(head) | {"sequence": BAD}))

    assert first(sealed, keyring, changed) == BAD


def test_only_the_first_findings_are_told_in_order(sealed: Database, keyring: KeyRing) -> None:
    with tampering(sealed) as connection:
        connection.execute(update(EVENT).values(verb="x"))

    told = [finding.sequence for finding in verdict(sealed, keyring).findings]

    assert told[0] == 1
    assert all(one <= other for one, other in itertools.pairwise(s for s in told if s is not None))
