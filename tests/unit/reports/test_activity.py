"""Who is active, how old, how long, in which continuum."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from hmis_web.reports.universe.age import birthdays
from tests.reports.communities import DAY, END, START, alone, stays


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
    ("asked", "people"), [(("XX-500",), [1]), (("XX-501",), [2]), (("XX-502",), []), ((), [1, 2])]
)
def test_coc_of_a_project_in_two_continua_is_that_of_the_head(
    asked: tuple[str, ...], people: list[int]
) -> None:
    made = alone().person(2, date(1980, 1, 1))
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
