"""Cross-foot checks: sums that must agree within and between tables. They are run with every report and shown
when broken."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from hmis_web.reports.engine.table import Address, Table, Value

_TERM = re.compile(r"(?P<ref>Q\d+[a-z]?\d?)\.(?P<column>[A-Z]{1,2})(?P<row>\d+|\*)")


@dataclass(frozen=True, slots=True)
class Check:
    """An identity such as `Q7a.B6 = Q5a.C2` or `Q5a.C2 = Q5a.C3 + Q5a.C4`; `Q4a.P*` is the sum of a column.
    Tables that a report doesn't have make a check void."""

    text: str
    spec: str = ""

    def refs(self) -> frozenset[str]:
        """The tables that it compares."""
        return frozenset(found["ref"] for found in _TERM.finditer(self.text))


@dataclass(frozen=True, slots=True)
class Outcome:
    """A check that was run: the value of each side."""

    check: Check
    values: tuple[int, ...]

    @property
    def holds(self) -> bool:
        """Whether all sides are equal."""
        return len(set(self.values)) == 1

    @property
    def sentence(self) -> str:
        """The check with its figures, for people: `Q7a.B6 (12) = Q5a.C2 (13)`."""
        sides = self.check.text.split("=")
        return " = ".join(f"{side.strip()} ({value})" for side, value in zip(sides, self.values, strict=True))


def run_checks(checks: tuple[Check, ...], tables: Mapping[str, Table]) -> tuple[Outcome, ...]:
    """Every check whose tables are all there, with its values. Shaded and empty cells count 0."""
    return tuple(
        Outcome(check, tuple(_side(side, tables) for side in check.text.split("=")))
        for check in checks
        if check.refs() <= tables.keys()
    )


def _side(text: str, tables: Mapping[str, Table]) -> int:
    return sum(_term(term.strip(), tables) for term in text.split("+"))


def _term(text: str, tables: Mapping[str, Table]) -> int:
    found = _TERM.fullmatch(text)
    if not found:
        raise ValueError(f"not a cell of a table: {text!r}")
    table = tables[found["ref"]]
    if found["row"] != "*":
        return _number(table.cell(Address(found["column"], int(found["row"]))).value)
    return sum(
        _number(cell.value)
        for row in table.rows
        for cell in row.cells
        if cell.address.column == found["column"]
    )


def _number(value: Value) -> int:
    return value if isinstance(value, int) else 0
