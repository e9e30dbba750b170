"""A file of a client by keyboard alone: added, taken, changed, deleted, restored."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.e2e.conftest import Enter, Town, tab_to
from tests.e2e.test_every_page import check
from tests.factories.uploads import PDF

pytestmark = pytest.mark.browser


def press(page: Page, wanted: Locator) -> None:
    """Reach something with Tab, and press Enter."""
    tab_to(page, wanted, limit=60)
    page.keyboard.press("Enter")


def fill(page: Page, label: str, text: str) -> None:
    """Reach a field with Tab, and type over what stands in it."""
    tab_to(page, page.get_by_label(label, exact=True))
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def add(page: Page, paper: Path) -> None:
    """Add a file, from the tab."""
    press(page, page.get_by_role("link", name="Add a file"))
    page.wait_for_url("**/files/new")
    expect(page.get_by_label("File", exact=True)).to_be_focused()
    check(page)
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files(paper)
    tab_to(page, page.get_by_label("What is it about?"))
    page.keyboard.type("Lease")
    press(page, page.get_by_role("button", name="Add file"))
    expect(page.get_by_text("File added.")).to_be_visible()
    check(page)


def delete_and_restore(page: Page, name: str) -> None:
    """Delete a file for a reason, and take it back."""
    press(page, page.get_by_role("link", name=f"Delete {name}"))
    page.wait_for_url("**/delete")
    fill(page, "Why is it deleted?", "Entered for the wrong person")
    press(page, page.get_by_role("button", name="Delete"))
    expect(page.locator(".toast")).to_contain_text("Deleted")
    tab_to(page, page.locator("#deleted summary"), limit=60)
    page.keyboard.press("Enter")
    press(page, page.get_by_role("button", name=f"Restore {name}"))
    expect(page.get_by_role("link", name=name, exact=True)).to_be_visible()


def test_file_is_added_taken_changed_deleted_and_restored_by_keyboard(
    context: BrowserContext, enter: Enter, town: Town, tmp_path: Path
) -> None:
    paper = tmp_path / "Lease 2026.pdf"
    paper.write_bytes(PDF)
    page = enter(context, "program-manager")
    page.goto(f"{town.client_page}/files")
    check(page)

    add(page, paper)
    with page.expect_download() as download:
        press(page, page.get_by_role("link", name="Lease 2026", exact=True))
    assert download.value.suggested_filename == "Lease 2026.pdf"
    assert Path(download.value.path()).read_bytes() == PDF

    press(page, page.get_by_role("link", name="Edit Lease 2026"))
    page.wait_for_url("**/edit")
    check(page)
    fill(page, "Name", "Old lease")
    tab_to(page, page.get_by_label("Confidential"))
    page.keyboard.press("Space")
    press(page, page.get_by_role("button", name="Save"))
    expect(page.get_by_role("link", name="Old lease", exact=True)).to_be_visible()
    expect(page.locator("main")).to_contain_text("Confidential")

    delete_and_restore(page, "Old lease")

    page.goto(f"{town.client_page}/history")
    check(page)
    expect(page.get_by_role("link", name="File: Old lease")).to_be_visible()
