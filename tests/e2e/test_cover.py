"""F9: the screen is hidden at once, for eyes and for screen readers, until it is called for again."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.conftest import Enter, Town

pytestmark = pytest.mark.browser

COVER = "The screen is hidden. Press F9 or Esc to show it again."


def is_covered(page: Page) -> bool:
    """Whether nothing but the cover is drawn, and nothing but it is read out."""
    drawn = page.locator("body").inner_text().strip()
    told = page.locator("body").aria_snapshot()
    return drawn == COVER and COVER in told and len(told.splitlines()) == 1


def test_screen_is_hidden_at_once_and_comes_back_with_either_key(
    context: BrowserContext, enter: Enter, town: Town
) -> None:
    page = enter(context, "direct-service")
    page.goto(town.service_page)
    field = page.get_by_label("Date of service")
    field.fill("2026-01-05")
    field.focus()

    for back in ("F9", "Escape"):
        page.keyboard.press("F9")
        assert is_covered(page)
        page.keyboard.type("gc/?")
        assert is_covered(page)
        page.keyboard.press(back)
        expect(page.get_by_role("heading", name="Log a service for Teresa Martin")).to_be_visible()
        expect(field).to_be_focused()
        expect(field).to_have_value("2026-01-05")


def test_hidden_screen_stays_hidden_when_an_answer_arrives_or_the_page_loads_anew(
    context: BrowserContext, enter: Enter, town: Town
) -> None:
    page = enter(context, "direct-service")
    page.goto(town.client_page)
    box = page.get_by_label("Find a client")
    box.fill("mar")
    expect(page.get_by_role("option").first).to_be_visible()
    with page.expect_response("**/clients/search"):
        box.press_sequentially("ti")
        page.keyboard.press("F9")
    assert is_covered(page)

    page.reload()

    assert is_covered(page)
    page.keyboard.press("F9")
    expect(page.get_by_role("heading", name="Teresa Martin")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="Teresa Martin")).to_be_visible()


def test_hidden_screen_hides_open_windows_and_messages(
    context: BrowserContext, enter: Enter, town: Town
) -> None:
    page = enter(context, "services-only")
    page.goto(town.service_page)
    page.get_by_role("button", name="Save service").click()
    expect(page.locator(".toast")).to_be_visible()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()

    page.keyboard.press("F9")

    assert is_covered(page)
    page.keyboard.press("F9")
    expect(page.locator(".toast")).to_be_visible()
    expect(page.get_by_role("dialog")).to_be_hidden()
