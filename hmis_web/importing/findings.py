"""What an import notices: where, what, and how bad.

error = the row was not taken (or the whole file was refused); warning = taken as it is, but look at it;
info = said for the record.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from hmis_web.db.errors import HmisError

KEPT = {"error": 10_000, "warning": 250, "info": 250}
"""Findings of one file, column and rule that are kept one by one; the rest is one finding with its number."""

RULES = {
    "I001": "The zip, its files, headers and columns",
    "I002": "Export.csv: one row, a format version that we read",
    "I003": "A value of the column's type; a value where HUD wants one",
    "I004": "A text no longer than the column allows",
    "I005": "A code of the column's list",
    "I006": "No < > [ ] { } in a text",
    "I007": "An identifier once in its file",
    "I008": "A parent row for every identifier that points to one",
    "I009": "The ExportID of Export.csv",
    "I010": "Names hashed as Export.csv says",
    "I011": "One exit for an enrollment",
    "I012": "The PersonalID of the enrollment",
    "I013": "A value only where the answer that opens it was given",
    "I014": "Enrollments in the file",
    "I101": "A stamp written as date and time",
    "I102": "A row whose parent row was not taken",
    "I103": "A column that FY2026 has no place for",
    "I104": "A person who was merged here",
    "I105": "A parent row that is here already, though not in the file",
    "I106": "A record with as many fields as its header",
    "I107": "Dates in an order that can be",
}

SECRET_COLUMNS = frozenset({("Client", "SSN")})
PERSONAL_COLUMNS = frozenset(
    {
        ("Client", name)
        for name in ("FirstName", "MiddleName", "LastName", "NameSuffix", "DOB", "AdditionalRaceEthnicity")
    }
    | {("User", name) for name in ("UserFirstName", "UserLastName", "UserPhone", "UserEmail")}
    | {("CurrentLivingSituation", "LocationDetails"), ("AssessmentQuestions", "AssessmentAnswer")}
)
HIDDEN = "(hidden)"


class Refused(HmisError):
    """The file cannot be imported at all; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing noticed. `line` counts from 1, the header's; `count` rows stand behind it."""

    file: str
    rule: str
    severity: str
    message: str
    line: int | None = None
    column: str | None = None
    value: str | None = None
    count: int = 1


class Findings:
    """Collects findings; keeps the first thousand of a kind one by one and counts the rest."""

    def __init__(self) -> None:
        self._kept: list[Finding] = []
        self._seen: Counter[tuple[str, str | None, str, str]] = Counter()
        self._rows: Counter[str] = Counter()
        self._more: dict[tuple[str, str | None, str, str], int] = {}

    def add(self, finding: Finding) -> None:
        """Note one finding."""
        self._rows[finding.severity] += finding.count
        self._kept.append(_without_secrets(finding))

    def add_rows(
        self,
        sample: Finding,
        lines: pl.Series,
        values: pl.Series | None = None,
    ) -> None:
        """Note the same finding for many rows: `lines` where, `values` what stands there."""
        kind = (sample.file, sample.column, sample.rule, sample.severity)
        found = len(lines)
        room = max(0, KEPT[sample.severity] - self._seen[kind])
        self._seen[kind] += found
        self._rows[sample.severity] += found
        texts = values.head(room).cast(pl.String).to_list() if values is not None else [sample.value] * room
        for line, value in zip(lines.head(room).to_list(), texts, strict=False):
            self._kept.append(
                _without_secrets(
                    Finding(
                        sample.file, sample.rule, sample.severity, sample.message, line, sample.column, value
                    )
                )
            )
        if found > room:
            self._more[kind] = self._more.get(kind, 0) + found - room

    def refuse(self, file: str, message: str, *, rule: str = "I001", line: int | None = None) -> Refused:
        """Note why the file is refused; answers the error to raise."""
        self.add(Finding(file, rule, "error", message, line))
        return Refused(message)

    def counts(self) -> dict[str, int]:
        """{severity: rows found}."""
        return {severity: self._rows[severity] for severity in ("error", "warning", "info")}

    def __iter__(self) -> Iterator[Finding]:
        """All findings in the order of the files, then what was only counted."""
        yield from self._kept
        for (file, column, rule, severity), count in self._more.items():
            yield Finding(file, rule, severity, f"{count:,} more rows like these", None, column, None, count)


def _without_secrets(finding: Finding) -> Finding:
    """A Social Security number never stands in a finding."""
    if finding.value is None or (finding.file, finding.column) not in SECRET_COLUMNS:
        return finding
    return Finding(
        finding.file,
        finding.rule,
        finding.severity,
        finding.message,
        finding.line,
        finding.column,
        HIDDEN,
        finding.count,
    )
