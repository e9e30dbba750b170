"""The standard's conditions: each is understood, or known to be beyond one file."""

from __future__ import annotations

import polars as pl
import pytest

from hmis_web import standards
from hmis_web.importing.conditions import asks_about, condition
from hmis_web.importing.findings import RULES

BEYOND = {
    ("Inventory", "Availability"),
    ("Inventory", "ESBedType"),
    ("Enrollment", "LOSUnderThreshold"),
    ("Enrollment", "PreviousStreetESSH"),
    ("Enrollment", "DateToStreetESSH"),
    ("Enrollment", "TimesHomelessPastThreeYears"),
    ("Enrollment", "MonthsHomelessPastThreeYears"),
    ("Exit", "AftercareProvided"),
    ("CurrentLivingSituation", "VerifiedBy"),
}
"""They ask about another file, or are prose."""


def test_every_condition_is_understood_but_those_beyond_one_file() -> None:
    columns = [column for file in standards.files() for column in file.columns if column.only_if]

    assert {(column.file, column.name) for column in columns if condition(column) is None} == BEYOND


@pytest.mark.parametrize(
    ("file", "name", "row", "allowed"),
    [
        ("Client", "YearEnteredService", {"veteran_status": 1}, True),
        ("Client", "YearEnteredService", {"veteran_status": 0}, False),
        ("Project", "HousingType", {"project_type": 13, "rrh_sub_type": 2}, True),
        ("Project", "HousingType", {"project_type": 13, "rrh_sub_type": 1}, False),
        ("Project", "HousingType", {"project_type": 2, "rrh_sub_type": 0}, True),
        ("Disabilities", "IndefiniteAndImpairs", {"disability_type": 10, "disability_response": 3}, True),
        ("Disabilities", "IndefiniteAndImpairs", {"disability_type": 5, "disability_response": 3}, False),
        (
            "Exit",
            "CoercedToContinueWork",
            {"workplace_violence_threats": 0, "workplace_promise_difference": 1},
            True,
        ),
        ("Event", "ResultDate", {"referral_result": 1}, True),
    ],
)
def test_condition_says_when_a_value_is_allowed(
    file: str, name: str, row: dict[str, int], allowed: bool
) -> None:
    column = standards.file(file).column(name)
    found = condition(column)

    assert found is not None
    assert asks_about(column) == set(row)
    assert pl.DataFrame([row]).select(found).item() is allowed


def test_every_rule_is_in_the_documentation() -> None:
    from pathlib import Path

    text = (Path(__file__).parents[2] / "docs/import.md").read_text()

    assert [rule for rule in RULES if f"| {rule} |" not in text] == []
