"""Rules about military service. S019 to S025."""

from __future__ import annotations

from collections.abc import Iterator

from hmis_web.domain.answers.findings import NOT_COLLECTED, Given, Hit, Rules, broken
from hmis_web.domain.answers.places import ADULT_AGE
from hmis_web.domain.answers.rules_client import DOB
from hmis_web.domain.clients import age_on
from hmis_web.standards.codes import NoYes
from hmis_web.standards.forms import questions_by_key

rules = Rules()

STATUS, ENTERED, SEPARATED = "client.veteran_status", "client.year_entered_service", "client.year_separated"
FIRST_YEAR = 1920
YOUNGEST = 16
THEATERS: dict[str, tuple[int, int | None]] = {
    "client.world_war_ii": (1940, 1947),
    "client.korean_war": (1950, 1955),
    "client.vietnam_war": (1964, 1975),
    "client.desert_storm": (1990, 1991),
    "client.afghanistan_oef": (2001, None),
    "client.iraq_oif": (2003, 2010),
    "client.iraq_ond": (2010, 2011),
}
"""{theater of operations: first and last year}; None goes on."""


@rules("S019")
def veteran_under_eighteen(given: Given) -> Iterator[Hit]:
    """HUD 3.07: at every entry a minor."""
    born = given.day(DOB, given.context.birth_date)
    days = given.context.entry_dates or (given.context.entry_date or given.context.as_of,)
    ages = [age_on(born, day) for day in days]
    minor = all(age is not None and age < ADULT_AGE for age in ages)
    return broken(STATUS, when=given.number(STATUS) == NoYes.YES and minor)


@rules("S020")
def adult_not_asked(given: Given) -> Iterator[Hit]:
    """HUD 3.07: an adult is asked."""
    age = age_on(given.day(DOB, given.context.birth_date), given.context.as_of)
    adult = age is not None and age >= ADULT_AGE
    return broken(STATUS, when=adult and given.number(STATUS) in (None, NOT_COLLECTED))


@rules("S021")
def service_of_somebody_who_did_not_serve(given: Given) -> Iterator[Hit]:
    """HUD V1: only of veterans."""
    told = [each.key for each in questions_by_key().values() if each.element == "V1"]
    return broken(*given.filled(*told), when=given.number(STATUS) != NoYes.YES)


@rules("S022")
def year_of_entering_impossible(given: Given) -> Iterator[Hit]:
    """HUD V1.1."""
    year, born = given.number(ENTERED), given.day(DOB, given.context.birth_date)
    if year is None:
        return broken()
    before_birth = born is not None and year <= born.year
    return broken(ENTERED, when=not FIRST_YEAR <= year <= given.context.as_of.year or before_birth)


@rules("S023")
def year_of_leaving_impossible(given: Given) -> Iterator[Hit]:
    """HUD V1.2."""
    year, entered = given.number(SEPARATED), given.number(ENTERED)
    if year is None:
        return broken()
    early = entered is not None and year < entered
    return broken(SEPARATED, when=not FIRST_YEAR <= year <= given.context.as_of.year or early)


@rules("S024")
def entered_as_a_child(given: Given) -> Iterator[Hit]:
    """HUD V1.1."""
    year, born = given.number(ENTERED), given.day(DOB, given.context.birth_date)
    if year is None or born is None:
        return broken()
    return broken(ENTERED, when=0 < year - born.year < YOUNGEST)


@rules("S025")
def theater_outside_the_years_of_service(given: Given) -> Iterator[Hit]:
    """HUD V1.3 to V1.9."""
    begin = given.number(ENTERED)
    end = given.number(SEPARATED) or given.context.as_of.year
    for theater, (first, last) in THEATERS.items():
        served = begin is not None and begin <= (last or end) and first <= end
        if begin is not None and given.number(theater) == NoYes.YES and not served:
            yield Hit(theater)
