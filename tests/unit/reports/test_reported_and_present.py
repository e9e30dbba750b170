"""Which stay is reported, and presence on the count nights."""

from __future__ import annotations

from datetime import date

import pytest

from hmis_web.reports.universe.presence import count_dates
from tests.reports.communities import DAY, END, START, alone, params, stays


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
