"""Rules about youth, exploitation, counseling, aftercare, work and school, and prevention. S122, S124 to
S132."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from hmis_web.domain.answers.findings import Given, Hit, Rules, broken, missing
from hmis_web.domain.answers.rules_stay import exit_of
from hmis_web.standards.codes import NoYes

rules = Rules()

AFTERCARE_DAYS = 180
LESS_THAN_A_YEAR = 1
EXPELLED = 3
MONTHS = range(1, 12)
AFTERCARE = tuple(
    f"exit.{name}" for name in ("email_social_media", "telephone", "in_person_individual", "in_person_group")
)
COUNSELING = tuple(
    f"exit.{name}"
    for name in (
        "individual_counseling",
        "family_counseling",
        "group_counseling",
        "session_count_at_exit",
    )
)


def _follows(given: Given, parent: str, code: int, *children: str) -> Iterator[Hit]:
    """Children that are answered though their parent is not what opens them."""
    return broken(*given.filled(*children) if given.number(parent) != code else ())


@rules("S122")
def basic_center_status_in_parts(given: Given) -> Iterator[Hit]:
    """HUD R2.A, R2.B."""
    eligible, why, away = (
        "enrollment.eligible_for_rhy",
        "enrollment.reason_no_services",
        ("enrollment.runaway_youth"),
    )
    yield from missing(why, when=given.number(eligible) == NoYes.NO and not given.filled(why))
    yield from missing(away, when=given.number(eligible) == NoYes.YES and not given.filled(away))
    yield from _follows(given, eligible, NoYes.NO, why)
    yield from _follows(given, eligible, NoYes.YES, away)


@rules("S124")
def months_in_care(given: Given) -> Iterator[Hit]:
    """HUD R11.B, R12.B: of less than a year."""
    for years, months in (
        ("enrollment.child_welfare_years", "enrollment.child_welfare_months"),
        ("enrollment.juvenile_justice_years", "enrollment.juvenile_justice_months"),
    ):
        count = given.number(months)
        short = given.number(years) == LESS_THAN_A_YEAR
        if count is not None and not (short and count in MONTHS):
            yield Hit(months)


@rules("S125")
def follow_ups_of_exchange_for_sex(given: Given) -> Iterator[Hit]:
    """HUD R15.A to R15.D."""
    forced = "exit.asked_or_forced_to_exchange_for_sex"
    yield from _follows(
        given, "exit.exchange_for_sex", NoYes.YES,
        "exit.exchange_for_sex_past_three_months", "exit.count_of_exchange_for_sex", forced,
    )  # fmt: skip
    yield from _follows(given, forced, NoYes.YES, f"{forced}_past_three_months")


@rules("S126")
def follow_ups_of_labor_exploitation(given: Given) -> Iterator[Hit]:
    """HUD R16.A, R16.B."""
    opened = NoYes.YES in (
        given.number("exit.workplace_violence_threats"),
        given.number("exit.workplace_promise_difference"),
    )
    follow = ("exit.coerced_to_continue_work", "exit.labor_exploit_past_three_months")
    return broken(*given.filled(*follow), when=not opened)


@rules("S127")
def reason_for_expelling(given: Given) -> Iterator[Hit]:
    """HUD R17.A."""
    status, reason = "exit.project_completion_status", "exit.early_exit_reason"
    yield from _follows(given, status, EXPELLED, reason)
    yield from missing(reason, when=given.number(status) == EXPELLED and not given.filled(reason))


@rules("S128")
def counseling_and_its_sessions(given: Given) -> Iterator[Hit]:
    """HUD R18: kinds and sessions after a Yes; counts above zero."""
    yield from _follows(given, "exit.counseling_received", NoYes.YES, *COUNSELING)
    for key in ("exit.session_count_at_exit", "exit.sessions_in_plan"):
        count = given.number(key)
        if count is not None and count <= 0:
            yield Hit(key)


@rules("S129")
def aftercare_and_its_ways(given: Given) -> Iterator[Hit]:
    """HUD R20: within 180 days of the exit; ways after a Yes."""
    day, end = given.day("exit.aftercare_date"), exit_of(given)
    if day is not None and end is not None and not end <= day <= end + timedelta(days=AFTERCARE_DAYS):
        yield Hit("exit.aftercare_date")
    yield from _follows(given, "exit.aftercare_provided", NoYes.YES, *AFTERCARE)


@rules("S130")
def work_and_its_kind(given: Given) -> Iterator[Hit]:
    """HUD R6.A, R6.B."""
    employed = "employment_education.employed"
    yield from _follows(given, employed, NoYes.YES, "employment_education.employment_type")
    yield from _follows(given, employed, NoYes.NO, "employment_education.not_employed_reason")


@rules("S131")
def school_now_or_before(given: Given) -> Iterator[Hit]:
    """HUD C3.A, C3.B."""
    attends = given.number("youth_education_status.current_school_attend")
    if attends != 0:
        yield from broken(*given.filled("youth_education_status.most_recent_ed_status"))
    if attends not in (1, 2):
        yield from broken(*given.filled("youth_education_status.current_ed_status"))


@rules("S132")
def score_below_the_threshold(given: Given) -> Iterator[Hit]:
    """HUD V7.R, V7.S."""
    score, least = "enrollment.hp_screening_score", "enrollment.threshold_score"
    below = (given.number(score) or 0) < (given.number(least) or 0)
    return broken(score, when=bool(given.filled(score)) and below)
