"""A chain whose tail was cut off, or that was made anew, is found against a head that was taken away."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Connection, delete, select, text, update

from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.domain import audit_chain
from hmis_web.domain.audit_content import event_digest, link_hash, new_mark
from hmis_web.domain.audit_heads import ExportedHead
from tests.audit.conftest import ACTS, BAD, EVENT, SEAL, VALUE, export, first, tampering, verdict, write_acts

pytestmark = pytest.mark.both_databases


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
