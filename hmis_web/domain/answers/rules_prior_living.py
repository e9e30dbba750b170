"""Rules about where somebody lived before entry. S064 to S078."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from hmis_web.domain.answers.findings import UNKNOWN, Given, Hit, Rules, broken, missing
from hmis_web.domain.answers.rules_exit import RENTAL_SUBSIDY, allowed
from hmis_web.domain.answers.rules_stay import entry_of
from hmis_web.standards.forms import questions_by_key, under_threshold

rules = Rules()

SITUATION, SUBSIDY = "enrollment.living_situation", "enrollment.rental_subsidy_type"
LENGTH, THRESHOLD = "enrollment.length_of_stay", "enrollment.los_under_threshold"
NIGHT_BEFORE, BEGAN = "enrollment.previous_street_essh", "enrollment.date_to_street_essh"
TIMES = "enrollment.times_homeless_past_three_years"
MONTHS = "enrollment.months_homeless_past_three_years"
ONE_TIME, MORE_THAN_TWELVE, MONTHS_BEFORE_FIRST = 1, 113, 100
LEAST_DAYS = {10: 0, 11: 2, 2: 7, 3: 30, 4: 90, 5: 365}
"""{length of stay (list 3.917.2): days at least}."""


@rules("S064")
def prior_situation_missing(given: Given) -> Iterator[Hit]:
    """HUD 3.917.1."""
    return missing(*given.lacks(SITUATION))


@rules("S065")
def no_prior_situation(given: Given) -> Iterator[Hit]:
    """HUD 3.917.1: some are destinations or present situations only."""
    return broken(SITUATION, when=not allowed(given.number(SITUATION), "prior"))


@rules("S066")
def subsidy_of_the_prior_situation(given: Given) -> Iterator[Hit]:
    """HUD 3.917.A: of a rental with subsidy, and of nothing else."""
    if given.number(SITUATION) == RENTAL_SUBSIDY:
        return missing(*given.lacks(SUBSIDY))
    return broken(*given.filled(SUBSIDY))


@rules("S067")
def length_of_stay_missing(given: Given) -> Iterator[Hit]:
    """HUD 3.917.2."""
    return missing(*given.lacks(LENGTH))


@rules("S068")
def threshold_that_contradicts_the_length(given: Given) -> Iterator[Hit]:
    """HUD 3.917.2A, 3.917.2B."""
    said = given.number(THRESHOLD)
    worked_out = under_threshold(given.number(SITUATION), given.number(LENGTH))
    return broken(LENGTH, when=said in (0, 1) and worked_out is not None and said != worked_out)


@rules("S069")
def night_before_missing(given: Given) -> Iterator[Hit]:
    """HUD 3.917.2C."""
    return missing(*given.lacks(NIGHT_BEFORE))


@rules("S070")
def beginning_missing(given: Given) -> Iterator[Hit]:
    """HUD 3.917.3."""
    return missing(*given.lacks(BEGAN))


@rules("S071")
def times_or_months_missing(given: Given) -> Iterator[Hit]:
    """HUD 3.917.4, 3.917.5."""
    return missing(*given.lacks(TIMES, MONTHS))


@rules("S072")
def homeless_after_entry(given: Given) -> Iterator[Hit]:
    """HUD 3.917.3."""
    began, entry = given.day(BEGAN), entry_of(given)
    return broken(BEGAN, when=began is not None and entry is not None and began > entry)


@rules("S073")
def months_that_the_date_tells(given: Given) -> Iterator[Hit]:
    """HUD 3.917.5: once, so the months are those since the date."""
    told = _months_since(given)
    once = given.number(TIMES) == ONE_TIME
    return broken(MONTHS, when=once and told is not None and given.number(MONTHS) != told)


@rules("S074")
def three_years_are_once_and_more_than_twelve_months(given: Given) -> Iterator[Hit]:
    """HUD 3.917.4, 3.917.5."""
    began, entry = given.day(BEGAN), entry_of(given)
    if began is None or entry is None or _later_by_years(began, 3) > entry:
        return
    if given.number(TIMES) != ONE_TIME:
        yield Hit(TIMES)
    if given.number(MONTHS) != MORE_THAN_TWELVE:
        yield Hit(MONTHS)


@rules("S075")
def fewer_months_than_the_date_tells(given: Given) -> Iterator[Hit]:
    """HUD 3.917.5."""
    told, months = _months_since(given), given.number(MONTHS)
    counted = months is not None and months > MONTHS_BEFORE_FIRST
    return broken(MONTHS, when=counted and told is not None and told > (months or 0))


@rules("S076")
def stay_longer_than_can_be(given: Given) -> Iterator[Hit]:
    """HUD 3.917.2: not longer than since birth, nor, in a homeless situation, since the beginning."""
    entry, least = entry_of(given), LEAST_DAYS.get(given.number(LENGTH) or 0)
    if entry is None or least is None:
        return broken()
    homeless = 100 <= (given.number(SITUATION) or 0) <= 199
    since = [given.context.birth_date, given.day(BEGAN) if homeless else None]
    return broken(LENGTH, when=any(day is not None and (entry - day).days < least for day in since))


@rules("S077")
def parts_unknown(given: Given) -> Iterator[Hit]:
    """HUD 3.917."""
    return broken(*(key for key in (SITUATION, LENGTH, TIMES, MONTHS) if given.number(key) in UNKNOWN))


@rules("S078")
def answers_of_a_branch_that_is_not_asked(given: Given) -> Iterator[Hit]:
    """HUD 3.917: what is not asked is blank."""
    if SITUATION not in given.asked:
        return broken()
    branch = [each.key for each in questions_by_key().values() if each.element == "3.917"]
    return broken(*(key for key in given.filled(*branch) if key not in given.asked))


def _months_since(given: Given) -> int | None:
    """The code of the months from the beginning to entry, both counted; None when it can't be told."""
    began, entry = given.day(BEGAN), entry_of(given)
    if began is None or entry is None or began > entry:
        return None
    months = (entry.year - began.year) * 12 + entry.month - began.month + 1
    return min(MONTHS_BEFORE_FIRST + months, MORE_THAN_TWELVE)


def _later_by_years(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)
