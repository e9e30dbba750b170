"""Spreadsheets: plain sheets of text and numbers. Text is always written as text, so nothing that a person
typed can run as a formula or become a link."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import xlsxwriter

Scalar = str | int | float | date | None
NAME_LIMIT = 31
FORBIDDEN_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", "-"))
TEXT_WIDTH = (8, 48)
CREATED = date(2000, 1, 1)
"""Put into every file in place of the clock's, so that equal content makes equal files."""


@dataclass(frozen=True)
class Sheet:
    """One sheet: a title line, a head line, rows. `number_formats`: Excel's format by column index, where it
    isn't plain."""

    name: str
    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[Scalar]]
    totals: frozenset[int] = frozenset()
    """Indexes of rows drawn as totals."""
    cell_formats: dict[tuple[int, int], str] = field(default_factory=dict)
    """Excel's number format by (row, column) where it isn't the plain one."""


def workbook(sheets: Sequence[Sheet], *, title: str, author: str) -> bytes:
    """The sheets as one .xlsx file."""
    body = io.BytesIO()
    book = xlsxwriter.Workbook(
        body,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties({"title": title, "author": author, "created": _midnight(CREATED)})
    formats = _Formats(book)
    for sheet in sheets:
        _write(book.add_worksheet(sheet_name(sheet.name)), sheet, formats)
    book.close()
    return body.getvalue()


def sheet_name(name: str) -> str:
    """A name that Excel accepts."""
    return name.translate(FORBIDDEN_IN_NAMES).strip("'")[:NAME_LIMIT] or "Sheet"


class _Formats:
    """Cell formats of one book, made when first needed."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[str, bool], Any] = {}
        self.title = book.add_format({"bold": True, "font_size": 13})
        self.head = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 1, "bg_color": "#E2EFF0"}
        )

    def cell(self, number_format: str, *, total: bool) -> Any:
        """The format of a value."""
        key = (number_format, total)
        if key not in self._made:
            made: dict[str, Any] = {"valign": "top", "text_wrap": number_format == "@"}
            if number_format:
                made["num_format"] = number_format
            if total:
                made |= {"bold": True, "top": 1}
            self._made[key] = self._book.add_format(made)
        return self._made[key]


def _write(page: Any, sheet: Sheet, formats: _Formats) -> None:
    page.write_string(0, 0, sheet.title, formats.title)
    for column, text in enumerate(sheet.head):
        page.write_string(2, column, text, formats.head)
        page.set_column(column, column, _width(sheet, column))
    for index, row in enumerate(sheet.rows):
        for column, value in enumerate(row):
            number_format = sheet.cell_formats.get((index, column), _plain(value))
            _put(page, index + 3, column, value, formats.cell(number_format, total=index in sheet.totals))
    page.freeze_panes(3, 1)
    page.repeat_rows(2)
    page.set_landscape()
    page.set_paper(1)
    page.fit_to_pages(1, 0)


def _put(page: Any, row: int, column: int, value: Scalar, cell_format: Any) -> None:
    if value is None:
        page.write_blank(row, column, None, cell_format)
    elif isinstance(value, date):
        page.write_datetime(row, column, _midnight(value), cell_format)
    elif isinstance(value, str):
        page.write_string(row, column, value, cell_format)
    else:
        page.write_number(row, column, value, cell_format)


def _plain(value: Scalar) -> str:
    if isinstance(value, date):
        return "dd mmm yyyy"
    if isinstance(value, str):
        return "@"
    return "#,##0" if isinstance(value, int) else ""


def _width(sheet: Sheet, column: int) -> int:
    texts = [str(row[column]) for row in sheet.rows if column < len(row) and row[column] is not None]
    longest = max((len(text) for text in texts), default=0)
    words = max((len(word) for word in sheet.head[column].split()), default=0)
    return max(TEXT_WIDTH[0], min(TEXT_WIDTH[1], max(longest, words + 2)))


def _midnight(day: date) -> datetime:
    """Excel's dates are moments without a zone."""
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 - see above
