"""Training: one's own, the staff's, recording it, and the gate that it opens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from hmis_web.db.session import Database
from hmis_web.domain import presets
from hmis_web.models import Account, AccountGrant, Course, CourseCompletion, RoleCourse
from tests.browser import Visitor, page
from tests.factories import own
from tests.personas import ADMINISTRATOR, PASSWORD_HASH, Community

Enter = Callable[[str], Visitor]
TODAY = datetime.now(UTC).date()
DAY = timedelta(days=1)


@pytest.fixture
def courses(database: Database, community: Community) -> dict[str, int]:
    """{code: course id}."""
    with database.session() as session:
        return dict(session.execute(select(Course.code, Course.id)).all())


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


def record(visitor: Visitor, people: list[int], course: int, /, **more: object) -> object:
    return visitor.post(
        "/training/staff/record", {"people": people, "course": course, "completed_on": str(TODAY)} | more
    )


def expire(database: Database, account_id: int, course_id: int, last_day: date) -> None:
    with database.session(write=True) as session:
        for row in session.scalars(
            select(CourseCompletion).where(
                CourseCompletion.account_id == account_id, CourseCompletion.course_id == course_id
            )
        ):
            row.expires_on = last_day
        session.commit()


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


def test_what_expires_within_30_days_is_told_on_home_and_training(
    signed_in: Enter, database: Database, community: Community, courses: dict[str, int]
) -> None:
    visitor, account = signed_in("read-only"), community.accounts["read-only"]
    expire(database, account, courses["hmis-new-user"], TODAY + 31 * DAY)
    assert "expires soon" not in visitor.get("/").text.lower()

    expire(database, account, courses["hmis-new-user"], TODAY + 30 * DAY)

    words = f"HMIS New User, valid until {TODAY + 30 * DAY:%d %b %Y}"
    assert words in visitor.get("/").text
    assert words in visitor.get("/training").text


def test_report_training_is_announced_and_not_required_until_its_day(
    signed_in: Enter, database: Database, community: Community, courses: dict[str, int]
) -> None:
    visitor, account = signed_in("reporting-monitoring"), community.accounts["reporting-monitoring"]
    expire(database, account, courses["report"], TODAY - DAY)
    assert visitor.get("/").status_code == 200
    assert "not required yet" in visitor.get("/training").text

    with database.session(write=True) as session:
        for row in session.scalars(select(RoleCourse).where(RoleCourse.course_id == courses["report"])):
            row.required_from = TODAY
        session.commit()

    assert visitor.get("/").location == "/waiting?next=/"


def test_several_people_are_recorded_at_once_and_twice_changes_nothing(
    signed_in: Enter, database: Database, community: Community, courses: dict[str, int]
) -> None:
    administrator = signed_in(ADMINISTRATOR)
    people = [community.accounts[name] for name in ("read-only", "services-only")]
    day = TODAY - 40 * DAY

    for _twice in range(2):
        assert record(administrator, people, courses["report"], completed_on=str(day)).status_code == 303

    with database.session() as session:
        rows = session.scalars(
            select(CourseCompletion)
            .where(CourseCompletion.completed_on == day)
            .order_by(CourseCompletion.account_id)
        ).all()
    assert sorted(row.account_id for row in rows) == sorted(people)
    assert {row.expires_on for row in rows} == {day + 365 * DAY}
    assert {row.recorded_by for row in rows} == {community.accounts[ADMINISTRATOR]}


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"people": []}, "Tick at least one person"),
        ({"completed_on": ""}, "Enter the day on which the course was passed"),
        ({"completed_on": str(TODAY + DAY)}, "not in the future"),
        ({"completed_on": "soon"}, "Enter a date such as"),
    ],
)
def test_recording_with_a_wrong_answer_is_refused(
    signed_in: Enter, community: Community, courses: dict[str, int], changed: dict[str, object], words: str
) -> None:
    people = [community.accounts["read-only"]]

    refused = record(signed_in(ADMINISTRATOR), people, courses["report"], **changed)

    assert refused.status_code == 422
    assert words in refused.text


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


def test_managers_see_their_own_agencys_people_and_record_nothing(
    signed_in: Enter, community: Community
) -> None:
    manager = signed_in("program-manager")

    shown = manager.get("/training/staff").text

    assert "Services Only" in shown
    assert "Outsider" not in shown
    assert "Record" not in page(manager.get("/training/staff")).main.get_text()
    assert manager.get(f"/training/staff/{community.accounts['services-only']}").status_code == 200
    assert manager.get(f"/training/staff/{community.accounts['outsider']}").status_code == 404
    assert manager.get("/training/staff/999999").status_code == 404
    assert record(manager, [community.accounts["services-only"]], 1).status_code == 403


def test_staff_and_own_training_cost_few_statements(
    signed_in: Enter, community: Community, query_budget: Callable[[int], object]
) -> None:
    administrator, visitor = signed_in(ADMINISTRATOR), signed_in("read-only")

    with query_budget(9):  # the person 2, people 2, what is asked 2, courses 1
        administrator.get("/training/staff")
    with query_budget(6):  # the person 3, what is asked 2, what is recorded 1
        visitor.get("/training")
