"""Guessing: misses by account and by address, and nothing that tells who has an account (security A-6,
A-7)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import func, select

from hmis_web import create_app
from hmis_web.config import Settings
from hmis_web.db.errors import TooManyTries
from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.domain import passwords, sign_in, throttle
from hmis_web.domain.sessions import Limits
from hmis_web.domain.throttle import Origin
from hmis_web.models import Account, SignInMiss
from tests.browser import Visitor
from tests.integration.auth.people import PERSONA, Enter, change
from tests.personas import PASSWORD, Community

NOW = datetime.now(UTC)
LIMITS = Limits(timedelta(minutes=15), timedelta(hours=12), 3, timedelta(minutes=30), address_misses=4)
STATES: dict[str, dict[str, object]] = {
    "wrong password": {},
    "locked": {"locked_until": NOW + timedelta(hours=1)},
    "disabled": {"is_active": False},
    "unused for long": {
        "last_signed_in_at": NOW - timedelta(days=40),
        "created_at": NOW - timedelta(days=90),
    },
    "no password yet": {"password_hash": None},
}


class Counting(PasswordHasher):
    """A cheap hasher that counts its work."""

    def __init__(self, *_cost: int) -> None:
        super().__init__(1, 8, 1)
        self.verified = 0

    def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # noqa: A002 - its parent's name
        self.verified += 1
        return super().verify(hash, password)


@pytest.fixture
def second_process(settings: Settings, community: Community) -> Iterator[Flask]:
    """Another server process on the same database."""
    made = create_app(settings)
    yield made
    made.extensions["hmis"].queue.close()
    made.extensions["hmis"].database.dispose()


def from_address(app: Flask, address: str) -> Visitor:
    """Somebody at another network address."""
    visitor = Visitor(app)
    visitor.client.environ_base["REMOTE_ADDR"] = address
    return visitor


def plain(text: str) -> str:
    """A page without what differs between any two requests."""
    return re.sub(r'value="[^"]{40,}"', "", text)


def test_refusal_is_the_same_page_whatever_is_wrong(
    app: Flask, visitor: Visitor, community: Community, database: Database
) -> None:
    unknown = visitor.sign_in("nobody-here", "not the password")
    pages = {"unknown": plain(unknown.text).replace("nobody-here", PERSONA)}
    for state, values in STATES.items():
        before = {"is_active": True, "locked_until": None, "misses": 0, "last_signed_in_at": None}
        change(database, community.accounts[PERSONA], **before | values)
        given = "not the password" if state == "wrong password" else PASSWORD
        answer = visitor.sign_in(PERSONA, given)
        pages[state] = plain(answer.text)
        assert answer.status_code == unknown.status_code == 422, state
        assert dict(answer.headers).keys() == dict(unknown.headers).keys(), state

    assert len(set(pages.values())) == 1


def test_every_refusal_costs_one_verification(
    visitor: Visitor, community: Community, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "PasswordHasher", Counting)
    passwords.use_cost(8)
    counter = passwords._hashing.hasher
    assert isinstance(counter, Counting)

    costs = {}
    for state, values in {"unknown": {}, **STATES}.items():
        before = {"is_active": True, "locked_until": None, "misses": 0, "last_signed_in_at": None}
        change(database, community.accounts[PERSONA], **before | values)
        counter.verified = 0
        visitor.sign_in("nobody-here" if state == "unknown" else PERSONA, "x" * 20)
        costs[state] = counter.verified

    monkeypatch.undo()
    passwords.use_cost(8)
    assert set(costs.values()) == {1}, costs


def test_misses_of_an_account_count_over_two_processes(
    app: Flask, second_process: Flask, community: Community
) -> None:
    for process in (app, second_process, app):
        Visitor(process).sign_in(PERSONA, "not the password")

    assert Visitor(second_process).sign_in(PERSONA).status_code == 422
    assert Visitor(app).sign_in("services-only").status_code == 303


def test_lock_ends_after_half_an_hour(app: Flask, community: Community) -> None:
    for _ in range(3):
        Visitor(app).sign_in(PERSONA, "not the password")

    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=31), tick=False):
        assert Visitor(app).sign_in(PERSONA).status_code == 303


def test_address_that_missed_too_often_waits_and_others_go_on(
    settings: Settings, app: Flask, second_process: Flask, community: Community
) -> None:
    for number in range(settings.address_misses):
        process = (app, second_process)[number % 2]
        from_address(process, "10.0.0.9").sign_in(f"guess-{number}", "not the password")

    refused = from_address(second_process, "10.0.0.9").sign_in("services-only")
    elsewhere = from_address(app, "10.0.0.8").sign_in("services-only")

    assert refused.status_code == 429
    assert "too many tries" in refused.text
    assert elsewhere.status_code == 303
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=2), tick=False):
        assert from_address(app, "10.0.0.9").sign_in(PERSONA).status_code == 303


@pytest.mark.both_databases
def test_address_is_counted_in_the_database_and_forgotten_after_an_hour(
    database: Database, community: Community, keyring: KeyRing
) -> None:
    origin = Origin.of(keyring, "10.1.2.3", "Firefox")

    def attempt(now: datetime) -> str | None:
        with database.session(write=True) as session:
            token = sign_in.sign_in(session, PERSONA, "no", LIMITS, now, now.date(), origin)
            session.commit()
        return token

    moments = [NOW + timedelta(seconds=each) for each in range(4)]
    assert [attempt(moment) for moment in moments] == [None] * 4
    with pytest.raises(TooManyTries):
        attempt(NOW + timedelta(seconds=5))

    with database.session(write=True) as session:
        assert "10.1.2.3" not in str(session.scalars(select(SignInMiss.address_hash)).all())
        throttle.tidy(session, NOW + timedelta(hours=1, seconds=2))
        assert session.scalar(select(func.count(SignInMiss.id))) == 2


def test_weaker_hash_is_replaced_at_sign_in(
    visitor: Visitor, community: Community, database: Database, community_hash: Callable[[], str]
) -> None:
    before = community_hash()
    passwords.use_cost(16)

    visitor.sign_in(PERSONA)
    passwords.use_cost(8)

    assert community_hash() != before
    assert "m=16," in community_hash()


@pytest.fixture
def community_hash(database: Database, community: Community) -> Callable[[], str]:
    """The hash that the database holds now."""

    def read() -> str:
        with database.session() as session:
            return session.get_one(Account, community.accounts[PERSONA]).password_hash or ""

    return read


def test_caller_can_not_claim_an_address_without_a_trusted_proxy(
    settings: Settings, signed_in: Enter, app: Flask
) -> None:
    visitor = Visitor(app)
    visitor.client.environ_base["HTTP_X_FORWARDED_FOR"] = "203.0.113.7"
    visitor.sign_in(PERSONA)

    assert "203.0.113.7" not in visitor.get("/account/sessions").text
