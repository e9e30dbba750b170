"""The service desk in a real browser: letters or a card and Enter, one question, undo, a dropped line, a
lock, no script."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect
from sqlalchemy import func, select, update

from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.models import Services, WebSession
from tests.e2e.conftest import Enter, Town
from tests.factories import hud
from tests.personas import PASSWORD, Community

pytestmark = pytest.mark.browser
EVERYTHING = "JSON.stringify([{...localStorage}, {...sessionStorage}, window.name])"


@pytest.fixture
def outreach(town: Town, community: Community, database: Database, keyring: KeyRing) -> int:
    """A PATH team with Teresa's family and two others, from today on: several services to choose from."""
    with database.session(write=True) as session:
        team = hud.project(session, community.home, "Day Center", project_type=4)
        hud.funder(session, team, 21)
        people = [
            hud.client(session, keyring, community.home, first_name=first, last_name=last)
            for first, last in (("Marcus", "Webb"), ("Pía", "Webb"), ("Omar", "Haddad"))
        ]
        for number, person in enumerate(people):
            hud.enrollment(
                session,
                person,
                team,
                household_id="H-W" if number < 2 else "H-O",
                relationship_to_hoh=1 + number % 2,
            )
        session.commit()
        return people[2].id


def logged(database: Database) -> int:
    """How many services were entered here and stand."""
    with database.session() as session:
        query = select(func.count()).select_from(Services)
        return (
            session.scalar(query.where(Services.edited_at.is_not(None), Services.date_deleted.is_(None))) or 0
        )


def set_up(page: Page, *services: str) -> Any:
    """Choose the day center and services; answers the field."""
    page.goto("/desk")
    page.get_by_label("Program").select_option("Day Center")
    show = page.get_by_role("button", name="Show its services")
    if show.is_visible():
        show.click()
    page.wait_for_url("**/?project=*")
    for each in services:
        page.get_by_label(each, exact=True).check()
    page.get_by_role("button", name="Use these").click()
    field = page.locator("#who")
    expect(field).to_be_focused()
    return field


def test_desk_logs_with_letters_and_enter_one_person_or_the_household(
    context: BrowserContext, enter: Enter, outreach: int, database: Database
) -> None:
    page = enter(context, "services-only")
    expect(page.get_by_role("heading", name="Service desk")).to_be_visible()
    field = set_up(page, "Case management", "Screening")
    rows = page.locator("#desk-rows > li")
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))

    field.press_sequentially("hadd")
    expect(page.locator("#desk-list li")).to_have_count(1)
    field.press("Enter")
    expect(field).to_have_value("")
    expect(rows.first).to_contain_text("Screening, Case management")
    expect(field).to_be_focused()
    assert [url.rpartition("/")[2] for url in requests] == ["log"]
    assert logged(database) == 2

    field.fill("pia")
    field.press("Shift+Enter")
    expect(rows).to_have_count(3)
    assert logged(database) == 6

    page.keyboard.type("zz9")
    page.keyboard.press("Enter")
    expect(page.locator("#desk-nobody")).to_contain_text("Nobody active")
    page.keyboard.type("R-1")  # the next scan takes the place of one that nobody answers to
    expect(field).to_have_value("R-1")


def test_desk_asks_once_before_it_logs_the_same_and_takes_back(
    context: BrowserContext, enter: Enter, outreach: int, database: Database
) -> None:
    page = enter(context, "services-only")
    field = set_up(page, "Case management")
    rows = page.locator("#desk-rows > li")
    field.fill("omar")
    field.press("Enter")
    expect(rows.first).to_contain_text("Undo")

    field.fill(f"R-{outreach}")  # as a scanner types
    field.press("Enter")
    expect(rows.first).to_contain_text("Add again?")
    expect(page.get_by_role("button", name="Add again")).to_be_focused()
    page.keyboard.press("Escape")
    expect(rows).to_have_count(1)
    expect(field).to_be_focused()
    field.fill("omar")
    field.press("Enter")
    expect(page.get_by_role("button", name="Add again")).to_be_focused()
    page.keyboard.press("Enter")
    expect(rows.first).to_contain_text("you")
    assert logged(database) == 2

    rows.first.get_by_role("button", name="Undo").click()
    expect(rows.first).to_contain_text("Undone.")
    assert logged(database) == 1
    field.fill("Nobody")
    field.press("Enter")
    expect(page.get_by_text("Nobody active in this program")).to_be_visible()


def test_desk_keeps_what_the_line_held_up_and_sends_it_once(
    context: BrowserContext, enter: Enter, outreach: int, database: Database
) -> None:
    page = enter(context, "services-only")
    field = set_up(page, "Case management")
    rows = page.locator("#desk-rows > li")

    def cut_answer(route: Route) -> None:
        route.fetch()  # the server saves it; the answer is lost
        route.abort()

    page.route("**/desk/log", cut_answer, times=1)
    field.fill("omar")
    field.press("Enter")
    expect(rows.first).to_contain_text("Kept, sending again")
    waiting = page.locator("#waiting-rows [name=row]")
    assert "Omar" not in (waiting.input_value() + page.evaluate(EVERYTHING))
    expect(rows.first).to_contain_text("Undo")
    expect(waiting).to_have_count(0)
    assert logged(database) == 1


def test_desk_hands_to_a_lock_what_waits_and_offers_it_afterwards(
    context: BrowserContext, enter: Enter, outreach: int, database: Database
) -> None:
    page = enter(context, "services-only")
    field = set_up(page, "Case management")
    context.set_offline(True)
    for name in ("marcus", "pia"):
        field.fill(name)
        field.press("Enter")
    expect(page.locator("#desk-rows > .waits")).to_have_count(2)
    with database.session(write=True, wait=20) as session:
        session.execute(update(WebSession).values(seen_at=datetime.now(UTC) - timedelta(minutes=16)))
        session.commit()
    context.set_offline(False)

    expect(page.get_by_role("heading", name="Locked for")).to_be_visible()
    assert "Webb" not in page.content()
    assert logged(database) == 0
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 services were not sent yet.")).to_be_visible()
    page.get_by_role("button", name="Send now").click()
    expect(page.locator("#desk-rows > li")).to_have_count(2)
    expect(page.get_by_text("not sent yet")).to_have_count(0)
    assert logged(database) == 2


def test_desk_without_javascript_takes_letters_and_enter(
    plain_context: BrowserContext, enter: Enter, outreach: int, database: Database
) -> None:
    page = enter(plain_context, "services-only")
    field = set_up(page, "Case management")

    field.fill("omar")
    field.press("Enter")
    expect(page.locator("#who")).to_be_focused()
    assert logged(database) == 1
    page.locator("#who").fill("webb")
    page.keyboard.press("Enter")
    expect(page.get_by_role("radio").first).to_be_focused()
    page.locator("#who").fill("web")  # typed anew: what was chosen before does not count
    with page.expect_navigation():
        page.locator("#who").press("Enter")
    assert logged(database) == 1
    expect(page.get_by_role("radio").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#desk-rows > li")).to_have_count(2)
    page.locator("#who").fill("omar")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Add again").click()
    expect(page.locator("#desk-rows > li")).to_have_count(3)
    page.locator("#desk-rows").get_by_role("button", name="Undo").first.click()
    expect(page.locator("#desk-rows > li")).to_have_count(2)
    assert logged(database) == 2
