"""Recording training through its page, and letting it run out."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy import select

from hmis_web.db.session import Database
from hmis_web.models import CourseCompletion
from tests.browser import Visitor

TODAY = datetime.now(UTC).date()


def record(visitor: Visitor, people: list[int], course: int, /, **more: object) -> object:
    """The administrator records a course for people."""
    return visitor.post(
        "/training/staff/record", {"people": people, "course": course, "completed_on": str(TODAY)} | more
    )


def expire(database: Database, account_id: int, course_id: int, last_day: date) -> None:
    """What somebody passed is valid up to a day."""
    with database.session(write=True) as session:
        for row in session.scalars(
            select(CourseCompletion).where(
                CourseCompletion.account_id == account_id, CourseCompletion.course_id == course_id
            )
        ):
            row.expires_on = last_day
        session.commit()
