"""HUD's rules for one file, over whole columns. What they find is said and kept; only keys and types stop a
row (decision 1).

HMIS CSV Format Specifications FY2026; rules I003 to I006, I009, I010, I013 of docs/import.md.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, lru_cache

import polars as pl

from hmis_web import standards
from hmis_web.importing.conditions import asks_about, condition
from hmis_web.importing.findings import Finding, Findings
from hmis_web.importing.header import Layout
from hmis_web.importing.records import LINE
from hmis_web.standards import HudColumn
from hmis_web.standards.codes import HashStatus

FORBIDDEN = r"[<>\[\]{}]"
FORBIDDEN_BYTES = b"<>[]{}"
HASHED = frozenset({"FirstName", "MiddleName", "LastName", "NameSuffix", "SSN"})
CONTEXTS = {
    ("Enrollment", "LivingSituation"): "prior",
    ("CurrentLivingSituation", "CurrentLivingSituation"): "current",
    ("Exit", "Destination"): "destination",
}
"""Where list 3.12.1 is used, and as what."""
IN_ORDER = {
    "Project": ("operating_start_date", "operating_end_date"),
    "Funder": ("start_date", "end_date"),
    "Inventory": ("inventory_start_date", "inventory_end_date"),
    "HMISParticipation": ("hmis_participation_status_start_date", "hmis_participation_status_end_date"),
    "CEParticipation": ("ce_participation_status_start_date", "ce_participation_status_end_date"),
    "Services": ("fa_start_date", "fa_end_date"),
    "Event": ("event_date", "result_date"),
}
"""Dates of which the second is never the earlier one."""


@dataclass
class Export:
    """What Export.csv says that other files are held against."""

    ids: frozenset[str] = frozenset()
    hash_status: int | None = None

    @property
    def hashed(self) -> bool:
        """Whether names are hashed."""
        return self.hash_status not in (None, HashStatus.UNHASHED)


@dataclass
class Checker:
    """Checks one file, block by block."""

    layout: Layout
    export: Export
    findings: Findings
    _said: set[str] = field(default_factory=set)

    def check(self, frame: pl.DataFrame, *, forbidden: bool) -> None:
        """Check a block of values. `forbidden`: one of HUD's forbidden characters occurs in it."""
        for column in self.layout.present:
            values = frame[column.attribute]
            if not column.nullable and not column.is_key and values.null_count():
                self._say(column, "I003", "Blank; HUD wants a value", frame, values.is_null())
            if values.null_count() == values.len():
                continue
            if column.kind == "S":
                self._check_text(column, frame, forbidden=forbidden)
            elif column.kind == "I" and (values.min() or 0) < 0:  # type: ignore[operator]
                self._say(column, "I003", "A number below 0", frame, values < 0)
            if column.code_list:
                self._check_codes(column, frame)
            if column.only_if:
                self._check_condition(column, frame)
        self._check_order(frame)

    def _check_text(self, column: HudColumn, frame: pl.DataFrame, *, forbidden: bool) -> None:
        values = frame[column.attribute]
        limit = column.max_length
        if column.file == "Client" and column.name in HASHED and self.export.hashed:
            limit = None
        if limit is not None and (values.str.len_bytes().max() or 0) > limit:  # type: ignore[operator]
            long = values.str.len_chars() > limit
            self._say(column, "I004", f"Longer than {limit} characters", frame, long)
        if forbidden:
            self._say(
                column, "I006", "A character that HUD does not allow", frame, values.str.contains(FORBIDDEN)
            )
        if column.name == "ExportID" and not column.is_key:
            self._check_export(column, frame)
        if column.name == "LastName" and column.file == "Client":
            self._check_hash(column, frame)

    def _check_codes(self, column: HudColumn, frame: pl.DataFrame) -> None:
        selectors = [] if ":" not in column.code_list else _selectors(column)
        if not all(self.layout.has(name) for name in selectors):
            return
        names = [*selectors, column.attribute]
        combinations = frame.select(names).unique().drop_nulls(column.attribute)
        wrong = [
            (*combination, *said)
            for combination in combinations.iter_rows()
            if (said := _wrong_code(column, *combination)) is not None
        ]
        if wrong:
            told = pl.DataFrame(wrong, schema=[*names, "severity", "message"], orient="row")
            told = told.cast({name: frame[name].dtype for name in names})
            rows = frame.select(LINE, *names).join(told, on=names, nulls_equal=True, maintain_order="left")
            for (severity, message), part in rows.group_by("severity", "message", maintain_order=True):
                sample = Finding(column.file, "I005", str(severity), str(message), column=column.name)
                self.findings.add_rows(sample, part[LINE], part[column.attribute])

    def _check_condition(self, column: HudColumn, frame: pl.DataFrame) -> None:
        allowed = condition(column)
        if allowed is None or not asks_about(column) <= set(frame.columns):
            return
        closed = pl.col(column.attribute).is_not_null() & ~allowed.fill_null(value=False)
        message = f"A value, though only allowed if {column.only_if}"
        self._say(column, "I013", message, frame, frame.select(closed).to_series())

    def _check_order(self, frame: pl.DataFrame) -> None:
        pair = IN_ORDER.get(self.layout.file.name)
        if pair is None or not all(self.layout.has(name) for name in pair):
            return
        columns = {column.attribute: column for column in self.layout.present}
        first, second = (frame[name] for name in pair)
        message = f"Earlier than {columns[pair[0]].name}"
        self._say(columns[pair[1]], "I107", message, frame, second < first)

    def _check_export(self, column: HudColumn, frame: pl.DataFrame) -> None:
        for value in frame[column.attribute].unique().drop_nulls().to_list():
            if value not in self.export.ids and value not in self._said:
                self._said.add(value)
                message = f"The rows' ExportID is {value}, which Export.csv does not have"
                line = frame[LINE].filter(frame[column.attribute] == value)[0]
                self.findings.add(Finding(column.file, "I009", "warning", message, line, column.name, value))

    def _check_hash(self, column: HudColumn, frame: pl.DataFrame) -> None:
        values = frame[column.attribute].drop_nulls()
        looks = bool(values.len()) and values.str.contains(r"^[0-9a-fA-F]{32,64}$").all()
        wrong = None
        if looks and not self.export.hashed:
            wrong = "Names look hashed, though Export.csv says they are not"
        elif self.export.hash_status == HashStatus.SHA_256 and not (values.str.len_bytes() == 64).all():
            wrong = "Names are not hashed with SHA-256, though Export.csv says so"
        if wrong and wrong not in self._said:
            self._said.add(wrong)
            self.findings.add(Finding(column.file, "I010", "warning", wrong, None, column.name))

    def _say(
        self,
        column: HudColumn,
        rule: str,
        message: str,
        frame: pl.DataFrame,
        rows: pl.Series,
    ) -> None:
        rows = rows.fill_null(value=False)
        if rows.any():
            sample = Finding(column.file, rule, "warning", message, column=column.name)
            self.findings.add_rows(sample, frame[LINE].filter(rows), frame[column.attribute].filter(rows))


@cache
def _selectors(column: HudColumn) -> list[str]:
    file = standards.file(column.file)
    return [file.column(name).attribute for name in standards.selector_lists(column)[0]]


@lru_cache(maxsize=65_536)
def _wrong_code(column: HudColumn, *values: int | str | None) -> tuple[str, str] | None:
    """What is wrong with a code, its selectors before it: (severity, message), None when nothing is."""
    *selectors, value = values
    list_id = standards.list_for(column, *selectors)
    if list_id is None:
        return "warning", "No list belongs to this combination"
    code = next((code for code in standards.code_list(list_id).codes if code.value == str(value)), None)
    if code is None:
        return "warning", f"Not in list {list_id}"
    context = CONTEXTS.get((column.file, column.name))
    if context and code.contexts and context not in code.contexts:
        return "warning", f"In list {list_id}, but not as {context} situation"
    return None if code.active else ("info", f"Retired in list {list_id}")
