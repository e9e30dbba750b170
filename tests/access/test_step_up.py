"""What asks for password and code again (B-12): the table of sensitive endpoints, and how asking goes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from hmis_web.db.session import Database
from hmis_web.models import WebSession
from hmis_web.web.step_up import MARK
from tests.browser import Visitor, page
from tests.personas import ADMINISTRATOR, PASSWORD

Enter = Callable[[str], Visitor]

SENSITIVE = {
    # own second factor and e-mail
    "auth.second_factor_change",
    "auth.recovery_codes",
    "auth.email_change",
    # people, their roles, what roles allow, and training that opens them
    "admin.person_list",
    "admin.person_new",
    "admin.person_show",
    "admin.person_edit",
    "admin.person_disable",
    "admin.person_enable",
    "admin.person_unlock",
    "admin.person_sign_out",
    "admin.person_administrator",
    "admin.person_link",
    "admin.person_second_factor",
    "admin.grant_new",
    "admin.grant_replace",
    "admin.grant_edit",
    "admin.grant_end",
    "admin.role_list",
    "admin.role_new",
    "admin.role_edit",
    "admin.role_restore",
    "admin.role_delete",
    "admin.training_record",
    "admin.training_record_one",
    "admin.training_withdraw",
    # two records of one person become one, and two again
    "intake.duplicate_list",
    "intake.client_merge",
    "intake.merge_list",
    "intake.merge_undo",
    # exports with names
    "admin.export_new",
    "admin.export_own",
    "admin.export_download",
}
"""Who adds an endpoint of one of the kinds in the standard (own second factor or e-mail, users and roles,
exports with names, merging, deleting, revealing many SSNs) adds it here."""


@pytest.fixture
def a_while_ago(database: Database) -> Callable[[], None]:
    """Password and code were given six minutes ago."""

    def age() -> None:
        with database.session(write=True) as session:
            session.execute(
                update(WebSession).values(authenticated_at=datetime.now(UTC) - timedelta(minutes=6))
            )
            session.commit()

    return age


def test_endpoints_that_ask_again_are_those_of_the_table(app: Flask) -> None:
    asking = {name for name, view in app.view_functions.items() if getattr(view, MARK, False)}

    assert asking == SENSITIVE


def test_page_after_a_fresh_sign_in_opens(signed_in: Enter) -> None:
    assert signed_in(ADMINISTRATOR).get("/exports").status_code == 200


def test_page_a_while_after_asks_first_and_comes_back(
    signed_in: Enter, a_while_ago: Callable[[], None]
) -> None:
    visitor = signed_in(ADMINISTRATOR)
    a_while_ago()

    asked = visitor.get("/exports?x=1")
    form = visitor.get(asked.location)
    back = str(page(form).select_one("main [name=next]")["value"])  # type: ignore[index]
    confirmed = visitor.post("/confirm", {"password": PASSWORD, "next": back})

    assert asked.location.startswith("/confirm?next=/exports")
    assert confirmed.location == "/exports?x=1"
    assert visitor.get("/exports").status_code == 200


def test_form_sent_a_while_after_comes_back_to_the_page_it_stood_on(
    signed_in: Enter, a_while_ago: Callable[[], None]
) -> None:
    visitor = signed_in(ADMINISTRATOR)
    a_while_ago()

    assert visitor.post("/exports", {}).location == "/confirm?next=/exports"
    asked = visitor.post("/exports", {}, htmx=True)
    assert (asked.status_code, asked.text) == (200, "")
    assert asked.headers["HX-Redirect"].startswith("/confirm")


def test_file_a_while_after_comes_back_to_its_page(signed_in: Enter, a_while_ago: Callable[[], None]) -> None:
    visitor = signed_in(ADMINISTRATOR)
    a_while_ago()

    assert visitor.get("/exports/7/file").location == "/confirm?next=/exports/7"


def test_confirming_renews_the_token_and_the_old_one_is_dead(app: Flask, signed_in: Enter) -> None:
    visitor = signed_in(ADMINISTRATOR)
    copy = Visitor(app)
    copy.client.set_cookie("hmis", visitor.client.get_cookie("hmis").value)  # type: ignore[union-attr]
    assert copy.get("/").status_code == 200

    visitor.post("/confirm", {"password": PASSWORD})

    assert visitor.get("/").status_code == 200
    assert copy.get("/").status_code == 303


def test_wrong_password_counts_and_locks_as_at_sign_in(
    signed_in: Enter, a_while_ago: Callable[[], None]
) -> None:
    visitor = signed_in(ADMINISTRATOR)
    a_while_ago()

    for _ in range(3):
        assert visitor.post("/confirm", {"password": "something else"}).status_code == 422

    assert visitor.post("/confirm", {"password": PASSWORD}).status_code == 422
    assert visitor.get("/exports").status_code == 303
    assert visitor.post("/confirm", {}).status_code == 422


def test_what_was_typed_is_there_again(signed_in: Enter, a_while_ago: Callable[[], None]) -> None:
    visitor = signed_in(ADMINISTRATOR)
    a_while_ago()

    visitor.post("/exports", {"start": "2026-01-01", "end": "2026-03-04"})
    visitor.post("/confirm", {"password": PASSWORD})

    assert 'value="2026-03-04"' in visitor.get("/exports").text
