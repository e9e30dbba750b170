"""Each question against numbers worked out by hand, see golden_community.py."""

from __future__ import annotations

import pytest

from hmis_web.reports.engine.members import members
from hmis_web.reports.engine.table import Table
from hmis_web.reports.engine.universe import Universe
from hmis_web.reports.registry import report
from tests.reports.golden_community import golden

APR = report("apr")

Q5A = [9, 4, 3, 2, 3, 1, 2, 6, 3, 1, 1, 2, 1, 4, 2, 1]
Q7A = [
    [4, 2, 1, None, 1],
    [3, None, 2, 1, 0],
    [1, 0, 0, 0, 1],
    [1, 0, 0, 0, 1],
    [9, 2, 3, 1, 3],
    [0, 0, 0, 0, 0],
]
Q7B = [[6, 2, 3, 0, 1], [4, 1, 2, 0, 1], [5, 1, 2, 0, 2], [1, 1, 0, 0, 0]]
Q8A = [[6, 2, 1, 1, 2], [0, 0, 0, 0, 0]]
Q11 = [
    [1, None, 1, 0, 0],
    [1, None, 1, 0, 0],
    [1, None, 0, 1, 0],
    [1, 0, 1, None, 0],
    [1, 0, 0, None, 1],
    [1, 1, 0, None, 0],
    [0, 0, 0, None, 0],
    [0, 0, 0, None, 0],
    [1, 1, 0, None, 0],
    [1, 0, 0, 0, 1],
    [1, 0, 0, 0, 1],
    [9, 2, 3, 1, 3],
]


@pytest.fixture(scope="module")
def universe() -> Universe:
    return golden()


def _values(table: Table) -> list[list[object]]:
    return [[cell.value for cell in row.cells] for row in table.rows]


def _table(universe: Universe, ref: str) -> Table:
    return APR.question(ref).build(universe)


def test_q04a_golden_community_counts_people_and_heads(universe: Universe) -> None:
    (row,) = _table(universe, "Q4a").rows

    assert row.label == "Open Door"
    assert [cell.value for cell in row.cells[:4]] == ["ORG", "Project 1", "P1", 0]
    assert row.cells[3].text == "Emergency Shelter - Entry Exit"
    assert [cell.value for cell in row.cells[12:]] == ["2025-10-01", "2026-09-30", 9, 6]


def test_q05a_golden_community_equals_hand_count(universe: Universe) -> None:
    assert _values(_table(universe, "Q5a")) == [[value, value] for value in Q5A]


@pytest.mark.parametrize(("ref", "wanted"), [("Q7a", Q7A), ("Q7b", Q7B), ("Q8a", Q8A), ("Q11", Q11)])
def test_household_tables_golden_community_equal_hand_count(
    universe: Universe, ref: str, wanted: list[list[int | None]]
) -> None:
    assert _values(_table(universe, ref)) == wanted


def test_checks_golden_community_all_hold(universe: Universe) -> None:
    outcomes = APR.check(APR.build(universe))

    assert [outcome.sentence for outcome in outcomes if not outcome.holds] == []
    assert {"Q7a.B6 (9) = Q5a.C2 (9)", "Q4a.P* (9) = Q5a.C2 (9)"} <= {
        outcome.sentence for outcome in outcomes
    }


@pytest.mark.parametrize(
    ("ref", "address", "people"),
    [
        ("Q5a", "C11", [1]),
        ("Q5a", "C12", [3]),
        ("Q5a", "C14", [4]),
        ("Q7a", "E3", [6]),
        ("Q7a", "D3", [2, 5]),
        ("Q7b", "B2", [1, 2, 3, 4, 5, 7]),
        ("Q8a", "F2", [7, 8]),
        ("Q4a", "Q2", [1, 3, 4, 6, 7, 8]),
    ],
)
def test_members_of_a_cell_are_the_people_counted(
    universe: Universe, ref: str, address: str, people: list[int]
) -> None:
    assert members(APR, universe, ref, address)["client_key"].to_list() == people


def test_members_say_what_put_them_there(universe: Universe) -> None:
    (row,) = members(APR, universe, "Q7a", "E3").to_dicts()

    assert (row["age"], str(row["age_on"])) == (16, "2026-02-01")
    assert row["reported_household_type"] == "with only children"


def test_members_every_cell_number_is_distinct_people(universe: Universe) -> None:
    for table in APR.build(universe):
        for row in table.rows:
            for cell in (each for each in row.cells if each.opens):
                found = members(APR, universe, table.ref, str(cell.address))
                assert found["client_key"].n_unique() == cell.value, (table.ref, cell.address)


@pytest.mark.parametrize(
    ("ref", "address"), [("Q7a", "E2"), ("Q7a", "G2"), ("Q7a", "B9"), ("Q4a", "C2"), ("Q99", "B2")]
)
def test_members_of_a_cell_without_people_raise_key_error(universe: Universe, ref: str, address: str) -> None:
    with pytest.raises(KeyError):
        members(APR, universe, ref, address)
