"""Columns of text to columns of values: whole numbers, dates, dollars, stamps.

A value that our types write in another form than the file did (`01`, `1200`, a stamp without time) is read,
and the file's own text goes beside the row (`as_received`). A value that cannot be read is kept as text
there, where HUD allows a blank; where HUD does not, the row is stopped. HMIS CSV Format Specifications
FY2026, data types.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from hmis_web.importing.findings import Finding, Findings
from hmis_web.importing.header import Layout
from hmis_web.importing.records import LINE
from hmis_web.importing.stamps import Stamps
from hmis_web.standards import HudColumn

AS_RECEIVED = "as_received"
STOPPED = "stopped"
MAX_INTEGER = 2**31 - 1
_INTEGER = re.compile(r"([+-]?)0*(\d+?)(?:\.0*)?")
_MONEY = re.compile(r"([+-]?)\$?0*(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d{0,2})0*)?")

WHAT = {"I": "a whole number", "D": "a date yyyy-mm-dd", "M": "an amount with two decimals"}
_TYPES: dict[str, pl.DataType] = {"I": pl.Int32()}


@dataclass
class Parser:
    """Turns the records of one file into values, block by block."""

    layout: Layout
    stamps: Stamps
    findings: Findings
    _received: list[pl.Series] = field(default_factory=list)

    def parse(self, records: pl.DataFrame, odd_stamps: Collection[HudColumn]) -> pl.DataFrame:
        """The same rows as values, with `as_received` (JSON or null) and `stopped` (the row cannot be
        taken)."""
        self._received = []
        stopped = pl.repeat(False, records.height, dtype=pl.Boolean, eager=True).alias(STOPPED)
        columns: list[pl.Series] = [records[LINE]]
        for column in self.layout.present:
            raw = records[column.attribute]
            if raw.null_count() == raw.len():
                columns.append(raw.cast(_TYPES.get(column.kind, pl.String())))
            elif column.kind == "S" or (column.kind == "T" and column not in odd_stamps):
                columns.append(raw)
            elif column.kind == "T":
                columns.append(self._stamps(column, raw, records))
            else:
                values, unread = self._read(column, raw, records[LINE])
                columns.append(values)
                if unread is not None and not column.nullable:
                    stopped |= unread
        frame = pl.DataFrame(columns)
        return frame.with_columns(stopped, self._as_received(records.height))

    def _read(
        self, column: HudColumn, raw: pl.Series, lines: pl.Series
    ) -> tuple[pl.Series, pl.Series | None]:
        """The values of a column, and which rows hold one that could not be read."""
        dtype = _TYPES.get(column.kind, pl.String())
        texts = raw.unique().drop_nulls().to_list()
        read = _READERS[column.kind]
        odd = {text: value for text in texts if (value := read(text)) != text}
        if not odd:
            return raw.cast(dtype), None
        rows = raw.is_in(list(odd))
        values = raw.replace_strict(list(odd), list(odd.values()), default=raw, return_dtype=pl.String)
        self._keep_text(column, raw, rows)
        wrong = [text for text, value in odd.items() if value is None]
        unread = raw.is_in(wrong) & raw.is_not_null() if wrong else None
        if unread is not None:
            self._say_unread(column, raw, lines, unread)
        return values.cast(dtype), unread

    def _say_unread(self, column: HudColumn, raw: pl.Series, lines: pl.Series, unread: pl.Series) -> None:
        what = WHAT[column.kind]
        severity, end = ("warning", "kept as text") if column.nullable else ("error", "the row is not taken")
        sample = Finding(column.file, "I003", severity, f"Not {what}; {end}", column=column.name)
        self.findings.add_rows(sample, lines.filter(unread), raw.filter(unread))

    def _stamps(self, column: HudColumn, raw: pl.Series, records: pl.DataFrame) -> pl.Series:
        values = self.stamps.read(column, raw, records[LINE])
        self._keep_text(column, raw, (values != raw).fill_null(value=False))
        return values

    def _keep_text(self, column: HudColumn, raw: pl.Series, rows: pl.Series) -> None:
        """Put the file's own text of some rows beside them, as a piece of JSON."""
        if not rows.any():
            return
        text = pl.DataFrame({column.name: raw}).select(pl.struct(column.name).struct.json_encode())
        piece = text.to_series().str.strip_prefix("{").str.strip_suffix("}")
        self._received.append(piece.set(~rows.fill_null(value=False), None))

    def _as_received(self, height: int) -> pl.Series:
        if not self._received:
            return pl.Series(AS_RECEIVED, [None], dtype=pl.String).new_from_index(0, height)
        pieces = pl.DataFrame({str(number): piece for number, piece in enumerate(self._received)})
        joined = pl.concat_str(pl.all(), separator=",", ignore_nulls=True)
        return pieces.select(
            pl.when(joined != "").then(pl.lit("{") + joined + pl.lit("}")).alias(AS_RECEIVED)
        ).to_series()


def read_integer(text: str) -> str | None:
    """The number in plain digits: `01`, `+1` and `1.0` are 1. None when it is none, or too large for any
    column."""
    found = _INTEGER.fullmatch(text)
    if found is None or int(found[2]) > MAX_INTEGER:
        return None
    return f"-{found[2]}" if found[1] == "-" and found[2] != "0" else found[2]


def read_date(text: str) -> str | None:
    """The date as yyyy-mm-dd; a midnight behind it is left out. None when it is none: no other form is
    guessed."""
    day, _, time = text.partition("T" if "T" in text else " ")
    if len(day) != 10 or time.strip("0:. Z"):
        return None
    try:
        return date.fromisoformat(day).isoformat()
    except ValueError:
        return None


def read_money(text: str) -> str | None:
    """The amount with two decimals: `1200`, `$1,200.5` are 1200.00 and 1200.50. None when it is none."""
    found = _MONEY.fullmatch(text)
    if found is None:
        return None
    whole = found[2].replace(",", "").lstrip("0") or "0"
    if len(whole) > 12:
        return None
    amount = f"{whole}.{(found[3] or '').ljust(2, '0')}"
    return f"-{amount}" if found[1] == "-" and amount != "0.00" else amount


_READERS: dict[str, Callable[[str], str | None]] = {"I": read_integer, "D": read_date, "M": read_money}
