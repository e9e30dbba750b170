"""Chronic homelessness at project start, line by line of the flowchart, and across a household."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.reports.communities import DAY, START, Community, alone, stays

CH = {"disabling_condition": 1, "times_homeless_past_three_years": 4, "months_homeless_past_three_years": 113}
ADULT, CHILD = date(1980, 1, 1), date(2018, 1, 1)
NO, REFUSED = {"disabling_condition": 0}, {"disabling_condition": 8}


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
