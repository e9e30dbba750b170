"""Drafts as pages keep and show them: which forms, for whom, and that nothing is left when they are saved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from hmis_web.access.decorators import access_mark
from hmis_web.db.session import Database
from hmis_web.models import Draft
from hmis_web.web.drafts import FORMS
from tests.browser import Visitor, field_value, page
from tests.town import Town

Enter = Callable[[str], Visitor]


def kept(database: Database) -> int:
    """How many drafts there are."""
    with database.session() as session:
        return session.scalar(select(func.count()).select_from(Draft)) or 0


def type_into(visitor: Visitor, path: str, **fields: str) -> int:
    """What present.js sends a few seconds after a change."""
    return visitor.post("/drafts", {"draft_path": path, **fields}).status_code


def test_forms_that_keep_drafts_are_pages_to_open_and_to_send(app: Flask) -> None:
    for endpoint in FORMS:
        rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint == endpoint]
        assert {"GET", "POST"} <= set().union(*(rule.methods or set() for rule in rules)), endpoint
        assert access_mark(app.view_functions[endpoint]).kind == "permission"  # type: ignore[union-attr]


def test_each_form_marks_itself_and_carries_its_agency(signed_in: Enter, town: Town) -> None:
    visitor = signed_in("agency-manager")

    for path in (town.service_page(), "/reports/apr/new", "/exports"):
        form = page(visitor.get(path)).select_one("form[data-draft]")
        assert form is not None, path
        assert form["action"] == path
        assert form["autocomplete"] == "off"
        assert form.select_one("[name=acting_for]"), path
        assert "for Open Door" in form.select_one("button.save").text  # type: ignore[union-attr]


def test_draft_fills_the_form_says_so_and_goes_with_discard(
    signed_in: Enter, town: Town, database: Database
) -> None:
    visitor, day = signed_in("services-only"), str(town.today - timedelta(days=3))
    assert type_into(visitor, town.service_page(), service="200:200", date_provided=day) == 204

    filled = visitor.get(town.service_page())
    home = visitor.get("/")

    assert field_value(filled, "date_provided") == day
    assert "You left this unfinished on" in filled.text
    listed = page(home).select_one(".lines li")
    assert listed is not None
    assert "Log a service · Teresa Martin" in " ".join(listed.text.split())
    assert listed.a["href"] == town.service_page()  # type: ignore[index]
    discard = page(filled).select_one(".draft form")
    assert discard is not None
    assert visitor.post(str(discard["action"]), {"next": town.service_page()}).location == town.service_page()
    assert "unfinished" not in visitor.get(town.service_page()).text
    assert kept(database) == 0


def test_draft_with_an_answer_that_cannot_be_read_keeps_it_as_typed(signed_in: Enter, town: Town) -> None:
    visitor = signed_in("agency-manager")
    path = town.service_page(stay=town.past_stay)
    type_into(visitor, path, service="141:6", date_provided="03/3")

    assert 'value="03/3"' in visitor.get(path).text


def test_choice_in_the_address_goes_over_the_draft(signed_in: Enter, town: Town) -> None:
    visitor = signed_in("agency-manager")
    path = town.service_page(stay=town.past_stay)
    type_into(visitor, path, service="141:1", date_provided="2026-01-05")

    block = visitor.get(f"{path}?service=141:6", htmx=True)
    chosen = page(visitor.get(f"{path}?service=141:6")).select_one("select option[selected]")

    assert block.status_code == 200
    assert chosen is not None
    assert chosen["value"] == "141:6"


@pytest.mark.parametrize("form", ["service", "report", "export"])
def test_draft_goes_when_its_form_is_saved(
    signed_in: Enter, town: Town, database: Database, form: str
) -> None:
    visitor, day = signed_in("agency-manager"), str(town.today)
    path, sent = {
        "service": (town.service_page(), {"service": "200:200", "date_provided": day}),
        "report": ("/reports/apr/new", {"projects": str(town.shelter), "start": day, "end": day}),
        "export": ("/exports", {"start": day, "end": day, "hash": "y"}),
    }[form]
    assert type_into(visitor, path, **sent) == 204
    assert kept(database) == 1
    refused = visitor.post(path, sent | {"start": "x", "date_provided": "x"})

    assert refused.status_code == 422
    assert kept(database) == 1
    assert visitor.post(path, sent).status_code == 303
    assert kept(database) == 0


def test_draft_holds_no_token_nor_password_and_only_of_listed_forms(
    signed_in: Enter, town: Town, database: Database
) -> None:
    visitor = signed_in("services-only")
    type_into(visitor, town.service_page(), service="200:200", password="Zzyzx", code="123456")

    sent = [("/sign-in", 404), ("/nowhere", 404), ("", 404), ("/reports", 404), ("//evil.example/x", 404)]
    assert [(path, type_into(visitor, path, q="Teresa")) for path, _status in sent] == sent
    assert kept(database) == 1
    filled = visitor.get(town.service_page()).text
    assert "Zzyzx" not in filled
    assert "123456" not in filled


def test_draft_too_long_is_refused_in_words(signed_in: Enter, town: Town, database: Database) -> None:
    visitor = signed_in("services-only")
    answer = visitor.post("/drafts", {"draft_path": town.service_page(), "note": "x" * 70_000}, htmx=True)

    assert answer.status_code == 422
    assert "too long to be kept" in answer.text
    assert kept(database) == 0


def test_nobody_else_sees_or_discards_a_draft(signed_in: Enter, town: Town, database: Database) -> None:
    visitor, other = signed_in("services-only"), signed_in("agency-manager")
    type_into(visitor, town.service_page(), service="200:200", date_provided="2026-01-05")

    assert "unfinished" not in other.get("/").text
    assert "2026-01-05" not in other.get(town.service_page()).text
    assert other.post("/drafts/1/discard").status_code == 404
    assert kept(database) == 1


def test_page_with_a_draft_needs_few_statements(signed_in: Enter, town: Town, query_budget) -> None:
    visitor = signed_in("agency-manager")
    type_into(visitor, town.service_page(), service="200:200")

    for path in (town.service_page(), "/", "/reports/apr/new"):
        visitor.get(path)
        with query_budget(15):
            visitor.get(path)
