"""What every answer has in common, whatever the route: headers, the origin of a request, and text that people
typed is never code."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import text
from werkzeug.test import TestResponse

from hmis_web import create_app
from hmis_web.config import Settings
from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.domain.clock import Clock
from hmis_web.extensions import csrf
from tests.access.canaries import Gardener, Planted
from tests.access.routes import routes
from tests.access.test_fields import fill
from tests.browser import Visitor, page
from tests.personas import ADMINISTRATOR, Community
from tests.town import Town

Enter = Callable[[str], Visitor]
ALWAYS = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; object-src 'none'; "
    "frame-ancestors 'none'; form-action 'self'; img-src 'self'; script-src 'self'; style-src 'self'; "
    "connect-src 'self'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
LATEST = text("SELECT * FROM services ORDER BY id DESC LIMIT 1")
CODE = "<img src=x onerror=alert(1)>{{7*7}}'\"a"
"""As a name, a note, an answer: markup, a template's expression, and both quotes."""


@pytest.fixture
def codes(database: Database, community: Community, keyring: KeyRing, settings: Settings) -> Planted:
    """A client of the home agency with code in every text column."""
    as_of = Clock(datetime.now(UTC), settings.timezone).as_of
    with database.session(write=True) as session:
        made = Gardener(session, keyring, CODE).plant(session.merge(community.home), as_of)
        session.commit()
    return made


def every_kind_of_answer(visitor: Visitor, client_id: int) -> dict[str, TestResponse]:
    """A page, a redirect, a refusal, no such record, no such address, a static file, an error."""
    get = visitor.client.get
    style = re.search(r'href="(/static/css/[^"]+)"', get("/").text)
    assert style is not None
    return {
        "page": get(f"/clients/{client_id}"),
        "part": get("/clients/search", headers={"HX-Request": "true"}),
        "redirect": visitor.post("/sign-out"),
        "sign in": get("/sign-in"),
        "stranger": get(f"/clients/{client_id}"),
        "no address": get("/no-such-page"),
        "no token": visitor.client.post("/sign-in"),
        "static": get(style.group(1)),
        "no static": get("/static/none.css"),
        "health": get("/healthz"),
    }


def test_every_answer_carries_the_strict_headers(signed_in: Enter, town: Town) -> None:
    answers = every_kind_of_answer(signed_in(ADMINISTRATOR), town.client)

    wrong = {
        f"{name}: {header}"
        for name, answer in answers.items()
        for header, value in ALWAYS.items()
        if answer.headers.get(header) != value
    }
    assert wrong == set()
    assert {answer.status_code for answer in answers.values()} == {200, 303, 400, 404, 503}
    assert not any("Werkzeug" in answer.headers.get("Server", "") for answer in answers.values())


def test_everything_but_static_files_is_kept_nowhere(signed_in: Enter, town: Town) -> None:
    answers = every_kind_of_answer(signed_in(ADMINISTRATOR), town.client)

    kept = {name for name, answer in answers.items() if answer.headers["Cache-Control"] != "no-store"}
    assert kept == {"static"}


def test_https_is_asked_for_where_cookies_need_it(settings: Settings, community: Community) -> None:
    app = create_app(replace(settings, secure_cookies=True))

    header = app.test_client().get("/sign-in", base_url="https://hmis.example").headers
    app.extensions["hmis"].queue.close()

    assert header["Strict-Transport-Security"] == "max-age=31536000"
    assert header["Set-Cookie"].startswith("__Host-hmis=")
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(header["Set-Cookie"].split("; "))


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_what_another_sites_page_sends_is_refused(signed_in: Enter, town: Town, site: str) -> None:
    visitor = signed_in(ADMINISTRATOR)
    sent = {"csrf_token": visitor.csrf_token()}

    answer = visitor.client.post("/sign-out", data=sent, headers={"Sec-Fetch-Site": site})

    assert answer.status_code == 403
    assert visitor.get("/").status_code == 200
    opened = visitor.client.get(f"/clients/{town.client}", headers={"Sec-Fetch-Site": site})
    assert opened.status_code == 200  # a link from a mail opens


def test_no_route_is_excused_from_the_token_and_it_lasts_as_long_as_the_session(app: Flask) -> None:
    assert csrf._exempt_views == set()
    assert csrf._exempt_blueprints == set()
    assert app.config["WTF_CSRF_TIME_LIMIT"] is None


@pytest.mark.slow
def test_text_that_people_typed_is_never_code(signed_in: Enter, codes: Planted) -> None:
    visitor, seen = signed_in(ADMINISTRATOR), 0

    for headers in ({}, {"HX-Request": "true"}):
        for route in routes():
            if "GET" in route.answers and route.endpoint != "static":
                answer = visitor.client.get(fill(route.address, codes), headers=headers)
                if answer.mimetype != "text/html":
                    continue
                tree = BeautifulSoup(answer.text, "html5lib")
                assert tree.select("[onerror], img[src=x]") == [], route.endpoint
                assert "49'" not in answer.text, route.endpoint
                seen += CODE.split("'", maxsplit=1)[0] in tree.text
    assert seen > 2, "the texts were met on no page"


def test_fields_that_a_form_does_not_ask_for_change_nothing(
    signed_in: Enter, town: Town, database: Database, community: Community
) -> None:
    """The agency, the client, who entered it and when: none of it is the form's to say."""
    visitor = signed_in("direct-service")
    address = town.service_page()
    form = page(visitor.get(address)).select_one("main form")
    assert form is not None
    sent = {
        str(field["name"]): str(field.get("value", ""))
        for field in form.select("input[name]")
        if field.get("type") not in ("radio", "checkbox")
    }
    service = form.select_one("[name=service] option[value]:not([value='']), input[name=service]")
    assert service is not None
    foreign = {
        "organization_id": str(community.other.id),
        "entered_organization_id": str(community.other.id),
        "client_key": "1",
        "client_id": "987654",
        "user_id": "somebody else",
        "date_created": "1999-01-01 00:00:00",
        "date_deleted": "1999-01-01 00:00:00",
        "import_run_id": "7",
        "version": "77",
        "id": "4711",
    }

    answer = visitor.client.post(address, data=sent | {"service": str(service["value"])} | foreign)

    assert answer.status_code == 303, answer.text
    with database.session() as session:
        row = session.execute(LATEST).mappings().one()
    assert row["client_key"] == town.client
    assert row["entered_organization_id"] == community.home.id
    assert (row["date_deleted"], row["import_run_id"], row["version"]) == (None, None, 1)
    assert row["date_created"] > "2000"
    assert row["user_id"] != "somebody else"
    assert row["id"] != 4711
