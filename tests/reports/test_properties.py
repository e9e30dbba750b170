"""What must hold for any community: sums, order, strangers, the empty one."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hmis_web.reports.engine.table import Table
from hmis_web.reports.registry import report
from hmis_web.reports.universe import Frames, empty_frames, from_frames
from tests.reports.communities import END, START, Community, params

APR = report("apr")
TYPES = (0, 1, 2, 3, 4, 6, 13)


def random_community(seed: int, *, project: int = 1, first: int = 1) -> Community:
    """A dozen people in a few households, some with two stays, with gaps in what is known of them."""
    dice = Random(seed)
    made = Community().project(project, project_type=dice.choice(TYPES))
    for person in range(first, first + 12):
        born = START - timedelta(days=dice.randrange(-400, 30_000)) if dice.random() < 0.85 else None
        made.person(
            person, born, dob_data_quality=dice.choice((1, 2, 8, 99)), veteran_status=dice.choice((0, 1))
        )
        for _ in range(dice.choice((1, 1, 1, 2))):
            _random_stay(dice, made, person, project)
    return made


def _random_stay(dice: Random, made: Community, person: int, project: int) -> None:
    entry = START + timedelta(days=dice.randrange(-900, 400))
    left = entry + timedelta(days=dice.randrange(0, 700)) if dice.random() < 0.6 else None
    stay = made.stay(
        person,
        entry,
        left,
        project_key=project,
        household_id=f"{project}-{dice.randrange(6)}",
        relationship_to_hoh=dice.choice((1, 1, 2, 3)),
        disabling_condition=dice.choice((0, 1, 8, 99, None)),
        living_situation=dice.choice((116, 204, 435, 8, None)),
        times_homeless_past_three_years=dice.choice((1, 4, 8, 99, None)),
        months_homeless_past_three_years=dice.choice((101, 113, 9, None)),
        date_to_street_essh=entry - timedelta(days=dice.choice((10, 400))),
        move_in_date=entry + timedelta(days=dice.randrange(-10, 90)),
        date_of_engagement=dice.choice((None, entry, END)),
    )
    made.nights(stay, *(entry + timedelta(days=dice.randrange(-2, 300)) for _ in range(5)))


def _tables(frames: Frames, *, projects: tuple[int, ...] = (1,)) -> tuple[Table, ...]:
    return APR.build(from_frames(frames, params(projects=projects)))


@pytest.mark.slow
@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_any_community_totals_equal_sum_of_parts(seed: int) -> None:
    outcomes = APR.check(_tables(random_community(seed).frames()))

    assert [outcome.sentence for outcome in outcomes if not outcome.holds] == []


@pytest.mark.slow
@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000))
def test_any_community_order_of_rows_changes_nothing(seed: int) -> None:
    frames = random_community(seed).frames()
    shuffled = {name: frame.sample(fraction=1.0, shuffle=True, seed=seed) for name, frame in frames.items()}

    assert _tables(shuffled) == _tables(frames)
    wanted = from_frames(frames, params()).fingerprint()
    assert from_frames(shuffled, params()).fingerprint() == wanted


@pytest.mark.slow
@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000))
def test_any_community_unrelated_project_changes_nothing(seed: int) -> None:
    ours = random_community(seed).frames()
    others = _moved(random_community(seed + 1, project=2, first=101).frames(), by=1000)
    together = {name: pl.concat([ours[name], others[name]], how="diagonal") for name in ours}
    together["organization"] = ours["organization"]  # both projects belong to it

    assert _tables(together) == _tables(ours)


def test_empty_universe_gives_every_table_with_zeros() -> None:
    project = Community().project().frames()

    tables = _tables(project)

    assert [table.ref for table in tables] == [question.ref for question in APR.questions]
    assert {cell.value for table in tables[1:] for row in table.rows for cell in row.cells} == {0, None}
    assert [cell.value for cell in tables[0].rows[0].cells[-2:]] == [0, 0]


def test_no_rows_at_all_gives_tables_without_projects() -> None:
    tables = _tables(empty_frames())

    assert tables[0].rows == ()
    assert tables[1].cell("C2").value == 0


def test_person_in_two_projects_is_counted_once() -> None:
    made = Community().project(1).project(2).person(1, date(1990, 1, 1))
    made.stay(1, date(2025, 11, 1), date(2025, 12, 1))
    made.stay(1, date(2026, 1, 1), project_key=2)

    q04a, q05a, *_ = _tables(made.frames(), projects=(1, 2))

    assert q05a.cell("C2").value == 1
    assert [row.cells[-2].value for row in q04a.rows] == [0, 1]


def _moved(frames: Frames, by: int) -> Frames:
    """The same rows under other enrollment keys."""
    keys = {"enrollment": "id"}
    return {
        name: frame.with_columns(
            pl.col(column) + by
            for column in (keys.get(name, "enrollment_key"),)
            if column in frame.columns and name not in ("project", "client", "organization")
        )
        for name, frame in frames.items()
    }
