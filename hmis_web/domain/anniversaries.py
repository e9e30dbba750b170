"""Anniversaries of a household's stay, and when its annual assessment may be dated. HUD 5.03; APR glossary,
annual assessments: the head of household's entry date decides for every member."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from hmis_web.domain.enrollments import Stay
from hmis_web.domain.stay_members import StayMember, head_of
from hmis_web.models import Enrollment
from hmis_web.standards.codes import RelationshipToHoH

WINDOW = timedelta(days=30)
LEAP_DAY = (2, 29)


@dataclass(frozen=True)
class Anniversary:
    """One anniversary of a stay: the `number`th."""

    number: int
    day: date

    @property
    def opens(self) -> date:
        """The first day on which its assessment may be dated."""
        return self.day - WINDOW

    @property
    def closes(self) -> date:
        """The last day on which its assessment may be dated."""
        return self.day + WINDOW

    def holds(self, day: date) -> bool:
        """Whether a day lies in the window; both ends belong to it."""
        return self.opens <= day <= self.closes


@dataclass(frozen=True)
class Due:
    """An annual assessment that is missing: its window is open, or over."""

    anniversary: Anniversary
    is_late: bool


def anniversary(entry: date, number: int) -> Anniversary:
    """The `number`th anniversary of an entry. Somebody who entered on 29 February has it on the 28th in other
    years."""
    year = entry.year + number
    if (entry.month, entry.day) == LEAP_DAY and not _is_leap(year):
        return Anniversary(number, date(year, 2, 28))
    return Anniversary(number, entry.replace(year=year))


def reached(entry: date, day: date) -> list[Anniversary]:
    """The anniversaries whose window has opened by a day, the first one first; none within the first 11
    months."""
    found = [anniversary(entry, number) for number in range(1, max(0, day.year - entry.year) + 2)]
    return [each for each in found if each.opens <= day]


def nearest(entry: date, day: date) -> Anniversary:
    """The anniversary closest to a day: which one an assessment of that day is about. The first one when
    there has been none."""
    years = range(max(1, day.year - entry.year - 1), max(1, day.year - entry.year + 1) + 1)
    return min((anniversary(entry, number) for number in years), key=lambda each: abs(each.day - day))


def due(entry: date, exit_date: date | None, as_of: date, recorded: Collection[date]) -> Due | None:
    """The earliest anniversary without an annual assessment dated in its window, of those of the stay; None
    when none is missing. `recorded` are the dates of annual assessments. One that falls on or after the exit
    is not asked for."""
    for each in reached(entry, as_of):
        is_of_stay = exit_date is None or each.day < exit_date
        if is_of_stay and not any(each.holds(day) for day in recorded):
            return Due(each, is_late=each.closes < as_of)
    return None


def suggested_date(entry: date, exit_date: date | None, as_of: date) -> date:
    """The date to begin an annual assessment with: today while a window is open; else the latest
    anniversary of the stay that is past, or today in the first year."""
    last = as_of if exit_date is None else min(as_of, exit_date)
    windows = reached(entry, last)
    if not windows:
        return last
    return last if windows[-1].holds(last) else windows[-1].day


def head_entries(session: Session, stays: Iterable[Stay]) -> dict[int, date]:
    """{enrollment: entry date of its household's head}; the person's own where there is no household or no
    head. With several heads the earliest counts. One statement. HUD 3.15, 5.09."""
    stays = list(stays)
    entries = {stay.id: stay.entry_date for stay in stays if stay.entry_date is not None}
    if not stays:
        return entries
    member, head = aliased(Enrollment), aliased(Enrollment)
    query = (
        select(member.id, func.min(head.entry_date))
        .join(
            head,
            and_(
                head.data_source_id == member.data_source_id,
                head.project_key == member.project_key,
                or_(head.id == member.id, head.household_id == member.household_id),
            ),
        )
        .where(
            member.id.in_([stay.id for stay in stays]),
            head.relationship_to_hoh == RelationshipToHoH.SELF,
            head.date_deleted.is_(None),
        )
        .group_by(member.id)
    )
    found = {key: day for key, day in session.execute(query) if day is not None}
    return entries | found


def begin_of(stay: Stay, members: Iterable[StayMember]) -> date | None:
    """`head_entries` for one stay whose household is known."""
    head = head_of(list(members))
    return (head.entry_date if head else None) or stay.entry_date


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
