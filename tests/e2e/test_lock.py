"""The lock and the drafts in a real browser: half-filled forms come back, and nobody else sees them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import func, select, update

from hmis_web.db.session import Database
from hmis_web.models import Draft, WebSession
from tests.e2e.conftest import Enter, Town, access_key
from tests.personas import PASSWORD

pytestmark = pytest.mark.browser

DAY = (date.today() - timedelta(days=9)).isoformat()
CLIENT_WORDS = ("Teresa", "Martin", "Luz", "4471", DAY)
ANSWERED = "fetch('/present').then(answer => answer.json()).then(() => 0)"
"""By then the page has read the answer before this one."""
EVERYTHING = """async () => JSON.stringify([
  document.documentElement.outerHTML, {...localStorage}, {...sessionStorage},
  (await indexedDB.databases()).length, "caches" in window ? (await caches.keys()).length : 0])"""


def sit_idle(database: Database, minutes: float) -> None:
    """As if nobody had touched a key for so long."""
    with database.session(write=True, wait=20) as session:
        session.execute(update(WebSession).values(seen_at=datetime.now(UTC) - timedelta(minutes=minutes)))
        session.commit()


def type_until_told(page: Page, database: Database) -> None:
    """Go on typing until the server knows of it: keys are told once a minute, and a key that is pressed while
    a telling is under way waits for the next."""
    while True:
        page.get_by_label("Date of service").press("ArrowUp")
        page.clock.fast_forward("01:05")
        with database.session() as session:
            seen = session.scalar(select(func.max(WebSession.seen_at)))
        if seen is not None and datetime.now(UTC) - seen < timedelta(minutes=5):
            return
        page.wait_for_timeout(50)


def half_fill(page: Page, town: Town) -> None:
    """Another day than the usual one, not saved."""
    page.goto(town.service_page)
    page.get_by_label("Date of service").fill(DAY)


def last_kept(database: Database) -> datetime | None:
    """When a draft was kept last."""
    with database.session() as session:
        return session.scalar(select(func.max(Draft.saved_at)))


def unlock(page: Page) -> None:
    """Give the password."""
    expect(page.get_by_role("heading", name="Locked for")).to_be_visible()
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")


def nothing_of_a_client(page: Page) -> None:
    """Neither in the page nor in anything that the browser keeps."""
    everything = page.evaluate(EVERYTHING) + page.title() + page.url
    assert not [word for word in CLIENT_WORDS if word in everything]


def test_idle_for_fourteen_minutes_warns_and_for_fifteen_locks(
    context: BrowserContext, enter: Enter, town: Town, database: Database
) -> None:
    page = enter(context, "services-only")
    page.clock.install()
    half_fill(page, town)
    sit_idle(database, 1.1)
    with page.expect_response("**/present"):
        page.clock.fast_forward("01:05")
    page.evaluate(ANSWERED)
    page.clock.fast_forward("12:00")
    expect(page.locator("#idle")).to_be_hidden()

    sit_idle(database, 14.2)
    page.clock.fast_forward("01:30")
    expect(page.get_by_role("alert")).to_contain_text("locks within a minute")
    sit_idle(database, 15.1)
    page.clock.fast_forward("01:00")

    page.wait_for_url(f"**/unlock?next={town.service_page}")
    nothing_of_a_client(page)
    page.go_back()
    expect(page.get_by_role("heading", name="Locked for")).to_be_visible()
    nothing_of_a_client(page)
    page.go_forward()
    unlock(page)
    page.wait_for_url(f"**{town.service_page}")
    expect(page.get_by_label("Date of service")).to_have_value(DAY)
    expect(page.locator(".draft")).to_contain_text("You left this unfinished")
    page.get_by_role("button", name="Save service").click()
    page.wait_for_url(f"**{town.client_page}")
    page.goto("/")
    expect(page.locator("main")).not_to_contain_text("unfinished")


def test_typing_goes_on_past_the_limit_in_every_tab(
    context: BrowserContext, enter: Enter, town: Town, database: Database
) -> None:
    page = enter(context, "services-only")
    page.clock.install()
    half_fill(page, town)
    other = context.new_page()
    other.goto(town.client_page)

    for _ten_minutes in range(2):
        sit_idle(database, 10)
        page.clock.fast_forward("10:00")
        type_until_told(page, database)
    other.bring_to_front()
    other.reload()

    expect(other.get_by_role("heading", name="Teresa Martin")).to_be_visible()
    assert page.url.endswith(town.service_page)


def test_key_after_the_warning_goes_on(
    context: BrowserContext, enter: Enter, town: Town, database: Database
) -> None:
    page = enter(context, "services-only")
    page.clock.install()
    page.goto(town.client_page)
    sit_idle(database, 14.2)
    page.clock.fast_forward("14:05")
    expect(page.locator("#idle")).to_be_visible()

    with page.expect_response("**/present"):
        page.keyboard.press("Shift")

    expect(page.locator("#idle")).to_be_hidden()
    page.clock.fast_forward("02:00")
    expect(page.get_by_role("heading", name="Teresa Martin")).to_be_visible()


def test_locked_by_hand_in_every_browser_and_back_where_one_was(
    any_context: BrowserContext, enter: Enter, town: Town
) -> None:
    page = enter(any_context, "direct-service")
    page.goto(town.client_page)

    access_key(page, "l")
    page.wait_for_url("**/unlock?**")

    assert not [word for word in CLIENT_WORDS if word in page.content()]
    page.go_back()
    expect(page.get_by_role("heading", name="Locked for")).to_be_visible()
    page.get_by_label("Password").fill("not the password")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("not your password")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Teresa Martin")).to_be_visible()


def test_form_sent_to_a_locked_session_comes_back_filled_without_javascript(
    plain_context: BrowserContext, enter: Enter, town: Town, database: Database
) -> None:
    page = enter(plain_context, "services-only")
    half_fill(page, town)
    sit_idle(database, 16)

    page.get_by_role("button", name="Save service").click()
    unlock(page)

    page.wait_for_url(f"**{town.service_page}")
    expect(page.get_by_label("Date of service")).to_have_value(DAY)
    page.get_by_role("button", name="Save service").dblclick()
    expect(page).to_have_url(f"{town.address}{town.client_page}")  # the first of the two is cut short


def test_somebody_else_sees_nothing_of_a_half_filled_form(
    context: BrowserContext, enter: Enter, town: Town
) -> None:
    page = enter(context, "services-only")
    half_fill(page, town)
    access_key(page, "l")
    page.wait_for_url("**/unlock?**")

    page.get_by_role("button", name="somebody else").click()
    page.wait_for_url("**/sign-in")
    nothing_of_a_client(page)
    page.get_by_label("User name").fill("agency-manager")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/")
    nothing_of_a_client(page)
    expect(page.locator("main")).not_to_contain_text("unfinished")
    page.goto(town.service_page)
    expect(page.get_by_label("Date of service")).not_to_have_value(DAY)
    expect(page.locator("main")).not_to_contain_text("unfinished")
    page.get_by_role("button", name="Sign out").click()

    mine = enter(context, "services-only")
    mine.get_by_role("link", name="Continue").click()
    expect(mine.get_by_label("Date of service")).to_have_value(DAY)


def test_draft_is_kept_when_leaving_a_field_and_when_the_tab_goes(
    context: BrowserContext, enter: Enter, town: Town, database: Database
) -> None:
    page = enter(context, "services-only")
    half_fill(page, town)
    with page.expect_response("**/drafts"):
        page.get_by_label("Date of service").blur()
    expect(page.get_by_text("Draft kept")).to_be_visible()

    before = last_kept(database)
    page.get_by_label("Date of service").fill("2026-01-05")
    page.goto("/")
    while last_kept(database) == before:
        page.wait_for_timeout(50)

    page.get_by_role("link", name="Continue").click()
    expect(page.get_by_label("Date of service")).to_have_value("2026-01-05")
    page.get_by_role("button", name="Discard").click()
    expect(page.get_by_role("button", name="Discard")).to_have_count(0)
    expect(page.get_by_label("Date of service")).not_to_have_value("2026-01-05")
    page.goto("/")
    expect(page.locator("main")).not_to_contain_text("unfinished")
