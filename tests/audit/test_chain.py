"""Sealing: a link for each event, whoever seals and whenever the event comes in."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from hmis_web.access.actor import Actor
from hmis_web.config import Settings
from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.domain import audit, audit_chain, audit_heads, audit_verify
from hmis_web.domain.audit import Act
from hmis_web.jobs import daily
from hmis_web.models import AuditEvent, AuditSeal
from tests.audit.conftest import ACTS, seal, write_acts

pytestmark = pytest.mark.both_databases
THREADS = 8
ROUNDS = 4


def sequences(database: Database) -> list[int]:
    with database.session() as session:
        return list(session.scalars(select(AuditSeal.sequence).order_by(AuditSeal.sequence)))


def is_sound(database: Database, keyring: KeyRing) -> bool:
    with database.session() as session:
        return audit_verify.verify(session, keyring).ok


def test_every_act_gets_one_link_in_the_order_of_writing(trail: Database, keyring: KeyRing) -> None:
    assert seal(trail, keyring) == ACTS
    assert seal(trail, keyring) == 0

    assert sequences(trail) == list(range(ACTS + 1))
    with trail.session() as session:
        events = session.scalars(select(AuditSeal.event_id).order_by(AuditSeal.sequence)).all()
        assert events[1:] == session.scalars(select(AuditEvent.id).order_by(AuditEvent.id)).all()
    assert is_sound(trail, keyring)


def test_eight_threads_that_write_and_seal_make_no_fork_and_no_gap(
    database: Database, keyring: KeyRing
) -> None:
    def work(_number: int) -> None:
        for _round in range(ROUNDS):
            write_acts(database, 3)
            seal(database, keyring)

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(work, range(THREADS)))
    while seal(database, keyring):
        pass

    assert sequences(database) == list(range(THREADS * ROUNDS * 3 + 1))
    assert is_sound(database, keyring)


def test_more_acts_than_one_transaction_takes_are_all_sealed(
    database: Database, keyring: KeyRing, tmp_path: Path
) -> None:
    number = audit_chain.AT_ONCE + 5
    acts = [Act("client:read", "client", count) for count in range(number)]
    audit.record_read(database, tmp_path, keyring, Actor.system(), acts, "r")

    assert seal(database, keyring) == number
    assert is_sound(database, keyring)


@pytest.mark.postgresql_only  # on SQLite there is one writer at a time
def test_transaction_that_commits_late_is_sealed_when_it_does(database: Database, keyring: KeyRing) -> None:
    with database.session(write=True) as slow:
        audit.record(slow, Actor.system(), "client:edit", "client", 1)
        write_acts(database)
        before = seal(database, keyring)
        slow.commit()

    assert (before, seal(database, keyring)) == (ACTS, 1)
    assert is_sound(database, keyring)


def test_acts_that_were_rolled_back_leave_no_gap(trail: Database, keyring: KeyRing) -> None:
    with trail.session(write=True) as session:
        audit.record(session, Actor.system(), "client:edit", "client", 1)
        session.rollback()
    write_acts(trail, 1)

    assert seal(trail, keyring) == ACTS + 1
    assert is_sound(trail, keyring)


@pytest.mark.sqlite_only  # PostgreSQL's writers do not wait for each other
def test_busy_database_is_sealed_later_and_reads_spooled_meanwhile_too(
    database: Database, keyring: KeyRing, tmp_path: Path
) -> None:
    write_acts(database)

    with database.session(write=True):
        audit.record_read(database, tmp_path, keyring, Actor.system(), [Act("client:read", "client", 1)], "r")
        meanwhile = seal(database, keyring)
    drained = audit.drain_spool(database, tmp_path, keyring)

    assert (meanwhile, drained) == (0, 1)
    assert seal(database, keyring) == ACTS + 1
    assert is_sound(database, keyring)


def test_worker_exports_the_head_once_a_day(trail: Database, keyring: KeyRing, settings: Settings) -> None:
    seal(trail, keyring)
    now = datetime.now(UTC)

    for moment in (now, now + timedelta(seconds=1), now + timedelta(days=1)):
        assert daily.look_after(trail, settings, keyring, moment)

    heads = audit_heads.read(settings.var / audit_heads.FILE)
    assert [head.sequence for head in heads] == [ACTS, ACTS]
    assert all(head.is_ours(keyring) for head in heads)
