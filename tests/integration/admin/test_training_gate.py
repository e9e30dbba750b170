"""The gate: a role is closed until its training is complete."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from hmis_web.db.session import Database
from hmis_web.domain import presets
from hmis_web.models import Account, AccountGrant, Course, CourseCompletion
from tests.browser import Visitor, page
from tests.factories import own
from tests.integration.admin.training_answers import expire, record
from tests.personas import ADMINISTRATOR, PASSWORD_HASH, Community

Enter = Callable[[str], Visitor]
TODAY = datetime.now(UTC).date()
DAY = timedelta(days=1)


@pytest.fixture
def newcomer(database: Database, community: Community) -> int:
    """Nell has a role with assessments at home, and none of its training."""
    return newcomer_with(database, community)


def newcomer_with(database: Database, community: Community, *codes: str, elsewhere: str = "") -> int:
    with database.session(write=True) as session:
        account = Account(
            username="nell",
            display_name="Nell New",
            password_hash=PASSWORD_HASH,
            created_at=datetime.now(UTC),
        )
        own.agreement(account)
        session.add(account)
        session.flush()
        if codes:
            own.training(session, account, *codes)
        roles = presets.ensure_roles(session)
        held = [(community.home.id, "direct-service-assessments"), (community.other.id, elsewhere)]
        session.add_all(
            AccountGrant(
                account_id=account.id, organization_id=agency, role_id=roles[role], is_primary=place == 0
            )
            for place, (agency, role) in enumerate(held)
            if role
        )
        session.commit()
        return account.id


def test_role_is_closed_until_the_last_course_is_recorded_then_open_at_the_next_request(
    app: Flask, signed_in: Enter, newcomer: int, courses: dict[str, int]
) -> None:
    nell, administrator = Visitor(app), signed_in(ADMINISTRATOR)
    nell.sign_in("nell")

    assert nell.get("/clients/search").location == "/waiting?next=/clients/search"
    gate = nell.get("/waiting").text
    assert "HMIS New User" in gate
    assert "VI-SPDAT" in gate
    assert "Direct Service, with assessments" in gate
    record(administrator, [newcomer], courses["hmis-new-user"])
    assert nell.get("/").status_code == 303
    assert "HMIS New User" not in nell.get("/waiting").text
    record(administrator, [newcomer], courses["vi-spdat"])

    assert nell.get("/clients/search").status_code == 200
    assert nell.get("/waiting").location == "/"


def test_gate_says_where_to_take_it_and_lets_out(app: Flask, newcomer: int, community: Community) -> None:
    parts = app.extensions["hmis"]
    object.__setattr__(parts.settings, "contact", "Ring 555-0140")
    nell = Visitor(app)
    nell.sign_in("nell")

    shown = page(nell.get("/waiting"))

    assert "Ring 555-0140" in shown.get_text()
    form = shown.select_one("form[action='/sign-out']")
    assert form is not None
    token = form.select_one("[name=csrf_token]")
    assert token is not None
    assert nell.client.post("/sign-out", data={"csrf_token": token["value"]}).status_code == 303
    assert nell.get("/waiting").location == "/sign-in?next=/waiting"


def test_gate_offers_the_agencies_that_are_open_and_no_other(
    app: Flask, database: Database, community: Community, courses: dict[str, int]
) -> None:
    account = newcomer_with(database, community, "hmis-new-user", elsewhere="read-only")
    nell = Visitor(app)
    nell.sign_in("nell")
    assert "Elm House" in nell.get("/").text  # the one that is open is where she begins
    switched = nell.post("/switch-agency", {"organization_id": community.home.id})
    assert switched.status_code == 404

    expire(database, account, courses["hmis-new-user"], TODAY - DAY)
    assert nell.get("/").location == "/waiting?next=/"
    assert "Open to you" not in nell.get("/waiting").text
    expire(database, account, courses["hmis-new-user"], TODAY)

    assert nell.get("/").status_code == 200


def test_gate_switches_to_an_open_agency_only(app: Flask, database: Database, community: Community) -> None:
    newcomer_with(database, community, "hmis-new-user", "vi-spdat", elsewhere="read-only")
    nell = Visitor(app)
    nell.sign_in("nell")
    with database.session(write=True) as session:
        for row in session.scalars(
            select(CourseCompletion)
            .join(Course, Course.id == CourseCompletion.course_id)
            .where(Course.code == "vi-spdat", CourseCompletion.account_id > max(community.accounts.values()))
        ):
            row.withdrawn_at = datetime.now(UTC)
        session.commit()
    shown = page(nell.get("/waiting"))
    assert [button.b.text for button in shown.select(".agencies button")] == ["Elm House"]
    token = shown.select_one("[name=csrf_token]")["value"]

    refused = nell.client.post("/waiting", data={"organization_id": community.home.id, "csrf_token": token})
    moved = nell.client.post("/waiting", data={"organization_id": community.other.id, "csrf_token": token})

    assert refused.status_code == 404
    assert moved.location == "/"
    assert "Elm House" in nell.get("/").text


def test_training_that_expires_closes_the_role_on_the_day_after(
    signed_in: Enter, database: Database, community: Community, courses: dict[str, int]
) -> None:
    visitor, account = signed_in("read-only"), community.accounts["read-only"]

    for last_day, status in ((TODAY, 200), (TODAY - DAY, 303), (TODAY + DAY, 200)):
        expire(database, account, courses["hmis-new-user"], last_day)
        assert visitor.get("/").status_code == status


def test_waiver_opens_the_role_and_withdrawing_it_closes(
    app: Flask, signed_in: Enter, database: Database, community: Community, courses: dict[str, int]
) -> None:
    account = newcomer_with(database, community, "hmis-new-user")
    nell, administrator = Visitor(app), signed_in(ADMINISTRATOR)
    nell.sign_in("nell")
    path = f"/training/staff/{account}"

    saved = administrator.post(
        f"{path}/record",
        {"course": courses["vi-spdat"], "completed_on": str(TODAY), "waived_reason": "Taught it for years"},
    )

    assert saved.status_code == 303
    assert nell.get("/").status_code == 200
    shown = page(administrator.get(path))
    assert "Waived: Taught it for years" in shown.get_text()
    with database.session() as session:
        waived = session.scalars(
            select(CourseCompletion.id).where(CourseCompletion.waived_reason.is_not(None))
        ).one()
    assert administrator.post(f"{path}/withdraw/{waived}").status_code == 303
    assert nell.get("/").location == "/waiting?next=/"
    assert "withdrawn" in administrator.get(path).text
    assert administrator.post(f"{path}/withdraw/{waived}").status_code == 404
