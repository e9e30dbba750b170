"""Somebody is not known yet: found missing, added, and told apart from who is like them."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select

from hmis_web.db.session import Database
from hmis_web.models import Client, NotSame, Release, ReleaseSignature
from tests.e2e.conftest import Enter, Town

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def made(database: Database) -> Client:
    """The person added last."""
    with database.session() as session:
        return session.scalars(select(Client).order_by(Client.id.desc()).limit(1)).one()


def test_person_is_added_by_keyboard_alone_with_a_duplicate_answered(
    context: BrowserContext, enter: Enter, town: Town, database: Database
) -> None:
    page = enter(context, "direct-service")
    page.wait_for_load_state("networkidle")
    keys = page.keyboard

    nobody_found(page, "theresa marten 3/14/1960 zz")

    expect(page.get_by_role("heading", name="Add a person")).to_be_visible()
    assert page.url.endswith("/clients/begin")
    expect(page.locator("#first_name")).to_have_value("Theresa")
    expect(page.locator("#dob")).to_have_value("03/14/1960")
    tab(page, "#last_name")
    keys.press("Control+a")
    keys.type("Martin")
    tab(page, "#middle_name")
    tab(page, "#name_suffix")
    expect(page.locator("#likely")).to_contain_text("Teresa Martin")
    expect(page.locator("#likely")).to_contain_text("same birth date")
    tab(page, "#ssn")
    keys.type("4471")
    expect(page.locator("#ssn_data_quality")).to_have_value("2")
    answer_the_rest(page)

    expect(page.locator(".summary")).to_contain_text("open that record, or say that it is not the same")
    for number in (1, 2):  # Teresa Martin, and Teresa Martinez, who was born on the same day
        tab(page, f"#likely li:nth-child({number}) input")
        keys.press("Space")
    tab(page, "#signer", back=True)
    keys.press("Enter")

    expect(page.get_by_role("heading", name="Theresa Marten Martin")).to_be_visible()
    row = made(database)
    with database.session() as session:
        assert session.get(NotSame, (row.id, town.client_id)) is not None
        assert session.scalars(select(Release.kind)).all() == ["signed"]
        assert session.scalars(select(ReleaseSignature.signer)).all() == ["Theresa Martin"]
    assert (row.ssn_data_quality, row.sex) == (2, 0)


def test_person_is_added_without_javascript(
    plain_context: BrowserContext, enter: Enter, town: Town, database: Database
) -> None:
    page = enter(plain_context, "direct-service")
    page.locator("#find-input").fill("teresa martin 1960")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Add this person").click()
    page.get_by_label("Date of birth").fill("3/14/1960")
    page.get_by_label("SSN data quality").select_option("9")
    page.get_by_label("Veteran status").select_option("1")
    page.get_by_role("button", name="Show the questions that follow").first.click()
    page.get_by_label("Branch of the military").select_option("2")
    page.get_by_role("button", name="Add this person").click()

    expect(page.locator(".summary")).to_contain_text("say that it is not the same")
    for box in page.get_by_label("Not the same person").all():
        box.check()
    page.get_by_role("button", name="Add this person").click()

    expect(page.get_by_role("heading", name="Teresa Martin")).to_be_visible()
    row = made(database)
    assert (row.military_branch, row.ssn_data_quality, row.dob_data_quality) == (2, 9, 1)
    with database.session() as session:
        assert session.get(NotSame, (row.id, town.client_id)) is not None


def test_signature_is_drawn_with_a_pen(
    context: BrowserContext, enter: Enter, town: Town, database: Database
) -> None:
    page = enter(context, "direct-service")
    page.goto(f"{town.client_page}/releases/new")
    page.wait_for_load_state("networkidle")
    page.locator("#kind").select_option("signed")
    page.locator("#how").select_option("drawn")
    box = page.locator("[data-sign] svg")
    box.scroll_into_view_if_needed()
    place = box.bounding_box()
    assert place is not None
    page.mouse.move(place["x"] + 20, place["y"] + 40)
    page.mouse.down()
    for step in range(10):
        page.mouse.move(place["x"] + 20 + 12 * step, place["y"] + 40 + 20 * (step % 2))
    page.mouse.up()
    page.get_by_role("button", name="Record the release").click()

    expect(page.get_by_label("Drawn signature")).to_be_visible()
    with database.session() as session:
        assert session.scalars(select(ReleaseSignature.how)).all() == ["drawn"]


def nobody_found(page: Page, words: str) -> None:
    """Search by keyboard, then go on to the form with the same words."""
    keys = page.keyboard
    keys.press("/")
    keys.type(words)
    expect(page.locator("#find-new")).to_be_visible()
    keys.press("Enter")
    add = page.get_by_role("button", name="Add this person")
    expect(add).to_be_visible()
    tab(page, "main form button[name=q]")
    keys.press("Enter")


def answer_the_rest(page: Page) -> None:
    """Sex, and a release signed by typing the name; Enter saves."""
    keys = page.keyboard
    tab(page, "#sex")
    expect(page.locator("#likely")).to_contain_text("same last four")
    keys.type("Female")
    tab(page, "#kind")
    keys.type("The client signs")
    expect(page.locator("#how")).to_be_visible()
    tab(page, "#how")
    keys.press("b")  # by typing the name
    expect(page.locator("#signer")).to_be_visible()
    tab(page, "#signer")
    keys.type("Theresa Martin")
    keys.press("Enter")


def tab(page: Page, selector: str, *, back: bool = False) -> None:
    """Press Tab until a control has the focus."""
    for _ in range(60):
        if page.locator(selector).first.evaluate("each => each === document.activeElement"):
            return
        page.keyboard.press("Shift+Tab" if back else "Tab")
    raise AssertionError(f"{selector} is not reached by Tab")
