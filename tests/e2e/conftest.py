"""A real server and a real browser: Debian's Chromium, driven over the application on a community of its
own."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.domain import agreement, jobs, presets
from hmis_web.domain.search import indexing
from hmis_web.jobs.runner import run_job
from hmis_web.models import Account, AccountGrant, PublicAlert
from tests.browser import Visitor
from tests.factories import hud, own
from tests.personas import PASSWORD_HASH, Community

CHROMIUM = os.environ.get("HMIS_CHROMIUM", "/usr/bin/chromium")
SCREEN = {"width": 1024, "height": 768}
ARGUMENTS = ["--disable-gpu", "--disable-background-networking", "--no-first-run"]
PATIENCE = 15_000
"""Milliseconds; a busy machine may need them."""
TWO_AGENCIES = "two-agencies"
MONTH = timedelta(days=30)


@dataclass(frozen=True)
class Town:
    """What the browser finds: a served address and one client with an active stay."""

    address: str
    client_id: int
    enrollment_id: int

    @property
    def client_page(self) -> str:
        """Teresa's page."""
        return f"/clients/{self.client_id}"

    @property
    def service_page(self) -> str:
        """Where a service is logged for Teresa."""
        return f"/clients/{self.client_id}/enrollments/{self.enrollment_id}/services/new"


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
    """The application on a free port, with Teresa Martin and her child in a night-by-night shelter, and
    people with names like hers."""
    with database.session(write=True) as session:
        teresa_id, stay_id = _settle(session, community, keyring)
        session.commit()
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Town(f"http://127.0.0.1:{server.server_port}", teresa_id, stay_id)
    server.shutdown()
    thread.join()
    server.server_close()


def _settle(session: Session, community: Community, keyring: KeyRing) -> tuple[int, int]:
    today, home = date.today(), community.home
    shelter = hud.project(session, home, "Harbor Nights", project_type=1)
    team = hud.project(session, home, "Street Team", project_type=4)
    hud.funder(session, team, 21)
    teresa = hud.client(session, keyring, home, ssn="900124471")
    luz = hud.client(session, keyring, home, first_name="Luz", dob=today - 80 * MONTH)
    stay = hud.enrollment(session, teresa, shelter, entry_date=today - 3 * MONTH, household_id="H-1")
    hud.enrollment(
        session, luz, shelter, entry_date=today - 3 * MONTH, household_id="H-1", relationship_to_hoh=2
    )
    past = hud.enrollment(session, teresa, team, entry_date=today - 9 * MONTH)
    hud.exit(session, past, today - 4 * MONTH)
    hud.service(session, stay, today - MONTH)
    people = [teresa, luz]
    for number, name in enumerate(("Martinez", "Marten", "Marlow", "Mason")):
        people.append(hud.client(session, keyring, home, last_name=name, dob=date(1960 + number, 3, 14)))
    session.add(
        PublicAlert(
            client_id=teresa.id,
            organization_id=home.id,
            created_at=datetime.now(UTC),
            title="Please call Open Door",
            text="Her papers have arrived.",
            priority="important",
            phone="555-0100",
            ends_on=today + MONTH,
        )
    )
    indexing.reindex_clients(session, [person.id for person in people])
    _add_two_agencies(session, community)
    return teresa.id, stay.id


def _add_two_agencies(session: Session, community: Community) -> None:
    """Somebody who works in direct service at one agency and reads at the other."""
    roles = presets.ensure_roles(session)
    account = Account(
        username=TWO_AGENCIES,
        display_name="Two Agencies",
        password_hash=PASSWORD_HASH,
        is_system_administrator=False,
        agreement_version=agreement.current().version,
        agreement_signed_on=datetime.now(UTC).date(),
        created_at=datetime.now(UTC),
    )
    session.add(account)
    session.flush()
    own.training(session, account)
    for agency, role in ((community.home, "direct-service"), (community.other, "read-only")):
        session.add(
            AccountGrant(
                account_id=account.id,
                organization_id=agency.id,
                role_id=roles[role],
                is_primary=agency is community.home,
            )
        )


@pytest.fixture
def work(app: Flask) -> Callable[[], None]:
    """Do what the worker would: run every unfinished job to its end."""

    def run_all() -> None:
        parts = app.extensions["hmis"]
        with parts.database.session() as session:
            waiting = jobs.unfinished(session)
        for job_id in waiting:
            run_job(parts.settings, parts.database, parts.keyring, parts.queue, job_id)

    return run_all


@pytest.fixture(params=[True, False], ids=["with-javascript", "without-javascript"])
def any_context(request: pytest.FixtureRequest, browser: Browser, town: Town) -> Iterator[BrowserContext]:
    """A browser window with JavaScript, and one without."""
    yield from _window(browser, town, java_script_enabled=request.param)


@pytest.fixture
def context(browser: Browser, town: Town) -> Iterator[BrowserContext]:
    """A browser window with JavaScript."""
    yield from _window(browser, town)


@pytest.fixture
def plain_context(browser: Browser, town: Town) -> Iterator[BrowserContext]:
    """A browser window without JavaScript."""
    yield from _window(browser, town, java_script_enabled=False)


def _window(browser: Browser, town: Town, *, java_script_enabled: bool = True) -> Iterator[BrowserContext]:
    opened = browser.new_context(
        viewport=SCREEN, base_url=town.address, java_script_enabled=java_script_enabled
    )
    opened.set_default_timeout(PATIENCE)
    yield opened
    opened.close()


Enter = Callable[[BrowserContext, str], Page]


@pytest.fixture
def enter(app: Flask, town: Town) -> Enter:
    """`enter(context, "services-only")`: that persona's first page. The page that signs in has tests of its
    own."""

    def sign_in(opened: BrowserContext, persona: str) -> Page:
        visitor = Visitor(app)
        visitor.enter(persona)
        cookie = visitor.client.get_cookie("hmis")
        assert cookie is not None
        opened.add_cookies([{"name": cookie.key, "value": cookie.value, "url": town.address}])
        page = opened.new_page()
        page.goto("/")
        return page

    return sign_in


def tab_to(page: Page, wanted: Locator, limit: int = 40) -> None:
    """Press Tab until `wanted` has the focus; fails when it can't be reached in `limit` steps."""
    for _step in range(limit):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{wanted} is not reached with the keyboard")


def access_key(page: Page, letter: str) -> None:
    """Press Alt with a letter. Chromium looks for access keys in the character that a keyboard sends, which
    Playwright's own `press` leaves out."""
    keyboard = page.context.new_cdp_session(page)
    key = {"modifiers": 1, "key": letter, "code": f"Key{letter.upper()}", "unmodifiedText": letter}
    keyboard.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **key})
    keyboard.send("Input.dispatchKeyEvent", {"type": "char", "text": letter, **key})
    keyboard.send("Input.dispatchKeyEvent", {"type": "keyUp", **key})
    keyboard.detach()
