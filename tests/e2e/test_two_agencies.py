"""Two agencies, and a whole SSN, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, expect

from hmis_web.db.session import Database
from tests.e2e.conftest import TWO_AGENCIES, Enter, Town, access_key
from tests.e2e.test_journey import services_logged
from tests.e2e.test_lock import DAY, half_fill

pytestmark = pytest.mark.browser

READY = "window.ready = new Promise(done => addEventListener('htmx:after:process', () => done())); 0"


def test_switch_in_another_tab_saves_nothing_for_the_wrong_agency(
    any_context: BrowserContext, enter: Enter, town: Town, database: Database
) -> None:
    page, other = enter(any_context, TWO_AGENCIES), any_context.new_page()
    half_fill(page, town)
    expect(page.get_by_role("button", name="Save service for Open Door")).to_be_visible()
    other.goto("/agencies")
    other.get_by_role("main").get_by_role("button", name="Elm House").click()
    expect(other.locator(".who .names")).to_contain_text("Acting for Elm House")

    page.get_by_role("button", name="Save service").click()

    expect(page.get_by_role("heading", name="You act for another agency now")).to_be_visible()
    assert services_logged(database) == 0
    page.get_by_role("button", name="Switch to Open Door and go on").click()
    expect(page.get_by_label("Date of service")).to_have_value(DAY)


def test_switch_keeps_what_was_typed_and_offers_the_record_again(
    context: BrowserContext, enter: Enter, town: Town
) -> None:
    page = enter(context, TWO_AGENCIES)
    half_fill(page, town)

    access_key(page, "g")
    page.get_by_role("button", name="Elm House").click()
    expect(page.locator(".who .names")).to_contain_text("Elm House")
    expect(page.locator("main")).to_contain_text("does not see that client")
    expect(page.locator("main")).to_contain_text("My unfinished entries")
    page.goto(town.client_page)
    page.get_by_role("button", name="Switch to Open Door and open it").click()

    expect(page.get_by_role("heading", name="Teresa Martin")).to_be_visible()
    page.goto(town.service_page)
    expect(page.get_by_label("Date of service")).to_have_value(DAY)


def test_whole_ssn_hides_again_after_thirty_seconds(
    context: BrowserContext, enter: Enter, town: Town
) -> None:
    page = enter(context, "direct-service")
    page.clock.install()
    page.goto(town.client_page)
    page.get_by_text("Show the whole SSN").click()
    page.evaluate(READY)
    page.get_by_label("Why do you need").press("Shift")
    page.evaluate("ready")
    page.get_by_role("button", name="Show it").click()
    expect(page.locator("#ssn-reason-error")).to_contain_text("Choose why you need the number")
    page.get_by_label("Why do you need").select_option("benefits")
    page.get_by_role("button", name="Show it").click()
    expect(page.locator("#ssn")).to_contain_text("900-12-4471")

    page.clock.fast_forward("00:31")

    expect(page.locator("#ssn")).to_contain_text("···-··-4471")
    assert "900-12-4471" not in page.content()
    assert page.url.endswith(town.client_page)


def test_whole_ssn_without_javascript_leads_back_by_itself(
    plain_context: BrowserContext, enter: Enter, town: Town
) -> None:
    page = enter(plain_context, "direct-service")
    page.goto(town.client_page)
    page.get_by_text("Show the whole SSN").click()
    page.get_by_label("Why do you need").select_option("identity")
    with page.expect_response("**/ssn") as answer:
        page.get_by_role("button", name="Show it").click()

    assert answer.value.headers["refresh"] == f"30; url={town.client_page}"
    expect(page.locator("#ssn")).to_contain_text("900-12-4471")
    page.get_by_role("link", name="Hide").click()
    expect(page.get_by_role("heading", name="Teresa Martin")).to_be_visible()
    assert "900-12-4471" not in page.content()
