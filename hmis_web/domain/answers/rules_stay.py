"""Rules about when and where somebody stays: entry, other stays, move-in, CoC. S036 to S042, S053 to S059."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from hmis_web.domain.answers.context import OtherStay
from hmis_web.domain.answers.findings import Given, Hit, Rules, broken, missing
from hmis_web.standards.codes import ProjectType
from hmis_web.standards.forms import rule_holds

rules = Rules()

ENTRY, EXIT, MOVE_IN = "enrollment.entry_date", "exit.exit_date", "enrollment.move_in_date"
COC = "enrollment.enrollment_coc"
COC_FORM = re.compile(r"[A-Z]{2}-[0-9]{3}")
SLEEPS_FROM_ENTRY = frozenset({
    ProjectType.ES_ENTRY_EXIT, ProjectType.TRANSITIONAL_HOUSING, ProjectType.SAFE_HAVEN,
})  # fmt: skip
PERMANENT = frozenset({
    ProjectType.PSH, ProjectType.PH_HOUSING_ONLY, ProjectType.PH_WITH_SERVICES, ProjectType.RAPID_REHOUSING,
})  # fmt: skip
SHELTERED = SLEEPS_FROM_ENTRY | {ProjectType.ES_NIGHT_BY_NIGHT}
RESIDENTIAL = SHELTERED | PERMANENT


def entry_of(given: Given) -> date | None:
    """The entry date, as answered or as it stands."""
    return given.day(ENTRY, given.context.entry_date)


def exit_of(given: Given) -> date | None:
    """The exit date, as answered or as it stands."""
    return given.day(EXIT, given.context.exit_date)


def move_in_of(given: Given) -> date | None:
    """The move-in date, as answered or as it stands."""
    return given.day(MOVE_IN, given.context.move_in_date)


@rules("S036")
def entry_date_missing(given: Given) -> Iterator[Hit]:
    """HUD 3.10: there is no stay without one."""
    return broken(ENTRY, when=ENTRY in given.asked and entry_of(given) is None)


@rules("S037")
def entry_in_the_future(given: Given) -> Iterator[Hit]:
    """HUD 3.10."""
    entry = entry_of(given)
    return broken(ENTRY, when=ENTRY in given.answers and entry is not None and entry > given.context.as_of)


@rules("S038")
def entry_while_the_project_was_not_operating(given: Given) -> Iterator[Hit]:
    """HUD 3.10, 2.02."""
    entry, start, end = given.day(ENTRY), given.context.operating_start, given.context.operating_end
    early = entry is not None and start is not None and entry < start
    late = entry is not None and end is not None and entry > end
    return broken(ENTRY, when=early or late)


@rules("S039")
def stay_entered_twice(given: Given) -> Iterator[Hit]:
    """HUD 3.10: same client, project and dates."""
    entry, end = given.day(ENTRY), exit_of(given)
    twice = any(other.entry_date == entry and other.exit_date == end for other in _in_this_project(given))
    return broken(ENTRY, when=entry is not None and twice)


@rules("S040")
def stays_in_one_project_overlap(given: Given) -> Iterator[Hit]:
    """HUD 3.10, 3.11."""
    overlap = any(
        _overlap(entry_of(given), exit_of(given), other.entry_date, other.exit_date)
        for other in _in_this_project(given)
    )
    return broken(_dated(given), when=bool(_dated(given)) and overlap)


@rules("S041")
def sleeps_in_two_places(given: Given) -> Iterator[Hit]:
    """HUD 3.10, 3.11: permanent housing counts from move-in, night-by-night shelter by its nights."""
    begin = _sleeps_from(given.context.place.project_type, entry_of(given), move_in_of(given))
    elsewhere = any(
        _overlap(
            begin, exit_of(given), _sleeps_from(other.project_type, other.entry_date, other.move_in_date),
            other.exit_date,
        )
        for other in given.context.other_stays
        if other.project_key != given.context.project_key
    )  # fmt: skip
    end = exit_of(given)
    nights = begin is not None and any(
        begin <= night and (end is None or night < end) for night in given.context.bed_nights
    )
    return broken(_dated(given), when=bool(_dated(given)) and (elsewhere or nights))


@rules("S042")
def moved_in_while_staying_in_a_shelter(given: Given) -> Iterator[Hit]:
    """HUD 3.20, 3.10."""
    day = given.day(MOVE_IN)
    inside = day is not None and any(
        other.project_type in SHELTERED
        and other.entry_date is not None
        and other.entry_date < day
        and (other.exit_date is None or day < other.exit_date)
        for other in given.context.other_stays
        if other.project_key != given.context.project_key
    )
    return broken(MOVE_IN, when=inside)


@rules("S053")
def head_without_coc(given: Given) -> Iterator[Hit]:
    """HUD 3.16."""
    return missing(COC, when=COC in given.asked and not (given.text(COC) or given.context.coc))


@rules("S054")
def coc_that_the_project_does_not_serve(given: Given) -> Iterator[Hit]:
    """HUD 3.16, 2.03."""
    cocs, coc = given.context.cocs, given.text(COC)
    serves = coc in cocs or not cocs or not given.context.is_continuum
    return broken(COC, when=bool(coc) and not serves)


@rules("S055")
def coc_of_another_form(given: Given) -> Iterator[Hit]:
    """HUD 3.16."""
    return broken(COC, when=bool(given.text(COC)) and not COC_FORM.fullmatch(given.text(COC)))


@rules("S056")
def move_in_outside_the_stay(given: Given) -> Iterator[Hit]:
    """HUD 3.20."""
    day, entry, end = move_in_of(given), entry_of(given), exit_of(given)
    early = day is not None and entry is not None and day < entry
    late = day is not None and end is not None and day > end
    key = MOVE_IN if MOVE_IN in given.answers else _dated(given)
    return broken(key, when=bool(key) and (early or late))


@rules("S057")
def move_in_in_the_future(given: Given) -> Iterator[Hit]:
    """HUD 3.20."""
    day = given.day(MOVE_IN)
    return broken(MOVE_IN, when=day is not None and day > given.context.as_of)


@rules("S058")
def moved_in_and_left_on_one_day(given: Given) -> Iterator[Hit]:
    """HUD 3.20: not in permanent supportive housing."""
    supportive = given.context.place.project_type == ProjectType.PSH
    same = move_in_of(given) is not None and move_in_of(given) == exit_of(given)
    key = MOVE_IN if MOVE_IN in given.answers else EXIT
    return broken(key, when=supportive and same and key in given.answers)


@rules("S059")
def move_in_where_nobody_moves_in(given: Given) -> Iterator[Hit]:
    """HUD 3.20: permanent housing, and the few others that record it."""
    return broken(
        MOVE_IN, when=given.day(MOVE_IN) is not None and not rule_holds("move_in", given.context.place)
    )


def _dated(given: Given) -> str:
    """Which date is being answered: a finding about the whole stay stands there."""
    return next((key for key in (ENTRY, EXIT) if given.answers.get(key) is not None), "")


def _in_this_project(given: Given) -> list[OtherStay]:
    return [other for other in given.context.other_stays if other.project_key == given.context.project_key]


def _sleeps_from(project_type: int | None, entry: date | None, move_in: date | None) -> date | None:
    if project_type in SLEEPS_FROM_ENTRY:
        return entry
    return move_in if project_type in PERMANENT else None


def _overlap(begin: date | None, end: date | None, other_begin: date | None, other_end: date | None) -> bool:
    """Whether two stays share a night; the day on which one ends may be the other's first."""
    if begin is None or other_begin is None:
        return False
    same_day = begin == other_begin
    return same_day or ((end is None or other_begin < end) and (other_end is None or begin < other_end))
