"""The macros that every page is drawn with."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from werkzeug.datastructures import MultiDict
from wtforms import Form, RadioField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Optional


class Service(Form):
    date_provided = StringField(
        "Date of service", [InputRequired("Enter the date of service")], description="As 03 Nov 2026"
    )
    amount = StringField("Amount", [Optional()])
    enrolled = RadioField(
        "Program",
        [InputRequired("Choose the program")],
        choices=[SelectChoice("1", "East"), SelectChoice("2", "West")],
    )


@pytest.fixture
def refused() -> Service:
    form = Service(MultiDict({"date_provided": "", "amount": "12"}))
    assert not form.validate()
    return form


def soup(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html5lib")


def test_field_with_error_ties_hint_and_message_to_the_control(draw, refused):
    page = soup(draw("field", "field(f)", f=refused.date_provided))

    control = page.find("input", id="date_provided")
    described = control["aria-describedby"].split()
    texts = [page.find(id=each).get_text(" ", strip=True) for each in described]
    assert texts == ["As 03 Nov 2026", "Error: Enter the date of service"]
    assert control["aria-invalid"] == "true"
    assert page.find("label", attrs={"for": "date_provided"}).get_text(strip=True) == "Date of service"


def test_field_without_hint_or_error_describes_nothing_and_says_optional(draw, refused):
    page = soup(draw("field", "field(f)", f=refused.amount))

    control = page.find("input", id="amount")
    assert not control.has_attr("aria-describedby")
    assert not control.has_attr("aria-invalid")
    assert page.find("label").get_text(" ", strip=True) == "Amount (optional)"


def test_field_of_choices_is_a_group_with_the_question_as_its_name(draw, refused):
    page = soup(draw("field", "field(f)", f=refused.enrolled))

    group = page.find("fieldset")
    assert group.legend.get_text(strip=True) == "Program"
    assert [each.get_text(strip=True) for each in group.find_all("label")] == ["East", "West"]
    assert group["aria-describedby"] == "enrolled-error"


def test_error_summary_links_to_controls_that_are_on_the_page(draw, refused):
    summary = soup(draw("error_summary", "error_summary(form)", form=refused))
    controls = soup(draw("field", "visible_fields(form)", form=refused))

    targets = [link["href"].removeprefix("#") for link in summary.find_all("a")]
    assert targets == ["date_provided", "enrolled-0"]
    assert all(controls.find("input", id=target) for target in targets)
    assert summary.find(role="alert").has_attr("autofocus")


def test_error_summary_of_a_form_without_errors_is_nothing(draw):
    assert draw("error_summary", "error_summary(form)", form=Service()).strip() == ""


def test_post_keys_keep_repeated_names_and_replace_the_token(draw):
    fields = [("project", "1"), ("project", "2"), ("csrf_token", "stale"), ("note", '"<b>')]

    page = soup(draw("button", "post_keys(idempotency_key='k1', fields=fields)", fields=fields))

    sent = [(each["name"], each["value"]) for each in page.find_all("input")]
    assert sent == [
        ("csrf_token", "fresh-token"),
        ("idempotency_key", "k1"),
        ("project", "1"),
        ("project", "2"),
        ("note", '"<b>'),
    ]


def test_save_button_names_the_agency_and_the_form_carries_it(draw):
    own = soup(draw("button", "save_button('Save service')"))
    named = soup(draw("button", "save_button('Save service', agency='Elm House')"))

    assert " ".join(own.button.get_text().split()) == "Save service for Open Door"
    assert own.find("input", attrs={"name": "acting_for"})["value"] == "3"
    assert " ".join(named.button.get_text().split()) == "Save service for Elm House"


def test_toast_undo_posts_with_a_token(draw):
    page = soup(draw("toast", "toast('Shower logged', undo_url='/undo/7')"))

    form = page.find("form", method="post", action="/undo/7")
    assert form.find("input", attrs={"name": "csrf_token"})["value"] == "fresh-token"
    assert form.find("button", type="submit").get_text(strip=True) == "Undo"


def test_flashes_show_good_news_as_toast_and_the_rest_in_the_page(draw):
    messages = [
        {"kind": "good", "text": "Logged", "undo_url": "", "focus": False},
        {"kind": "warn", "text": "Two minutes left", "undo_url": "", "focus": False},
    ]

    page = soup(draw("toast", "flashes(messages)", messages=messages))

    assert page.find(class_="toast").p.get_text(strip=True) == "Logged"
    assert page.find(class_="alert").b.get_text(strip=True) == "Two minutes left"
    assert page.find("form") is None


def test_table_names_itself_and_aligns_numbers(templates):
    page = soup(
        templates.from_string(
            '{% from "components/table.html" import table %}'
            '{% call table(caption="Rows by file", columns=[("File", ""), ("Rows", "num"), ("", "")]) %}'
            '<tr><th scope="row">Client.csv</th><td class="num">7</td><td></td></tr>{% endcall %}'
        ).render()
    )

    assert page.find("caption").get_text() == "Rows by file"
    heads = page.find("thead").find_all("th", scope="col")
    assert [(head.get_text(), head.get("class")) for head in heads] == [("File", None), ("Rows", ["num"])]


def test_progress_of_unknown_length_has_no_value(draw):
    page = soup(draw("progress", "progress(label='Import', message='Reading', fraction=none)"))

    assert not page.find("progress").has_attr("value")


def test_macros_escape_what_people_typed(draw):
    html = draw("tag", "tag(text)", text="<script>alert(1)</script>")

    assert "<script>" not in html
