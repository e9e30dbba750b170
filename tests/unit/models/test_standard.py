"""Decision 1: the standard is the model, column for column, in both directions."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from sqlalchemy import Date, Integer, Table, Text

from hmis_web.db.base import Base
from hmis_web.db.types import Money
from hmis_web.models import hud_model
from hmis_web.standards import HudFile, files, snake_case

OURS = {
    "id", "data_source_id", "import_run_id", "entered_organization_id", "content_hash", "edited_at",
    "version", "idempotency_key", "as_received",
}  # fmt: skip
PARENTS = {
    "organization_key",
    "project_key",
    "res_project_key",
    "client_key",
    "enrollment_key",
    "assessment_key",
}
OWN = {"client": {"ssn_index", "ssn4_index"}, "services": {"note"}}
TYPES = {"S": Text, "T": Text, "I": Integer, "D": Date, "M": Money}


def table_of(hud_file: HudFile) -> Table:
    return Base.metadata.tables[hud_file.table]


@pytest.mark.parametrize("hud_file", files(), ids=lambda each: each.name)
def test_model_has_every_column_of_the_standard_typed_and_commented(hud_file: HudFile) -> None:
    table = table_of(hud_file)

    assert hud_model(hud_file.name).__tablename__ == hud_file.table
    for column in hud_file.columns:
        found = table.c[column.attribute]
        assert type(found.type) is TYPES[column.kind], column.name
        assert (found.comment or "").split()[0] == column.name
        assert (column.element in (found.comment or "")) or not column.element
        assert found.nullable is not column.is_key


@pytest.mark.parametrize("hud_file", files(), ids=lambda each: each.name)
def test_model_has_no_other_column_than_those_beside_the_standard(hud_file: HudFile) -> None:
    extra = {column.name for column in table_of(hud_file).c} - {
        column.attribute for column in hud_file.columns
    }

    assert extra - PARENTS - OWN.get(hud_file.table, set()) == OURS


@pytest.mark.parametrize("hud_file", files(), ids=lambda each: each.name)
def test_model_keeps_columns_in_official_order(hud_file: HudFile) -> None:
    official = [column.attribute for column in hud_file.columns]

    assert [column.name for column in table_of(hud_file).c if column.name in official] == official


@pytest.mark.parametrize("hud_file", files(), ids=lambda each: each.name)
def test_model_identifier_is_unique_in_its_source(hud_file: HudFile) -> None:
    unique = [
        {column.name for column in constraint.columns}
        for constraint in table_of(hud_file).constraints
        if type(constraint).__name__ == "UniqueConstraint"
    ]

    assert {"data_source_id", hud_file.key.attribute} in unique


def test_models_match_the_reference_table_in_both_directions(test_data: Path) -> None:
    reference = test_data.parent / "standards" / "csv_columns.csv"
    if not reference.exists():
        pytest.skip(f"no reference table of columns at {reference}")
    with reference.open(newline="", encoding="utf-8") as text:
        expected = {(row["file"], snake_case(row["column"])) for row in csv.DictReader(text)}

    ours = {
        (hud_file.name, column.name)
        for hud_file in files()
        for column in table_of(hud_file).c
        if column.name not in OURS | PARENTS | OWN.get(hud_file.table, set())
    }
    assert ours == expected
