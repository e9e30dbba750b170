"""The database itself refuses to change or delete what is in the audit trail."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from hmis_web.access.actor import Actor
from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.domain import audit, audit_retention, audit_verify
from hmis_web.domain.audit_values import Digest
from hmis_web.models import AuditEvent, AuditValue, Client, Note
from tests.audit.conftest import TABLES, seal

pytestmark = pytest.mark.both_databases


def refused(database: Database, statement: str) -> bool:
    with database.session(write=True) as session, pytest.raises(DBAPIError) as caught:
        session.execute(text(statement))
    return "audit_append_only" in str(caught.value.orig)


STATEMENTS = (
    "UPDATE audit_event SET verb = 'x'",
    "UPDATE audit_seal SET hash = 'x'",
    "UPDATE audit_value SET content = 'x'",
    "UPDATE audit_value SET content = NULL",
    *(f"DELETE FROM {table}" for table in TABLES),
)
WHOLE = {"postgresql": "TRUNCATE {0}", "sqlite": "INSERT OR REPLACE INTO {0} SELECT * FROM {0} LIMIT 1"}


def test_change_deletion_and_replacement_are_refused(trail: Database, keyring: KeyRing) -> None:
    seal(trail, keyring)

    for statement in (*STATEMENTS, *(WHOLE[trail.dialect].format(table) for table in TABLES)):
        assert refused(trail, statement), statement


def test_old_and_new_values_may_be_emptied_and_the_chain_holds(trail: Database, keyring: KeyRing) -> None:
    seal(trail, keyring)
    now = datetime.now(UTC)

    with trail.session(write=True) as session:
        none = audit_retention.empty_values(session, Actor.system(), now - timedelta(days=1), now)
        emptied = audit_retention.empty_values(session, Actor.system(), now + timedelta(days=1), now)
        session.commit()
    seal(trail, keyring)

    assert (none, emptied) == (0, 4)
    with trail.session() as session:
        assert session.scalars(select(AuditValue).where(AuditValue.content.is_not(None))).all() == []
        assert audit_verify.verify(session, keyring).ok


def test_value_stands_apart_and_only_where_it_changed(database: Database) -> None:
    with database.session(write=True) as session:
        audit.record(
            session, Actor.system(), "client:edit", "client", 1,
            before={"city": "Elm", "zip": "1"}, after={"city": "Oak", "zip": "1"},
        )  # fmt: skip
        session.commit()
        event, value = session.scalars(select(AuditEvent)).one(), session.scalars(select(AuditValue)).one()

    assert value.content == '{"after": {"city": "Oak"}, "before": {"city": "Elm"}}'
    assert event.details is None


def test_secret_value_is_refused_unless_it_is_a_digest(database: Database, keyring: KeyRing) -> None:
    with database.session(write=True) as session:
        for name in ("ssn", "text", "note", "password"):
            for side in ("before", "after", "details"):
                with pytest.raises(ValueError, match="digest"):
                    audit.record(session, Actor.system(), "a:b", "client", **{side: {name: "900121234"}})
            digested = audit.digest(keyring, "900121234")
            audit.record(session, Actor.system(), "a:b", "client", after={name: digested})
        stored = session.scalars(select(AuditValue.content)).all()

    assert len(stored) == 4
    assert not any("900121234" in str(each) for each in stored)


def test_whole_row_is_refused_as_a_value(database: Database) -> None:
    with database.session(write=True) as session, pytest.raises(TypeError, match="plain values"):
        audit.record(session, Actor.system(), "a:b", "client", details={"client": Client()})


def test_changes_of_a_row_tell_old_and_new_without_secrets(keyring: KeyRing) -> None:
    row = Client(first_name="Ann", ssn="900121234")

    with pytest.raises(ValueError, match="digest"):
        audit.changes(row)
    _, after = audit.changes(row, keyring)
    _, note = audit.changes(Note(text="She likes the river."), keyring)

    assert after["first_name"] == "Ann"
    assert isinstance(after["ssn"], Digest)
    assert isinstance(note["text"], Digest)
