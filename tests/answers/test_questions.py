"""HUD's questions on a page: what a posted form says, and how the page shows them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask, render_template_string
from werkzeug.datastructures import MultiDict

from hmis_web.domain.answers import Prior
from hmis_web.standards.elements import CollectionPoint, Person
from hmis_web.standards.forms import Place, Section, cleaned, form_for, opening_keys, shown
from hmis_web.web.questions import anchor, read_form

PREFIX = "m12-"
HEAD = Person(is_hoh=True, is_adult=True)
FORM = form_for(CollectionPoint.ENTRY, Place(3, frozenset({15})), HEAD)
LEAVING = form_for(CollectionPoint.EXIT, Place(12, frozenset({1})), HEAD)
PARENTS = (
    "disabilities.8.disability_response",
    "disabilities.8.viral_load_available",
    "income_benefits.income_from_any_source",
    "income_benefits.earned",
    "income_benefits.other_income_source",
)
ALWAYS = {"enrollment.living_situation"}
"""What is asked whatever was answered."""
BEFORE = date(2025, 3, 4)


@pytest.fixture
def read(app: Flask) -> Any:
    """`read(form, {key: text})`: (answers, errors)."""

    def posted(form: tuple[Section, ...], told: dict[str, str], **options: Any) -> Any:
        fields = MultiDict({PREFIX + key: text for key, text in told.items()})
        with app.test_request_context("/"):
            return read_form(form, PREFIX, fields=fields, **options)

    return posted


def draw(app: Flask, form: tuple[Section, ...], answers: dict[str, Any], **options: Any) -> BeautifulSoup:
    """The questions that the answers show, drawn."""
    given = {"prior": {}, "errors": {}, "notices": {}} | options
    source = (
        '{% from "components/question.html" import questions %}'
        '{{ questions(form, answers, prior, errors, "m12-", notices, ask="/ask", target="#all") }}'
    )
    with app.test_request_context("/"):
        html = render_template_string(source, form=shown(form, answers), answers=answers, **given)
    return BeautifulSoup(html, "html5lib")


def test_posted_answers_are_typed(read: Any) -> None:
    answers, errors = read(FORM, {
        "enrollment.living_situation": "435", "enrollment.date_to_street_essh": "11/03/2025",
        "enrollment.enrollment_coc": " XX-501 ", "income_benefits.earned": "1",
        "income_benefits.earned_amount": "$1,128.5", "disabilities.8.t_cell_count": "300",
        "enrollment.los_under_threshold": "1",
    })  # fmt: skip

    assert errors == {}
    assert answers["enrollment.living_situation"] == 435
    assert answers["enrollment.date_to_street_essh"] == date(2025, 11, 3)
    assert answers["enrollment.enrollment_coc"] == "XX-501"
    assert (answers["income_benefits.earned"], answers["income_benefits.ssi"]) == (1, 0)
    assert answers["income_benefits.earned_amount"] == Decimal("1128.50")
    assert answers["disabilities.8.t_cell_count"] == 300
    assert "enrollment.los_under_threshold" not in answers  # worked out, never taken from a form


@pytest.mark.parametrize("case", [
    ("enrollment.living_situation", "422", "Choose one of the answers offered"),
    ("enrollment.living_situation", "4x5", "Choose one of the answers offered"),
    ("enrollment.date_to_street_essh", "2025-13-01", "Enter a date such as 11/03/2026"),
    ("income_benefits.earned_amount", "lots", "Enter an amount in dollars, such as 450.00"),
    ("income_benefits.earned_amount", "1.001", "Enter an amount in dollars and cents, such as 450.00"),
    ("income_benefits.earned_amount", "1e999999", "Enter an amount in dollars, such as 450.00"),
    ("income_benefits.earned_amount", "NaN", "Enter an amount in dollars and cents, such as 450.00"),
    ("disabilities.8.viral_load", "-4", "Enter a whole number"),
    ("disabilities.8.viral_load", "²", "Enter a whole number"),
    ("income_benefits.other_income_source_identify", "x" * 51, "Say it in at most 50 characters"),
])  # fmt: skip
def test_unreadable_answer_says_what_to_enter(read: Any, app: Flask, case: tuple[str, str, str]) -> None:
    key, text, message = case

    answers, errors = read(
        FORM, dict.fromkeys(PARENTS, "1") | {"enrollment.living_situation": "116", key: text}
    )

    assert errors == {key: message}
    assert read(FORM, {key: text})[1] == ({} if key not in ALWAYS else errors)
    if key in answers.typed:
        page = draw(app, FORM, answers, errors=errors)
        control = page.find(id=anchor(PREFIX, key))
        assert control is not None
        assert control.get("value", text) == text
        assert control["aria-invalid"] == "true"
        assert page.find(id=control["aria-describedby"].split()[-1]).get_text().endswith(message)


def test_confirmed_section_takes_earlier_answers_for_what_was_left_blank(read: Any) -> None:
    prior = {
        "income_benefits.income_from_any_source": Prior(1, BEFORE, CollectionPoint.ENTRY),
        "income_benefits.earned_amount": Prior(Decimal("700.00"), BEFORE, CollectionPoint.ENTRY),
        "income_benefits.earned": Prior(1, BEFORE, CollectionPoint.ENTRY),
        "income_benefits.benefits_from_any_source": Prior(0, BEFORE, CollectionPoint.ENTRY),
    }

    answers, errors = read(FORM, {"same.income": "1"}, prior=prior)

    assert errors == {}
    values = cleaned(FORM, answers)
    assert values["income_benefits.total_monthly_income"] == Decimal("700.00")
    assert "income_benefits.benefits_from_any_source" not in values


def test_retired_code_is_offered_and_taken_only_where_it_stands(read: Any, app: Flask) -> None:
    key = "exit.destination"
    known = {key: Prior(336, BEFORE, CollectionPoint.EXIT)}

    assert read(LEAVING, {key: "336"})[1] == {key: "Choose one of the answers offered"}
    assert read(LEAVING, {key: "336"}, prior=known)[1] == {}
    assert read(LEAVING, {key: "336"}, stored={key: 336})[1] == {}
    page = draw(app, LEAVING, {key: 336})
    assert page.find("option", selected=True)["value"] == "336"
    assert draw(app, LEAVING, {}).find("option", value="336") is None
    assert len(page.find(id=anchor(PREFIX, key)).find_all("optgroup")) >= 5


def test_every_question_is_labelled_and_ticks_stand_in_one_group(app: Flask) -> None:
    answers = {
        "income_benefits.income_from_any_source": 1, "income_benefits.earned": 1,
        "income_benefits.insurance_from_any_source": 1, "health_and_dv.domestic_violence_survivor": 1,
        "disabilities.8.disability_response": 1, "enrollment.living_situation": 435,
    }  # fmt: skip

    page = draw(app, FORM, cleaned(FORM, answers), notices={"enrollment.disabling_condition": "Unknown"})

    ids = [element["id"] for element in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    for control in page.find_all(["input", "select"]):
        kind = control.get("type", "")
        labelled = control.find_parent("label") or page.find("label", attrs={"for": control.get("id")})
        assert labelled is not None, control
        assert kind != "radio" or control.find_parent("fieldset").legend.get_text(strip=True)
    groups = page.select("fieldset.ticks")
    assert [group.legend.get_text(" ", strip=True) for group in groups] == [
        "Which sources? 4.02", "Which insurance? 4.04",
    ]  # fmt: skip
    amount = page.find(id=anchor(PREFIX, "income_benefits.earned_amount"))
    assert amount.find_parent("li").find("input", type="checkbox")["name"].endswith("income_benefits.earned")
    asks = {element.get("name") or element["id"] for element in page.find_all(attrs={"hx-post": "/ask"})}
    assert any("living-situation" in name or "living_situation" in name for name in asks)
    assert {"enrollment.living_situation", "enrollment.length_of_stay"} <= opening_keys()
    assert "Unknown" in page.find(id=f"{anchor(PREFIX, 'enrollment.disabling_condition')}-notice").get_text()


def test_earlier_answer_is_told_in_words(app: Flask) -> None:
    prior = {"income_benefits.income_from_any_source": Prior(1, BEFORE, CollectionPoint.ENTRY)}

    page = draw(app, FORM, {}, prior=prior)

    told = page.select_one(".prior").get_text(strip=True)
    assert told == "Before: Yes (04 Mar 2025, at entry)"
    assert page.find("input", attrs={"name": f"{PREFIX}same.income"}) is not None
    assert page.find("input", attrs={"name": f"{PREFIX}same.benefits"}) is None
