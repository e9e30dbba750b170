"""A trail with some acts in it, and ways to tamper with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, text

from hmis_web.access.actor import Actor
from hmis_web.db.session import Database
from hmis_web.domain import audit
from tests.town import town

__all__ = ["town"]
TABLES = ("audit_event", "audit_seal", "audit_value")
ACTS = 12


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


@pytest.fixture
def trail(database: Database) -> Database:
    """A database with some acts."""
    write_acts(database)
    return database
