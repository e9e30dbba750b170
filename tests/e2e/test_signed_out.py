"""The shared computer: after Sign out nothing of a client is left, and while signed in nothing of a client is
kept outside the page."""

from __future__ import annotations

import json
from urllib.parse import unquote_plus

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.e2e.conftest import Enter, Town
from tests.e2e.test_journey import Work, run_the_report

pytestmark = pytest.mark.browser

CLIENT_WORDS = ("teresa", "martin", "luz", "4471", "1960")
KEPT_KEYS = {"single-keys"}


def test_back_reload_and_a_new_tab_after_sign_out_show_no_client(
    any_context: BrowserContext, enter: Enter, town: Town
) -> None:
    page = enter(any_context, "direct-service")
    page.goto(town.client_page)
    expect(page.get_by_role("heading", name="Teresa Martin")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in")

    page.go_back()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    after_back = page.content()
    page.reload()
    after_reload = page.content()
    tab = any_context.new_page()
    tab.goto(town.client_page)

    expect(tab.get_by_role("heading", name="Sign in")).to_be_visible()
    for content in (after_back, after_reload, tab.content()):
        assert "Teresa" not in content


def test_second_tab_after_sign_out_in_the_first_shows_no_client_on_return(
    context: BrowserContext, enter: Enter, town: Town
) -> None:
    page, other = enter(context, "direct-service"), context.new_page()
    other.goto("/clients/search")
    other.goto(town.client_page)
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in")

    other.go_back()
    other.go_forward()

    expect(other.get_by_role("heading", name="Sign in")).to_be_visible()
    assert "Teresa" not in other.content()


def test_addresses_titles_and_storage_hold_nothing_of_a_client(
    context: BrowserContext, enter: Enter, town: Town, work: Work
) -> None:
    asked: list[str] = []
    titles: set[str] = set()
    context.on("request", lambda request: asked.append(unquote_plus(request.url).lower()))
    page = enter(context, "agency-manager")
    page.on("load", lambda loaded: titles.add(loaded.title().lower()))

    page.keyboard.press("/")
    page.keyboard.type("teresa martin 4471")
    expect(page.get_by_role("option").first).to_contain_text("Teresa Martin")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Teresa Martin").first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{town.client_page}")
    page.goto(town.service_page)
    page.get_by_role("button", name="Save service").click()
    page.wait_for_url(f"**{town.client_page}")
    run_the_report(page, work)
    page.locator("#Q5a tbody tr").first.get_by_role("link").first.click()
    expect(page.locator("main tbody")).to_contain_text("Teresa Martin")

    kept = json.loads(page.evaluate("JSON.stringify([Object.keys(localStorage), {...sessionStorage}])"))
    assert set(kept[0]) <= KEPT_KEYS
    for text in [*asked, *titles, json.dumps(kept[1]).lower()]:
        assert not [word for word in CLIENT_WORDS if word in text], text
    assert {request.split("/")[2] for request in asked} == {town.address.split("/")[2]}
    assert len(titles) >= 4
