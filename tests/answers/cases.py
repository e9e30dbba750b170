"""What a case of a rule is: answers that break it and answers that keep it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hmis_web.domain.answers import (
    Context,
    Finding,
    check,
    check_client,
    check_household,
    check_occurrence,
    check_stay,
)
from hmis_web.standards.elements import CollectionPoint, Person
from hmis_web.standards.forms import Place, form_for

TODAY = date(2026, 11, 20)
ENTRY = date(2026, 1, 5)
BORN = date(1980, 3, 14)
GROWN_HEAD = Person(is_hoh=True, is_adult=True)
RRH = Place(13, frozenset({3}))
HOPWA = Place(3, frozenset({15}))
YOUTH = Place(2, frozenset({22}))


@dataclass(frozen=True)
class Case:
    """One rule: `broken` answers give a finding at `key`, `kept` ones none. `around` is the context of both,
    `else_around` what differs for the kept ones."""

    rule: str
    key: str
    broken: dict[str, Any]
    kept: dict[str, Any]
    around: dict[str, Any] = field(default_factory=dict)
    else_around: dict[str, Any] = field(default_factory=dict)
    missing: bool = False
    """Whether nothing but an answer is missing, so that it does not block."""

    def find(self, answers: dict[str, Any], around: dict[str, Any]) -> list[Finding]:
        """What this rule finds, asked as its group is."""
        found = GROUPS[group_of(self.rule)](answers, around)
        return [finding for finding in found if finding.rule_id == self.rule]


def group_of(rule: str) -> str:
    """What a rule is about."""
    number = int(rule[1:])
    limits = ((26, "client"), (35, "household"), (59, "stay"), (100, "stage"), (121, "occurrence"))
    return next((name for last, name in limits if number <= last), "stage")


def _stage(answers: dict[str, Any], around: dict[str, Any]) -> tuple[Finding, ...]:
    given = {
        "stage": CollectionPoint.ENTRY, "place": RRH, "person": GROWN_HEAD, "on": ENTRY, "entry_date": ENTRY,
        "birth_date": BORN,
    } | around  # fmt: skip
    context = Context(as_of=TODAY, **given)
    assert context.stage is not None
    return check(form_for(context.stage, context.place, context.person), answers, context)


def _context(around: dict[str, Any]) -> Context:
    return Context(as_of=TODAY, **around)


GROUPS: dict[str, Any] = {
    "client": lambda answers, around: check_client(answers, _context(around)),
    "household": lambda _answers, around: check_household(_context(around)),
    "stay": lambda answers, around: check_stay(answers, _context({"entry_date": ENTRY} | around)),
    "occurrence": lambda answers, around: check_occurrence(answers, _context({"entry_date": ENTRY} | around)),
    "stage": _stage,
}


def named(prefix: str, values: dict[str, Any]) -> dict[str, Any]:
    """The same values under whole keys."""
    return {f"{prefix}.{name}": value for name, value in values.items()}
