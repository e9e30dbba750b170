"""A real server and a real browser: Debian's Chromium, driven over the application on a community of its
own."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from werkzeug.serving import make_server

from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.domain.search import indexing
from tests.factories import hud
from tests.personas import PASSWORD, Community

CHROMIUM = os.environ.get("HMIS_CHROMIUM", "/usr/bin/chromium")
SCREEN = {"width": 1024, "height": 768}
ARGUMENTS = ["--disable-gpu", "--disable-background-networking", "--no-first-run"]


@dataclass(frozen=True)
class Town:
    """What the browser finds: a served address and one client with an active stay."""

    address: str
    client_id: int
    enrollment_id: int


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, without a window."""
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, *sandbox])
        yield launched
        launched.close()


@pytest.fixture
def town(app: Flask, community: Community, database: Database, keyring: KeyRing) -> Iterator[Town]:
    """The application on a free port, with Teresa Martin in a night-by-night shelter and people with names
    like hers."""
    with database.session(write=True) as session:
        shelter = hud.project(session, community.home, "Harbor Nights", project_type=1)
        teresa = hud.client(session, keyring, community.home, ssn="900124471")
        stay = hud.enrollment(session, teresa, shelter, entry_date=date.today() - timedelta(days=30))
        people = [teresa]
        for number, name in enumerate(("Martinez", "Marten", "Marlow", "Mason")):
            born = date(1960 + number, 3, 14)
            people.append(hud.client(session, keyring, community.home, last_name=name, dob=born))
        indexing.reindex_clients(session, [person.id for person in people])
        session.commit()
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Town(f"http://127.0.0.1:{server.server_port}", teresa.id, stay.id)
    server.shutdown()
    thread.join()


@pytest.fixture(params=[True, False], ids=["with-javascript", "without-javascript"])
def any_context(request: pytest.FixtureRequest, browser: Browser, town: Town) -> Iterator[BrowserContext]:
    """A browser window with JavaScript, and one without."""
    context = browser.new_context(viewport=SCREEN, java_script_enabled=request.param, base_url=town.address)
    yield context
    context.close()


@pytest.fixture
def context(browser: Browser, town: Town) -> Iterator[BrowserContext]:
    """A browser window with JavaScript."""
    opened = browser.new_context(viewport=SCREEN, base_url=town.address)
    yield opened
    opened.close()


@pytest.fixture
def enter() -> Callable[[BrowserContext, str], Page]:
    """`enter(context, "services-only")`: that persona's first page."""

    def sign_in(opened: BrowserContext, persona: str) -> Page:
        page = opened.new_page()
        page.goto("/sign-in")
        page.get_by_label("User name").fill(persona)
        page.get_by_label("Password").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/")
        return page

    return sign_in
