"""The caseload by keyboard alone: what is due, one key from its page, and handing a client over."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import BrowserContext, expect

from hmis_web.db.session import Database
from hmis_web.models import CaseAssignment, Enrollment, StageRecord
from tests.e2e.conftest import Enter, Town, tab_to
from tests.personas import Community

pytestmark = pytest.mark.browser
WORKER, COLLEAGUE = "direct-service-assessments", "direct-service"


@pytest.fixture
def busy(town: Town, database: Database, community: Community) -> Town:
    """Teresa is on the worker's caseload; her entry is not complete."""
    with database.session(write=True) as session:
        stay = session.get_one(Enrollment, town.enrollment_id)
        about = {"client_id": stay.client_key, "organization_id": community.home.id}
        session.add(
            CaseAssignment(
                **about, enrollment_id=stay.id, account_id=community.accounts[WORKER], role="case_manager",
                starts_on=stay.entry_date, assigned_at=datetime.now(UTC),
            )
        )  # fmt: skip
        session.add(
            StageRecord(
                enrollment_key=stay.id, client_key=stay.client_key, stage=1, information_date=stay.entry_date,
                state="incomplete", answered=12, asked=18, form_version="2026", saved_at=datetime.now(UTC),
            )
        )  # fmt: skip
        session.commit()
    return town


def test_due_item_opens_and_client_is_handed_over_by_keyboard(
    context: BrowserContext, enter: Enter, busy: Town, community: Community
) -> None:
    page = enter(context, WORKER)
    tab_to(page, page.get_by_role("link", name="Entry not complete, 6 answers missing"))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(rf"/clients/{busy.client_id}/enrollments/{busy.enrollment_id}"))
    page.goto("/")

    tab_to(page, page.get_by_role("link", name="Hand over"))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/hand-over$"))
    tab_to(page, page.get_by_label("Teresa Martin"))
    page.keyboard.press("Space")
    tab_to(page, page.get_by_label("To whom"))
    page.keyboard.type("Direct")
    tab_to(page, page.get_by_label("What they should know"))
    page.keyboard.type("She likes the river.")
    tab_to(page, page.get_by_role("button", name="Hand over"))
    page.keyboard.press("Enter")

    page.wait_for_url("**/")
    expect(page.locator(".toast")).to_contain_text("1 client handed over")
    expect(page.locator("#caseload")).to_contain_text("Nobody yet")
    page.get_by_role("button", name="Sign out").click()
    colleague = enter(context, COLLEAGUE)
    expect(colleague.locator("#caseload")).to_contain_text("She likes the river.")
