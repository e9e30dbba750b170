"""A test client that reads every page it gets as a browser and an auditor would."""

from __future__ import annotations

import re
import secrets
from collections import Counter
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from hmis_web.domain import sign_in as signing
from hmis_web.web.access_guard import TOKEN
from hmis_web.web.state import installation, now, origin, today
from tests.personas import PASSWORD

CSRF = "csrf_token"

TOKENS = re.compile(r"[\w-]{20,}\.[\w-]{6}\.[\w-]{20,}|\b[0-9a-f]{12,32}\b")
"""What differs each time: CSRF tokens, idempotency keys, a request's reference."""
FIELDS = {"input", "select", "textarea"}
WITHOUT_LABEL = {"hidden", "submit"}
_passed: set[tuple[str, bool]] = set()
ALLOWED_PARSE_ERRORS = {"expected-doctype-but-got-start-tag", "expected-doctype-but-got-chars"}


class Visitor:
    """One person's browser without JavaScript. Every HTML answer is parsed strictly and audited."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client: FlaskClient = app.test_client()

    def sign_in(self, username: str, password: str = PASSWORD) -> TestResponse:
        """Sign in through the page."""
        token = field_value(self.get("/sign-in"), CSRF)
        return self.client.post("/sign-in", data={"username": username, "password": password, CSRF: token})

    def enter(self, username: str) -> None:
        """Be signed in: the domain begins the session, as the page has it done, without drawing the page."""
        with self.app.test_request_context(environ_base=self.client.environ_base):
            parts, moment, day, came_from = installation(), now(), today(), origin()
        with parts.database.session(write=True) as session:
            token = signing.sign_in(session, username, PASSWORD, parts.limits, moment, day, came_from)
            session.commit()
        assert token is not None, f"{username} is not let in"
        with self.client.session_transaction() as cookie:
            cookie.clear()
            cookie.update({TOKEN: token, CSRF: secrets.token_hex(20)})

    def get(self, path: str, *, htmx: bool = False, **arguments: Any) -> TestResponse:
        """Fetch and audit a page."""
        return self._checked(self.client.get(path, headers=_headers(htmx), **arguments), whole=not htmx)

    def post(
        self, path: str, data: dict[str, Any] | None = None, *, htmx: bool = False, **arguments: Any
    ) -> TestResponse:
        """Send a form, with the CSRF token that the page's form would carry."""
        sent = {CSRF: self.csrf_token(), **(data or {})}
        return self._checked(
            self.client.post(path, data=sent, headers=_headers(htmx), **arguments), whole=not htmx
        )

    def csrf_token(self) -> str:
        """A token that the forms of this browser carry; before its first page, it is fetched."""
        with self.client.session_transaction() as cookie:
            known = cookie.get(CSRF)
        if known:
            signer = URLSafeTimedSerializer(self.app.secret_key or "", salt="wtf-csrf-token")
            return str(signer.dumps(known))
        return field_value(self.client.get("/", follow_redirects=True), CSRF)

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


def filled(response: TestResponse) -> dict[str, str]:
    """What the page's main form would send as it stands: a box that is not ticked sends nothing."""
    form = page(response).select_one("main form.panel, main .panel form[novalidate]")
    assert form is not None, "no form on the page"
    sent: dict[str, str] = {}
    for field in form.select("input[name], textarea[name], select[name]"):
        if field.name == "textarea":
            sent[str(field["name"])] = field.text.removeprefix("\n").strip("\r\n")
        elif field.name == "select":
            chosen = field.select_one("option[selected]") or field.select_one("option")
            sent[str(field["name"])] = str(chosen["value"]) if chosen else ""
        elif field.get("type") not in ("checkbox", "radio") or field.has_attr("checked"):
            sent[str(field["name"])] = str(field.get("value", ""))
    return sent


def audit_html(text: str, *, whole: bool) -> None:
    """Fails on parse errors, repeated ids, missing title, h1 or labels, inline script or style. A page that
    passed is not read again when it differs in its tokens alone."""
    seen = TOKENS.sub("", text), whole
    if seen in _passed:
        return
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(text) if whole else parser.parseFragment(text)
    errors = [error for error in parser.errors if error[1] not in ALLOWED_PARSE_ERRORS]
    assert not errors, errors[:3]
    elements = [element for element in tree.iter() if isinstance(element.tag, str)]
    ids = Counter(element.get("id") for element in elements)
    del ids[None]
    assert not ids or max(ids.values()) == 1, sorted(name for name, count in ids.items() if count > 1)
    assert not [element for element in elements if _holds_code(element)], "inline code"
    if whole:
        title = tree.find("head/title")
        assert title is not None, "no title"
        assert (title.text or "").strip(), "empty title"
        headings = sum(element.tag == "h1" for element in elements)
        assert headings == 1, f"{headings} h1"
    _audit_labels(elements)
    _passed.add(seen)


def _holds_code(element: Element) -> bool:
    """Whether a strict Content-Security-Policy would stop it."""
    return (
        element.tag == "style"
        or (element.tag == "script" and "src" not in element.attrib)
        or any(name == "style" or str(name).startswith("on") for name in element.attrib)
    )


def _audit_labels(elements: list[Element]) -> None:
    """Every field has a name that is read aloud."""
    labels = [element for element in elements if element.tag == "label"]
    labelled = {label.get("for") for label in labels}
    inside = {id(field) for label in labels for field in label.iter()}
    for field in elements:
        if field.tag not in FIELDS or (field.tag == "input" and field.get("type") in WITHOUT_LABEL):
            continue
        named = field.get("aria-label") or field.get("aria-labelledby") or id(field) in inside
        assert named or field.get("id") in labelled, f"no label for {field.get('name')}"


def _headers(htmx: bool) -> dict[str, str]:
    return {"HX-Request": "true"} if htmx else {}
