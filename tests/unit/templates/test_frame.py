"""The frame, the fragments, and what holds for all templates."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from jinja2 import TemplateRuntimeError

from hmis_web.domain import agreement
from tests.unit.templates.conftest import TEMPLATES

FRAME = {
    "community_name": "Riverbend",
    "help_url": "",
    "flash_messages": [],
    "actor": SimpleNamespace(display_name="Priya Nair"),
    "actor_agency": "Open Door Housing",
    "actor_role": "Direct Service",
    "navigation": [
        {
            "key": "reports",
            "label": "Reports",
            "url": "/reports",
            "icon": "reports",
            "current": True,
            "shortcut": "r",
        }
    ],
}
HIT = {
    "url": "/clients/1",
    "name": "Teresa Martin",
    "detail": "66 years",
    "identifier": "R-1",
    "last4": "",
    "why": "",
    "alert": False,
}
JOB = {
    "id": 7,
    "label": "Import",
    "state": "running",
    "message": "Checking",
    "fraction": 0.5,
    "started": datetime(2026, 11, 22, 11, 20, tzinfo=UTC),
    "poll_url": "/jobs/7",
    "poll_seconds": 2,
    "refresh_url": "/imports/3",
    "cancel_url": None,
}
SSN = {"number": "900-12-4471", "last4": "4471", "url": "/clients/1/ssn", "back": "/clients/1"}
TOAST = {"kind": "good", "text": "Logged", "undo_url": "", "focus": False}
FOUND = {"results": [], "more": False, "add_url": ""}
FRAGMENTS = [
    ("intake/_client_results.html", {**FOUND, "query": "mar", "results": [HIT]}, "find-results"),
    ("intake/_client_results.html", {**FOUND, "query": ""}, "find-results"),
    ("admin/_job_progress.html", {"job": JOB}, "job-7"),
    ("auth/_agreement.html", {"agreement": agreement.current()}, "agreement"),
    ("intake/_ssn.html", {"ssn": SSN, "seconds": 30, "form": None}, "ssn"),
    ("components/_flash.html", {"flash_messages": [TOAST]}, "flash"),
]
PAGES = sorted(TEMPLATES.rglob("*.html"))


def page(templates, name, **context) -> BeautifulSoup:
    return BeautifulSoup(templates.get_template(name).render(FRAME | context), "html5lib")


def test_frame_signed_in_shows_who_acts_for_whom_and_one_click_sign_out(templates):
    found = page(templates, "errors/404.html")

    assert "Open Door Housing" in found.find("header").get_text()
    assert "Priya Nair" in found.find("header").get_text()
    lock = found.find("form", class_="lock")
    assert (lock["action"], lock.button.get_text()) == ("/lock", "Lock")
    sign_out = found.find("form", class_="sign-out")
    assert sign_out["method"] == "post"
    assert sign_out.find("input", attrs={"name": "csrf_token"})["value"] == "fresh-token"
    assert "fresh-token" in found.body["hx-headers:inherited"]
    assert found.find("a", attrs={"aria-current": "page"})["href"] == "/reports"


def test_frame_signed_out_has_no_areas_no_search_and_no_token(templates):
    found = page(templates, "errors/404.html", actor=None)

    assert found.find("nav") is None
    assert found.find(role="search") is None
    assert "fresh-token" not in str(found)
    assert found.h1.get_text() == "There is nothing here"


def test_frame_without_the_right_to_search_has_no_search_box(templates):
    assert page(templates, "errors/404.html", search_url="").find(role="search") is None


def test_page_without_title_is_refused(templates):
    with pytest.raises(TemplateRuntimeError, match="title"):
        templates.from_string('{% extends "base.html" %}{% block main %}x{% endblock %}').render(FRAME)


def test_error_500_needs_nobody_signed_in_and_shows_the_reference_only(templates):
    found = page(templates, "errors/500.html", reference="7f3a-91c2")

    assert "7f3a-91c2" in found.main.get_text()
    assert "Priya" not in found.get_text()


def test_error_503_keeps_what_was_typed(templates):
    fields = [("note", "slept outside"), ("project", "1"), ("project", "2"), ("csrf_token", "stale")]

    found = page(templates, "errors/503.html", fields=fields, post_url="/services/new")

    form = found.main.find("form")
    sent = [(each["name"], each["value"]) for each in form.find_all("input")]
    assert form["action"] == "/services/new"
    assert sent == [
        ("csrf_token", "fresh-token"),
        ("note", "slept outside"),
        ("project", "1"),
        ("project", "2"),
    ]


@pytest.mark.parametrize(("name", "context", "root"), FRAGMENTS)
def test_fragment_renders_alone_with_one_root(templates, name, context, root):
    found = BeautifulSoup(templates.get_template(name).render(context), "html.parser")

    elements = [each for each in found.children if each.name]
    assert [each["id"] for each in elements] == [root]


def test_search_list_does_not_open_a_record_of_which_only_the_existence_is_told(templates):
    hidden = HIT | {"url": None, "name": "A record exists", "identifier": "R-12345"}

    context = FOUND | {"query": "x", "results": [HIT, hidden]}
    html = templates.get_template("intake/_client_results.html").render(context)

    found = BeautifulSoup(html, "html.parser")
    assert [each["href"] for each in found.find_all(role="option")] == ["/clients/1"]
    assert "R-12345" in found.get_text()


@pytest.mark.parametrize(
    ("state", "polls"), [("queued", True), ("running", True), ("done", False), ("failed", False)]
)
def test_job_progress_asks_again_only_until_it_is_finished(templates, state, polls):
    html = templates.get_template("admin/_job_progress.html").render(job=JOB | {"state": state})

    root = BeautifulSoup(html, "html.parser").div
    assert root.has_attr("hx-get") is polls
    assert root.find("a", href="/imports/3"), "works without JavaScript, too"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_template_has_nothing_inline_and_stays_short(path):
    text = path.read_text(encoding="utf-8")

    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|hx-on|js:", text)
    assert len(text.splitlines()) <= 120
