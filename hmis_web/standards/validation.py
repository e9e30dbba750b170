"""What to check, when, and what to tell the person: the list of rules, not their code.

Sources by `basis`: `format` is the HMIS CSV Format Specifications FY2026, `manual` the data standards, `lsa`
the LSA's specification, `checker` HUD's open-source checker, `practice` what other systems do, `own` our
conclusion. Loaded from `fy2026/validation.csv`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from hmis_web.standards.schema import read_table


class Severity(StrEnum):
    """How bad: a contradiction, something that reports will suffer from, something to look at."""

    ERROR = "error"
    HIGH = "high"
    WARNING = "warning"


class Moment(StrEnum):
    """When a rule is checked."""

    SAVE = "save"
    BATCH = "batch"
    PERIODIC = "periodic"
    SEARCH = "search"
    IMPORT = "import"


@dataclass(frozen=True, slots=True)
class ValidationRule:
    """One rule. `elements` are the data elements it is about, none for a rule about whole files."""

    id: str
    severity: Severity
    when: Moment
    elements: tuple[str, ...]
    message: str
    basis: tuple[str, ...]


@cache
def validation_rules(when: Moment | None = None) -> tuple[ValidationRule, ...]:
    """The rules checked at a moment; all of them when None."""
    return tuple(rule for rule in _by_id().values() if when is None or rule.when is when)


def validation_rule(rule_id: str) -> ValidationRule:
    """The rule with an identifier (`S013`). Raises KeyError when there is none."""
    return _by_id()[rule_id]


@cache
def _by_id() -> dict[str, ValidationRule]:
    return {
        row["rule"]: ValidationRule(
            row["rule"],
            Severity(row["severity"]),
            Moment(row["when"]),
            tuple(row["elements"].split()),
            row["message"],
            tuple(row["basis"].split()),
        )
        for row in read_table("validation.csv")
    }
