"""Record stamps in any form. HUD writes `yyyy-mm-dd hh:mm:ss`; real files hold dates alone, and `03-11-21`.

A stamp never costs a row: one that cannot be read stays the text it is. HMIS CSV Format Specifications
FY2026, elements 5.01, 5.02.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import polars as pl

from hmis_web.importing.findings import Finding, Findings
from hmis_web.standards import HudColumn

STANDARD = r"^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]) (?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d$"
_NUMBERS = (
    r"^(\d{1,2}|\d{4})[-/.](\d{1,2})[-/.](\d{4}|\d{1,2})"
    r"(?:[T ] *(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?: ?([AaPp][Mm]))?)?$"
)
YEAR_FIRST, DAY_FIRST, MONTH_FIRST = "year-month-day", "day-month-year", "month-day-year"
_PLACES = {YEAR_FIRST: "abc", DAY_FIRST: "cba", MONTH_FIRST: "cab"}
"""Where year, month and day stand among the three numbers of a date."""
READINGS = {
    "yyyy-mm-dd": (YEAR_FIRST,),
    "nn-nn-yyyy": (DAY_FIRST, MONTH_FIRST),
    "nn-nn-nn": (DAY_FIRST, MONTH_FIRST, YEAR_FIRST),
}
"""{how a date looks: what it may mean}."""
CENTURY_TURNS = 68
"""Two-digit years up to this one are of this century."""

Decisions = dict[tuple[str, str], str | None]
"""{(attribute, how it looks): what it means, None when that cannot be told}."""


def is_standard(column: str) -> pl.Expr:
    """Which values of a column are stamps as HUD writes them; null for null."""
    raw = pl.col(column)
    real = raw.str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False).is_not_null()
    return raw.str.contains(STANDARD) & real


def odd_columns(records: pl.DataFrame, columns: Iterable[HudColumn]) -> list[HudColumn]:
    """The columns of stamps that hold a value in another form."""
    stamps = {column.attribute: column for column in columns if column.kind == "T"}
    if not stamps:
        return []
    fine = records.select(is_standard(name).all().alias(name) for name in stamps).row(0, named=True)
    return [column for name, column in stamps.items() if not fine[name]]


def odd_stamps(raw: pl.Series) -> pl.DataFrame:
    """The other values: `row`, `text`, how the date looks (`look`, null when it is none) and its numbers."""
    odd = pl.DataFrame({"text": raw}).with_row_index("row").filter(~is_standard("text").fill_null(value=True))
    text = pl.col("text")
    numbers = {name: text.str.extract(_NUMBERS, at) for at, name in enumerate("abchmsp", start=1)}
    first, last = pl.col("a").str.len_bytes() == 4, pl.col("c").str.len_bytes() == 4
    look = (
        pl.when(pl.col("a").is_null() | (first & last))
        .then(None)
        .when(first)
        .then(pl.lit("yyyy-mm-dd"))
        .when(last)
        .then(pl.lit("nn-nn-yyyy"))
        .otherwise(pl.lit("nn-nn-nn"))
    )
    return odd.with_columns(**numbers).with_columns(look=look)


def day(reading: str) -> pl.Expr:
    """The day as yyyy-mm-dd under a reading of the numbers; null when there is no such day."""
    year, month, day_of_month = (pl.col(place) for place in _PLACES[reading])
    century = pl.when(year.cast(pl.Int32) > CENTURY_TURNS).then(pl.lit("19")).otherwise(pl.lit("20"))
    year = pl.when(year.str.len_bytes() == 4).then(year).otherwise(century + year.str.zfill(2))
    text = pl.format("{}-{}-{}", year, month.str.zfill(2), day_of_month.str.zfill(2))
    return text.str.to_date("%Y-%m-%d", strict=False).dt.to_string("%Y-%m-%d")


def _time() -> pl.Expr:
    """The time of day as hh:mm:ss; midnight when the stamp has none, null when there is no such time."""
    hour = pl.col("h").cast(pl.Int32)
    half = pl.col("p").str.to_lowercase()
    hour = (
        pl.when((half == "pm") & (hour < 12))
        .then(hour + 12)
        .when((half == "am") & (hour == 12))
        .then(0)
        .otherwise(hour)
        .fill_null(0)
    )
    minute, second = pl.col("m").fill_null("00"), pl.col("s").fill_null("00")
    real = (hour < 24) & (minute.cast(pl.Int32) < 60) & (second.cast(pl.Int32) < 60)
    return pl.when(real).then(pl.format("{}:{}:{}", hour.cast(pl.String).str.zfill(2), minute, second))


@dataclass
class _Form:
    """One form of stamps that a file holds besides the standard's."""

    columns: set[str] = field(default_factory=set)
    rows: int = 0
    line: int | None = None
    sample: str = ""


class Stamps:
    """Reads the stamps of one file and says once for each form what it found."""

    def __init__(self, file: str, findings: Findings) -> None:
        self._file = file
        self._findings = findings
        self._forms: dict[str, _Form] = {}
        self.decisions: Decisions | None = None
        """What a survey of the whole file found; None before one."""

    def read(self, column: HudColumn, raw: pl.Series, lines: pl.Series) -> pl.Series:
        """The stamps as `yyyy-mm-dd hh:mm:ss`, unread ones as they are; the very same series when nothing
        was odd."""
        odd = odd_stamps(raw)
        if odd.is_empty():
            return raw
        odd = odd.with_columns(lines.gather(odd["row"]).alias("line"))
        read = []
        for (look,), rows in odd.group_by("look", maintain_order=True):
            meaning = self._meaning(column, look)
            stamp = day(meaning) + pl.lit(" ") + _time() if meaning else pl.lit(None, pl.String)
            stamped = rows.with_columns(stamp=stamp)
            known, unknown = (stamped.filter(pl.col("stamp").is_null() == blank) for blank in (False, True))
            self._note(column, _said(rows, look, meaning), known)
            left = _said(rows, look, None) if look and meaning is None else "in a form that cannot be read"
            self._note(column, left, unknown)
            read.append(known.select("row", "stamp"))
        found = pl.concat(read)
        return raw.clone().scatter(found["row"], found["stamp"])

    def say(self) -> None:
        """One warning for each form."""
        for said, form in self._forms.items():
            message = f"{form.rows:,} stamps are written {said}"
            names = ", ".join(sorted(form.columns))
            self._findings.add(
                Finding(self._file, "I101", "warning", message, form.line, names, form.sample, form.rows)
            )

    def _meaning(self, column: HudColumn, look: object) -> str | None:
        if look is None:
            return None
        readings = READINGS[str(look)]
        if len(readings) == 1:
            return readings[0]
        return (self.decisions or {}).get((column.attribute, str(look)))

    def _note(self, column: HudColumn, said: str, rows: pl.DataFrame) -> None:
        if rows.is_empty():
            return
        form = self._forms.setdefault(said, _Form())
        form.columns.add(column.name)
        form.rows += rows.height
        if form.line is None:
            form.line, form.sample = rows["line"][0], rows["text"][0]


def _said(rows: pl.DataFrame, look: object, meaning: str | None) -> str:
    clock = "" if rows["h"].null_count() < rows.height else " without a time"
    if meaning is None:
        return f"{look}{clock}, which allows two readings; kept as text and not used as stamps"
    return f"{look}{clock}, read as {meaning}"
