"""The HMIS CSV format FY2026: 24 files, their columns and keys, as typed objects.

Source: HMIS CSV Format Specifications FY2026, loaded from `fy2026/columns.csv`. This is the one bridge
between HUD's spelling (`DateToStreetESSH`) and ours (`date_to_street_essh`).
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files as package_files

TABLE_NAMES = {
    "User": "hud_user"
}  # "user" is a reserved word in SQL; every other table is the file's snake_case


@dataclass(frozen=True, slots=True)
class HudColumn:
    """One column of one CSV file. `kind` is HUD's type: S text, I integer, D date, T local stamp, M
    dollars."""

    file: str
    position: int
    name: str
    attribute: str
    kind: str
    max_length: int | None
    nullable: bool
    code_list: str
    """A list id (`3.12.1`), or a selector: `RecordType: 141=P1.2; 142=R14.2`; empty when not coded."""
    element: str
    is_key: bool
    parent: tuple[str, str] | None
    """(file, column) that this column points to."""
    only_if: str
    """Condition for a value to be allowed; empty when always."""


@dataclass(frozen=True)
class HudFile:
    """One CSV file of the format, its columns in official order."""

    name: str
    table: str
    columns: tuple[HudColumn, ...]

    @property
    def key(self) -> HudColumn:
        """The identifier column, unique in the file."""
        return next(column for column in self.columns if column.is_key)

    def column(self, name: str) -> HudColumn:
        """The column with HUD's name `name`, capitals ignored. Raises KeyError when there is none."""
        return self._by_name[name.lower()]

    @property
    def _by_name(self) -> dict[str, HudColumn]:
        return _columns_by_name(self.name)


def snake_case(name: str) -> str:
    """HUD's CamelCase as our attribute: `DateToStreetESSH` -> `date_to_street_essh`, `HealthAndDVID` ->
    `health_and_dv_id`."""
    name = name.replace("CoC", "Coc").replace("HoH", "Hoh")
    name = re.sub(r"(?<=.)ID$", "_ID", name)
    name = re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1_\2", name)
    name = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name)
    return re.sub(r"_+", "_", name).lower()


def read_table(name: str) -> list[dict[str, str]]:
    """The rows of one fact table of the standard, as text."""
    text = package_files("hmis_web.standards").joinpath(f"fy2026/{name}").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def files() -> tuple[HudFile, ...]:
    """All 24 files of the format, in the order of the specification."""
    grouped: dict[str, list[HudColumn]] = {}
    for row in read_table("columns.csv"):
        grouped.setdefault(row["file"], []).append(_column(row))
    return tuple(
        HudFile(name, TABLE_NAMES.get(name, snake_case(name)), tuple(columns))
        for name, columns in grouped.items()
    )


@cache
def file(name: str) -> HudFile:
    """The file called `name` (`Enrollment`), capitals ignored. Raises KeyError when there is none."""
    for each in files():
        if each.name.lower() == name.lower():
            return each
    raise KeyError(name)


@cache
def _columns_by_name(file_name: str) -> dict[str, HudColumn]:
    return {column.name.lower(): column for column in file(file_name).columns}


def _column(row: dict[str, str]) -> HudColumn:
    parent = tuple(row["parent"].split(".")) if row["parent"] else None
    return HudColumn(
        file=row["file"],
        position=int(row["position"]),
        name=row["column"],
        attribute=row["attribute"],
        kind=row["kind"],
        max_length=int(row["max_length"]) if row["max_length"] else None,
        nullable=row["nullable"] == "Y",
        code_list=row["code_list"],
        element=row["element"],
        is_key=row["key"] == "Y",
        parent=(parent[0], parent[1]) if parent else None,
        only_if=row["only_if"],
    )
