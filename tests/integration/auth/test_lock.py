"""The lock: when it falls, what it lets through, and what it keeps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from hmis_web.db.session import Database
from hmis_web.models import Account, AuditEvent, WebSession
from tests.browser import Visitor, field_value, page
from tests.personas import PASSWORD, Community
from tests.town import Town

Enter = Callable[[str], Visitor]
START = datetime.now(UTC).replace(hour=10, minute=0, second=0, microsecond=0)
MINUTE = timedelta(minutes=1)
HTMX = {"HX-Request": "true"}


def is_locked(visitor: Visitor, path: str = "/clients/search") -> bool:
    """Whether a page leads to the lock page."""
    answer = visitor.client.get(path)
    return answer.status_code == 303 and answer.location.startswith("/unlock")


def unlock(visitor: Visitor, location: str, password: str = PASSWORD) -> str:
    """Give the password; answers where it leads, empty when it is refused."""
    form = visitor.get(location)
    sent = {"password": password, "next": field_value(form, "next")}
    answer = visitor.client.post("/unlock", data={**sent, "csrf_token": field_value(form, "csrf_token")})
    return answer.location or ""


def test_polling_for_sixteen_minutes_locks(signed_in: Enter, town: Town) -> None:
    with time_machine.travel(START, tick=False) as clock:
        visitor = signed_in("direct-service")
        for _minute in range(14):
            clock.shift(MINUTE)
            assert visitor.client.get("/present", headers=HTMX).status_code == 200
        assert visitor.client.get("/present", headers=HTMX).get_json()["left"] == 60
        clock.shift(MINUTE)

        answer = visitor.client.get("/present", headers=HTMX | {"HX-Current-URL": "http://x/clients/1"})

        assert answer.headers["HX-Redirect"] == "/unlock?next=/clients/1"
        assert "hmis=" in answer.headers["Set-Cookie"], "browsers drop kept pages when the cookie changes"
        clock.shift(MINUTE)
        assert is_locked(visitor)


def test_keys_told_for_twenty_minutes_do_not_lock(signed_in: Enter, town: Town) -> None:
    with time_machine.travel(START, tick=False) as clock:
        visitor = signed_in("direct-service")
        token = visitor.csrf_token()
        for _minute in range(20):
            clock.shift(MINUTE)
            answer = visitor.client.post("/present", data={"csrf_token": token, "ago": "30"})
            assert answer.get_json()["left"] == 14 * 60 + 30

        assert not is_locked(visitor)
        clock.shift(15 * MINUTE)
        assert is_locked(visitor)


def test_keeping_a_draft_is_nobody_at_work(signed_in: Enter, town: Town) -> None:
    with time_machine.travel(START, tick=False) as clock:
        visitor = signed_in("direct-service")
        sent = {"csrf_token": visitor.csrf_token(), "draft_path": town.service_page(), "other_type": "x"}
        for _minute in range(15):
            clock.shift(MINUTE)
            visitor.client.post("/drafts", data=sent)

        assert is_locked(visitor)


def test_far_moment_told_by_a_page_is_cut_short(signed_in: Enter, town: Town) -> None:
    with time_machine.travel(START, tick=False) as clock:
        visitor = signed_in("direct-service")
        token = visitor.csrf_token()
        clock.shift(10 * MINUTE)

        for ago, left in (("999999999", 300), ("300", 600), ("-600", 900)):
            answer = visitor.client.post("/present", data={"csrf_token": token, "ago": ago})
            assert answer.get_json()["left"] == left


def test_lock_asks_for_the_password_and_leads_back(signed_in: Enter, town: Town, database: Database) -> None:
    visitor = signed_in("direct-service")
    before = visitor.client.get_cookie("hmis")

    locked = visitor.post("/lock", {"next": f"/clients/{town.client}"})

    assert locked.location == f"/unlock?next=/clients/{town.client}"
    assert visitor.client.get_cookie("hmis") != before
    lock_page = visitor.get(locked.location)
    assert lock_page.headers["Cache-Control"] == "no-store"
    assert not [word for word in ("Teresa", "Martin", "1234") if word in lock_page.text]
    assert "Direct Service" in page(lock_page).h1.text  # type: ignore[union-attr]
    assert is_locked(visitor, f"/clients/{town.client}")
    assert unlock(visitor, locked.location) == f"/clients/{town.client}"
    assert "Teresa" in visitor.get(f"/clients/{town.client}").text
    with database.session() as session:
        verbs = set(session.scalars(select(AuditEvent.verb)))
    assert {"session:lock", "session:unlock"} <= verbs


def test_unlock_gives_another_token_and_forms_of_other_tabs_stay_valid(
    signed_in: Enter, town: Town, database: Database
) -> None:
    visitor = signed_in("direct-service")
    token = visitor.csrf_token()
    with database.session() as session:
        first = session.scalars(select(WebSession.token_hash)).one()

    unlock(visitor, visitor.post("/lock").location)

    with database.session() as session:
        assert session.scalars(select(WebSession.token_hash)).one() != first
    assert visitor.client.post("/present", data={"csrf_token": token}).status_code == 200


def test_wrong_passwords_at_the_lock_count_as_at_sign_in(
    signed_in: Enter, town: Town, database: Database, community: Community
) -> None:
    visitor = signed_in("direct-service")
    location = visitor.post("/lock").location

    assert [unlock(visitor, location, "not the password") for _miss in range(3)] == ["", "", ""]

    assert unlock(visitor, location) == ""
    with database.session() as session:
        assert session.get_one(Account, community.accounts["direct-service"]).locked_until is not None


def test_messages_wait_behind_the_lock(signed_in: Enter, town: Town) -> None:
    visitor = signed_in("services-only")
    token = {"csrf_token": visitor.csrf_token()}
    sent = token | {"service": "200:200", "date_provided": str(town.today)}
    assert visitor.client.post(town.service_page(), data=sent).status_code == 303
    location = visitor.client.post("/lock", data=token).location

    assert "Bed night" not in visitor.get(location).text
    assert "Bed night logged" in visitor.get(unlock(visitor, location)).text


@pytest.mark.sqlite_only  # only SQLite has one writer at a time
def test_lock_while_the_database_is_busy_locks_the_browser(
    signed_in: Enter, town: Town, database: Database
) -> None:
    visitor = signed_in("direct-service")

    with database.session(write=True):
        locked = visitor.post("/lock")
    assert locked.status_code == 303

    assert is_locked(visitor)
    assert unlock(visitor, "/unlock") == "/"
    assert not is_locked(visitor)


def test_somebody_else_signs_in_after_the_lock_and_the_session_is_over(
    signed_in: Enter, town: Town, database: Database
) -> None:
    visitor = signed_in("direct-service")
    lock_page = visitor.get(visitor.post("/lock").location)

    left = visitor.client.post("/sign-out", data={"csrf_token": field_value(lock_page, "csrf_token")})

    assert left.location == "/sign-in"
    assert "Clear-Site-Data" in left.headers
    assert visitor.sign_in("agency-manager").status_code == 303
    with database.session() as session:
        assert "signed out" in session.scalars(select(WebSession.ended_why)).all()
