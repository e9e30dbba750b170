"""Rules about what happens during a stay: contacts, engagement, PATH, coordinated entry. S101 to S106, S110
to S114, S120, S121."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from hmis_web.domain.answers.findings import Given, Hit, Rules, broken, missing
from hmis_web.domain.answers.rules_exit import RENTAL_SUBSIDY, allowed
from hmis_web.domain.answers.rules_stay import entry_of, exit_of
from hmis_web.standards.codes import NoYes, ProjectType
from hmis_web.standards.forms import questions_by_key, shown_by

rules = Rules()

CONTACT = "current_living_situation"
CONTACT_DATE, SITUATION = f"{CONTACT}.information_date", f"{CONTACT}.current_living_situation"
SUBSIDY, VERIFIED, LEAVE = (
    f"{CONTACT}.cls_subsidy_type",
    f"{CONTACT}.verified_by",
    (f"{CONTACT}.leave_situation14_days"),
)
FOLLOW_UPS = tuple(
    f"{CONTACT}.{name}"
    for name in ("subsequent_residence", "resources_to_obtain", "lease_own60_day", "moved_two_or_more")
)
ENGAGED = "enrollment.date_of_engagement"
ASSESSED, EVENT_DATE, RESULT_DATE = "assessment.assessment_date", "event.event_date", "event.result_date"
ASSESSMENT_PARTS = tuple(
    f"assessment.{name}"
    for name in ("assessment_location", "assessment_type", "assessment_level", "prioritization_status")
)
PATH_DATE, IN_PATH = "enrollment.date_of_path_status", "enrollment.client_enrolled_in_path"
WHY_NOT_IN_PATH = "enrollment.reason_not_enrolled"


def is_outside(given: Given, day: date | None) -> bool:
    """Whether a day lies before the entry, after the exit or in the future; the days of entry and exit
    belong to the stay."""
    if day is None:
        return False
    entry, end = entry_of(given), exit_of(given)
    before = entry is not None and day < entry
    return before or (end is not None and day > end) or day > given.context.as_of


@rules("S101")
def contact_outside_the_stay(given: Given) -> Iterator[Hit]:
    """HUD 4.12.1."""
    return broken(CONTACT_DATE, when=is_outside(given, given.day(CONTACT_DATE)))


@rules("S102")
def subsidy_of_the_present_situation(given: Given) -> Iterator[Hit]:
    """HUD 4.12.A: of a rental with subsidy, and of nothing else."""
    if given.number(SITUATION) == RENTAL_SUBSIDY:
        return missing(SUBSIDY, when=given.number(SUBSIDY) is None)
    return broken(*given.filled(SUBSIDY))


@rules("S103")
def no_present_situation(given: Given) -> Iterator[Hit]:
    """HUD 4.12.2: some are destinations only."""
    return broken(SITUATION, when=not allowed(given.number(SITUATION), "current"))


@rules("S104")
def leaving_within_two_weeks(given: Given) -> Iterator[Hit]:
    """HUD 4.12.B to 4.12.F: of housed people; the rest after a Yes."""
    leave = questions_by_key()[LEAVE]
    if given.filled(LEAVE) and not shown_by(leave, given.answers, given.context.place):
        yield Hit(LEAVE)
    if given.number(LEAVE) != NoYes.YES:
        yield from broken(*given.filled(*FOLLOW_UPS))


@rules("S105")
def who_verified_the_situation(given: Given) -> Iterator[Hit]:
    """HUD 4.12.3: told in coordinated entry, and nowhere else."""
    if given.context.place.project_type == ProjectType.COORDINATED_ENTRY:
        return missing(VERIFIED, when=VERIFIED in given.asked and not given.text(VERIFIED))
    return broken(*given.filled(VERIFIED))


@rules("S106")
def engagement_that_does_not_fit(given: Given) -> Iterator[Hit]:
    """HUD 4.13: within the stay, and in outreach not before the first contact."""
    day, first = given.day(ENGAGED), given.context.first_contact
    outreach = given.context.place.project_type == ProjectType.STREET_OUTREACH
    unmet = day is not None and outreach and (first is None or first > day)
    return broken(ENGAGED, when=is_outside(given, day) or unmet)


@rules("S110")
def assessment_outside_the_stay(given: Given) -> Iterator[Hit]:
    """HUD 4.19.1."""
    return broken(ASSESSED, when=is_outside(given, given.day(ASSESSED)))


@rules("S111")
def assessment_in_parts(given: Given) -> Iterator[Hit]:
    """HUD 4.19.2 to 4.19.7."""
    begun = given.day(ASSESSED) is not None
    return broken(*(key for key in ASSESSMENT_PARTS if not given.filled(key)), when=begun)


@rules("S112")
def event_outside_the_stay(given: Given) -> Iterator[Hit]:
    """HUD 4.20.1."""
    return broken(EVENT_DATE, when=is_outside(given, given.day(EVENT_DATE)))


@rules("S113")
def answers_of_another_event(given: Given) -> Iterator[Hit]:
    """HUD 4.20.A to 4.20.E."""
    for key, question in questions_by_key().items():
        dependent = question.element == "4.20" and question.shown_if and given.filled(key)
        if dependent and not shown_by(question, given.answers, given.context.place):
            yield Hit(key)


@rules("S114")
def result_before_the_event(given: Given) -> Iterator[Hit]:
    """HUD 4.20.E."""
    day, result = given.day(EVENT_DATE), given.day(RESULT_DATE)
    return broken(RESULT_DATE, when=day is not None and result is not None and result < day)


@rules("S120")
def path_status_in_parts(given: Given) -> Iterator[Hit]:
    """HUD P3: a status has its date, a No its reason."""
    status = given.number(IN_PATH)
    yield from missing(PATH_DATE, when=status in (0, 1) and given.day(PATH_DATE) is None)
    yield from missing(WHY_NOT_IN_PATH, when=status == NoYes.NO and given.number(WHY_NOT_IN_PATH) is None)
    yield from broken(*given.filled(WHY_NOT_IN_PATH) if status != NoYes.NO else ())


@rules("S121")
def path_status_that_does_not_fit(given: Given) -> Iterator[Hit]:
    """HUD P3, 4.13: within the stay; who is enrolled was engaged before."""
    day, engaged = given.day(PATH_DATE), given.day(ENGAGED, given.context.engagement_date)
    early = day is not None and engaged is not None and day < engaged
    return broken(PATH_DATE, when=early or is_outside(given, day))
