"""A note and a file of a client, and the caseload, with JavaScript and without."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.conftest import Enter, Town
from tests.factories.uploads import PDF

pytestmark = pytest.mark.browser


def test_note_and_file_are_added(
    any_context: BrowserContext, enter: Enter, town: Town, tmp_path: Path
) -> None:
    paper = tmp_path / "Lease 2026.pdf"
    paper.write_bytes(PDF)
    page = enter(any_context, "program-manager")

    write_note(page, town.client_page)
    page.goto(f"{town.client_page}/files")
    page.get_by_role("link", name="Add a file").click()
    page.get_by_label("File", exact=True).set_input_files(paper)
    page.get_by_label("What is it about?").select_option(index=1)
    page.get_by_role("button", name="Add file").click()

    expect(page.get_by_text("File added.")).to_be_visible()
    expect(page.get_by_role("link", name="Lease 2026", exact=True)).to_be_visible()


def write_note(page: Page, client_page: str) -> None:
    """Write a note, without its text at first; change it."""
    page.goto(f"{client_page}/notes")
    page.get_by_role("link", name="Write a note").click()
    page.get_by_role("button", name="Save note").click()
    expect(page.get_by_label("Note", exact=True)).to_have_attribute("aria-invalid", "true")
    page.get_by_label("Note", exact=True).fill("She likes the river.")
    page.get_by_role("button", name="Save note").click()
    expect(page.locator("#notes")).to_contain_text("She likes the river.")
    page.get_by_role("link", name="Edit the note of").click()
    page.get_by_label("Note", exact=True).fill("She likes the lake.")
    page.get_by_role("button", name="Save note").click()
    expect(page.locator("main")).to_contain_text("She likes the lake.")


def test_client_is_assigned_and_handed_over(any_context: BrowserContext, enter: Enter, town: Town) -> None:
    page = enter(any_context, "direct-service-assessments")
    page.goto(f"{town.client_page}/case-workers")
    who = page.get_by_label("Who", exact=True)
    own = who.locator("option").filter(has_text="Assessments")
    who.select_option(own.first.get_attribute("value"))
    page.get_by_role("button", name="Assign").click()
    page.goto("/")
    expect(page.locator("#caseload")).to_contain_text("Teresa Martin")

    page.get_by_role("link", name="Hand over").click()
    page.get_by_label("Teresa Martin").check()
    page.get_by_label("To whom").select_option(index=1)
    page.get_by_label("What they should know").fill("She likes the river.")
    page.get_by_role("button", name="Hand over").click()

    expect(page.locator("main")).to_contain_text("1 client handed over")
    expect(page.locator("#caseload")).to_contain_text("Nobody yet")
