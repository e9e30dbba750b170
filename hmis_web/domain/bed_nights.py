"""Bed nights of night-by-night shelters, a month at a time. HUD 4.14."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.access.scope import stay_readable
from hmis_web.db.errors import DomainError
from hmis_web.domain import answers, audit, entered, row_changes
from hmis_web.domain.clock import Clock
from hmis_web.domain.enrollments import Stay
from hmis_web.domain.services import may_log_on
from hmis_web.domain.stay_members import StayMember
from hmis_web.models import Enrollment, Project, Services
from hmis_web.standards.codes import RecordType

ONE_DAY = timedelta(days=1)
FIELD = "nights"
Night = tuple[int, date]
"""(enrollment, night)."""


@dataclass(frozen=True)
class Outcome:
    """How many nights were added and taken away."""

    added: int
    removed: int


def days_of(month: date) -> list[date]:
    """The days of the month that a day lies in."""
    first, count = month.replace(day=1), monthrange(month.year, month.month)[1]
    return [first + timedelta(days=step) for step in range(count)]


def is_possible(member: StayMember, night: date, as_of: date) -> bool:
    """Whether a member may have spent a night: from the entry on, before the exit, today at the latest.
    S108."""
    begun = member.entry_date is None or member.entry_date <= night
    return begun and night <= as_of and (member.exit_date is None or night < member.exit_date)


def recorded(session: Session, enrollment_ids: Iterable[int], month: date) -> set[Night]:
    """The nights of a month that stand for enrollments which the caller has fetched through scope. One
    statement."""
    days = days_of(month)
    rows = session.execute(_nights(Services.enrollment_key, Services.date_provided).where(
        Services.enrollment_key.in_(list(enrollment_ids)), Services.date_provided.between(days[0], days[-1])
    ))  # fmt: skip
    return {(key, night) for key, night in rows if night is not None}


def last_nights(session: Session, enrollment_ids: Iterable[int]) -> dict[int, date]:
    """{enrollment: the latest night recorded}. One statement."""
    query = _nights(Services.enrollment_key, func.max(Services.date_provided)).where(
        Services.enrollment_key.in_(list(enrollment_ids))
    )
    rows = session.execute(query.group_by(Services.enrollment_key))
    return {key: night for key, night in rows if night is not None}


def set_nights(
    session: Session,
    actor: Actor,
    stay: Stay,
    members: Collection[StayMember],
    shown: Collection[Night],
    ticked: Collection[Night],
    clock: Clock,
) -> Outcome:
    """Record the nights that were ticked, and take away those that the page had shown as ticked and were
    not ticked any more; nights that somebody else recorded meanwhile stay. Taking away asks for the right to
    change services. Raises DomainError("nights") for a night outside the stay or yet to come (S108), the
    night of the entry taken away (S107), a night recorded in another shelter of this agency (S109).
    Flushes."""
    actor.require(Permission.SERVICE_CREATE)
    by_id = {member.enrollment_id: member for member in members}
    rows = _lock(session, by_id)
    there = {
        (row.enrollment_key, row.date_provided): row
        for row in _standing(session, by_id)
        if row.date_provided is not None
    }
    gone = [night for night in shown if night not in ticked and night in there]
    new = sorted(night for night in ticked if night not in there and night[0] in by_id)
    if gone:
        actor.require(Permission.SERVICE_EDIT)
    for key, night in new:
        _check_new(session, actor, stay, by_id[key], night, clock.as_of)
    for key, night in gone:
        if night == by_id[key].entry_date:
            raise DomainError(
                FIELD, f"{by_id[key].person.name} entered on {_read(night)}: that night belongs to the stay"
            )
    for key, night in new:
        _add(session, actor, stay, rows[key], night, clock)
    for each in gone:
        _remove(session, actor, stay, there[each], clock)
    first = {key for key, night in (*new, *gone) if night == by_id[key].entry_date}
    answers.note_first_night(session, actor, first, clock)
    return Outcome(len(new), len(gone))


def _check_new(
    session: Session, actor: Actor, stay: Stay, member: StayMember, night: date, as_of: date
) -> None:
    if not is_possible(member, night, as_of):
        raise DomainError(
            FIELD, f"{member.person.name} was not staying on the night of {_read(night)}; untick it"
        )
    ending = Stay(**{**vars(stay), "exit_date": member.exit_date})
    if not may_log_on(actor, ending, as_of):
        raise DomainError(FIELD, f"The stay of {member.person.name} is over; ask a manager to add nights")
    elsewhere = (
        _nights(Project.project_name)
        .select_from(Services)
        .join(Enrollment, Enrollment.id == Services.enrollment_key)
        .join(Project, Project.id == Enrollment.project_key)
        .where(
            Services.client_key == member.person.id,
            Services.date_provided == night,
            Enrollment.id != member.enrollment_id,
            Enrollment.date_deleted.is_(None),
            stay_readable(actor),
        )
    )
    project = session.scalar(elsewhere.limit(1))
    if project is not None:
        raise DomainError(
            FIELD,
            f"{member.person.name}'s night of {_read(night)} is recorded at {project}; untick one of them",
        )


def _add(
    session: Session, actor: Actor, stay: Stay, enrollment: Enrollment, night: date, clock: Clock
) -> None:
    row = Services(
        **entered.columns(session, actor, stay.data_source_id, clock),
        services_id=entered.new_identifier(),
        enrollment_key=enrollment.id,
        client_key=enrollment.client_key,
        enrollment_id=enrollment.enrollment_id,
        personal_id=enrollment.personal_id,
        date_provided=night,
        record_type=RecordType.BED_NIGHT,
        type_provided=RecordType.BED_NIGHT,
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, "service:create", "service", row.id, client_id=enrollment.client_key,
                 after={"date_provided": night, "record_type": int(RecordType.BED_NIGHT)})  # fmt: skip


def _remove(session: Session, actor: Actor, stay: Stay, row: Services, clock: Clock) -> None:
    row_changes.touch(session, actor, stay.data_source_id, row, clock)
    row.date_deleted = clock.stamp
    session.flush()
    audit.record(session, actor, "service:remove-night", "service", row.id, client_id=row.client_key,
                 before={"date_provided": row.date_provided, "date_deleted": None},
                 after={"date_provided": row.date_provided, "date_deleted": row.date_deleted})  # fmt: skip


def _lock(session: Session, keys: Iterable[int]) -> dict[int, Enrollment]:
    """The enrollments, kept from others until the end of the transaction: two people who tick the same night
    at once make one."""
    query = select(Enrollment).where(Enrollment.id.in_(list(keys))).order_by(Enrollment.id).with_for_update()
    return {row.id: row for row in session.scalars(query)}


def _standing(session: Session, keys: Iterable[int]) -> list[Services]:
    return list(session.scalars(_nights(Services).where(Services.enrollment_key.in_(list(keys)))))


def _nights(*columns: Any) -> Any:
    return select(*columns).where(
        Services.record_type == RecordType.BED_NIGHT, Services.date_deleted.is_(None)
    )


def _read(day: date) -> str:
    return f"{day:%d %b %Y}"
