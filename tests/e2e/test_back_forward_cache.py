"""The Back button with Chromium's back-forward cache switched on, which Playwright switches off by itself: a
page that comes out of memory shows nothing of a client, however the session ended."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import delete, update

from hmis_web.db.session import Database
from hmis_web.models import WebSession
from tests.e2e.conftest import ARGUMENTS, CHROMIUM, PATIENCE, SCREEN, Enter, Town, access_key
from tests.e2e.test_journey import Work, run_the_report

pytestmark = pytest.mark.browser

CANARIES = (b"Teresa", b"Martin", b"4471", b"900-12", b"Her papers have arrived")
SWITCHED_ON = ["--disable-back-forward-cache"]
TELL = """addEventListener("pageshow", event => {
  const main = document.querySelector("main");
  const seen = main && main.checkVisibility({ visibilityProperty: true });
  console.info(`out of memory: ${event.persisted}, to be seen: ${Boolean(seen)}`);
})"""
OUT_OF_MEMORY = "out of memory: true"
LOCK, SIGN_IN = "Locked for", "Sign in"

Ending = Callable[[Page, Database], None]


@pytest.fixture(scope="module")
def remembering(browser: Browser) -> Iterator[Browser]:
    """Chromium with its back-forward cache. The other browser has started Playwright already."""
    kind = browser.browser_type
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    launched = kind.launch(
        executable_path=CHROMIUM, args=[*ARGUMENTS, *sandbox], ignore_default_args=SWITCHED_ON
    )
    yield launched
    launched.close()


@pytest.fixture
def window(remembering: Browser, town: Town) -> Iterator[BrowserContext]:
    """A window that says of each page whether it comes out of memory."""
    opened = remembering.new_context(viewport=SCREEN, base_url=town.address)
    opened.set_default_timeout(PATIENCE)
    opened.add_init_script(TELL)
    yield opened
    opened.close()


def sign_out(page: Page, _database: Database) -> None:
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in")


def lock(page: Page, _database: Database) -> None:
    access_key(page, "l")
    page.wait_for_url("**/unlock?**")


def sit_idle(_page: Page, database: Database) -> None:
    """The server locks; the browser has heard nothing of it."""
    change(database, seen_at=datetime.now(UTC) - timedelta(minutes=16))


def end_on_server(_page: Page, database: Database) -> None:
    """An administrator ends the session; the browser has heard nothing of it."""
    change(database, ended_at=datetime.now(UTC), ended_why="ended by an administrator")


def delete_session(_page: Page, database: Database) -> None:
    """The row is gone; the browser has heard nothing of it."""
    with database.session(write=True) as session:
        session.execute(delete(WebSession))
        session.commit()


def change(database: Database, **values: object) -> None:
    with database.session(write=True) as session:
        session.execute(update(WebSession).values(**values))
        session.commit()


def client_then_search(window: BrowserContext, enter: Enter, town: Town) -> tuple[Page, list[str]]:
    """A client's page, left for another one; and what is told of pages out of memory."""
    told: list[str] = []
    window.on("console", lambda said: told.append(said.text) if "out of memory" in said.text else None)
    page = enter(window, "direct-service")
    page.goto(town.client_page)
    expect(page.get_by_role("heading", name="Teresa Martin")).to_be_visible()
    page.get_by_role("link", name="Clients").click()
    page.wait_for_url("**/clients/search")
    return page, told


def test_back_while_signed_in_asks_the_server_before_it_shows_a_page_out_of_memory(
    window: BrowserContext, enter: Enter, town: Town
) -> None:
    page, told = client_then_search(window, enter, town)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.go_back(wait_until="commit")

    expect(page.get_by_role("heading", name="Teresa Martin")).to_be_visible()
    assert f"{OUT_OF_MEMORY}, to be seen: false" in told, "the cache is on, or this file proves nothing"
    assert [url for url in asked if url.endswith("/present")]


@pytest.mark.parametrize(
    ("ending", "heading"),
    [
        (sign_out, SIGN_IN),
        (lock, LOCK),
        (sit_idle, LOCK),
        (end_on_server, SIGN_IN),
        (delete_session, SIGN_IN),
    ],
    ids=["signed-out", "locked", "idle", "ended-on-server", "row-deleted"],
)
def test_back_forward_reload_and_a_new_tab_show_no_client(
    window: BrowserContext, enter: Enter, town: Town, database: Database, ending: Ending, heading: str
) -> None:
    page, told = client_then_search(window, enter, town)
    ending(page, database)
    seen: list[str] = []

    for move in (page.go_back, page.go_back, page.go_forward, page.reload):
        move(wait_until="commit")
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
        seen.append(page.content())
    tab = window.new_page()
    tab.goto(town.client_page)
    expect(tab.get_by_role("heading", name=heading)).to_be_visible()

    assert f"{OUT_OF_MEMORY}, to be seen: true" not in told
    assert not [text for text in [*seen, tab.content()] if "Teresa" in text or "4471" in text]


@pytest.mark.parametrize(
    ("ending", "heading"),
    [(sit_idle, LOCK), (delete_session, SIGN_IN)],
    ids=["idle", "row-deleted"],
)
def test_back_without_javascript_shows_no_client(
    remembering: Browser, enter: Enter, town: Town, database: Database, ending: Ending, heading: str
) -> None:
    window = remembering.new_context(viewport=SCREEN, base_url=town.address, java_script_enabled=False)
    window.set_default_timeout(PATIENCE)
    page, _told = client_then_search(window, enter, town)
    ending(page, database)

    for move in (page.go_back, page.go_back):
        move(wait_until="commit")
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
        assert "Teresa" not in page.content()
    window.close()


def test_page_kept_in_a_second_tab_asks_again_after_the_lock_in_the_first(
    window: BrowserContext, enter: Enter, town: Town, database: Database
) -> None:
    page, _told = client_then_search(window, enter, town)
    other = window.new_page()
    other.goto("/")
    lock(other, database)

    page.go_back()

    expect(page.get_by_role("heading", name=LOCK)).to_be_visible()
    assert "Teresa" not in page.content()


def test_profile_on_the_disk_holds_nothing_of_a_client(
    browser: Browser, town: Town, enter: Enter, work: Work, tmp_path: Path
) -> None:
    folder = tmp_path / "profile"
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    window = browser.browser_type.launch_persistent_context(
        folder,
        executable_path=CHROMIUM,
        args=[*ARGUMENTS, *sandbox],
        ignore_default_args=SWITCHED_ON,
        viewport=SCREEN,
        base_url=town.address,
    )
    window.set_default_timeout(PATIENCE)
    page = enter(window, "agency-manager")
    page.get_by_label("Find a client").fill("Teresa Martin 4471")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Teresa Martin").first.click()
    page.goto(town.service_page)
    page.get_by_label("Date of service").fill("1960-03-14")
    page.get_by_role("button", name="Save service").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.goto(town.client_page)
    page.get_by_text("Show the whole SSN").click()
    page.get_by_label("Why do you need").select_option("benefits")
    page.get_by_role("button", name="Show it").click()
    expect(page.locator("#ssn")).to_contain_text("900-12-4471")
    run_the_report(page, work)
    page.locator("#Q5a tbody tr").first.get_by_role("link").first.click()
    expect(page.locator("main tbody")).to_contain_text("Teresa Martin")
    access_key(page, "l")
    page.wait_for_url("**/unlock?**")
    window.close()

    files = [path for path in folder.rglob("*") if path.is_file()]
    found = {(path.name, word) for path in files for word in CANARIES if holds(path, word)}

    assert any(holds(path, b"/static/") for path in files), "there is a profile with something in it"
    assert found == set()


def holds(path: Path, word: bytes) -> bool:
    """Whether a file holds a word, in one byte a letter or in two."""
    content = path.read_bytes()
    return word in content or word.decode().encode("utf-16-le") in content
