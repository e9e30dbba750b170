"""What is known around an exit: nights, later services, help paid for beyond it. HUD 3.11, 4.14, V3."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Date, cast, func, null, select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.domain import bed_nights, row_changes
from hmis_web.domain.clock import Clock
from hmis_web.domain.enrollments import Stay
from hmis_web.domain.exit_rules import ExitFacts
from hmis_web.domain.row_changes import Change
from hmis_web.domain.stay_members import StayMember
from hmis_web.models import Services
from hmis_web.standards.codes import ProjectType, RecordType


@dataclass(frozen=True)
class Dated:
    """Services of members that the page of an exit asks about."""

    nights: Mapping[int, date]
    """{enrollment: the latest night recorded}."""
    paid: Sequence[tuple[int, date | None, date]]
    """(enrollment, day, paid until)."""


def facts_of(
    session: Session, stay: Stay, members: Iterable[StayMember], days: Mapping[int, date]
) -> dict[int, ExitFacts]:
    """{enrollment: what the rules of an exit ask}; `days` are the days of exit. Two statements."""
    members = list(members)
    keys = [member.enrollment_id for member in members]
    nights = bed_nights.last_nights(session, keys)
    dated = session.execute(
        select(Services.enrollment_key, Services.date_provided).where(
            Services.enrollment_key.in_(keys),
            Services.date_deleted.is_(None),
            Services.record_type != RecordType.BED_NIGHT,
            Services.date_provided > min(days.values(), default=date.max),
        )
    ).all()
    return {
        member.enrollment_id: ExitFacts(
            name=member.person.name or "The client",
            entry_date=member.entry_date,
            project_type=stay.project_type,
            move_in_date=member.move_in_date,
            last_bed_night=nights.get(member.enrollment_id),
            later_services=sum(
                key == member.enrollment_id and day is not None and day > days.get(key, date.max)
                for key, day in dated
            ),
        )
        for member in members
    }


def dated(session: Session, members: Iterable[StayMember]) -> Dated:
    """What the page of an exit asks about members. One statement."""
    keys = [member.enrollment_id for member in members]
    mine = Services.enrollment_key.in_(keys) & Services.date_deleted.is_(None)
    nights = (
        select(Services.enrollment_key, func.max(Services.date_provided), cast(null(), Date))
        .where(mine, Services.record_type == RecordType.BED_NIGHT)
        .group_by(Services.enrollment_key)
    )
    paid = select(Services.enrollment_key, Services.date_provided, Services.fa_end_date).where(
        mine, Services.fa_end_date.is_not(None)
    )
    rows: list[Any] = list(session.execute(nights.union_all(paid)))
    return Dated(
        {key: day for key, day, until in rows if until is None and day is not None},
        [(key, day, until) for key, day, until in rows if until is not None],
    )


def suggested_date(stay: Stay, members: Iterable[StayMember], known: Dated, as_of: date) -> date:
    """The day to begin an exit with: in a night-by-night shelter the day after the last night of whoever is
    still there, today elsewhere. HUD 3.11, 4.14."""
    if stay.project_type != ProjectType.ES_NIGHT_BY_NIGHT:
        return as_of
    there = {member.enrollment_id for member in members if member.is_open}
    last = max((day for key, day in known.nights.items() if key in there), default=None)
    return as_of if last is None else min(last + bed_nights.ONE_DAY, as_of)


def paid_beyond(known: Dated, days: Mapping[int, date]) -> int:
    """How many services are paid for beyond the days of exit."""
    last = max(days.values(), default=date.min)
    return sum(
        key in days and until > days[key] and (provided or date.max) <= last
        for key, provided, until in known.paid
    )


def close_services(
    session: Session, actor: Actor, stay: Stay, days: Mapping[int, date], clock: Clock
) -> list[Change]:
    """End help that is paid for beyond the exit with it. HUD V3."""
    changes: list[Change] = []
    for row in session.scalars(_open_services(days)):
        day = days[row.enrollment_key]
        if row.fa_end_date is not None and row.fa_end_date > day:
            changes += row_changes.write(
                session, actor, stay, row, {"fa_end_date": day}, "service:end-with-exit", clock
            )
    session.flush()
    return changes


def _open_services(days: Mapping[int, date]) -> Any:
    return select(Services).where(
        Services.enrollment_key.in_(list(days)),
        Services.date_deleted.is_(None),
        Services.fa_end_date > min(days.values(), default=date.max),
        Services.date_provided <= max(days.values(), default=date.min),
    )
