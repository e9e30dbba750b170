"""A file's header against the standard: columns are found by name, whatever their order and capitals, and
it is said.

HMIS CSV Format Specifications FY2026: names, capitals and order are fixed; real files differ in each.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass

from hmis_web.importing.findings import Finding, Findings
from hmis_web.standards import HudColumn, HudFile, crosswalk

CURRENT = "FY2026"
EARLIER = "FY2024"
VERSIONS = {"2026": CURRENT, "2024": EARLIER}
NOT_KEYS = frozenset({"UserID", "ExportID", "CoCCode", "EnrollmentCoC", "ResProjectID"})
"""Columns that point to another file, without which a row still has its place."""


@dataclass(frozen=True)
class Layout:
    """Which column of a file stands where."""

    file: HudFile
    width: int
    """Fields of a record."""
    columns: tuple[tuple[int, HudColumn], ...]
    """(position in the file, column of the standard), only those that are there."""

    @property
    def present(self) -> tuple[HudColumn, ...]:
        """The columns that the file has."""
        return tuple(column for _, column in self.columns)

    def has(self, attribute: str) -> bool:
        """Whether the file has the column."""
        return any(column.attribute == attribute for _, column in self.columns)


def version_of(csv_version: str | None) -> str | None:
    """The format of a CSVVersion (`2026 v1.0`): FY2026 or FY2024; None for one that is not read here."""
    year = re.match(r"\s*(?:FY\s*)?(20\d\d)\b", csv_version or "", re.IGNORECASE)
    return VERSIONS.get(year[1]) if year else None


def match(header: str, file: HudFile, version: str, findings: Findings) -> Layout:
    """Find the columns. Raises Refused when a key column is missing or a column is there twice."""
    names = [name.strip() for name in next(csv.reader([header]), [])]
    columns: list[tuple[int, HudColumn]] = []
    unknown: list[str] = []
    for position, name in enumerate(names):
        column = _column(name, file, findings)
        if column is None:
            unknown.append(name)
        elif any(column is other for _, other in columns):
            raise findings.refuse(file.name, f"{file.name}.csv has the column {column.name} twice.", line=1)
        else:
            columns.append((position, column))
    layout = Layout(file, len(names), tuple(columns))
    _say_unknown(unknown, file, version, findings)
    _say_missing(layout, version, findings)
    _say_order(layout, findings)
    return layout


def _column(name: str, file: HudFile, findings: Findings) -> HudColumn | None:
    """The column of the standard called `name`, by its present or an earlier name."""
    earlier = crosswalk.renamed(EARLIER).get((file.name, name.lower()))
    if earlier is not None:
        note = f"{name} is the FY2024 name of {earlier}; taken as that"
        findings.add(Finding(file.name, "I001", "info", note, 1, name))
        return file.column(earlier)
    try:
        column = file.column(name)
    except KeyError:
        return None
    if column.name != name:
        note = f"The standard writes {column.name}; taken as that"
        findings.add(Finding(file.name, "I001", "info", note, 1, name))
    return column


def _say_unknown(names: list[str], file: HudFile, version: str, findings: Findings) -> None:
    gone = crosswalk.dropped(version)
    for name in names:
        if (file.name, name.lower()) in gone:
            note = f"FY2026 has no place for {name}; its values are left out"
            findings.add(Finding(file.name, "I103", "warning", note, 1, name))
        else:
            note = f"{name or 'A column without a name'} is not in the standard; its values are left out"
            findings.add(Finding(file.name, "I001", "warning", note, 1, name))


def _say_missing(layout: Layout, version: str, findings: Findings) -> None:
    there = {column.name for column in layout.present}
    missing = [column for column in layout.file.columns if column.name not in there]
    keys = [column.name for column in missing if is_key(column)]
    if keys:
        name = layout.file.name
        raise findings.refuse(name, f"{name}.csv lacks the key column {', '.join(keys)}.", line=1)
    for column in missing:
        if version == CURRENT:
            note = f"{column.name} is not in the file; what is here stays as it is"
            findings.add(Finding(layout.file.name, "I001", "warning", note, 1, column.name))
        else:
            note = f"{column.name} is not in the {version} format; it stays blank"
            findings.add(Finding(layout.file.name, "I103", "info", note, 1, column.name))


def _say_order(layout: Layout, findings: Findings) -> None:
    positions = [column.position for column in layout.present]
    if positions == sorted(positions):
        return
    moved = next(
        column.name
        for column, place in zip(layout.present, sorted(positions), strict=True)
        if column.position != place
    )
    note = f"Columns are not in the order of the standard (from {moved} on); found by name"
    findings.add(Finding(layout.file.name, "I001", "info", note, 1))


def is_key(column: HudColumn) -> bool:
    """Whether a row has no place without the column: its identifier and those of its parents."""
    return column.is_key or (column.parent is not None and column.name not in NOT_KEYS)
