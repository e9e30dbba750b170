"""Birth dates as people type them: 1960-03-14, 3/14/1960, 14 Mar 1960, March 14, 1960, 03141960, 3/1960,
3/14/60."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

YEAR = 10_000
"""A year in yyyymmdd."""
OLDEST = 130
"""Years before today that a birth year may lie."""

_MONTHS = {
    name[:length]: number
    for number, name in enumerate(
        [
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ],
        start=1,
    )
    for length in range(3, len(name) + 1)
}
_MONTH = "(?P<word>[a-z]{3,9})"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4}|'?\d{2})"
_START, _END = r"(?<![\w-])", r"(?![\w-])"


@dataclass(frozen=True)
class Born:
    """When somebody was born, as far as it is said: both ends as yyyymmdd, included."""

    low: int
    high: int

    @classmethod
    def on(cls, day: date) -> Born:
        """One day."""
        return cls(as_number(day), as_number(day))

    @classmethod
    def in_year(cls, year: int) -> Born:
        """Any day of a year, also one of which only the year is known."""
        return cls(year * YEAR, year * YEAR + YEAR - 1)

    @property
    def is_day(self) -> bool:
        """Whether it is one day."""
        return self.low == self.high

    @property
    def year(self) -> int:
        """The year."""
        return self.low // YEAR

    def swapped(self) -> int:
        """The day with day and month exchanged, as yyyymmdd; 0 when there is no such day."""
        month, day = self.low // 100 % 100, self.low % 100
        return self.year * 10_000 + day * 100 + month if self.is_day and day <= 12 and day != month else 0


def as_number(day: date | None) -> int:
    """A date as yyyymmdd, 0 when unknown."""
    return 0 if day is None else day.year * 10_000 + day.month * 100 + day.day


def plausible_year(year: int, as_of: date) -> bool:
    """Whether somebody alive may have been born in it."""
    return as_of.year - OLDEST <= year <= as_of.year


def take_date(text: str, as_of: date) -> tuple[Born | None, str]:
    """The first birth date in a text (lower case), and the text without it. A year alone is left to the
    caller."""
    for pattern, read in _FORMS:
        for match in pattern.finditer(text):
            born = read(match, as_of)
            if born is not None:
                return born, f"{text[: match.start()]} {text[match.end() :]}"
    return None, text


def _year(text: str, as_of: date) -> int:
    digits = text.removeprefix("'")
    if len(digits) == 4:
        return int(digits)
    year = as_of.year // 100 * 100 + int(digits)
    return year if year <= as_of.year else year - 100


def _day(year: int, month: int, day: int, as_of: date) -> Born | None:
    if not plausible_year(year, as_of):
        return None
    try:
        return Born.on(date(year, month, day))
    except ValueError:
        return None


def _numbers(match: re.Match[str], as_of: date) -> Born | None:
    """Month first, as in the United States; day first when only that is a date."""
    year = _year(match["year"], as_of)
    one, other = int(match["one"]), int(match["other"])
    return _day(year, one, other, as_of) or _day(year, other, one, as_of)


def _words(match: re.Match[str], as_of: date) -> Born | None:
    month = _MONTHS.get(match["word"])
    return None if month is None else _day(_year(match["year"], as_of), month, int(match["day"]), as_of)


def _month_only(match: re.Match[str], as_of: date) -> Born | None:
    year, month = int(match["year"]), int(match["one"])
    if not (plausible_year(year, as_of) and 1 <= month <= 12):
        return None
    return Born(year * 10_000 + month * 100, year * 10_000 + month * 100 + 99)


_Reader = Callable[[re.Match[str], date], Born | None]
_FORMS: tuple[tuple[re.Pattern[str], _Reader], ...] = tuple(
    (re.compile(_START + form + _END), read)
    for form, read in (
        (r"(?P<year>\d{4})[-/.](?P<one>\d{1,2})[-/.](?P<other>\d{1,2})", _numbers),
        (r"(?P<one>\d{1,2})[-/.](?P<other>\d{1,2})[-/.]" + _YEAR, _numbers),
        (_DAY + r"[\s./-]*" + _MONTH + r"[\s.,/-]*" + _YEAR, _words),
        (_MONTH + r"[\s./-]*" + _DAY + r"(?:,\s*|[\s./-]+)" + _YEAR, _words),
        (r"(?P<one>\d{2})(?P<other>\d{2})(?P<year>\d{4})", _numbers),
        (r"(?P<year>\d{4})(?P<one>\d{2})(?P<other>\d{2})", _numbers),
        (r"(?P<one>\d{1,2})/(?P<year>\d{4})", _month_only),
    )
)
