"""Household types, move-in dates, youth households."""

from __future__ import annotations

from datetime import date

import pytest

from tests.reports.communities import START, Community, alone, stays


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


def test_youth_household_ignores_unknown_ages() -> None:
    made = Community().project().person(1, date(2005, 1, 1)).person(2, None)
    made.stay(1, START, household_id="H")
    made.stay(2, START, household_id="H", relationship_to_hoh=3)

    assert [row["is_youth_household"] for row in stays(made)] == [True, True]
