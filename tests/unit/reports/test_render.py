"""HUD's CSV layout and the stored JSON."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

from hmis_web.reports.engine.table import Address, Cell, Format, Heading, Table, TableRow
from hmis_web.reports.registry import report
from hmis_web.reports.render.tables_csv import bundle, table_csv, write_folder
from hmis_web.reports.render.tables_json import table_from, table_object
from tests.reports.golden_community import golden

APR = report("apr")


def _table(ref: str) -> Table:
    return APR.question(ref).build(golden())


def test_table_csv_q07a_is_huds_layout() -> None:
    lines = table_csv(_table("Q7a")).split("\r\n")

    assert lines[0] == (
        '"","Total","Without Children","With Children and Adults","With Only Children",'
        '"Unknown Household Type"'
    )
    assert lines[1:4] == [
        '"Adults",4,2,1,,1',
        '"Children",3,,2,1,0',
        '"Client Doesn’t Know/Prefers Not to Answer",1,0,0,0,1',
    ]
    assert lines[7:] == [""]


def test_table_csv_q04a_quotes_text_and_writes_plain_numbers() -> None:
    (row,) = list(csv.reader(io.StringIO(table_csv(_table("Q4a")))))[1:]

    assert len(row) == 17
    assert row[:5] == ["Open Door", "ORG", "Project 1", "P1", "0"]
    assert row[13:] == ["2025-10-01", "2026-09-30", "9", "6"]
    assert '"Open Door","ORG","Project 1","P1",0,' in table_csv(_table("Q4a"))


def test_table_csv_fractions_money_and_quotes_follow_the_rules() -> None:
    cells = (
        Cell(Address("B", 2), 0.5, Format.PERCENT),
        Cell(Address("C", 2), 1234.5, Format.MONEY),
        Cell(Address("D", 2), 'say "no"', Format.TEXT),
    )
    table = Table("Q1", "", "", tuple(Heading("x", letter) for letter in "BCD"), (TableRow("r", cells),))

    assert table_csv(table).splitlines()[1] == '"r",0.5000,1234.50,"say ""no"""'


def test_bundle_is_flat_complete_and_repeatable() -> None:
    tables = APR.build(golden())

    first, second = bundle(tables), bundle(tables)

    with zipfile.ZipFile(io.BytesIO(first)) as packed:
        assert packed.namelist() == ["Q4a.csv", "Q5a.csv", "Q7a.csv", "Q7b.csv", "Q8a.csv", "Q11.csv"]
        assert not packed.read("Q5a.csv").startswith(b"\xef\xbb\xbf")
    assert first == second


def test_write_folder_makes_a_file_per_table(tmp_path: Path) -> None:
    write_folder(APR.build(golden()), tmp_path / "new" / "folder")

    assert sorted(file.name for file in (tmp_path / "new" / "folder").iterdir()) == [
        "Q11.csv", "Q4a.csv", "Q5a.csv", "Q7a.csv", "Q7b.csv", "Q8a.csv",
    ]  # fmt: skip


def test_table_json_survives_storing() -> None:
    for table in APR.build(golden()):
        assert table_from(json.loads(json.dumps(table_object(table)))) == table
