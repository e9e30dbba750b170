"""Sessions: tokens, cookies, how long they live, how they end, and one's own list (security B-1, B-2, B-5,
B-6)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import select, update

from hmis_web import create_app
from hmis_web.config import Settings
from hmis_web.db.errors import Forbidden
from hmis_web.db.session import Database
from hmis_web.domain import account_changes
from hmis_web.models import AuditEvent, WebSession
from tests.browser import Visitor, page
from tests.integration.auth.people import PERSONA, Enter, change, copy_of, send
from tests.personas import ADMINISTRATOR, PASSWORD, Community


def token_of(app: Flask, visitor: Visitor) -> str:
    """What the cookie holds."""
    cookie = visitor.client.get_cookie("hmis")
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert cookie is not None
    assert signer is not None
    return str(signer.loads(cookie.value).get("token", ""))


def in_hours(hours: float) -> time_machine.travel:
    """The clock, so many hours on."""
    return time_machine.travel(datetime.now(UTC) + timedelta(hours=hours), tick=False)


def keep_awake(database: Database, hours: float) -> None:
    """Somebody is at work until then."""
    with database.session(write=True) as session:
        session.execute(update(WebSession).values(seen_at=datetime.now(UTC) + timedelta(hours=hours)))
        session.commit()


def test_cookie_before_sign_in_is_not_the_one_after(
    app: Flask, visitor: Visitor, community: Community
) -> None:
    visitor.get("/sign-in")
    fixed = copy_of(app, visitor)

    visitor.sign_in(PERSONA)

    assert visitor.get("/").status_code == 200
    assert fixed.get("/").status_code == 303


def test_database_keeps_a_hash_of_a_long_random_token(
    app: Flask, signed_in: Enter, database: Database
) -> None:
    first, second = (token_of(app, signed_in(PERSONA)) for _ in range(2))

    with database.session() as session:
        kept = session.scalars(select(WebSession.token_hash).order_by(WebSession.id)).all()
    assert kept == [hashlib.sha256(each.encode()).hexdigest() for each in (first, second)]
    assert first != second
    assert len(first) >= 43  # 256 bits


@pytest.fixture
def secure(settings: Settings, community: Community) -> Iterator[Flask]:
    """An installation behind HTTPS."""
    made = create_app(replace(settings, secure_cookies=True))
    yield made
    made.extensions["hmis"].queue.close()
    made.extensions["hmis"].database.dispose()


def test_cookie_is_host_bound_secure_and_ends_with_the_browser(secure: Flask) -> None:
    visitor = Visitor(secure)
    visitor.client.environ_base["wsgi.url_scheme"] = "https"
    https = {"base_url": "https://localhost"}
    form = page(visitor.get("/sign-in", **https)).select_one("[name=csrf_token]")
    answer = visitor.client.post(
        "/sign-in",
        data={"username": PERSONA, "password": PASSWORD, "csrf_token": str(form["value"])},  # type: ignore[index]
        headers={"Referer": "https://localhost/sign-in"},
        **https,
    )

    (cookie,) = answer.headers.getlist("Set-Cookie")
    assert answer.status_code == 303
    assert cookie.startswith("__Host-hmis=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert not any(word in cookie for word in ("Max-Age", "Expires", "Domain"))


def test_session_ends_after_twelve_hours_of_work_and_says_so(signed_in: Enter, database: Database) -> None:
    visitor = signed_in(PERSONA)
    keep_awake(database, 12)

    with in_hours(11.99):
        assert visitor.get("/account").status_code == 200
    with in_hours(12.01):
        ended = visitor.get("/account")
        assert ended.location == "/sign-in?next=/account"
        assert "signed in for long" in visitor.get(ended.location).text


def test_browser_that_was_left_is_told_and_can_go_on_where_it_was(signed_in: Enter) -> None:
    first = signed_in(PERSONA)
    signed_in(PERSONA)

    ended = first.get("/account")
    told = first.get(ended.location)
    again = send(first, ended.location, username=PERSONA, password=PASSWORD)

    assert "another computer or window" in told.text
    assert again.location == "/account"


def test_disabled_account_is_out_at_the_next_request(
    signed_in: Enter, database: Database, community: Community
) -> None:
    visitor = signed_in(PERSONA)

    change(database, community.accounts[PERSONA], is_active=False)

    assert visitor.get("/").location == "/sign-in?next=/"


def test_administrator_ends_a_session_and_its_holder_is_told(
    signed_in: Enter, database: Database, community: Community
) -> None:
    visitor = signed_in(PERSONA)
    with database.session(write=True) as session:
        somebody = community.actor(session, "services-only")
        administrator = community.actor(session, ADMINISTRATOR)
        with pytest.raises(Forbidden):
            account_changes.end_sessions(session, somebody, community.accounts[PERSONA], datetime.now(UTC))
        account_changes.end_sessions(session, administrator, community.accounts[PERSONA], datetime.now(UTC))
        session.commit()
        verbs = session.scalars(select(AuditEvent.verb)).all()

    ended = visitor.get("/account")

    assert verbs.count("session:end-others") == 1
    assert "administrator ended" in visitor.get(ended.location).text


def test_own_sessions_say_where_since_when_and_how_they_ended(signed_in: Enter, app: Flask) -> None:
    for _ in range(12):
        Visitor(app).sign_in(PERSONA)
    visitor = Visitor(app)
    visitor.client.environ_base["HTTP_USER_AGENT"] = (
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0"
    )
    visitor.sign_in(PERSONA)

    live, ended = page(visitor.get("/account/sessions")).select("main tbody")

    assert "Edge on Windows" in live.text
    assert "this one" in live.text
    assert "127.0.0.1" in live.text
    assert len(ended.select("tr")) == 10
    assert "another computer or window" in ended.text


def test_another_session_of_ones_own_can_be_ended_and_no_other(
    signed_in: Enter, database: Database, community: Community
) -> None:
    visitor, stranger = signed_in(PERSONA), signed_in("services-only")
    with database.session(write=True) as session:
        mine, theirs = session.scalars(select(WebSession.id).order_by(WebSession.id)).all()
        extra = WebSession(
            token_hash="x",
            account_id=community.accounts[PERSONA],
            created_at=datetime.now(UTC),
            seen_at=datetime.now(UTC),
            authenticated_at=datetime.now(UTC),
        )
        session.add(extra)
        session.commit()
        other = extra.id

    statuses = [
        visitor.post(f"/account/sessions/{each}/end").status_code
        for each in (other, other, mine, theirs, 10**9)
    ]

    assert statuses == [303, 404, 404, 404, 404]
    assert visitor.get("/").status_code == 200
    assert stranger.get("/").status_code == 200
    assert "you ended it from elsewhere" in visitor.get("/account/sessions").text
