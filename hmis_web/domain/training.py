"""Training: which courses a role asks for, who has passed them, and what is missing (access rules, section
3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.access.roles import COURSES
from hmis_web.db.errors import DomainError, NotFound
from hmis_web.domain import audit
from hmis_web.models import Account, AccountGrant, Course, CourseCompletion, Organization, Role, RoleCourse


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

    def is_met(self, as_of: date) -> bool:
        """Whether the course is passed and has not expired."""
        return self.completed_on is not None and (self.expires_on is None or as_of <= self.expires_on)

    def is_required(self, as_of: date) -> bool:
        """Whether it is asked for by now."""
        return self.required_from is not None and self.required_from <= as_of


@dataclass(frozen=True)
class Completion:
    """A course that somebody passed or was let off."""

    id: int
    course: str
    completed_on: date
    expires_on: date | None
    waived_reason: str | None
    withdrawn: bool


def is_missing(account: Any, role: Any, day: Any) -> ColumnElement[bool]:
    """Whether an account lacks a course that a role requires on a day: a condition for queries."""
    passed = select(1).where(_is_passed(account, RoleCourse.course_id, day))
    return (
        select(1)
        .where(RoleCourse.role_id == role, RoleCourse.required_from <= day, ~passed.exists())
        .exists()
    )


def requirements(session: Session, account_id: int, as_of: date) -> list[Requirement]:
    """What the roles of an account ask for, agency by agency, and how it stands. Two statements."""
    rows = session.execute(
        select(
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
            AccountGrant.account_id == account_id,
            or_(AccountGrant.valid_to.is_(None), AccountGrant.valid_to >= as_of),
        )
        .order_by(AccountGrant.is_primary.desc(), Organization.organization_name, Course.id)
    ).all()
    best = _best(session, account_id)
    return [
        Requirement(key, agency or "", role, course_id, course, required, *best.get(course_id, (None, None)))
        for key, agency, role, course_id, course, required in rows
    ]


def completions(session: Session, account_id: int) -> list[Completion]:
    """The courses that somebody passed or was let off, the latest first."""
    rows = session.execute(
        select(CourseCompletion, Course.name)
        .join(Course, Course.id == CourseCompletion.course_id)
        .where(CourseCompletion.account_id == account_id)
        .order_by(CourseCompletion.completed_on.desc(), CourseCompletion.id.desc())
    )
    return [
        Completion(
            row.id, name, row.completed_on, row.expires_on, row.waived_reason, row.withdrawn_at is not None
        )
        for row, name in rows
    ]


def courses(session: Session) -> Sequence[Course]:
    """Every course, by name."""
    return session.scalars(select(Course).order_by(Course.name)).all()


def record_completion(
    session: Session,
    actor: Actor,
    account_id: int,
    course_id: int,
    completed_on: date,
    now: datetime,
    as_of: date,
    *,
    waived_reason: str | None = None,
) -> CourseCompletion:
    """Record that somebody passed a course, or is let off with a reason; it is valid for as long as the
    course says. Raises NotFound, DomainError("completed_on") for a day to come. Flushes."""
    actor.require(Permission.TRAINING_RECORD)
    course, account = session.get(Course, course_id), session.get(Account, account_id)
    if course is None or account is None:
        raise NotFound("course")
    if completed_on > as_of:
        raise DomainError("completed_on", "Enter a date that is not in the future")
    row = CourseCompletion(
        account_id=account_id,
        course_id=course_id,
        completed_on=completed_on,
        expires_on=completed_on + timedelta(days=course.valid_days) if course.valid_days else None,
        waived_reason=waived_reason,
        recorded_by=actor.account_id,
        recorded_at=now,
    )
    session.add(row)
    session.flush()
    details = {"course": course.code, "completed_on": completed_on, "waived_reason": waived_reason}
    audit.record(session, actor, "training:record", "account", account_id, details=details)
    return row


def withdraw_completion(session: Session, actor: Actor, completion_id: int, now: datetime) -> None:
    """Take back what was recorded by mistake. Raises NotFound. Flushes."""
    actor.require(Permission.TRAINING_RECORD)
    row = session.get(CourseCompletion, completion_id)
    if row is None or row.withdrawn_at is not None:
        raise NotFound("completion")
    row.withdrawn_at = now
    session.flush()
    audit.record(
        session, actor, "training:withdraw", "account", row.account_id, details={"completion": row.id}
    )


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


def _best(session: Session, account_id: int) -> dict[int, tuple[date, date | None]]:
    """{course: when passed last, until when valid}, the completion that lasts longest."""
    rows = session.execute(
        select(CourseCompletion.course_id, CourseCompletion.completed_on, CourseCompletion.expires_on).where(
            CourseCompletion.account_id == account_id, CourseCompletion.withdrawn_at.is_(None)
        )
    )
    best: dict[int, tuple[date, date | None]] = {}
    for course_id, completed_on, expires_on in rows:
        known = best.get(course_id)
        if known is None or (expires_on or date.max) > (known[1] or date.max):
            best[course_id] = (completed_on, expires_on)
    return best
