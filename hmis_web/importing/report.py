"""Findings for people: as a CSV to send back to the source, and grouped for a page."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

from hmis_web.importing.findings import RULES, Finding

COLUMNS = ("file", "line", "column", "value", "rule", "severity", "count", "message")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True)
class Group:
    """Findings of one kind in one file."""

    file: str
    column: str | None
    rule: str
    rule_text: str
    severity: str
    message: str
    count: int
    first_line: int | None


def findings_to_csv(findings: Iterable[Finding]) -> bytes:
    """One line for each finding, UTF-8 with a byte order mark so that spreadsheets read it. A value that a
    spreadsheet would run as a formula is prefixed with an apostrophe."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for finding in findings:
        writer.writerow(_safe(getattr(finding, name)) for name in COLUMNS)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def grouped(findings: Iterable[Finding]) -> list[Group]:
    """One group for each file, column, rule and message; errors first, then by how many rows stand behind."""
    counts: dict[tuple[str, str | None, str, str], list[Finding]] = {}
    for finding in findings:
        counts.setdefault((finding.file, finding.column, finding.rule, finding.severity), []).append(finding)
    groups = [
        Group(
            file=file,
            column=column,
            rule=rule,
            rule_text=RULES.get(rule, ""),
            severity=severity,
            message=found[0].message,
            count=sum(finding.count for finding in found),
            first_line=min((finding.line for finding in found if finding.line), default=None),
        )
        for (file, column, rule, severity), found in counts.items()
    ]
    order = {"error": 0, "warning": 1, "info": 2}
    return sorted(groups, key=lambda group: (order[group.severity], -group.count))


def _safe(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
