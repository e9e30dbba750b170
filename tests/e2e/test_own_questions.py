"""The community's own questions by keyboard alone: defined, answered, exported."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.conftest import Enter, Town, tab_to
from tests.e2e.test_every_page import check
from tests.personas import ADMINISTRATOR

pytestmark = pytest.mark.browser
MANY = 120
"""Fields of a long form that Tab passes."""


def press(page: Page, name: str, kind: str = "button") -> None:
    """Go to a button or link with Tab and use it with Enter."""
    tab_to(page, page.get_by_role(kind, name=name, exact=kind == "button").first, MANY)  # type: ignore[arg-type]
    page.keyboard.press("Enter")


def define(page: Page) -> None:
    """A question about clients, looked at before it is saved."""
    page.goto("/admin")
    press(page, "Questions of your own", "link")
    page.wait_for_url("**/admin/fields")
    check(page)
    press(page, "Add a question", "link")
    page.wait_for_url("**/admin/fields/new")
    tab_to(page, page.get_by_label("Question", exact=True))
    for words in ("Languages", "To find a translator.", "any"):
        page.keyboard.type(words)
        page.keyboard.press("Tab")
    page.keyboard.type("Spanish\nTigrinya")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")  # about the client
    press(page, "Show how it looks")
    expect(page.get_by_role("group", name="Languages")).to_contain_text("Tigrinya")
    check(page)
    press(page, "Save the question")
    page.wait_for_url("**/admin/fields")
    press(page, "Languages", "link")
    page.wait_for_url("**/admin/fields/1")
    check(page)


def answer(page: Page, town: Town) -> None:
    """Say what Teresa speaks."""
    page.goto(town.client_page)
    press(page, "Your community", "link")
    page.wait_for_url("**/own-questions")
    press(page, "Answer", "link")
    page.wait_for_url("**/own-questions/edit")
    check(page)
    tab_to(page, page.get_by_label("Tigrinya"))
    page.keyboard.press("Space")
    tab_to(page, page.locator("button.save"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/own-questions")
    expect(page.locator("#own")).to_contain_text("Tigrinya")
    check(page)


def test_question_is_defined_answered_and_exported_by_keyboard_alone(
    context: BrowserContext, enter: Enter, town: Town, work: Callable[[], None]
) -> None:
    page = enter(context, ADMINISTRATOR)
    define(page)
    answer(page, town)

    page.goto("/exports")
    tab_to(page, page.get_by_label("Your community's own questions, too"), MANY)
    page.keyboard.press("Space")
    tab_to(page, page.locator("button.save"), MANY)
    page.keyboard.press("Enter")
    page.wait_for_url("**/exports/*")
    work()
    page.reload()
    with page.expect_download() as download:
        press(page, "Download your own questions", "link")
    held = zipfile.ZipFile(io.BytesIO(download.value.path().read_bytes()))
    assert "Tigrinya" in held.read("CustomValues.csv").decode()
