"""Training: which courses a role asks for, who has passed them, and what is missing (access rules, section
3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from hmis_web.access.roles import COURSES
from hmis_web.models import Account, AccountGrant, Course, CourseCompletion, Organization, Role, RoleCourse

SOON = timedelta(days=30)
"""How long before the end a person is told."""


@dataclass(frozen=True)
class Requirement:
    """A course that a role at an agency asks for, and how the person stands."""

    organization_id: int
    agency: str
    role_name: str
    course_id: int
    course: str
    required_from: date | None
    """None: announced, not asked for yet."""
    completed_on: date | None
    expires_on: date | None
    waived: bool = False

    def is_met(self, as_of: date) -> bool:
        """Whether the course is passed and has not expired."""
        return self.completed_on is not None and (self.expires_on is None or as_of <= self.expires_on)

    def is_required(self, as_of: date) -> bool:
        """Whether it is asked for by now."""
        return self.required_from is not None and self.required_from <= as_of

    def is_lacking(self, as_of: date) -> bool:
        """Whether it keeps the role closed."""
        return self.is_required(as_of) and not self.is_met(as_of)

    def ends_soon(self, as_of: date) -> bool:
        """Whether it is asked for, and expires within 30 days."""
        return (
            self.is_required(as_of)
            and self.is_met(as_of)
            and self.expires_on is not None
            and self.expires_on <= as_of + SOON
        )


@dataclass(frozen=True)
class Completion:
    """A course that somebody passed or was let off."""

    id: int
    course: str
    completed_on: date
    expires_on: date | None
    waived_reason: str | None
    withdrawn: bool
    recorded_by: str = ""


def is_missing(account: Any, role: Any, day: Any) -> ColumnElement[bool]:
    """Whether an account lacks a course that a role requires on a day: a condition for queries."""
    passed = select(1).where(_is_passed(account, RoleCourse.course_id, day))
    passed = passed.correlate(AccountGrant, RoleCourse)
    return (
        select(1)
        .where(RoleCourse.role_id == role, RoleCourse.required_from <= day, ~passed.exists())
        .correlate(AccountGrant)
        .exists()
    )


def requirements(session: Session, account_id: int, as_of: date) -> list[Requirement]:
    """What the roles of an account ask for, agency by agency, and how it stands. Two statements."""
    return requirements_of(session, [account_id], as_of).get(account_id, [])


def requirements_of(
    session: Session, account_ids: Sequence[int], as_of: date, organization_id: int | None = None
) -> dict[int, list[Requirement]]:
    """{account: what its roles ask for}, of grants that are not over; `organization_id`: at one agency alone.
    Two statements."""
    query = (
        select(
            AccountGrant.account_id,
            Organization.id,
            Organization.organization_name,
            Role.name,
            Course.id,
            Course.name,
            RoleCourse.required_from,
        )
        .join(AccountGrant, AccountGrant.organization_id == Organization.id)
        .join(Role, Role.id == AccountGrant.role_id)
        .join(RoleCourse, RoleCourse.role_id == Role.id)
        .join(Course, Course.id == RoleCourse.course_id)
        .where(
            AccountGrant.account_id.in_(account_ids),
            or_(AccountGrant.valid_to.is_(None), AccountGrant.valid_to >= as_of),
            or_(AccountGrant.valid_to.is_(None), AccountGrant.valid_from.is_(None))
            | (AccountGrant.valid_from <= AccountGrant.valid_to),
        )
        .order_by(AccountGrant.is_primary.desc(), Organization.organization_name, Course.id)
    )
    if organization_id is not None:
        query = query.where(AccountGrant.organization_id == organization_id)
    best = _best(session, account_ids)
    found: dict[int, list[Requirement]] = {}
    for account_id, key, agency, role, course_id, course, required in session.execute(query):
        passed = best.get((account_id, course_id), (None, None, False))
        found.setdefault(account_id, []).append(
            Requirement(key, agency or "", role, course_id, course, required, *passed)
        )
    return found


def completions(session: Session, account_id: int) -> list[Completion]:
    """The courses that somebody passed or was let off, the latest first."""
    rows = session.execute(
        select(CourseCompletion, Course.name, Account.display_name)
        .join(Course, Course.id == CourseCompletion.course_id)
        .outerjoin(Account, Account.id == CourseCompletion.recorded_by)
        .where(CourseCompletion.account_id == account_id)
        .order_by(CourseCompletion.completed_on.desc(), CourseCompletion.id.desc())
    )
    return [
        Completion(
            row.id,
            name,
            row.completed_on,
            row.expires_on,
            row.waived_reason,
            row.withdrawn_at is not None,
            by or "",
        )
        for row, name, by in rows
    ]


def courses(session: Session) -> Sequence[Course]:
    """Every course, by name."""
    return session.scalars(select(Course).order_by(Course.name)).all()


def ensure_courses(session: Session) -> dict[str, int]:
    """Make sure that the courses exist; answers {code: course id}. Flushes."""
    known = dict(session.execute(select(Course.code, Course.id)).all())
    for course in COURSES:
        if course.code not in known:
            row = Course(code=course.code, name=course.name, valid_days=course.valid_days)
            session.add(row)
            session.flush()
            known[course.code] = row.id
    return known


def _is_passed(account: Any, course: Any, day: Any) -> ColumnElement[bool]:
    return and_(
        CourseCompletion.account_id == account,
        CourseCompletion.course_id == course,
        CourseCompletion.withdrawn_at.is_(None),
        CourseCompletion.completed_on <= day,
        or_(CourseCompletion.expires_on.is_(None), CourseCompletion.expires_on >= day),
    )


def _best(
    session: Session, account_ids: Sequence[int]
) -> dict[tuple[int, int], tuple[date, date | None, bool]]:
    """{(account, course): when passed, until when valid, whether waived}, the completion that lasts
    longest."""
    rows = session.execute(
        select(
            CourseCompletion.account_id,
            CourseCompletion.course_id,
            CourseCompletion.completed_on,
            CourseCompletion.expires_on,
            CourseCompletion.waived_reason,
        ).where(CourseCompletion.account_id.in_(account_ids), CourseCompletion.withdrawn_at.is_(None))
    )
    best: dict[tuple[int, int], tuple[date, date | None, bool]] = {}
    for account_id, course_id, completed_on, expires_on, why in rows:
        known = best.get((account_id, course_id))
        if known is None or (expires_on or date.max) > (known[1] or date.max):
            best[account_id, course_id] = (completed_on, expires_on, why is not None)
    return best
