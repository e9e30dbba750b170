"""One's own account: password, address, agreement (security A-2, B-6; access rules, section 3)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from hmis_web.db.session import Database
from hmis_web.domain import agreement
from hmis_web.models import Account, AgreementSigning
from tests.browser import Visitor, field_value, page
from tests.integration.auth.people import PERSONA, Enter, change, copy_of, send
from tests.personas import PASSWORD, Community

NEW = "nine geese over the bay"


def test_account_is_one_click_from_every_page_and_says_who_one_is(signed_in: Enter) -> None:
    visitor = signed_in(PERSONA)

    link = page(visitor.get("/")).select_one("header a.account")
    shown = visitor.get(str(link["href"])).text  # type: ignore[index]

    for words in ("Read Only", "Open Door", PERSONA, "Set up your phone", "My sessions"):
        assert words in shown


def test_password_is_changed_with_the_present_one_and_ends_other_sessions(
    app: Flask, signed_in: Enter
) -> None:
    visitor = signed_in(PERSONA)
    thief = copy_of(app, visitor)

    wrong = send(visitor, "/account/password", password="no", new_password=NEW, repeat_password=NEW)
    done = send(visitor, "/account/password", password=PASSWORD, new_password=NEW, repeat_password=NEW)

    assert wrong.status_code == 422
    assert done.location == "/account"
    assert "signed out everywhere else" in visitor.get("/account").text
    assert thief.get("/").status_code == 303
    assert Visitor(app).sign_in(PERSONA).status_code == 422
    assert Visitor(app).sign_in(PERSONA, NEW).status_code == 303


@pytest.mark.parametrize(
    ("new", "again", "message"),
    [
        ("open door open door", None, "made of"),
        (NEW, "something else", "not the same"),
        (PASSWORD, None, "another one"),
        ("", None, "Enter a new password"),
    ],
)
def test_new_password_that_will_not_do_says_why(
    signed_in: Enter, new: str, again: str | None, message: str
) -> None:
    visitor = signed_in(PERSONA)
    sent = {"password": PASSWORD, "new_password": new, "repeat_password": again or new}

    answer = send(visitor, "/account/password", **sent)

    assert answer.status_code == 422
    assert message in page(answer).select_one("[role=alert]").text  # type: ignore[union-attr]
    assert NEW not in answer.text


def test_misses_with_the_present_password_lock_the_account(signed_in: Enter) -> None:
    visitor = signed_in(PERSONA)

    for _ in range(3):
        send(visitor, "/account/password", password="no", new_password=NEW, repeat_password=NEW)

    again = send(visitor, "/account/password", password=PASSWORD, new_password=NEW, repeat_password=NEW)
    assert again.status_code == 422


def test_address_at_work_is_taken_and_a_personal_one_is_not(
    signed_in: Enter, database: Database, community: Community
) -> None:
    visitor = signed_in(PERSONA)
    old = field_value(visitor.get("/account/email"), "version")

    personal = send(visitor, "/account/email", email="ana@gmail.com")
    work = send(visitor, "/account/email", email="ana@opendoor.example")
    stale = send(visitor, "/account/email", email="x@opendoor.example", version=old)

    assert [each.status_code for each in (personal, work, stale)] == [422, 303, 409]
    assert "personal" in personal.text
    with database.session() as session:
        assert session.get_one(Account, community.accounts[PERSONA]).email == "ana@opendoor.example"


def test_agreement_is_signed_before_anything_else_and_kept(
    app: Flask, visitor: Visitor, database: Database, community: Community
) -> None:
    change(database, community.accounts[PERSONA], agreement_version=None, agreement_signed_on=None)
    visitor.sign_in(PERSONA)

    led = visitor.get("/clients/search")
    unread = send(visitor, led.location)
    printed = visitor.get("/agreement")
    signed = send(visitor, led.location, agreed="y")

    assert led.location == "/agreement/sign?next=/clients/search"
    assert unread.status_code == 422
    assert agreement.current().sections[0].points[0].split(".")[0] in printed.text
    assert signed.location == "/clients/search"
    assert visitor.get("/clients/search").status_code == 200
    assert "version 1" in visitor.get("/account").text
    with database.session() as session:
        (kept,) = session.scalars(select(AgreementSigning)).all()
    assert (kept.account_id, kept.version) == (community.accounts[PERSONA], agreement.current().version)


def test_another_version_than_is_in_force_is_not_signed(
    visitor: Visitor, database: Database, community: Community
) -> None:
    change(database, community.accounts[PERSONA], agreement_version="0")
    visitor.sign_in(PERSONA)

    assert send(visitor, "/agreement/sign", version="0", agreed="y").status_code == 409
    assert visitor.get("/").location == "/agreement/sign?next=/"


def test_agreement_is_due_again_after_a_year(app: Flask, database: Database, community: Community) -> None:
    in_a_year = datetime.now(UTC) + timedelta(days=365)
    change(database, community.accounts[PERSONA], last_signed_in_at=in_a_year)

    with time_machine.travel(in_a_year - timedelta(days=1, minutes=1), tick=False):
        visitor = Visitor(app)
        visitor.sign_in(PERSONA)
        assert visitor.get("/").status_code == 200
    with time_machine.travel(in_a_year + timedelta(minutes=1), tick=False):
        later = Visitor(app)
        later.sign_in(PERSONA)
        assert later.get("/").location == "/agreement/sign?next=/"
