"""While an import holds the SQLite database, people go on reading; whoever saves keeps what was typed and is
saved when it is free."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from hmis_web.db.session import Database
from tests.e2e.conftest import Enter, Town
from tests.e2e.test_journey import services_logged

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only]  # only SQLite has one writer at a time

HEADING = "An import is being written; please wait a moment"


def ready_to_save(page: Page, town: Town) -> None:
    """Stand on the form with a date of one's own."""
    page.goto(town.service_page)
    expect(page.get_by_label("Date of service")).not_to_have_value("")


def test_saving_waits_and_is_done_by_itself(
    context: BrowserContext, enter: Enter, town: Town, database: Database
) -> None:
    page, reader = enter(context, "services-only"), context.new_page()
    ready_to_save(page, town)

    with database.session(write=True):
        page.get_by_role("button", name="Save service").click()
        expect(page.get_by_role("heading", name=HEADING)).to_be_visible()
        expect(page.get_by_role("status").filter(has_text="saved by itself")).to_be_visible()
        reader.goto(town.client_page)
        expect(reader.get_by_role("heading", name="Teresa Martin")).to_be_visible()
        reader.get_by_label("Find a client").fill("marten")
        expect(reader.get_by_role("option").first).to_contain_text("Marten")
        assert services_logged(database) == 0

    page.wait_for_url(f"**{town.client_page}")
    expect(page.locator(".toast")).to_contain_text("logged for")
    assert services_logged(database) == 1


def test_saving_without_javascript_is_done_by_pressing_save_again(
    plain_context: BrowserContext, enter: Enter, town: Town, database: Database
) -> None:
    page = enter(plain_context, "services-only")
    ready_to_save(page, town)

    with database.session(write=True):
        page.get_by_role("button", name="Save service").click()
        expect(page.get_by_role("heading", name=HEADING)).to_be_visible()
        page.get_by_role("button", name="Save again").click()
        expect(page.get_by_role("heading", name=HEADING)).to_be_visible()
    page.get_by_role("button", name="Save again").click()

    page.wait_for_url(f"**{town.client_page}")
    assert services_logged(database) == 1


def test_form_sent_by_htmx_stays_as_typed_and_is_saved_when_free(
    context: BrowserContext, enter: Enter, town: Town, database: Database
) -> None:
    page = enter(context, "services-only")
    ready_to_save(page, town)
    page.locator("main form").evaluate(
        "form => { form.setAttribute('hx-post', form.action); form.setAttribute('hx-target', 'this');"
        " window.ready = new Promise(done => addEventListener('htmx:after:process', () => done())) }"
    )
    page.get_by_label("Date of service").press("Shift")
    page.evaluate("ready")

    with database.session(write=True):
        page.get_by_role("button", name="Save service").click()
        expect(page.get_by_role("status").filter(has_text="Still saving")).to_be_visible()
        expect(page.locator("main form")).to_have_attribute("aria-busy", "true")
        expect(page.get_by_label("Date of service")).not_to_have_value("")

    page.wait_for_url(f"**{town.client_page}")
    assert services_logged(database) == 1


def test_sign_out_does_not_wait_for_an_import(
    any_context: BrowserContext, enter: Enter, town: Town, database: Database
) -> None:
    page = enter(any_context, "services-only")

    with database.session(write=True):
        page.get_by_role("button", name="Sign out").click()
        page.wait_for_url("**/sign-in")
        page.goto(town.client_page)
        expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_password_is_not_written_into_the_waiting_page(
    any_context: BrowserContext, enter: Enter, database: Database
) -> None:
    page = any_context.new_page()
    page.goto("/sign-in")
    page.get_by_label("User name").fill("services-only")
    page.get_by_label("Password").fill("a long walk by the river")

    with database.session(write=True):
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name=HEADING)).to_be_visible()

    assert "a long walk" not in page.content()
    assert page.locator("main form").count() == 0
