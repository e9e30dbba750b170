"""The rules behind the columns of the universe, one at a time, each with HUD's section in the name of its
module."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest

from hmis_web.reports.universe import from_frames
from hmis_web.reports.universe.age import birthdays
from hmis_web.reports.universe.presence import count_dates
from tests.reports.communities import END, START, Community, params

DAY = timedelta(days=1)


def stays(made: Community, **asked: Any) -> list[dict[str, Any]]:
    """The active stays by enrollment key."""
    return from_frames(made.frames(), params(**asked)).stays.sort("enrollment_key").to_dicts()


def alone(project_type: int = 0, dob: date | None = date(1980, 1, 1)) -> Community:
    return Community().project(project_type=project_type).person(1, dob)


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        (date(2000, 2, 29), date(2026, 2, 28), 25),
        (date(2000, 2, 29), date(2026, 3, 1), 26),
        (date(2000, 10, 1), date(2025, 10, 1), 25),
        (date(2000, 10, 2), date(2025, 10, 1), 24),
        (date(2025, 10, 1), date(2025, 10, 1), 0),
        (date(2025, 10, 2), date(2025, 10, 1), None),
        (None, date(2025, 10, 1), None),
    ],
)
def test_birthdays_by_calendar(born: date | None, on: date, age: int | None) -> None:
    frame = pl.DataFrame({"born": [born], "on": [on]}, schema={"born": pl.Date, "on": pl.Date})

    assert frame.select(birthdays(pl.col("born"), pl.col("on"))).item() == age


@pytest.mark.parametrize(
    ("entry", "left", "active", "leaver"),
    [
        (date(2020, 1, 1), START, True, True),
        (date(2020, 1, 1), START - DAY, False, None),
        (END, None, True, False),
        (END + DAY, None, False, None),
        (START, END, True, True),
        (START, END + DAY, True, False),
    ],
)
def test_active_method_1_range_is_inclusive(
    entry: date, left: date | None, *, active: bool, leaver: bool | None
) -> None:
    made = alone()
    made.stay(1, entry, left)

    found = stays(made)

    assert [row["is_leaver"] for row in found] == ([leaver] if active else [])


@pytest.mark.parametrize(
    ("left", "nights", "active", "days"),
    [
        (None, [START - DAY], False, None),
        (None, [START - DAY, START, START], True, 2),
        (START + 9 * DAY, [START - DAY], True, 1),
        (START + 9 * DAY, [START + 9 * DAY], False, None),  # a night on the exit date is none
        (START + 9 * DAY, [], False, None),  # D-34: an exit in range needs a night in the stay
        (END + 9 * DAY, [START - DAY, END + DAY], False, None),
    ],
)
def test_active_method_2_needs_a_bed_night(
    left: date | None, nights: list[date], *, active: bool, days: int | None
) -> None:
    made = alone(project_type=1)
    made.nights(made.stay(1, START - 10 * DAY, left), *nights)

    found = stays(made)

    assert [row["days"] for row in found] == ([days] if active else [])


def test_length_of_participation_is_not_clipped_at_the_start() -> None:
    made = alone()
    made.stay(1, date(2025, 9, 30))

    assert stays(made)[0]["days"] == 366


@pytest.mark.parametrize(
    ("ages", "kind"),
    [
        ((30, 5), "with children and adults"),
        ((30, 5, None), "with children and adults"),
        ((30, None), "unknown"),
        ((5, None), "unknown"),
        ((30, 40), "without children"),
        ((16,), "with only children"),
    ],
)
def test_household_type_of_ages(ages: tuple[int | None, ...], kind: str) -> None:
    made = Community().project()
    for person, age in enumerate(ages, start=1):
        made.person(person, None if age is None else date(2025 - age, 1, 1))
        made.stay(person, START, household_id="H", relationship_to_hoh=1 if person == 1 else 5)

    assert {row["household_type"] for row in stays(made)} == {kind}


def test_household_member_gone_before_the_report_does_not_count() -> None:
    made = alone().person(2, date(2015, 1, 1))
    made.stay(1, date(2025, 1, 1), household_id="H")
    made.stay(2, date(2025, 1, 1), date(2025, 9, 1), household_id="H", relationship_to_hoh=2)

    assert [row["household_type"] for row in stays(made)] == ["without children"]


def test_household_without_identifier_is_the_stay_alone() -> None:
    made = alone().person(2, date(2015, 1, 1))
    made.stay(1, START, household_id=None)
    made.stay(2, START, household_id=None)

    assert [row["household_type"] for row in stays(made)] == ["without children", "with only children"]


@pytest.mark.parametrize(
    ("moved", "left", "member_entry", "member_left", "wanted"),
    [
        (date(2025, 12, 1), None, date(2025, 11, 1), None, date(2025, 12, 1)),
        (date(2025, 12, 1), None, date(2025, 12, 24), None, date(2025, 12, 24)),
        (date(2025, 12, 1), None, date(2025, 11, 1), date(2025, 11, 20), None),
        (date(2025, 10, 31), None, date(2025, 11, 1), None, None),  # before the head's entry
        (date(2026, 3, 1), date(2026, 2, 1), date(2025, 11, 1), None, None),  # after the head's exit
        (date(2026, 10, 1), None, date(2025, 11, 1), None, None),  # after the report
    ],
)
def test_move_in_of_member_follows_a_valid_date_of_the_head(
    moved: date, left: date | None, member_entry: date, member_left: date | None, wanted: date | None
) -> None:
    made = alone(project_type=13).person(2, date(1985, 1, 1))
    made.stay(1, date(2025, 11, 1), left, household_id="H", move_in_date=moved)
    made.stay(2, member_entry, member_left, household_id="H", relationship_to_hoh=3)

    assert stays(made)[1]["move_in"] == wanted


def test_move_in_outside_permanent_housing_is_none() -> None:
    made = alone(project_type=2)
    made.stay(1, START, move_in_date=START)

    assert stays(made)[0]["move_in"] is None


def test_move_in_pay_for_success_counts() -> None:
    made = alone(project_type=7).add("funder", project_key=1, funder=35, start_date=date(2020, 1, 1))
    made.stay(1, START, move_in_date=START)

    (row,) = stays(made)

    assert (row["move_in"], row["reports_move_in"]) == (START, True)


CH = {"disabling_condition": 1, "times_homeless_past_three_years": 4, "months_homeless_past_three_years": 113}


@pytest.mark.parametrize(
    ("project_type", "answers", "status"),
    [
        (0, CH, "yes"),
        (0, CH | {"disabling_condition": 0}, "no"),
        (0, CH | {"disabling_condition": 9}, "doesn't know or prefers not to answer"),
        (0, CH | {"disabling_condition": None}, "missing"),
        (0, CH | {"times_homeless_past_three_years": 2}, "no"),
        (0, CH | {"times_homeless_past_three_years": 8}, "doesn't know or prefers not to answer"),
        (0, CH | {"months_homeless_past_three_years": 111}, "no"),
        (0, CH | {"months_homeless_past_three_years": None}, "missing"),
        (0, {"disabling_condition": 1, "date_to_street_essh": START - 365 * DAY}, "yes"),
        (0, {"disabling_condition": 1, "date_to_street_essh": START - 364 * DAY}, "missing"),
        (2, CH, "missing"),  # no prior living situation
        (2, CH | {"living_situation": 116}, "yes"),
        (2, CH | {"living_situation": 204}, "missing"),
        (2, CH | {"living_situation": 204, "los_under_threshold": 0}, "no"),
        (2, CH | {"living_situation": 204, "los_under_threshold": 1}, "missing"),
        (2, CH | {"living_situation": 204, "los_under_threshold": 1, "previous_street_essh": 0}, "no"),
        (2, CH | {"living_situation": 435, "los_under_threshold": 1, "previous_street_essh": 1}, "yes"),
    ],
)
def test_chronic_status_of_one_person(project_type: int, answers: dict[str, Any], status: str) -> None:
    made = alone(project_type=project_type)
    made.stay(1, START, **answers)

    assert stays(made)[0]["chronic"] == status


@pytest.mark.parametrize(
    ("kind", "response", "impairs", "status"),
    [
        (6, 1, None, "yes"),
        (5, 1, 0, "no"),
        (5, 1, 1, "yes"),
        (10, 3, 1, "yes"),
        (10, 0, 1, "no"),
        (8, 8, 1, "no"),
    ],
)
def test_chronic_condition_recorded_at_start_makes_disabling(
    kind: int, response: int, impairs: int | None, status: str
) -> None:
    made = alone()
    stay = made.stay(1, START, **(CH | {"disabling_condition": 0}))
    made.add(
        "start_disability",
        enrollment_key=stay,
        disability_type=kind,
        disability_response=response,
        indefinite_and_impairs=impairs,
    )

    assert stays(made)[0]["chronic"] == status


def _family(*members: tuple[date, int, dict[str, Any]], entry: date = START) -> list[str]:
    """Chronic status of each member: (birth date, relationship, answers)."""
    made = Community().project()
    for person, (dob, relationship, answers) in enumerate(members, start=1):
        made.person(person, dob)
        given = {"entry_date": entry} | answers
        made.stay(
            person, given.pop("entry_date"), household_id="H", relationship_to_hoh=relationship, **given
        )
    return [row["chronic"] for row in stays(made)]


ADULT, CHILD = date(1980, 1, 1), date(2018, 1, 1)
NO, REFUSED = {"disabling_condition": 0}, {"disabling_condition": 8}


def test_chronic_yes_of_one_founder_is_shared() -> None:
    assert _family((ADULT, 1, NO), (ADULT, 3, CH), (CHILD, 2, NO)) == ["yes"] * 3


def test_chronic_of_children_follows_adults_and_head() -> None:
    missing: dict[str, Any] = {"disabling_condition": 99}

    assert _family((ADULT, 1, REFUSED), (ADULT, 3, NO), (CHILD, 2, missing))[2] == "no"
    assert _family((ADULT, 1, REFUSED), (CHILD, 2, missing))[1] == "doesn't know or prefers not to answer"


def test_chronic_of_later_member_is_its_own() -> None:
    later = {"entry_date": START + DAY}

    assert _family((ADULT, 1, CH), (ADULT, 3, NO | later)) == ["yes", "no"]
    assert _family((ADULT, 1, NO), (ADULT, 3, CH | later)) == ["no", "yes"]


def test_chronic_yes_of_founder_gone_before_the_report_stays() -> None:
    made = alone().person(2, ADULT)
    made.stay(1, date(2025, 1, 1), household_id="H", **NO)
    made.stay(2, date(2025, 1, 1), date(2025, 5, 1), household_id="H", relationship_to_hoh=3, **CH)

    assert [row["chronic"] for row in stays(made)] == ["yes"]


def test_youth_household_ignores_unknown_ages() -> None:
    made = Community().project().person(1, date(2005, 1, 1)).person(2, None)
    made.stay(1, START, household_id="H")
    made.stay(2, START, household_id="H", relationship_to_hoh=3)

    assert [row["is_youth_household"] for row in stays(made)] == [True, True]


def test_reported_stay_is_the_latest_entry_then_the_smaller_identifier() -> None:
    made = alone()
    made.stay(1, START, enrollment_id="7")
    made.stay(1, START + DAY, enrollment_id="10")
    made.stay(1, START + DAY, enrollment_id="9")

    assert [row["enrollment_key"] for row in stays(made) if row["is_reported"]] == [3]


def test_reported_for_data_quality_skips_outreach_before_engagement() -> None:
    made = alone(project_type=4)
    made.stay(1, START, date_of_engagement=END)
    made.stay(1, START + DAY, date_of_engagement=END + DAY)

    found = stays(made)

    assert [row["is_reported"] for row in found] == [False, True]
    assert [row["is_reported_engaged"] for row in found] == [True, False]


def test_services_only_with_path_money_counts_from_engagement() -> None:
    made = alone(project_type=6).add("funder", project_key=1, funder=21, start_date=date(2020, 1, 1))
    made.stay(1, START)

    (row,) = stays(made)

    assert (row["is_reported"], row["is_reported_engaged"]) == (True, False)


def test_count_dates_are_last_wednesdays_in_the_report() -> None:
    dates = count_dates(params())

    assert dates == {
        "january": date(2026, 1, 28),
        "april": date(2026, 4, 29),
        "july": date(2026, 7, 29),
        "october": date(2025, 10, 29),
    }


def test_count_dates_month_outside_the_report_is_none() -> None:
    assert count_dates(params(start=date(2026, 1, 29), end=date(2026, 4, 28))) == dict.fromkeys(
        ("january", "april", "july", "october")
    )


def test_count_dates_of_two_years_take_the_latest() -> None:
    assert count_dates(params(start=date(2024, 1, 1), end=END))["january"] == date(2026, 1, 28)


JANUARY = date(2026, 1, 28)


@pytest.mark.parametrize(
    ("project_type", "left", "present"),
    [
        (0, JANUARY, False),
        (0, JANUARY + DAY, True),
        (6, JANUARY, True),
        (6, JANUARY - DAY, False),
        (10, JANUARY, False),
        (12, JANUARY, True),
        (13, None, False),  # not moved in
    ],
)
def test_presence_on_the_exit_date_depends_on_the_project_type(
    project_type: int, left: date | None, *, present: bool
) -> None:
    made = alone(project_type=project_type)
    made.stay(1, START, left)

    assert stays(made)[0]["present_january"] is present


def test_presence_night_by_night_needs_the_night_itself() -> None:
    made = alone(project_type=1)
    made.nights(made.stay(1, START), JANUARY)

    (row,) = stays(made)

    assert (row["present_january"], row["present_april"]) == (True, False)


@pytest.mark.parametrize(
    ("asked", "people"), [(("XX-500",), [1]), (("XX-501",), [2]), (("XX-502",), []), ((), [1, 2])]
)
def test_coc_of_a_project_in_two_continua_is_that_of_the_head(
    asked: tuple[str, ...], people: list[int]
) -> None:
    made = alone().person(2, ADULT)
    made.add("project_coc", project_key=1, coc_code="XX-500").add(
        "project_coc", project_key=1, coc_code="XX-501"
    )
    made.stay(1, START, enrollment_coc="XX-500")
    made.stay(2, START, enrollment_coc="XX-501")

    assert [row["client_key"] for row in stays(made, coc_codes=asked)] == people


def test_coc_of_a_project_in_one_continuum_needs_no_enrollment_coc() -> None:
    made = alone().add("project_coc", project_key=1, coc_code="XX-500")
    made.stay(1, START)

    assert len(stays(made, coc_codes=("XX-500",))) == 1
    assert stays(made, coc_codes=("XX-501",)) == []
