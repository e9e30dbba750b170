"""Rules about the record itself: its date, and how many there are. S094 to S097."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from hmis_web.domain.answers.findings import Given, Hit, Rules, broken
from hmis_web.domain.answers.rules_stay import ENTRY, EXIT, entry_of, exit_of
from hmis_web.standards.elements import CollectionPoint

rules = Rules()

DATE = "information_date"
"""The key of the record's date, which no element asks for by itself."""
WINDOW_DAYS = 30
"""An annual assessment lies this near to an anniversary of the head's entry."""
BETWEEN = frozenset({CollectionPoint.UPDATE, CollectionPoint.ANNUAL})


@rules("S094")
def record_of_another_day(given: Given) -> Iterator[Hit]:
    """HUD 5.04: entry records are of the entry date, exit records of the exit date."""
    context = given.context
    if context.stage is CollectionPoint.ENTRY:
        return broken(ENTRY, when=None not in (context.on, entry_of(given)) and context.on != entry_of(given))
    if context.stage is CollectionPoint.EXIT:
        return broken(EXIT, when=None not in (context.on, exit_of(given)) and context.on != exit_of(given))
    return broken()


@rules("S095")
def record_outside_the_stay(given: Given) -> Iterator[Hit]:
    """HUD 5.04: updates and annual assessments."""
    context = given.context
    if context.stage not in BETWEEN or context.on is None:
        return broken()
    early = context.entry_date is not None and context.on < context.entry_date
    late = context.exit_date is not None and context.on > context.exit_date
    return broken(DATE, when=early or late or context.on > context.as_of)


@rules("S096")
def second_record_of_a_stage(given: Given) -> Iterator[Hit]:
    """HUD 5.03: one at entry, one at exit."""
    once = given.context.stage in (CollectionPoint.ENTRY, CollectionPoint.EXIT)
    return broken(DATE, when=once and given.context.records_at_stage > 0)


@rules("S097")
def annual_assessment_outside_its_window(given: Given) -> Iterator[Hit]:
    """HUD 5.03: it counts within 30 days of an anniversary of the head of household's entry."""
    context = given.context
    begin = context.head.entry_date if context.head else context.entry_date
    if context.stage is not CollectionPoint.ANNUAL or context.on is None or begin is None:
        return broken()
    return broken(DATE, when=not is_in_window(begin, context.on))


def is_in_window(begin: date, day: date) -> bool:
    """Whether a day is within 30 days of an anniversary of another; the first comes after a year."""
    years = {max(day.year - begin.year + shift, 1) for shift in (-1, 0, 1)}
    return any(abs((day - _anniversary(begin, count)).days) <= WINDOW_DAYS for count in years)


def _anniversary(begin: date, years: int) -> date:
    try:
        return begin.replace(year=begin.year + years)
    except ValueError:  # 29 February
        return begin.replace(year=begin.year + years, day=28)
