"""Rows and their parents across the files: identifiers once, no orphans, and no child of a row that was not
taken.

A row that cannot be taken stops its family and nothing else: a client its enrollments, an enrollment its
services, exits and the rest. HMIS CSV Format Specifications FY2026, keys; rules I003, I007, I008, I011,
I012, I102, I105 of docs/import.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from hmis_web import standards
from hmis_web.importing.findings import Finding, Findings
from hmis_web.importing.header import Layout, is_key
from hmis_web.importing.keys import Keys, marks, pair_marks
from hmis_web.importing.parse import STOPPED
from hmis_web.importing.records import LINE
from hmis_web.standards import HudColumn, HudFile

OWNERS = {"Enrollment": "personal_id", "Assessment": "enrollment_id"}
"""What a parent row belongs to; its children must name the same."""
PARENTS = frozenset({"Organization", "User", "Project", "Client", "Enrollment", "Assessment"})
EXITS = "enrollments with an exit"
PROJECT_COC = "CoCs of projects"
COC_COLUMNS = {"Inventory": "coc_code", "Enrollment": "enrollment_coc"}

FindHere = Callable[[str, list[str]], set[str]]
"""(file, identifiers) -> those that earlier rows of this source have."""
FindKeys = Callable[[HudColumn, list[int]], dict[int, str]]
"""(column, lines) -> {line: text} of rows taken so far."""


@dataclass
class Family:
    """Follows the identifiers of all files, parents before children."""

    findings: Findings
    here: FindHere

    def __post_init__(self) -> None:
        self._keys: defaultdict[str, Keys] = defaultdict(Keys)
        self._no_user: dict[HudColumn, tuple[int, int, str]] = {}

    def judge(self, layout: Layout, frame: pl.DataFrame, broken: list[str]) -> pl.DataFrame:
        """The rows of a block that are taken; why the others are not is found."""
        file = layout.file
        stopped = frame[STOPPED] | self._blank(file.key, frame)
        for column in parents(file):
            stopped |= self._orphans(column, frame, stopped)
        taken, left = frame.filter(~stopped).drop(STOPPED), frame.filter(stopped)
        self._say_loose(layout, taken)
        self._note(file, taken, left, broken)
        return taken

    def finish(self, file: HudFile, text_at: FindKeys) -> list[int]:
        """All rows of a file were judged: answers the lines of rows that are there twice and must go."""
        self._say_without_user(file)
        keys = self._keys[file.name]
        doubles = self._doubles(file.key, keys, text_at, "I007", "The identifier is in the file before")
        keys.close(doubles, needed=file.name in PARENTS)
        if file.name == "Exit":
            once = file.column("EnrollmentID")
            doubles += self._doubles(
                once, self._keys[EXITS], text_at, "I011", "The enrollment has an exit before"
            )
        if file.name == "ProjectCoC":
            self._keys[PROJECT_COC].close([], needed=True)
        return sorted(set(doubles))

    def _blank(self, key: HudColumn, frame: pl.DataFrame) -> pl.Series:
        blank = frame[key.attribute].is_null()
        self._stop(key, "I003", "The identifier is blank", frame, blank)
        return blank

    def _orphans(self, column: HudColumn, frame: pl.DataFrame, stopped: pl.Series) -> pl.Series:
        """Rows whose parent is not taken, not there, or belongs to somebody else."""
        assert column.parent is not None  # noqa: S101 - parents() answers only such columns
        parent = column.parent[0]
        found = self._keys[parent].find(marks(frame[column.attribute]))
        barred = found["barred"] & ~stopped
        self._stop(column, "I102", f"Its row in {parent}.csv is not taken", frame, barred)
        lost = ~found["there"] & ~found["barred"] & ~stopped
        if lost.any():
            lost = self._not_here_either(column, parent, frame, lost)
        self._stop(column, "I008", f"No row with this identifier in {parent}.csv", frame, lost)
        return barred | lost | self._strangers(column, parent, frame, found, stopped)

    def _not_here_either(
        self, column: HudColumn, parent: str, frame: pl.DataFrame, lost: pl.Series
    ) -> pl.Series:
        values = frame[column.attribute]
        known = self.here(parent, values.filter(lost).drop_nulls().unique().to_list())
        if not known:
            return lost
        here = lost & values.is_in(list(known)).fill_null(value=False)
        sample = Finding(
            column.file, "I105", "info", f"Not in {parent}.csv, but here already", column=column.name
        )
        self.findings.add_rows(sample, frame[LINE].filter(here), values.filter(here))
        return lost & ~here

    def _strangers(
        self, column: HudColumn, parent: str, frame: pl.DataFrame, found: pl.DataFrame, stopped: pl.Series
    ) -> pl.Series:
        """Rows that name another owner than their parent does."""
        owner = OWNERS.get(parent)
        if owner is None:
            return pl.repeat(False, frame.height, dtype=pl.Boolean, eager=True)
        wrong = (found["there"] & (marks(frame[owner]) != found["owner"])).fill_null(value=False) & ~stopped
        named = next(each for each in standards.file(column.file).columns if each.attribute == owner)
        self._stop(
            named, "I012", f"{parent}.csv says another {named.name} for this {column.name}", frame, wrong
        )
        return wrong

    def _say_loose(self, layout: Layout, frame: pl.DataFrame) -> None:
        for column in layout.present:
            if column.name == "UserID" and not column.is_key:
                self._without_user(column, frame)
            elif column.name == "ResProjectID":
                self._loose(column, frame, self._keys["Project"].find(marks(frame[column.attribute])))
            elif column.attribute == COC_COLUMNS.get(layout.file.name):
                pairs = pair_marks(frame["project_id"], frame[column.attribute])
                self._loose(column, frame, self._keys[PROJECT_COC].find(pairs))

    def _loose(self, column: HudColumn, frame: pl.DataFrame, found: pl.DataFrame) -> None:
        """Say what points nowhere without costing the row."""
        values = frame[column.attribute]
        nowhere = values.is_not_null() & ~found["there"]
        if nowhere.any():
            parent = column.parent[0] if column.parent else ""
            sample = Finding(column.file, "I008", "warning", f"Not in {parent}.csv", column=column.name)
            self.findings.add_rows(sample, frame[LINE].filter(nowhere), values.filter(nowhere))

    def _without_user(self, column: HudColumn, frame: pl.DataFrame) -> None:
        """Count rows whose UserID User.csv lacks: whole files do, and nothing depends on it."""
        values = frame[column.attribute]
        nowhere = values.is_not_null() & ~self._keys["User"].find(marks(values))["there"]
        if nowhere.any():
            rows = frame.filter(nowhere)
            before = self._no_user.get(column, (0, rows[LINE][0], rows[column.attribute][0]))
            self._no_user[column] = (before[0] + rows.height, *before[1:])

    def _say_without_user(self, file: HudFile) -> None:
        for column in [column for column in self._no_user if column.file == file.name]:
            count, line, value = self._no_user.pop(column)
            message = f"{count:,} rows have a UserID that is not in User.csv"
            self.findings.add(Finding(file.name, "I008", "warning", message, line, column.name, value, count))

    def _note(self, file: HudFile, taken: pl.DataFrame, left: pl.DataFrame, broken: list[str]) -> None:
        key = file.key.attribute
        owner = OWNERS.get(file.name)
        owners = marks(taken[owner]) if owner else None
        self._keys[file.name].take(marks(taken[key]), taken[LINE], owners)
        self._keys[file.name].stop(marks(left[key]))
        self._keys[file.name].stop(marks(pl.Series(broken, dtype=pl.String)))
        if file.name == "Exit":
            live = (
                taken.filter(pl.col("date_deleted").is_null()) if "date_deleted" in taken.columns else taken
            )
            self._keys[EXITS].take(marks(live["enrollment_id"]), live[LINE])
        if file.name == "ProjectCoC" and "coc_code" in taken.columns:
            pairs = pair_marks(taken["project_id"], taken["coc_code"])
            self._keys[PROJECT_COC].take(pairs, taken[LINE])

    def _doubles(
        self, column: HudColumn, keys: Keys, text_at: FindKeys, rule: str, message: str
    ) -> list[int]:
        """Lines of rows whose text in a column stood in an earlier row; equal marks alone prove nothing."""
        lines = keys.doubles()[LINE].to_list()
        texts = text_at(column, lines) if lines else {}
        seen: set[str] = set()
        again = []
        for line in sorted(texts):
            if texts[line] in seen:
                again.append(line)
            seen.add(texts[line])
        sample = Finding(column.file, rule, "error", message, column=column.name)
        found = pl.Series([texts[line] for line in again], dtype=pl.String)
        if again:
            self.findings.add_rows(sample, pl.Series(again, dtype=pl.Int64), found)
        return again

    def _stop(self, column: HudColumn, rule: str, message: str, frame: pl.DataFrame, rows: pl.Series) -> None:
        if rows.any():
            sample = Finding(column.file, rule, "error", message, column=column.name)
            self.findings.add_rows(sample, frame[LINE].filter(rows), frame[column.attribute].filter(rows))


def parents(file: HudFile) -> tuple[HudColumn, ...]:
    """The columns that name a row's parents: without them it has no place. The client of an enrollment's
    rows is the enrollment's."""
    inside = any(column.name == "EnrollmentID" and not column.is_key for column in file.columns)
    return tuple(
        column
        for column in file.columns
        if column.parent and is_key(column) and not (inside and column.name == "PersonalID")
    )
