"""What a rule finds in answers, and how a rule is written.

A rule of `standards/fy2026/validation.csv` is one small function, marked with its identifier; it yields the
keys at fault. A contradiction is as bad as its rule says: an error blocks. An answer that is only missing
never blocks: it is noted as high priority and reported (HUD: 99, data not collected).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from hmis_web.db.errors import DomainError
from hmis_web.domain.answers.context import Context
from hmis_web.standards.forms import Answers
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

    def __getitem__(self, key: str) -> object:
        return self.answers.get(key)

    def number(self, key: str) -> int | None:
        """An answer as a code or number; None when there is none."""
        value = self.answers.get(key)
        return value if isinstance(value, int) else None

    def has(self, key: str) -> bool:
        """Whether there is any answer, be it that it isn't known."""
        return self.answers.get(key) not in (None, "")

    def lacks(self, key: str) -> bool:
        """Whether a question is asked and has no answer: blank, or not collected."""
        return key in self.asked and self.answers.get(key) in (None, "", NOT_COLLECTED)


@dataclass(frozen=True)
class Hit:
    """A key at fault; `missing` when nothing but an answer is missing."""

    key: str
    missing: bool = False


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
        """Everything that these rules find."""
        return [_finding(rule_id, hit) for rule_id, check in self.checks.items() for hit in check(given)]


def broken(*keys: str) -> Iterator[Hit]:
    """Keys whose answers contradict something."""
    return (Hit(key) for key in keys)


def missing(*keys: str) -> Iterator[Hit]:
    """Keys that want an answer."""
    return (Hit(key, missing=True) for key in keys)


def _finding(rule_id: str, hit: Hit) -> Finding:
    rule = validation_rule(rule_id)
    severity = rule.severity
    if hit.missing and severity is Severity.ERROR:
        severity = Severity.HIGH
    return Finding(rule_id, severity, hit.key, rule.message)
