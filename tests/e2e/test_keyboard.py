"""Everything by keyboard: areas, the list of keys, closing, focus that can be seen, switching agency."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.e2e.conftest import TWO_AGENCIES, Enter, Town, access_key, tab_to
from tests.personas import ADMINISTRATOR

pytestmark = pytest.mark.browser

RING = """() => {
  const style = getComputedStyle(document.activeElement);
  return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
}"""


def test_letters_open_areas_and_question_mark_lists_them(context: BrowserContext, enter: Enter) -> None:
    page = enter(context, "agency-manager")
    for letter, path in (("c", "/clients/search"), ("r", "/reports"), ("e", "/exports"), ("h", "/")):
        page.locator("body").press("Escape")
        page.keyboard.press("g")
        page.keyboard.press(letter)
        page.wait_for_url(f"**{path}")
        page.evaluate("document.activeElement.blur()")

    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page.get_by_role("dialog")).to_contain_text("Find a client")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_single_keys_switched_off_stay_off(context: BrowserContext, enter: Enter) -> None:
    page = enter(context, "agency-manager")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    page.get_by_label("Single keys work").uncheck()
    page.keyboard.press("Escape")

    page.keyboard.press("g")
    page.keyboard.press("r")
    page.reload()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")

    expect(page.get_by_role("dialog")).to_be_hidden()
    assert page.url.endswith("/")


def test_search_list_and_toast_close_with_escape(context: BrowserContext, enter: Enter, town: Town) -> None:
    page = enter(context, "services-only")
    page.goto(town.service_page)
    page.get_by_role("button", name="Save service").click()
    expect(page.locator(".toast")).to_be_visible()
    page.get_by_label("Find a client").fill("mar")
    expect(page.get_by_role("option").first).to_be_visible()

    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(page.get_by_label("Find a client")).to_have_value("mar")
    expect(page.locator(".toast")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".toast")).to_have_count(0)


def test_every_stop_of_the_tab_key_shows_a_ring(context: BrowserContext, enter: Enter, town: Town) -> None:
    page = enter(context, "agency-manager")
    page.goto(town.client_page)
    page.evaluate("document.activeElement.blur()")
    stops = page.locator("a[href]:visible, button:visible, input:visible:not([type=hidden])").count()

    seen: list[str] = []
    for _stop in range(stops + 1):
        page.keyboard.press("Tab")
        where = page.evaluate("document.activeElement.outerHTML.slice(0, 120)")
        if page.evaluate("document.activeElement === document.body"):
            break
        assert page.evaluate(RING), where
        seen.append(where)

    assert len(set(seen)) >= stops - 2, f"{len(set(seen))} of {stops} can be reached"
    assert "skip" in seen[0]


def test_rows_of_results_move_with_the_arrows(context: BrowserContext, enter: Enter) -> None:
    page = enter(context, "direct-service")
    page.get_by_label("Find a client").fill("teresa")
    page.keyboard.press("Enter")
    rows = page.locator("main [data-row]")
    expect(rows.first).to_be_focused()

    page.keyboard.press("ArrowDown")
    expect(rows.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(rows.first).to_be_focused()


def test_agency_is_switched_by_keyboard_and_with_it_what_one_sees(
    any_context: BrowserContext, enter: Enter, town: Town
) -> None:
    page = enter(any_context, TWO_AGENCIES)
    expect(page.locator(".who")).to_contain_text("Open Door")

    access_key(page, "g")
    tab_to(page, page.get_by_role("button", name="Elm House"))
    page.keyboard.press("Enter")
    expect(page.locator(".who .names")).to_contain_text("Elm House")
    expect(page.locator(".who .names")).to_contain_text("Read Only")

    answer = page.goto(town.client_page)
    assert answer is not None
    assert answer.status == 404


def test_agency_list_closes_with_escape_and_gives_the_focus_back(
    context: BrowserContext, enter: Enter
) -> None:
    page = enter(context, TWO_AGENCIES)

    access_key(page, "g")
    expect(page.get_by_role("button", name="Elm House")).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.get_by_role("button", name="Elm House")).to_be_hidden()


def test_administrator_chooses_an_agency_and_all_of_them_again(
    any_context: BrowserContext, enter: Enter
) -> None:
    page = enter(any_context, ADMINISTRATOR)
    expect(page.locator(".who")).to_contain_text("All agencies")

    page.locator("a.who").click()
    page.get_by_role("button", name="Elm House").click()
    expect(page.locator(".who")).to_contain_text("Elm House")
    page.locator("a.who").click()
    page.get_by_role("button", name="All agencies").click()

    expect(page.locator(".who")).to_contain_text("All agencies")


def test_person_with_one_agency_has_no_switch(context: BrowserContext, enter: Enter) -> None:
    page = enter(context, "services-only")

    expect(page.locator(".who")).to_contain_text("Open Door")
    expect(page.locator(".switch")).to_have_count(0)
