"""Recording who passed a course: one person or several at once, waivers, and mistakes taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.db.errors import DomainError, NotFound
from hmis_web.domain import audit
from hmis_web.models import Account, AccountGrant, Course, CourseCompletion


@dataclass(frozen=True)
class Passed:
    """A course passed on a day; `waived_reason`: why somebody is let off instead."""

    course_id: int
    completed_on: date
    waived_reason: str | None = None


@dataclass(frozen=True)
class Staff:
    """Somebody whose training one may see."""

    account_id: int
    name: str


def staff(session: Session, actor: Actor, as_of: date, organization_id: int | None = None) -> list[Staff]:
    """The people whose training the actor sees, by name: those with a role at the actor's agency; for a
    system administrator everybody who has one, at one agency if asked. Only active accounts. Raises
    Forbidden. One statement."""
    actor.require(Permission.TRAINING_READ_AGENCY)
    agency = organization_id if actor.is_system_administrator else actor.organization_id
    held = select(1).where(
        AccountGrant.account_id == Account.id,
        or_(AccountGrant.valid_to.is_(None), AccountGrant.valid_to >= as_of),
    )
    if agency is not None or not actor.is_system_administrator:
        held = held.where(AccountGrant.organization_id == agency)
    rows = session.execute(
        select(Account.id, Account.display_name)
        .where(Account.is_active, held.exists())
        .order_by(Account.display_name, Account.id)
    )
    return [Staff(*row) for row in rows]


def get_staff(session: Session, actor: Actor, account_id: int, as_of: date) -> Staff:
    """One of `staff`, for a system administrator any account. Raises NotFound, like one that isn't there."""
    if actor.is_system_administrator:
        account = session.get(Account, account_id)
        if account is not None:
            return Staff(account.id, account.display_name)
    for person in staff(session, actor, as_of):
        if person.account_id == account_id:
            return person
    raise NotFound("account")


def record_for(
    session: Session, actor: Actor, account_ids: Sequence[int], passed: Passed, now: datetime, as_of: date
) -> int:
    """Record that people passed a course, or are let off with a reason; it is valid for as long as the course
    says. Answers for how many: who has it recorded for that day already is passed over. Raises NotFound for a
    course or person out of sight, DomainError("people") for nobody, DomainError("completed_on") for a day to
    come, DomainError("waived_reason"). Flushes."""
    actor.require(Permission.TRAINING_RECORD)
    course = session.get(Course, passed.course_id)
    if course is None:
        raise NotFound("course")
    if not account_ids:
        raise DomainError("people", "Tick at least one person")
    if passed.completed_on > as_of:
        raise DomainError("completed_on", "Enter a date that is not in the future")
    if passed.waived_reason is not None and not passed.waived_reason.strip():
        raise DomainError("waived_reason", "Enter why the course is not asked for")
    for account_id in account_ids:
        get_staff(session, actor, account_id, as_of)
    return sum(
        _record(session, actor, account_id, course, passed, now) for account_id in dict.fromkeys(account_ids)
    )


def withdraw_completion(
    session: Session, actor: Actor, account_id: int, completion_id: int, now: datetime, as_of: date
) -> None:
    """Take back what was recorded by mistake. Raises NotFound. Flushes."""
    actor.require(Permission.TRAINING_RECORD)
    get_staff(session, actor, account_id, as_of)
    row = session.get(CourseCompletion, completion_id)
    if row is None or row.account_id != account_id or row.withdrawn_at is not None:
        raise NotFound("completion")
    row.withdrawn_at = now
    session.flush()
    details = {"completion": row.id, "course": row.course_id, "completed_on": row.completed_on}
    audit.record(session, actor, "training:withdraw", "account", account_id, details=details)


def _record(
    session: Session, actor: Actor, account_id: int, course: Course, passed: Passed, now: datetime
) -> bool:
    day = passed.completed_on
    row = CourseCompletion(
        account_id=account_id,
        course_id=course.id,
        completed_on=day,
        expires_on=day + timedelta(days=course.valid_days) if course.valid_days else None,
        waived_reason=passed.waived_reason,
        recorded_by=actor.account_id,
        recorded_at=now,
    )
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError:
        return False
    details = {"course": course.code, "completed_on": day, "waived_reason": passed.waived_reason}
    audit.record(session, actor, "training:record", "account", account_id, details=details)
    return True
