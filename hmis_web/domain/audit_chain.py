"""Sealing the audit trail: a link for each event, each hashed with the one before (docs/decisions/0007).

The worker seals a moment after the commit, so that no request or import waits for the chain. Several may seal
at once: the write lock (SQLite) or a lock of the chain's own (PostgreSQL) lets one after the other add its
links, and an event waits in `audit_pending` until exactly one of them took it.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from hmis_web.db.errors import DatabaseBusy
from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database, is_busy
from hmis_web.domain.audit_content import event_digest, link_hash
from hmis_web.models import AuditEvent, AuditPending, AuditSeal

AT_ONCE = 100
"""Links added in one transaction: some milliseconds of the write lock."""
QUICK_SECONDS = 0.05
PAUSE_SECONDS = 0.01
"""Between two transactions, so that others get the lock in between."""
CHAIN_LOCK = 8103
BEGINNING = "begins after event "
"""The digest of seal 0 ends with the last event that was there before the program marked what it wrote."""
EVENT, PENDING = AuditEvent.__table__, AuditPending.__table__


@dataclass(frozen=True)
class Head:
    """The chain's newest seal."""

    sequence: int
    hash: str
    sealed_at: datetime


def chain_key(keyring: KeyRing) -> bytes:
    """What the links are hashed with."""
    return keyring.secret("audit-chain")


def seal(database: Database, keyring: KeyRing, now: datetime) -> int:
    """Seal what waits; answers the number of new links. Stops early when another writer has the database: the
    rest is sealed next time."""
    sealed = 0
    while taken := _seal_some(database, keyring, now):
        sealed += taken
        if taken < AT_ONCE:
            break
        time.sleep(PAUSE_SECONDS)
    return sealed


def head(session: Session) -> Head | None:
    """The chain's newest seal; None before the first. One statement."""
    query = select(AuditSeal.sequence, AuditSeal.hash, AuditSeal.sealed_at)
    row = session.execute(query.order_by(AuditSeal.sequence.desc()).limit(1)).first()
    return Head(*row) if row else None


def waiting(session: Session) -> int:
    """How many events wait to be sealed. One statement."""
    return session.scalar(select(func.count()).select_from(AuditPending)) or 0


def _seal_some(database: Database, keyring: KeyRing, now: datetime) -> int:
    """Digests are made before the lock is taken: events don't change any more."""
    with database.session() as session:
        events = session.execute(
            select(EVENT).join(PENDING, PENDING.c.event_id == EVENT.c.id).order_by(EVENT.c.id).limit(AT_ONCE)
        ).mappings()
        digests = {event["id"]: event_digest(dict(event)) for event in events}
    if not digests:
        return 0
    try:
        with database.session(write=True, wait=QUICK_SECONDS) as session:
            added = _add_links(session, chain_key(keyring), digests, now)
            session.commit()
    except DatabaseBusy:
        return 0
    except OperationalError as error:
        if is_busy(error):
            return 0
        raise
    return added


def _add_links(session: Session, key: bytes, digests: Mapping[int, str], now: datetime) -> int:
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": CHAIN_LOCK})
    these = delete(AuditPending).where(AuditPending.event_id.in_(list(digests)))
    taken = session.connection().execute(these.returning(AuditPending.event_id)).scalars().all()
    if not taken:
        return 0
    last = head(session)
    links: list[dict[str, Any]] = []
    if last is None:
        before = session.scalar(select(func.max(AuditEvent.id)).where(AuditEvent.mark.is_(None))) or 0
        links.append(_link(key, "", 0, None, f"{BEGINNING}{before}", now))
        last = Head(0, links[0]["hash"], now)
    previous = last.hash
    for sequence, event_id in enumerate(sorted(taken), last.sequence + 1):
        links.append(_link(key, previous, sequence, event_id, digests[event_id], now))
        previous = links[-1]["hash"]
    session.connection().execute(insert(AuditSeal), links)
    return len(taken)


def _link(
    key: bytes, previous: str, sequence: int, event_id: int | None, digest: str, now: datetime
) -> dict[str, Any]:
    return {
        "sequence": sequence,
        "event_id": event_id,
        "digest": digest,
        "sealed_at": now,
        "hash": link_hash(key, previous, sequence, event_id, digest, now),
    }


def begins_after(seals: Sequence[Row[Any]]) -> int:
    """The last event before the beginning, told by seal 0 where it stands among some; 0 otherwise."""
    for seal_row in seals:
        told = str(seal_row.digest).removeprefix(BEGINNING)
        if seal_row.sequence == 0 and told.isdecimal():
            return int(told)
    return 0
