"""What became of the columns and values of earlier formats (decision 16).

Source: the FY2024 and FY2022 HMIS CSV Format Specifications against FY2026's, loaded from
`fy2026/crosswalk.csv`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from hmis_web.standards.schema import read_table

ANY = "*"


@dataclass(frozen=True, slots=True)
class Change:
    """One old column, or one old value of it. `effect`: rename, drop, value (another code), move (to another
    file)."""

    version: str
    file: str
    column: str
    old_value: str
    """`*` = every value."""
    effect: str
    new_file: str
    new_column: str
    new_value: str
    note: str


def changes(version: str) -> tuple[Change, ...]:
    """Every change from a format (`FY2024`) to FY2026; empty for FY2026 itself."""
    return tuple(change for change in _all_changes() if change.version == version)


@cache
def renamed(version: str) -> dict[tuple[str, str], str]:
    """{(file, old column in lower case): FY2026's column} of columns that only changed their name."""
    return {
        (change.file, change.column.lower()): change.new_column
        for change in changes(version)
        if change.effect == "rename"
    }


@cache
def dropped(version: str) -> dict[tuple[str, str], str]:
    """{(file, old column in lower case): note} of columns that FY2026 has no place for."""
    return {
        (change.file, change.column.lower()): change.note
        for change in changes(version)
        if change.effect == "drop" and change.old_value == ANY
    }


@cache
def _all_changes() -> tuple[Change, ...]:
    return tuple(Change(**row) for row in read_table("crosswalk.csv"))
