"""Training: one's own, the staff's, recording it, and the gate that it opens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from hmis_web.db.session import Database
from hmis_web.models import CourseCompletion, RoleCourse
from tests.browser import Visitor, page
from tests.integration.admin.training_answers import expire, record
from tests.personas import ADMINISTRATOR, Community

Enter = Callable[[str], Visitor]
TODAY = datetime.now(UTC).date()
DAY = timedelta(days=1)


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
