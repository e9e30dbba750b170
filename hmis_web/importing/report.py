"""Findings as a CSV to send back to the source."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import asdict

from hmis_web.importing.findings import RULES, Finding

COLUMNS = ("file", "line", "column", "value", "rule", "severity", "count", "message", "rule_text")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def findings_to_csv(findings: Iterable[Finding]) -> bytes:
    """One line for each finding, UTF-8 with a byte order mark so that spreadsheets read it. A value that a
    spreadsheet would run as a formula is prefixed with an apostrophe."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for finding in findings:
        values = asdict(finding) | {"rule_text": RULES.get(finding.rule)}
        writer.writerow(_safe(values[name]) for name in COLUMNS)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _safe(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
