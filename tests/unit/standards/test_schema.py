from __future__ import annotations

import csv
from pathlib import Path

import pytest

from hmis_web.standards import HudFile, file, files, snake_case

FILES_IN_ORDER = [
    "Export",
    "Organization",
    "User",
    "Project",
    "Funder",
    "ProjectCoC",
    "Inventory",
    "Affiliation",
    "HMISParticipation",
    "CEParticipation",
    "Client",
    "Enrollment",
    "Exit",
    "IncomeBenefits",
    "HealthAndDV",
    "EmploymentEducation",
    "Disabilities",
    "Services",
    "CurrentLivingSituation",
    "Assessment",
    "AssessmentQuestions",
    "AssessmentResults",
    "Event",
    "YouthEducationStatus",
]
# HMIS CSV Format Specifications FY2026 prints these numbers of rows in the tables of its files
COLUMN_COUNTS = {"Export": 19, "Client": 38, "Enrollment": 67, "Exit": 44, "Services": 18, "Disabilities": 20}
SHARED_NAMES = {"CoCCode"}
"""Pointed to without being an identifier: Inventory and Enrollment name a CoC of their project."""
RENAMED = {"V3.3": "V3.4", "W5.AB": "W5.A-B"}
"""List ids of the reference table, and what HUD's text calls them."""


def test_files_are_the_24_of_the_specification_in_its_order() -> None:
    assert [each.name for each in files()] == FILES_IN_ORDER


@pytest.mark.parametrize(("name", "count"), COLUMN_COUNTS.items())
def test_file_has_as_many_columns_as_the_specification(name: str, count: int) -> None:
    assert len(file(name).columns) == count


@pytest.mark.parametrize("hud_file", files(), ids=lambda each: each.name)
def test_file_columns_are_numbered_keyed_and_bridged(hud_file: HudFile) -> None:
    assert [column.position for column in hud_file.columns] == list(range(1, len(hud_file.columns) + 1))
    assert sum(column.is_key for column in hud_file.columns) == 1
    assert hud_file.columns[0] is hud_file.key
    attributes = [column.attribute for column in hud_file.columns]
    assert len(set(attributes)) == len(attributes)
    for column in hud_file.columns:
        assert column.attribute == snake_case(column.name)
        assert (column.max_length is not None) == (column.kind == "S")
        if column.parent:
            parent = file(column.parent[0]).column(column.parent[1])
            assert parent.is_key or parent.name in SHARED_NAMES


def test_column_is_found_whatever_its_capitals() -> None:
    assert file("disabilities").column("TcellCount").name == "TCellCount"
    with pytest.raises(KeyError):
        file("Client").column("Gender")


def test_columns_match_the_reference_table(test_data: Path) -> None:
    reference = test_data.parent / "standards" / "csv_columns.csv"
    if not reference.exists():
        pytest.skip(f"no reference table of columns at {reference}")
    with reference.open(newline="", encoding="utf-8") as text:
        expected = list(csv.DictReader(text))

    ours = [column for hud_file in files() for column in hud_file.columns]
    assert [(row["file"], row["column"]) for row in expected] == [(each.file, each.name) for each in ours]
    for row, column in zip(expected, ours, strict=True):
        code_list = row["list"]
        for old, new in RENAMED.items():
            code_list = code_list.replace(old, new)
        assert (row["type"], row["max_length"], row["nullable"], code_list) == (
            column.kind,
            str(column.max_length or ""),
            "Y" if column.nullable else "N",
            column.code_list,
        ), (column.file, column.name)
