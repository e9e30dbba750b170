"""What holds on every page that a kind of person can open: axe finds nothing, nothing is wider than the
screen, the title says the page and never a client, nothing moves after the first paint, and the console stays
silent."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

from tests.e2e.conftest import SCREEN, TWO_AGENCIES, Enter, Town
from tests.e2e.test_journey import run_the_report
from tests.personas import ADMINISTRATOR

pytestmark = pytest.mark.browser

KINDS = [
    "services-only",
    "direct-service",
    ADMINISTRATOR,
    *(
        pytest.param(persona, marks=pytest.mark.nightly)
        for persona in ("read-only", "agency-manager", "reporting-monitoring")
    ),
]
"""Between the first three every page is seen; the others' turn comes with the long loops."""
INNER = (
    ("/reports", "/reports/apr/new"),
    ("/imports", "/imports/new"),
    ("/help", "/help/access-roles"),
    ("/help", "/training"),
    ("/admin", "/training/staff"),
)
ADMINISTRATORS = (
    *("/account", "/account/password", "/account/email", "/account/second-factor", "/account/sessions"),
    *("/agreement", "/confirm"),
    *("/admin/people", "/admin/people/1", "/admin/people/1/edit", "/admin/people/1/roles/new"),
    *("/admin/people/1/roles/1", "/admin/people/new", "/admin/exceptions"),
    *("/admin/roles", "/admin/roles/1", "/admin/roles/new", "/training/staff/1"),
    *("/admin/fields", "/admin/fields/new"),
)
SHIFT = """() => new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => list.getEntries().forEach(entry => sum += entry.value))
    .observe({type: "layout-shift", buffered: true});
  requestAnimationFrame(() => requestAnimationFrame(() => done(sum)));
})"""
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def check(page: Page) -> None:
    """Everything that holds for a page as it stands."""
    found = Axe().run(page, options=AXE).response["violations"]
    assert not found, "\n".join(f"{page.url}: {each['id']}: {each['nodes'][0]['html']}" for each in found)
    assert page.evaluate("document.documentElement.scrollWidth") <= SCREEN["width"], page.url
    assert "Riverbend" in page.title()
    assert not [name for name in ("Teresa", "Luz", "Martin") if name in page.title()]
    assert page.evaluate(SHIFT) == 0, f"{page.url} moves after its first paint"


def pages_of(page: Page, town: Town) -> Iterator[str]:
    """The addresses to look at: the areas, what they lead to, a client, and what is not theirs."""
    areas = page.locator("nav.rail a").evaluate_all("links => links.map(link => link.pathname)")
    yield from areas
    yield from (inner for area, inner in INNER if area in areas)
    yield from (town.client_page, town.service_page, "/agencies", "/nothing-here")


@pytest.mark.parametrize("persona", KINDS)
def test_every_page_of_a_person_is_accessible_and_fits(
    context: BrowserContext, enter: Enter, town: Town, persona: str
) -> None:
    trouble: list[str] = []
    context.on("weberror", lambda error: trouble.append(str(error.error)))
    context.on("console", lambda said: trouble.append(said.text) if said.type == "error" else None)
    page = enter(context, persona)
    paths = list(pages_of(page, town))

    if persona == ADMINISTRATOR:
        paths += ADMINISTRATORS

    for path in paths:
        page.goto(path)
        check(page)

    assert len(paths) >= 6
    assert not [line for line in trouble if "Failed to load resource" not in line]


def test_report_and_the_people_behind_a_number_are_accessible_and_fit(
    context: BrowserContext, enter: Enter, work: Callable[[], None]
) -> None:
    page = enter(context, "agency-manager")

    run_the_report(page, work)
    check(page)
    page.locator("#Q5a tbody tr").first.get_by_role("link").first.click()
    check(page)


def test_what_opens_on_a_page_is_accessible(context: BrowserContext, enter: Enter, town: Town) -> None:
    page = enter(context, TWO_AGENCIES)
    page.get_by_label("Find a client").fill("mar")
    page.get_by_role("option").first.wait_for()
    check(page)
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.locator("summary.who, .who summary").click()
    check(page)
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    check(page)


def test_form_with_a_mistake_is_accessible_and_leads_to_it(
    context: BrowserContext, enter: Enter, town: Town
) -> None:
    page = enter(context, "services-only")
    page.goto(town.service_page)
    page.get_by_label("Date of service").fill("")
    page.get_by_role("button", name="Save service").click()

    page.get_by_role("alert").wait_for()
    check(page)
    assert page.title().startswith("Error:")
    page.get_by_role("alert").get_by_role("link").click()
    assert page.evaluate("document.activeElement.name") == "date_provided"


def test_signing_in_is_accessible(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto("/sign-in")
    check(page)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("alert").wait_for()
    check(page)
