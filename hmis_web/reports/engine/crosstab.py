"""Tables of rows by columns: each cell counts the people for whom both conditions hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import polars as pl

from hmis_web.reports.engine.checks import Check
from hmis_web.reports.engine.predicate import ALL, Predicate, flags
from hmis_web.reports.engine.table import Address, Cell, Format, Heading, Table, TableRow, column_letter
from hmis_web.reports.engine.universe import Universe


@dataclass(frozen=True)
class Column:
    """One column of counts. `total`: the columns that are not totals add up to it."""

    label: str
    predicate: Predicate = ALL
    total: bool = False


@dataclass(frozen=True)
class Row:
    """One row of counts."""

    label: str
    predicate: Predicate


@dataclass(frozen=True)
class Total:
    """A row that counts everybody of the table. It must equal the sum of the rows above it, which is checked
    at each run."""

    label: str = "Total"
    predicate: Predicate = ALL


@dataclass(frozen=True)
class CrossTab:
    """A table whose cells count distinct persons: those of `universe` for whom the row's and the column's
    condition hold."""

    ref: str
    title: str
    spec: str
    universe: Predicate
    columns: tuple[Column, ...]
    rows: tuple[Row | Total, ...]
    corner: str = ""
    unit: str = "persons"
    shaded: frozenset[str] = field(default_factory=frozenset)
    """Cells that can't hold anything, grey on HUD's form."""
    once: bool = True
    """Each person has at most one row in the universe of this table, so rows can be added up. False: count
    distinct persons."""
    checks: tuple[Check, ...] = ()
    label_weight: int = 7

    def build(self, universe: Universe) -> Table:
        """Count every cell in one pass over the stays."""
        wanted = {address: self.predicates(str(address), universe) for address in self._addresses()}
        counts = _count(universe.stays, wanted, once=self.once)
        rows = tuple(self._row(index, row, counts) for index, row in enumerate(self.rows))
        headings = tuple(Heading(column.label, column_letter(n + 1)) for n, column in enumerate(self.columns))
        return Table(
            self.ref,
            self.title,
            self.corner,
            headings,
            rows,
            self.spec,
            self.unit,
            label_weight=self.label_weight,
        )

    def predicates(self, address: str, universe: Universe) -> tuple[Predicate, ...]:  # noqa: ARG002 - other kinds of tables ask it
        """What puts a person into a cell: the table's, the column's and the row's condition. Raises KeyError
        when the table has no such cell, or a shaded one."""
        found = Address.parse(address)
        column = _column_index(found.column)
        if (
            not (0 <= column < len(self.columns) and 0 <= found.row - 2 < len(self.rows))
            or address in self.shaded
        ):
            raise KeyError(f"{self.ref} counts nobody in {address}")
        parts = (self.universe, self.columns[column].predicate, self.rows[found.row - 2].predicate)
        return tuple(part for part in parts if part is not ALL) or (ALL,)

    def own_checks(self) -> tuple[Check, ...]:
        """Declared checks, and that totals equal the sum of what they add up."""
        return (*self.checks, *self._row_totals(), *self._column_totals())

    def _addresses(self) -> Iterator[Address]:
        for row in range(len(self.rows)):
            for column in range(len(self.columns)):
                address = Address(column_letter(column + 1), row + 2)
                if str(address) not in self.shaded:
                    yield address

    def _row(self, index: int, row: Row | Total, counts: Mapping[Address, int]) -> TableRow:
        addresses = [Address(column_letter(n + 1), index + 2) for n in range(len(self.columns))]
        cells = tuple(
            Cell(address, counts[address], opens=counts[address] > 0)
            if address in counts
            else Cell(address, None, Format.SHADED)
            for address in addresses
        )
        return TableRow(row.label, cells, is_total=isinstance(row, Total))

    def _row_totals(self) -> Iterator[Check]:
        last = -1
        for index, row in enumerate(self.rows):
            if isinstance(row, Total):
                for n in range(len(self.columns)):
                    letter = column_letter(n + 1)
                    parts = [Address(letter, above + 2) for above in range(last + 1, index)]
                    yield self._sum(Address(letter, index + 2), parts)
                last = index

    def _column_totals(self) -> Iterator[Check]:
        total = next((n for n, column in enumerate(self.columns) if column.total), None)
        if total is None:
            return
        parts = [n for n in range(len(self.columns)) if n != total]
        for index in range(len(self.rows)):
            whole = Address(column_letter(total + 1), index + 2)
            yield self._sum(whole, [Address(column_letter(n + 1), index + 2) for n in parts])

    def _sum(self, whole: Address, parts: list[Address]) -> Check:
        return Check(f"{self.ref}.{whole} = {' + '.join(f'{self.ref}.{part}' for part in parts)}")


def _column_index(letter: str) -> int:
    """Index among the columns of counts: B is 0."""
    index = 0
    for sign in letter:
        index = index * 26 + ord(sign) - 64
    return index - 2


def _count(
    stays: pl.DataFrame, cells: Mapping[Address, tuple[Predicate, ...]], *, once: bool
) -> dict[Address, int]:
    """Persons per cell. Each named condition is worked out once; a cell is the conjunction of its flags."""
    marks = flags(stays, [predicate for parts in cells.values() for predicate in parts])
    if not once:
        marks = marks.with_columns(stays["client_key"].alias("client_key"))
    lines = [
        _counted(pl.all_horizontal([pl.col(part.name) for part in parts]), once=once).alias(str(address))
        for address, parts in cells.items()
    ]
    row = marks.select(lines).row(0)
    return {address: int(value) for address, value in zip(cells, row, strict=True)}


def _counted(chosen: pl.Expr, *, once: bool) -> pl.Expr:
    return chosen.sum() if once else pl.col("client_key").filter(chosen).n_unique()
