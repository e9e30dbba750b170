"""A report: its questions in official order, and the checks between them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from hmis_web.reports.engine.checks import Check, Outcome, run_checks
from hmis_web.reports.engine.predicate import Predicate
from hmis_web.reports.engine.table import Table
from hmis_web.reports.engine.universe import Universe


class Question(Protocol):
    """One table of a report. `CrossTab` is the usual kind; others have the same three methods."""

    @property
    def ref(self) -> str:
        """HUD's number of the table."""

    def build(self, universe: Universe) -> Table:
        """The table for this universe; pure."""

    def predicates(self, address: str, universe: Universe) -> tuple[Predicate, ...]:
        """The conditions behind a cell. Raises KeyError when nobody is counted there."""

    def own_checks(self) -> tuple[Check, ...]:
        """Sums that must agree."""


@dataclass(frozen=True)
class Definition:
    """One report of one specification year. A new year is a new definition that reuses the questions that
    stayed."""

    kind: str
    title: str
    category: str
    spec_version: str
    spec: str
    questions: tuple[Question, ...]
    frames: frozenset[str]
    """The kinds of rows that the loader must bring."""
    checks: tuple[Check, ...] = ()
    key_figures: tuple[tuple[str, str], ...] = field(default_factory=tuple)
    """Figures for the head of the report: (label, cell such as `Q5a.C2`)."""

    def build(self, universe: Universe) -> tuple[Table, ...]:
        """Every table, in official order."""
        return tuple(question.build(universe) for question in self.questions)

    def check(self, tables: tuple[Table, ...]) -> tuple[Outcome, ...]:
        """All cross-foot checks, those of each table and those between them."""
        own = [check for question in self.questions for check in question.own_checks()]
        return run_checks((*own, *self.checks), {table.ref: table for table in tables})

    def question(self, ref: str) -> Question:
        """The question with a number. Raises KeyError when the report has none."""
        for question in self.questions:
            if question.ref == ref:
                return question
        raise KeyError(f"{self.kind} has no table {ref}")
