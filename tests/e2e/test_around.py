"""A note, an alert and a contact by keyboard alone, on pages that axe has nothing to say of."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.conftest import Enter, Town, tab_to
from tests.e2e.test_every_page import check

pytestmark = pytest.mark.browser


def press(page: Page, role: str, name: str) -> None:
    """Go to a link or button with the Tab key, press Enter, and wait for the page that it leads to."""
    tab_to(page, page.locator("main").get_by_role(role, name=name, exact=True).first, limit=80)  # type: ignore[arg-type]
    with page.expect_navigation():
        page.keyboard.press("Enter")


def write(page: Page, label: str, text: str) -> None:
    """Go to a field with the Tab key, and type."""
    tab_to(page, page.get_by_label(label, exact=True), limit=80)
    page.keyboard.type(text)


def test_note_alert_and_contact_are_written_with_the_keyboard_alone(
    context: BrowserContext, enter: Enter, town: Town
) -> None:
    page = enter(context, "agency-manager")
    page.goto(town.client_page)
    press(page, "link", "Notes and alerts")
    press(page, "link", "Write a note")
    expect(page.get_by_label("Note", exact=True)).to_be_focused()
    page.keyboard.type("Called the landlord.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".written .text")).to_have_text("Called the landlord.")
    check(page)

    press(page, "link", "Post an alert")
    write(page, "Text", "Ask her to stop by.")
    write(page, "Phone", "707 555 0100")
    tab_to(page, page.get_by_role("button", name="Post alert"))
    page.keyboard.press("Enter")
    expect(page.locator(".summary")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Title")).to_be_focused()
    page.keyboard.type("Lease is ready")
    page.keyboard.press("Enter")
    expect(page.locator(".alert b", has_text="Lease is ready")).to_be_visible()

    press(page, "link", "Contacts and locations")
    press(page, "link", "Add a contact")
    expect(page.get_by_label("Kind")).to_be_focused()
    page.keyboard.type("Relative")
    write(page, "Name", "Rosa Canto")
    write(page, "Phone", "707 555 0144")
    check(page)
    page.keyboard.press("Enter")
    expect(page.locator("#contacts tbody th")).to_contain_text("Rosa Canto")
    check(page)
