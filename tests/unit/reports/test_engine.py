"""Predicates, tables, checks and parameters of the engine."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from hmis_web.reports import predicates
from hmis_web.reports.engine.checks import Check, run_checks
from hmis_web.reports.engine.params import ReportParams
from hmis_web.reports.engine.predicate import Predicate, flags
from hmis_web.reports.engine.rounding import ratio, rounded
from hmis_web.reports.engine.table import Address, Cell, Format, column_letter
from hmis_web.reports.engine.universe import Universe
from hmis_web.reports.evidence import EVIDENCE
from hmis_web.reports.registry import reports
from tests.reports.golden_community import golden


def _named() -> list[Predicate]:
    found = [value for value in vars(predicates).values() if isinstance(value, Predicate)]
    return [*found, *predicates.PRESENT.values(), predicates.aged(5, 12), predicates.in_project(1)]


def test_predicate_unknown_answer_is_no_and_its_opposite_yes() -> None:
    frame = pl.DataFrame({"age": [20, None]})
    adult = Predicate("adult", pl.col("age") >= 18, "", "")

    assert frame.select(adult.expr).to_series().to_list() == [True, False]
    assert frame.select((~adult).expr).to_series().to_list() == [False, True]


def test_predicate_combined_carries_evidence_of_both() -> None:
    both = predicates.ADULT & predicates.LEAVER

    assert both.evidence == ("age", "age_on", "exit_date")
    assert both.name == "(adult and leaver)"


def test_flags_one_name_for_two_conditions_is_refused() -> None:
    frame = pl.DataFrame({"age": [20]})
    twice = [Predicate("grown", pl.col("age") >= limit, "", "") for limit in (18, 21)]

    with pytest.raises(ValueError, match="grown"):
        flags(frame, twice)


def test_predicates_every_one_names_its_source_and_known_evidence() -> None:
    columns = set(golden().stays.columns)

    for predicate in _named():
        assert predicate.spec, predicate.name
        assert predicate.meaning, predicate.name
        assert set(predicate.evidence) <= EVIDENCE.keys(), predicate.name
        assert set(predicate.evidence) <= columns, predicate.name


def test_evidence_codes_read_as_labels() -> None:
    assert EVIDENCE["relationship_to_hoh"].text(1) == "Self (Head of Household)"
    assert EVIDENCE["veteran_status"].text(None) is None
    assert EVIDENCE["is_youth_household"].text(value=True) == "Yes"
    assert EVIDENCE["project_type"].text(77) == "unknown (77)"


@pytest.mark.parametrize(("index", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA")])
def test_column_letter_counts_like_a_spreadsheet(index: int, letter: str) -> None:
    assert column_letter(index) == letter


def test_address_of_nonsense_is_refused() -> None:
    with pytest.raises(ValueError, match="not a cell"):
        Address.parse("2B")


@pytest.mark.parametrize(
    ("cell", "text", "css"),
    [
        (Cell(Address("B", 2), 1234), "1,234", "num"),
        (Cell(Address("B", 2), 0), "0", "num zero"),
        (Cell(Address("B", 2), None, Format.SHADED), "–", "num shaded"),
        (Cell(Address("B", 2), 0.7778, Format.PERCENT), "77.8%", "num"),
        (Cell(Address("B", 2), -12.5, Format.MONEY), "-12.50", "num"),
        (Cell(Address("B", 2), None, Format.TEXT), "", "text"),
        (Cell(Address("B", 2), 13, Format.TEXT, shown="PH"), "PH", "text"),
    ],
)
def test_cell_text_reads_as_people_write(cell: Cell, text: str, css: str) -> None:
    assert (cell.text, cell.css) == (text, css)


@pytest.mark.parametrize(
    ("part", "whole", "wanted"), [(7, 9, 0.7778), (1, 3, 0.3333), (1, 0, 0.0), (1, 16, 0.0625)]
)
def test_ratio_has_four_decimals(part: int, whole: int, wanted: float) -> None:
    assert ratio(part, whole) == wanted


@pytest.mark.parametrize(
    ("value", "places", "wanted"), [(2.675, 2, 2.68), (-0.5, 0, -1.0), (150.5, 0, 151.0)]
)
def test_rounded_halves_go_away_from_zero(value: float, places: int, wanted: float) -> None:
    assert rounded(value, places) == wanted


def test_checks_of_absent_tables_are_void_and_broken_ones_say_the_figures() -> None:
    universe = golden()
    tables = {table.ref: table for table in reports()[0].build(universe)}

    found = run_checks((Check("Q5a.C2 = Q7a.B2 + Q7a.B3"), Check("Q5a.C2 = Q12.B34")), tables)

    assert [(outcome.holds, outcome.sentence) for outcome in found] == [
        (False, "Q5a.C2 (9) = Q7a.B2 + Q7a.B3 (7)")
    ]


def test_params_equal_requests_are_equal_and_survive_storing() -> None:
    one = ReportParams(
        "apr", date(2025, 1, 1), date(2025, 12, 31), (3, 1, 3), date(2026, 1, 1), ("XX-501", "XX-500")
    )
    other = ReportParams(
        "apr", date(2025, 1, 1), date(2025, 12, 31), (1, 3), date(2026, 1, 1), ("XX-500", "XX-501")
    )

    assert one == other == ReportParams.from_json(one.to_json())


def test_params_end_before_start_is_refused() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        ReportParams("apr", date(2025, 1, 2), date(2025, 1, 1), (1,), date(2026, 1, 1))


def test_universe_stored_and_read_back_is_the_same() -> None:
    universe = golden()

    again = Universe.from_bytes(universe.to_bytes())

    assert again.fingerprint() == universe.fingerprint()
    assert reports()[0].build(again) == reports()[0].build(universe)


def test_fingerprint_changes_with_one_value() -> None:
    universe = golden()
    other = universe.stays.with_columns(pl.col("days") + (pl.col("enrollment_key") == 3).cast(pl.Int64))

    assert Universe(universe.params, other, universe.projects).fingerprint() != universe.fingerprint()
