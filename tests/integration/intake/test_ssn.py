"""Showing a whole SSN: who may, with which words, and what is left of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from hmis_web.db.session import Database
from hmis_web.models import AuditEvent
from tests.browser import Visitor, page
from tests.town import Town

Enter = Callable[[str], Visitor]
WHOLE = "900-12-1234"


@pytest.fixture
def path(town: Town) -> str:
    return f"/clients/{town.client}/ssn"


def test_number_is_masked_until_a_reason_is_given(
    signed_in: Enter, town: Town, path: str, database: Database
) -> None:
    visitor = signed_in("direct-service")
    client = visitor.get(f"/clients/{town.client}")
    assert WHOLE not in client.text
    assert "900121234" not in client.text
    form = page(client).select_one("#ssn form")
    assert form is not None
    assert form["action"] == path

    shown = visitor.post(path, {"reason": "benefits", "words": ""})

    assert WHOLE in shown.text
    assert shown.headers["Refresh"] == f"30; url=/clients/{town.client}"
    assert shown.headers["Cache-Control"] == "no-store"
    assert "1234" not in page(shown).title.text  # type: ignore[union-attr]
    with database.session() as session:
        event = session.scalars(select(AuditEvent).where(AuditEvent.verb == "client:reveal-ssn")).one()
    assert event.client_id == town.client


def test_fragment_shows_the_number_and_how_to_hide_it(signed_in: Enter, town: Town, path: str) -> None:
    shown = signed_in("direct-service").post(path, {"reason": "housing"}, htmx=True)

    number = page(shown).select_one("#ssn [data-remask]")
    assert number is not None
    assert (number.text, number["data-remask"], number["data-seconds"]) == (WHOLE, "···-··-1234", "30")
    assert page(shown).select_one(f"a[href='/clients/{town.client}']")
    assert "Refresh" not in shown.headers


@pytest.mark.parametrize("htmx", [False, True])
@pytest.mark.parametrize(
    "sent", [{}, {"reason": "other"}, {"reason": "other", "words": "is it 900-12-1234?"}]
)
def test_number_without_a_reason_stays_masked(
    signed_in: Enter, path: str, sent: dict[str, str], htmx: bool, database: Database
) -> None:
    refused = signed_in("direct-service").post(path, sent, htmx=htmx)

    assert refused.status_code == 422
    assert page(refused).select_one("#ssn .message")
    if "words" not in sent:
        assert WHOLE not in refused.text
    with database.session() as session:
        assert not session.scalars(select(AuditEvent).where(AuditEvent.verb == "client:reveal-ssn")).all()


@pytest.mark.parametrize(
    ("persona", "status"),
    [("services-only", 403), ("read-only", 403), ("reporting-monitoring", 403), ("outsider", 200)],
)
def test_number_needs_the_right(signed_in: Enter, path: str, town: Town, persona: str, status: int) -> None:
    visitor = signed_in(persona)
    page_of_client = visitor.get(f"/clients/{town.client}")

    assert visitor.post(path, {"reason": "benefits"}).status_code == (404 if status == 200 else status)
    assert page(page_of_client).select_one("#ssn") is None


def test_number_of_another_agencys_client_is_not_found(signed_in: Enter, town: Town) -> None:
    answer = signed_in("direct-service").post(f"/clients/{town.stranger}/ssn", {"reason": "benefits"})

    assert answer.status_code == 404


def test_number_is_never_in_an_address(signed_in: Enter, path: str) -> None:
    assert signed_in("direct-service").client.get(f"{path}?reason=benefits").status_code == 404


def test_eleventh_number_asks_for_the_password_and_then_goes_on(
    signed_in: Enter, town: Town, path: str
) -> None:
    visitor = signed_in("direct-service")
    token = {"csrf_token": visitor.csrf_token()}
    for _time in range(10):
        assert visitor.client.post(path, data=token | {"reason": "benefits"}).status_code == 200

    asked = visitor.client.post(path, data=token | {"reason": "benefits"})

    assert asked.status_code == 303
    assert asked.location == f"/confirm?next=/clients/{town.client}"
