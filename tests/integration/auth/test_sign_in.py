"""Signing in and out, the guard, headers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from flask import Flask
from sqlalchemy import select

from hmis_web.access.actor import Actor
from hmis_web.db.session import Database
from hmis_web.domain import accounts
from hmis_web.models import Account, WebSession
from tests.browser import Visitor, field_value, page
from tests.personas import PASSWORD, Community

Enter = Callable[[str], Visitor]


def test_page_without_sign_in_leads_to_sign_in_and_back(visitor: Visitor, community: Community) -> None:
    refused = visitor.get("/clients/search")
    assert refused.status_code == 303
    assert refused.location == "/sign-in?next=/clients/search"

    form = visitor.get(refused.location)
    sent = {"username": "read-only", "password": PASSWORD, "next": field_value(form, "next")}
    entered = visitor.client.post("/sign-in", data={**sent, "csrf_token": field_value(form, "csrf_token")})

    assert entered.location == "/clients/search"


def test_next_on_another_host_leads_home(visitor: Visitor, community: Community) -> None:
    form = visitor.get("/sign-in")
    sent = {"username": "read-only", "password": PASSWORD, "next": "//evil.example/x"}
    entered = visitor.client.post("/sign-in", data={**sent, "csrf_token": field_value(form, "csrf_token")})

    assert entered.location == "/"


def test_wrong_password_and_unknown_name_answer_alike(visitor: Visitor, community: Community) -> None:
    wrong = visitor.sign_in("read-only", "not the password at all")
    unknown = visitor.sign_in("nobody-here", "not the password at all")

    assert wrong.status_code == unknown.status_code == 422
    assert page(wrong).select_one("[role=alert]") == page(unknown).select_one("[role=alert]")


def test_third_miss_locks_the_account_even_for_the_right_password(
    visitor: Visitor, community: Community, database: Database
) -> None:
    for _ in range(3):
        visitor.sign_in("read-only", "not the password at all")

    assert visitor.sign_in("read-only").status_code == 422
    with database.session() as session:
        account = session.get_one(Account, community.accounts["read-only"])
    assert account.locked_until is not None


def test_sign_in_elsewhere_ends_the_first_session(app: Flask, signed_in: Enter) -> None:
    first = signed_in("read-only")
    second = signed_in("read-only")

    assert first.get("/").status_code == 303
    assert second.get("/").status_code == 200


def test_sign_out_ends_the_session_and_empties_the_cookie(signed_in: Enter, database: Database) -> None:
    visitor = signed_in("read-only")

    answer = visitor.post("/sign-out")

    assert answer.status_code == 303
    assert "hmis=;" in answer.headers["Set-Cookie"]
    assert visitor.get("/").status_code == 303
    with database.session() as session:
        assert session.scalars(select(WebSession.ended_why)).all() == ["signed out"]


def test_post_without_csrf_token_is_refused(signed_in: Enter) -> None:
    visitor = signed_in("read-only")

    assert visitor.client.post("/sign-out").status_code == 400
    assert visitor.get("/").status_code == 200


def test_disabled_account_is_out_at_the_next_request(
    signed_in: Enter, database: Database, community: Community
) -> None:
    visitor = signed_in("read-only")

    with database.session(write=True) as session:
        session.get_one(Account, community.accounts["read-only"]).is_active = False
        session.commit()

    assert visitor.get("/").status_code == 303


def test_set_up_link_sets_a_password_once(visitor: Visitor, community: Community, database: Database) -> None:
    with database.session(write=True) as session:
        account_id = community.accounts["read-only"]
        token = accounts.issue_set_up_link(session, Actor.system(), account_id, datetime.now(UTC))
        session.commit()
    form = visitor.get(f"/set-up/{token}")
    sent = {"csrf_token": field_value(form, "csrf_token")}

    weak = visitor.client.post(
        f"/set-up/{token}", data={**sent, "password": "short", "repeat_password": "short"}
    )
    strong = {"password": "nine geese over the bay", "repeat_password": "nine geese over the bay"}
    done = visitor.client.post(f"/set-up/{token}", data={**sent, **strong})

    assert weak.status_code == 422
    assert done.status_code == 303
    assert visitor.get(f"/set-up/{token}").status_code == 404
    assert visitor.sign_in("read-only", "nine geese over the bay").status_code == 303


def test_headers_are_strict_on_pages_and_errors(visitor: Visitor, community: Community) -> None:
    for path, status in (("/sign-in", 200), ("/nowhere", 404)):
        answer = visitor.get(path)

        assert answer.status_code == status
        assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
        assert "unsafe" not in answer.headers["Content-Security-Policy"]
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_switching_to_an_agency_without_a_grant_answers_404(signed_in: Enter, community: Community) -> None:
    visitor = signed_in("read-only")

    assert visitor.post("/switch-agency", {"organization_id": community.other.id}).status_code == 404
