"""One path through the product, as people walk it: find, serve, undo, report, open a number, print."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import func, select

from hmis_web.db.session import Database
from hmis_web.models import Services
from tests.e2e.conftest import Enter, Town, access_key, tab_to

pytestmark = pytest.mark.browser

PERSONA = "agency-manager"
Work = Callable[[], None]


def services_logged(database: Database) -> int:
    """Live services of today."""
    with database.session() as session:
        query = select(func.count(Services.id)).where(
            Services.date_provided == date.today(), Services.date_deleted.is_(None)
        )
        return session.scalar(query) or 0


def test_find_serve_and_undo_by_keyboard_alone(
    context: BrowserContext, enter: Enter, town: Town, database: Database
) -> None:
    page = enter(context, PERSONA)

    page.keyboard.press("/")
    page.keyboard.type("teresa mar 1960")
    expect(page.get_by_role("option").first).to_contain_text("Teresa Martin")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{town.client_page}")
    tab_to(page, page.get_by_role("link", name="Log a service").first)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{town.service_page}")
    expect(page.get_by_label("Service", exact=True)).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{town.client_page}")

    expect(page.locator(".toast")).to_contain_text("logged for")
    assert services_logged(database) == 1
    access_key(page, "u")
    expect(page.locator("#flash")).to_contain_text("Undone")
    assert services_logged(database) == 0


def test_find_and_serve_without_javascript(
    plain_context: BrowserContext, enter: Enter, town: Town, database: Database
) -> None:
    page = enter(plain_context, PERSONA)

    page.get_by_label("Find a client").fill("martin teresa 1960")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Teresa Martin").first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{town.client_page}")
    page.get_by_role("link", name="Log a service").first.click()
    page.get_by_role("button", name="Save service").click()
    page.wait_for_url(f"**{town.client_page}")

    assert services_logged(database) == 1
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#flash")).to_contain_text("Undone")
    assert services_logged(database) == 0


def run_the_report(page: Page, work: Work) -> None:
    """From the list of reports to the tables of a run."""
    page.goto("/reports")
    page.get_by_role("link", name="CoC Annual Performance Report").first.click()
    page.get_by_role("button", name="Run the report").click()
    page.wait_for_url("**/reports/jobs/*")
    work()
    if page.evaluate("document.documentElement.classList.contains('js')"):
        page.wait_for_url("**/reports/runs/*")
    else:
        page.get_by_role("link", name="Refresh").click()
    expect(page.locator("#Q5a table")).to_be_visible()


def test_report_runs_opens_a_number_and_prints(any_context: BrowserContext, enter: Enter, work: Work) -> None:
    page = enter(any_context, PERSONA)
    run_the_report(page, work)
    run = page.url

    number = page.locator("#Q5a tbody tr").first.get_by_role("link").first
    people = int(number.inner_text().replace(",", ""))
    number.click()

    expect(page.locator("main tbody tr")).to_have_count(people)
    expect(page.locator("main tbody")).to_contain_text("Teresa Martin")
    page.goto(run)
    page.get_by_role("button", name="Make the PDF").click()
    work()
    page.goto(run)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="PDF").click()
    with waiting.value.path().open("rb") as file:
        assert file.read(5) == b"%PDF-"


def test_double_click_makes_one_service(
    any_context: BrowserContext, enter: Enter, town: Town, database: Database
) -> None:
    page = enter(any_context, "services-only")
    page.goto(town.service_page)

    page.get_by_role("button", name="Save service").dblclick()
    expect(page).to_have_url(f"{town.address}{town.client_page}")  # the first of the two is cut short

    expect(page.locator(".toast")).to_contain_text("logged for")
    assert services_logged(database) == 1


def test_form_sent_again_after_going_back_makes_no_second_service(
    any_context: BrowserContext, enter: Enter, town: Town, database: Database
) -> None:
    page = enter(any_context, "services-only")
    page.goto(town.service_page)
    sent = page.locator("[name=idempotency_key]").input_value()
    page.get_by_role("button", name="Save service").click()
    page.wait_for_url(f"**{town.client_page}")

    page.go_back()
    if page.locator("[name=idempotency_key]").input_value() == sent:
        page.get_by_role("button", name="Save service").click()
        page.wait_for_url(f"**{town.client_page}")

    assert services_logged(database) == 1


def test_report_and_export_by_keyboard_alone(context: BrowserContext, enter: Enter, work: Work) -> None:
    page = enter(context, PERSONA)

    page.keyboard.press("g")
    page.keyboard.press("r")
    page.wait_for_url("**/reports")
    for name, role in (("CoC Annual Performance Report", "link"), ("Run the report", "button")):
        tab_to(page, page.get_by_role(role, name=name).first)
        page.keyboard.press("Enter")
        page.wait_for_load_state()
    page.wait_for_url("**/reports/jobs/*")
    work()
    page.wait_for_url("**/reports/runs/*")
    tab_to(page, page.locator("#Q5a tbody").get_by_role("link").first)
    page.keyboard.press("Enter")
    page.wait_for_url("**/cells/*")
    expect(page.locator("main tbody")).to_contain_text("Teresa Martin")

    page.keyboard.press("g")
    page.keyboard.press("e")
    page.wait_for_url("**/exports")
    tab_to(page, page.get_by_role("button", name="Make the export"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/exports/*")
    work()
    download = page.get_by_role("link", name="Download the .zip")
    expect(download).to_be_visible()
    tab_to(page, download)
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")

    assert waiting.value.suggested_filename.endswith(".zip")
