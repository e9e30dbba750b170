"""A test client that reads every page it gets as a browser and an auditor would."""

from __future__ import annotations

from typing import Any

import html5lib
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.personas import PASSWORD

ALLOWED_PARSE_ERRORS = {"expected-doctype-but-got-start-tag", "expected-doctype-but-got-chars"}


class Visitor:
    """One person's browser without JavaScript. Every HTML answer is parsed strictly and audited."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client: FlaskClient = app.test_client()

    def sign_in(self, username: str, password: str = PASSWORD) -> TestResponse:
        """Sign in through the page."""
        token = field_value(self.get("/sign-in"), "csrf_token")
        return self.client.post(
            "/sign-in", data={"username": username, "password": password, "csrf_token": token}
        )

    def get(self, path: str, *, htmx: bool = False, **arguments: Any) -> TestResponse:
        """Fetch and audit a page."""
        return self._checked(self.client.get(path, headers=_headers(htmx), **arguments), whole=not htmx)

    def post(
        self, path: str, data: dict[str, Any] | None = None, *, htmx: bool = False, **arguments: Any
    ) -> TestResponse:
        """Send a form; the CSRF token is fetched from Home, as the page's form would carry it."""
        sent = {"csrf_token": self.csrf_token(), **(data or {})}
        return self._checked(
            self.client.post(path, data=sent, headers=_headers(htmx), **arguments), whole=not htmx
        )

    def csrf_token(self) -> str:
        """A token that the signed-in person's forms carry."""
        response = self.client.get("/", follow_redirects=True)
        return field_value(response, "csrf_token")

    def _checked(self, response: TestResponse, *, whole: bool) -> TestResponse:
        if response.mimetype == "text/html" and response.text.strip():
            audit_html(response.text, whole=whole and "<html" in response.text)
        return response


def page(response: TestResponse) -> BeautifulSoup:
    """The answer as a tree to select from."""
    return BeautifulSoup(response.text, "html.parser")


def field_value(response: TestResponse, name: str) -> str:
    """The value of the first field called `name`."""
    found = page(response).select_one(f"[name={name}]")
    assert found is not None, f"no field {name} on the page"
    return str(found["value"])


def audit_html(text: str, *, whole: bool) -> None:
    """Fails on parse errors, repeated ids, missing title, h1 or labels, inline script or style."""
    parser = html5lib.HTMLParser()
    parser.parse(text) if whole else parser.parseFragment(text)
    errors = [error for error in parser.errors if error[1] not in ALLOWED_PARSE_ERRORS]
    assert not errors, errors[:3]
    tree = BeautifulSoup(text, "html.parser")
    ids = [tag["id"] for tag in tree.select("[id]")]
    assert len(ids) == len(set(ids)), sorted({i for i in ids if ids.count(i) > 1})
    assert not tree.select("[style], style, script:not([src]), [onclick], [onchange], [onload]"), (
        "inline code"
    )
    if whole:
        assert tree.title is not None, "no title"
        assert tree.title.text.strip(), "empty title"
        assert len(tree.select("h1")) == 1, f"{len(tree.select('h1'))} h1"
    for field in tree.select("input:not([type=hidden], [type=submit]), select, textarea"):
        labelled = field.get("aria-label") or field.get("aria-labelledby") or field.find_parent("label")
        assert labelled or tree.select(f"label[for='{field.get('id')}']"), f"no label for {field.get('name')}"


def _headers(htmx: bool) -> dict[str, str]:
    return {"HX-Request": "true"} if htmx else {}
