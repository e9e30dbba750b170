"""What a rule finds in answers, and how a rule is written.

A rule of `standards/fy2026/validation.csv` is one small function, marked with its identifier; it yields the
keys at fault. A contradiction is as bad as its rule says: an error blocks. An answer that is only missing
never blocks: it is noted as high priority and reported (HUD: 99, data not collected).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from hmis_web.db.errors import DomainError
from hmis_web.domain.answers.context import Context
from hmis_web.standards.codes import NoYes
from hmis_web.standards.elements import CollectionPoint
from hmis_web.standards.forms import Answers, questions_by_key
from hmis_web.standards.validation import Severity, validation_rule

NOT_COLLECTED = 99
UNKNOWN = frozenset({8, 9, 99})


@dataclass(frozen=True)
class Finding:
    """One finding, at the question that it is about."""

    rule_id: str
    severity: Severity
    key: str
    message: str
    member: int | None = None
    """The enrollment of the member of the household that it is about, where several are looked at."""

    @property
    def blocks(self) -> bool:
        """Whether nothing can be saved while it stands."""
        return self.severity is Severity.ERROR


class Refused(DomainError):
    """Answers contradict one another. `findings` are all that block, `field` is the first one's question."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(self.findings[0].key, self.findings[0].message)


@dataclass(frozen=True)
class Given:
    """What a rule looks at: the answers, which questions are asked now, and what stands around them."""

    answers: Answers
    asked: frozenset[str]
    context: Context

    def number(self, key: str) -> int | None:
        """An answer as a code or number; None when there is none."""
        value = self.answers.get(key)
        return value if isinstance(value, int) else None

    def text(self, key: str) -> str:
        """An answer in words, without blanks around it; empty when there is none."""
        return str(self.answers.get(key) or "").strip()

    def day(self, key: str, otherwise: date | None = None) -> date | None:
        """An answer as a date; what stands already when it is not among the answers."""
        value = self.answers.get(key, otherwise)
        return value if isinstance(value, date) else None

    def amount(self, key: str) -> Decimal | None:
        """An answer in dollars; None when there is none."""
        value = self.answers.get(key)
        return Decimal(value) if isinstance(value, int | Decimal) else None

    def filled(self, *keys: str) -> list[str]:
        """Those of the keys that have an answer; a tick that was not made is none."""
        return [key for key in keys if self.answers.get(key) not in (None, "") and not self._unticked(key)]

    def lacks(self, *keys: str) -> list[str]:
        """Those of the keys that are asked and have no answer: blank, or not collected."""
        return [
            key for key in keys if key in self.asked and self.answers.get(key) in (None, "", NOT_COLLECTED)
        ]

    def _unticked(self, key: str) -> bool:
        question = questions_by_key().get(key)
        return question is not None and question.kind == "yes_no" and self.answers[key] != NoYes.YES


@dataclass(frozen=True)
class Hit:
    """A key at fault; `missing` when nothing but an answer is missing."""

    key: str
    missing: bool = False
    member: int | None = None


Check = Callable[[Given], Iterator[Hit]]


@dataclass(frozen=True)
class Rules:
    """The rules of one group of elements, in their order."""

    checks: dict[str, Check] = field(default_factory=dict)

    def __call__(self, rule_id: str) -> Callable[[Check], Check]:
        """Mark a function as the rule with an identifier. Raises KeyError when the standard has none."""
        validation_rule(rule_id)

        def keep(check: Check) -> Check:
            self.checks[rule_id] = check
            return check

        return keep

    def find(self, given: Given) -> list[Finding]:
        """Everything that these rules find. An update tells of what changed: nothing is missing in it."""
        is_update = given.context.stage is CollectionPoint.UPDATE
        return [
            _finding(rule_id, hit)
            for rule_id, check in self.checks.items()
            for hit in check(given)
            if not (hit.missing and is_update)
        ]


def broken(*keys: str, when: bool = True) -> Iterator[Hit]:
    """Keys whose answers contradict something, when they do."""
    return (Hit(key) for key in keys if when)


def missing(*keys: str, when: bool = True) -> Iterator[Hit]:
    """Keys that want an answer, when they do."""
    return (Hit(key, missing=True) for key in keys if when)


def _finding(rule_id: str, hit: Hit) -> Finding:
    rule = validation_rule(rule_id)
    severity = rule.severity
    if hit.missing and severity is Severity.ERROR:
        severity = Severity.HIGH
    return Finding(rule_id, severity, hit.key, rule.message, hit.member)
