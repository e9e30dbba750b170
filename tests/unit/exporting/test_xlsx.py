"""Spreadsheets, opened and read back."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from hmis_web.exporting.xlsx import Sheet, sheet_name, workbook


def _book(*sheets: Sheet) -> CalamineWorkbook:
    return CalamineWorkbook.from_filelike(io.BytesIO(workbook(sheets, title="Report", author="Marcus Chen")))


def test_workbook_values_come_back() -> None:
    sheet = Sheet(
        "Q7a",
        "Persons",
        ("", "Total"),
        [("Adults", 4), ("Rate", 0.25), ("Day", date(2026, 1, 2)), ("None", None)],
    )

    rows = _book(sheet).get_sheet_by_name("Q7a").to_python()

    assert rows[0][0] == "Persons"
    assert rows[2] == ["", "Total"]
    assert rows[3:5] == [["Adults", 4.0], ["Rate", 0.25]]
    assert rows[5][1] == date(2026, 1, 2)
    assert rows[6] == ["None", ""]


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "http://example.org"]
)
def test_workbook_text_never_runs(text: str) -> None:
    made = workbook([Sheet("A", "t", ("h",), [(text,)])], title="t", author="a")

    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        page = packed.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in page
    assert "hyperlink" not in page
    rows = CalamineWorkbook.from_filelike(io.BytesIO(made)).get_sheet_by_name("A").to_python()
    assert rows[3] == [text]


@pytest.mark.parametrize(
    ("name", "wanted"), [("a/b[c]", "a-b-c-"), ("x" * 40, "x" * 31), ("'", "Sheet"), ("Q5a", "Q5a")]
)
def test_sheet_name_is_one_that_excel_takes(name: str, wanted: str) -> None:
    assert sheet_name(name) == wanted
