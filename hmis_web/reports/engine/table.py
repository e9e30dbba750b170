"""Finished tables: plain values with their cell addresses, the same for screen, CSV, spreadsheet and PDF."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

Value = int | float | str | None
"""What stands in a cell. None is an empty one: shaded on HUD's form, or nothing to say."""


class Format(StrEnum):
    """How a value is written (specifications, "Exporting Report Results to CSV", 7 to 10)."""

    COUNT = "count"
    PERCENT = "percent"
    MONEY = "money"
    NUMBER = "number"
    TEXT = "text"
    SHADED = "shaded"


class Address(NamedTuple):
    """Where a cell stands in HUD's layout: line 1 is the header, column A the row's label, the first cell
    B2."""

    column: str
    row: int

    def __str__(self) -> str:
        return f"{self.column}{self.row}"

    @classmethod
    def parse(cls, text: str) -> Address:
        """`B2` as an address. Raises ValueError when it isn't one."""
        found = re.fullmatch(r"([A-Z]{1,2})([1-9][0-9]*)", text)
        if not found:
            raise ValueError(f"not a cell: {text!r}")
        return cls(found[1], int(found[2]))


def column_letter(index: int) -> str:
    """The letter of a column counted from 0: A, B ... Z, AA."""
    first, last = divmod(index, 26)
    return (chr(64 + first) if first else "") + chr(65 + last)


@dataclass(frozen=True, slots=True)
class Cell:
    """One value, where it stands, and whether the people behind it can be opened."""

    address: Address
    value: Value
    format: Format = Format.COUNT
    shown: str | None = None
    """Words for a coded value (`PH - Rapid Re-Housing` for 13); None: `text` follows from the value."""
    opens: bool = False

    @property
    def css(self) -> str:
        """How it is drawn: numbers to the right, zeros quieter, shaded cells grey; empty for text."""
        if self.format is Format.TEXT:
            return "text"
        if self.format is Format.SHADED:
            return "num shaded"
        return "num" if self.value else "num zero"

    @property
    def text(self) -> str:
        """The value as people read it: thousands apart, fractions as percentages, a dash where nothing can
        stand."""
        if self.shown is not None:
            return self.shown
        if self.format is Format.SHADED:
            return "–"
        if self.value is None:
            return ""
        if self.format is Format.PERCENT:
            return f"{float(self.value) * 100:.1f}%"
        if self.format is Format.MONEY:
            return f"{self.value:,.2f}"
        return f"{self.value:,}" if isinstance(self.value, int | float) else self.value


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a column. `weight` is its share of the width, the row labels' column counting too."""

    label: str
    letter: str
    is_number: bool = True
    weight: int = 2
    repeats: bool = False
    """Says the same in each row, and stands in the head of a printed report."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One line: label and cells. Totals are drawn apart from the rows they add up."""

    label: str
    cells: tuple[Cell, ...]
    is_total: bool = False


@dataclass(frozen=True)
class Table:
    """One table of a report. `ref` is HUD's number and the name of its CSV file."""

    ref: str
    title: str
    corner: str
    """Text of cell A1, over the row labels; may be empty."""
    headings: tuple[Heading, ...]
    rows: tuple[TableRow, ...]
    spec: str = ""
    unit: str = "persons"
    label_weight: int = 7

    def cell(self, address: str | Address) -> Cell:
        """The cell at `B2`. Raises KeyError when the table has none there."""
        wanted = Address.parse(address) if isinstance(address, str) else address
        index = wanted.row - 2
        if 0 <= index < len(self.rows):
            for cell in self.rows[index].cells:
                if cell.address == wanted:
                    return cell
        raise KeyError(f"{self.ref} has no cell {wanted}")

    def pairs(self, row: TableRow) -> Iterator[tuple[Heading, Cell]]:
        """The cells of a row, each with the head of its column."""
        return zip(self.headings, row.cells, strict=True)

    @property
    def is_wide(self) -> bool:
        """Whether it needs a page turned sideways."""
        return len(self.headings) > WIDE_FROM


WIDE_FROM = 9
"""Columns beside the labels that still fit an upright page."""
