"""A trail with some acts in it, and ways to tamper with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, select, text

from hmis_web.access.actor import Actor
from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.domain import audit, audit_chain, audit_heads, audit_verify
from hmis_web.domain.audit_heads import ExportedHead
from hmis_web.domain.audit_verify import Verdict
from hmis_web.models import AuditEvent, AuditSeal, AuditValue
from tests.integration.conftest import work
from tests.town import town

__all__ = ["town", "work"]
TABLES = ("audit_event", "audit_seal", "audit_value")
ACTS = 12
EVENT, SEAL, VALUE = AuditEvent.__table__, AuditSeal.__table__, AuditValue.__table__
BAD = 5
"""The sequence that is tampered with."""


def write_acts(database: Database, number: int = ACTS) -> None:
    """So many acts; each third is a change with old and new values."""
    with database.session(write=True) as session:
        for count in range(number):
            values = {"before": {"city": "Elm"}, "after": {"city": f"Oak {count}"}} if count % 3 == 0 else {}
            audit.record(
                session, Actor.system(), "client:edit", "client", count, client_id=7,
                details={"count": count}, **values,
            )  # fmt: skip
        session.commit()


@contextmanager
def tampering(database: Database) -> Iterator[Connection]:
    """A connection for which no trigger of the audit trail is there. Commits."""
    with database.session(write=True) as session:
        connection = session.connection()
        if database.dialect == "postgresql":
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        else:
            names = connection.scalars(
                text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit_%'")
            ).all()
            for name in names:
                connection.execute(text(f"DROP TRIGGER {name}"))
        yield connection
        session.commit()


def seal(database: Database, keyring: KeyRing) -> int:
    """Seal what waits, as the worker does."""
    return audit_chain.seal(database, keyring, datetime.now(UTC))


@pytest.fixture
def trail(database: Database) -> Database:
    """A database with some acts."""
    write_acts(database)
    return database


@pytest.fixture
def sealed(trail: Database, keyring: KeyRing) -> Database:
    """A trail whose acts have all been sealed."""
    seal(trail, keyring)
    return trail


def verdict(database: Database, keyring: KeyRing, *heads: ExportedHead) -> Verdict:
    seal(database, keyring)
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
