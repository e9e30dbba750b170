"""A household of three: one stays, two leave, Undo. By keyboard alone, and without JavaScript."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from tests.e2e.conftest import Enter, Town, access_key, tab_to
from tests.families import Family, exits, settle
from tests.personas import Community

pytestmark = pytest.mark.browser


@pytest.fixture
def family(town: Town, database: Database, community: Community, keyring: KeyRing) -> Family:
    """In rapid rehousing."""
    with database.session(write=True) as session:
        made = settle(session, keyring, community, datetime.now(UTC).date())
        session.commit()
    return made


def left(database: Database, family: Family) -> set[int]:
    """Who of the family has left."""
    with database.session() as session:
        return set(exits(session)) & set(family.all)


def choose(page: Page, label: str, words: str) -> None:
    """Tab to a list and type what to choose."""
    wanted = page.get_by_label(label)
    tab_to(page, wanted, 60)
    page.keyboard.type(words)


def test_two_of_three_leave_and_stay_again_by_keyboard_alone(
    context: BrowserContext, enter: Enter, family: Family, database: Database
) -> None:
    page = enter(context, "direct-service")
    page.goto(family.page(family.teresa, "/exit"))
    head, child = (
        page.locator(f"input[name=leaves][value='{family.teresa}']"),
        page.locator(f"input[name=leaves][value='{family.luz}']"),
    )
    stays = page.locator(f"input[name=leaves][value='{family.juan}']")
    expect(page.get_by_label("Exit date")).to_be_focused()

    page.keyboard.press("Shift+Tab")
    page.locator("body").press("Shift+Tab")
    tab_to(page, stays)
    page.keyboard.press("Space")
    expect(page.get_by_label("Who is the head of household from now on?")).to_be_visible()
    expect(stays).to_be_focused()
    expect(page.get_by_label("What is Luz Martin to the new head?")).to_have_value("2")
    choose(page, "Where does the client go?", "Rental by client, no")
    expect(page.get_by_label("Where does the client go?")).to_have_value("410")
    expect(head).to_be_checked()
    expect(child).to_be_checked()
    tab_to(page, page.get_by_role("button", name="Save exit"), 60)
    page.keyboard.press("Enter")

    expect(page.locator(".toast")).to_contain_text("2 people exited")
    assert left(database, family) == {family.teresa, family.luz}
    access_key(page, "u")
    expect(page.locator("#flash")).to_contain_text("2 people stay again")
    assert left(database, family) == set()


def test_two_of_three_leave_and_stay_again_without_javascript(
    plain_context: BrowserContext, enter: Enter, family: Family, database: Database
) -> None:
    page = enter(plain_context, "direct-service")
    page.goto(family.page(family.teresa, "/exit"))
    page.locator(f"input[name=leaves][value='{family.juan}']").uncheck()
    page.get_by_role("button", name="Show the next questions").click()
    expect(page.get_by_label("What is Teresa Martin to the new head?")).to_have_value("3")
    page.get_by_label("Where does the client go?").select_option("435")
    page.get_by_role("button", name="Show the next questions").click()
    page.get_by_label("Kind of rental subsidy").select_option("431")
    page.get_by_role("button", name="Save exit").click()

    expect(page.locator("#flash")).to_contain_text("2 people exited")
    assert left(database, family) == {family.teresa, family.luz}
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.locator("#flash")).to_contain_text("2 people stay again")
    assert left(database, family) == set()
