"""Rules about leaving: the date, where to, how housed. S043 to S052, S134."""

from __future__ import annotations

from collections.abc import Iterator

from hmis_web.domain.answers.findings import NOT_COLLECTED, UNKNOWN, Given, Hit, Rules, broken, missing
from hmis_web.domain.answers.rules_stay import EXIT, RESIDENTIAL, entry_of
from hmis_web.standards import code_list
from hmis_web.standards.forms import rule_holds

rules = Rules()

DESTINATION, SUBSIDY = "exit.destination", "exit.destination_subsidy_type"
OTHER = "exit.other_destination"
HOUSING, SUBSIDY_AFTER = "exit.housing_assessment", "exit.subsidy_information"
RENTAL_SUBSIDY, OTHER_PLACE, NO_INTERVIEW, DECEASED = 435, 17, 30, 24
HOPWA_MOVES = frozenset({327, 426})
SAME_HOME, NEW_HOME = 1, 2


@rules("S043")
def exit_before_entry(given: Given) -> Iterator[Hit]:
    """HUD 3.11."""
    day, entry = given.day(EXIT), entry_of(given)
    return broken(EXIT, when=day is not None and entry is not None and day < entry)


@rules("S044")
def residential_stay_of_no_night(given: Given) -> Iterator[Hit]:
    """LSA: a stay that is shorter than a day is left out."""
    day = given.day(EXIT)
    residential = given.context.place.project_type in RESIDENTIAL
    return broken(EXIT, when=residential and day is not None and day == entry_of(given))


@rules("S045")
def exit_in_the_future(given: Given) -> Iterator[Hit]:
    """HUD 3.11."""
    day = given.day(EXIT)
    return broken(EXIT, when=day is not None and day > given.context.as_of)


@rules("S046")
def destination_missing(given: Given) -> Iterator[Hit]:
    """HUD 3.12."""
    return missing(DESTINATION, when=DESTINATION in given.asked and given.number(DESTINATION) is None)


@rules("S047")
def destination_unknown(given: Given) -> Iterator[Hit]:
    """HUD 3.12."""
    return broken(DESTINATION, when=given.number(DESTINATION) in {*UNKNOWN, NO_INTERVIEW})


@rules("S048")
def subsidy_of_the_destination(given: Given) -> Iterator[Hit]:
    """HUD 3.12.A: of a rental with subsidy, and of nothing else."""
    if given.number(DESTINATION) == RENTAL_SUBSIDY:
        return missing(*given.lacks(SUBSIDY))
    return broken(*given.filled(SUBSIDY))


@rules("S049")
def other_destination_in_words(given: Given) -> Iterator[Hit]:
    """HUD 3.12.B: of an other place, and of nothing else."""
    if given.number(DESTINATION) == OTHER_PLACE:
        return missing(*given.lacks(OTHER))
    return broken(*given.filled(OTHER))


@rules("S050")
def no_destination_at_exit(given: Given) -> Iterator[Hit]:
    """HUD 3.12: some situations are known at entry or during a stay only."""
    return broken(DESTINATION, when=not allowed(given.number(DESTINATION), "destination"))


@rules("S051")
def active_after_death(given: Given) -> Iterator[Hit]:
    """HUD 3.12."""
    day, last = given.day(EXIT, given.context.exit_date), given.context.last_activity
    later = day is not None and last is not None and last > day
    return broken(DESTINATION, when=given.number(DESTINATION) == DECEASED and later)


@rules("S052")
def hopwa_move_from_elsewhere(given: Given) -> Iterator[Hit]:
    """HUD 3.12."""
    moves = given.number(DESTINATION) in HOPWA_MOVES
    return broken(DESTINATION, when=moves and not rule_holds("hopwa", given.context.place))


@rules("S134")
def subsidy_that_does_not_fit_the_housing(given: Given) -> Iterator[Hit]:
    """HUD W5.A, W5.B: codes up to 4 for who stays in the home, above 10 for who moved."""
    subsidy, housing = given.number(SUBSIDY_AFTER), given.number(HOUSING)
    if subsidy is None or subsidy == NOT_COLLECTED:
        return broken()
    fits = (housing == SAME_HOME and subsidy < 10) or (housing == NEW_HOME and subsidy > 10)
    return broken(SUBSIDY_AFTER, when=not fits)


def allowed(code: int | None, context: str) -> bool:
    """Whether list 3.12.1 knows a code in a context; a code outside the list is judged by the form."""
    found = next((each for each in code_list("3.12.1").codes if each.value == str(code)), None)
    return found is None or context in found.contexts
