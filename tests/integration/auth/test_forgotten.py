"""A forgotten password, accounts that nobody uses, and what is sent about both (security A-7, A-9, A-11)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_string, policy
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from hmis_web import create_app
from hmis_web.access.actor import Actor
from hmis_web.config import Mail, Settings
from hmis_web.db.errors import Forbidden
from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.domain import accounts, dormancy
from hmis_web.jobs import account_mail, daily
from hmis_web.models import Account, Job, SetUpLink
from tests.browser import Visitor, field_value
from tests.integration.auth.mail_server import Post, mail_server
from tests.integration.auth.people import PERSONA, change, send
from tests.personas import ADMINISTRATOR, PASSWORD, Community

NOW = datetime.now(UTC)
ADDRESS = "reader@opendoor.example"
NEW = "nine geese over the bay"


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    """A mail server on this machine."""
    with mail_server(tmp_path) as running:
        yield running


@pytest.fixture
def settings(settings: Settings, request: pytest.FixtureRequest) -> Settings:
    """An installation that sends mail where a test asks for the server."""
    if "post" not in request.fixturenames:
        return settings
    running: Post = request.getfixturevalue("post")
    mail = Mail(
        "localhost",
        running.port,
        "hmis@riverbend.example",
        "https://hmis.riverbend.example",
        authorities=running.certificate,
    )
    return replace(settings, mail=mail)


@pytest.fixture
def reader(community: Community, database: Database) -> int:
    """Somebody with an address at work."""
    change(database, community.accounts[PERSONA], email=ADDRESS)
    return community.accounts[PERSONA]


def texts(post: Post) -> list[str]:
    """What was sent, without the envelope."""
    read = [message_from_string(each, policy=policy.default) for each in post.messages]
    return [f"{each['To']}\n{each.get_content()}" for each in read]


def test_forgotten_without_mail_says_who_helps_and_sends_nothing(
    settings: Settings, community: Community, database: Database
) -> None:
    app = create_app(replace(settings, contact="Riverbend HMIS team, 555-0140"))
    visitor = Visitor(app)

    shown = visitor.get("/forgotten")
    refused = visitor.client.post("/forgotten", data={"username": PERSONA, "csrf_token": _token(visitor)})

    assert "555-0140" in shown.text
    assert "<form" not in shown.text
    assert refused.status_code == 404
    with database.session() as session:
        assert session.scalars(select(Job)).all() == []
    app.extensions["hmis"].queue.close()
    app.extensions["hmis"].database.dispose()


def test_link_that_was_sent_sets_a_password_once(
    post: Post, reader: int, visitor: Visitor, work: Callable[[], None], database: Database
) -> None:
    send(visitor, "/forgotten", username=PERSONA.upper())
    work()
    (text,) = texts(post)
    path = str(re.search(r"https://hmis\.riverbend\.example(/set-up/\S+)", text)[1])  # type: ignore[index]
    used = send(visitor, path, password=NEW, repeat_password=NEW)

    assert text.startswith(ADDRESS)
    assert used.status_code == 303
    assert visitor.get(path).status_code == 404
    assert visitor.sign_in(PERSONA, NEW).status_code == 303


def test_answer_is_the_same_whoever_is_named_and_only_accounts_in_use_get_mail(
    post: Post,
    reader: int,
    visitor: Visitor,
    work: Callable[[], None],
    database: Database,
    community: Community,
) -> None:
    change(database, community.accounts["services-only"], email="out@opendoor.example", is_active=False)
    answers = [
        send(visitor, "/forgotten", username=name)
        for name in (PERSONA, "nobody-here", "services-only", "direct-service")
    ]
    with database.session() as session:
        asked = session.scalars(select(Job.parameters)).all()
    work()

    assert {each.status_code for each in answers} == {200}
    assert len({re.sub(r'value="[^"]{40,}"', "", each.text) for each in answers}) == 1
    assert len(asked) == 4
    assert not any(PERSONA in each for each in asked)
    assert len(post.messages) == 1


def test_asking_again_and_again_sends_one_link(
    post: Post, reader: int, visitor: Visitor, work: Callable[[], None]
) -> None:
    for _ in range(3):
        send(visitor, "/forgotten", username=PERSONA)
    work()

    assert len(post.messages) == 1


def test_server_without_a_trusted_certificate_is_told_nothing(
    post: Post, reader: int, settings: Settings
) -> None:
    assert settings.mail is not None
    doubtful = replace(settings, mail=replace(settings.mail, authorities=None))
    database = Database(settings.database_url)
    change(database, reader, last_signed_in_at=NOW - timedelta(days=22), created_at=NOW - timedelta(days=90))

    assert account_mail.send_notices(database, doubtful, NOW) == 0
    assert post.messages == []
    database.dispose()


@pytest.mark.both_databases
def test_link_ends_sessions_and_other_links_and_expires(
    visitor: Visitor, database: Database, community: Community
) -> None:
    visitor.sign_in(PERSONA)
    with database.session(write=True) as session:
        account_id = community.accounts[PERSONA]
        first, second = (
            accounts.issue_set_up_link(session, Actor.system(), account_id, datetime.now(UTC))
            for _ in range(2)
        )
        session.commit()

    with database.session(write=True) as session:
        accounts.use_link(session, first, NEW, datetime.now(UTC))
        session.commit()

    assert visitor.get("/").status_code == 303
    over = visitor.get(f"/set-up/{second}")
    assert over.status_code == 404
    assert "works once, and for 24 hours" in over.text
    with database.session(write=True) as session:
        late = accounts.issue_set_up_link(session, Actor.system(), account_id, datetime.now(UTC))
        session.commit()
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=24, seconds=1), tick=False):
        assert visitor.get(f"/set-up/{late}").status_code == 404


@pytest.mark.both_databases
def test_account_that_nobody_used_is_refused_from_the_thirtieth_day(
    app: Flask, database: Database, community: Community
) -> None:
    last = datetime.now(UTC) - timedelta(days=30)  # not when the suite began
    change(
        database, community.accounts[PERSONA], last_signed_in_at=last + timedelta(minutes=5), created_at=last
    )
    change(database, community.accounts["services-only"], last_signed_in_at=None, created_at=last)

    assert Visitor(app).sign_in(PERSONA).status_code == 303
    assert Visitor(app).sign_in("services-only").status_code == 422
    with database.session() as session:
        assert session.get_one(Account, community.accounts["services-only"]).inactive_why == dormancy.WHY


@pytest.mark.both_databases
def test_worker_retires_unused_accounts_but_never_the_last_administrator(
    database: Database, settings: Settings, keyring: KeyRing, community: Community
) -> None:
    for persona in (PERSONA, ADMINISTRATOR):
        change(database, community.accounts[persona], created_at=NOW - timedelta(days=31))

    for _ in range(2):
        assert daily.look_after(database, settings, keyring, NOW)

    with database.session() as session:
        off = session.scalars(select(Account.username).where(~Account.is_active)).all()
    assert off == [PERSONA]


@pytest.mark.both_databases
def test_administrator_sees_who_is_dormant_and_takes_into_use_again(
    app: Flask, database: Database, community: Community
) -> None:
    change(database, community.accounts[PERSONA], created_at=NOW - timedelta(days=22, minutes=1))
    with database.session() as session:
        found = accounts.dormant(session, NOW)
    assert [(each.username, each.days) for each in found] == [(PERSONA, 22)]

    change(database, community.accounts[PERSONA], created_at=NOW - timedelta(days=40), is_active=False)
    with database.session(write=True) as session:
        somebody = community.actor(session, "services-only")
        with pytest.raises(Forbidden):
            accounts.reactivate(session, somebody, community.accounts[PERSONA], NOW)
        accounts.reactivate(session, Actor.system(), community.accounts[PERSONA], NOW)
        session.commit()

    assert Visitor(app).sign_in(PERSONA, PASSWORD).status_code == 303


def test_notices_go_out_once_at_each_stage(
    post: Post, reader: int, database: Database, settings: Settings
) -> None:
    change(database, reader, created_at=NOW - timedelta(days=90), last_signed_in_at=NOW)
    sent = [
        account_mail.send_notices(database, settings, NOW + timedelta(days=days, minutes=1))
        for days in (20, 21, 22, 26, 27, 28, 29)
    ]

    assert sent == [0, 1, 0, 0, 1, 0, 0]
    assert "21 days" in texts(post)[0]
    assert "27 days" in texts(post)[1]
    assert all(text.startswith(ADDRESS) for text in texts(post))


def test_signing_in_starts_the_count_afresh(
    post: Post, reader: int, database: Database, settings: Settings, visitor: Visitor
) -> None:
    change(database, reader, created_at=NOW - timedelta(days=90), last_signed_in_at=NOW - timedelta(days=22))
    account_mail.send_notices(database, settings, NOW)

    visitor.sign_in(PERSONA)

    with database.session() as session:
        assert session.get_one(Account, reader).reminded_days is None
        assert session.scalars(select(SetUpLink)).all() == []
    assert account_mail.send_notices(database, settings, NOW + timedelta(days=22)) == 1


def _token(visitor: Visitor) -> str:
    return field_value(visitor.get("/sign-in"), "csrf_token")
