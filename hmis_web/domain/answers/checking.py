"""Checking answers against every rule that is checked at save, by what they are about."""

from __future__ import annotations

from hmis_web.domain.answers.context import Context
from hmis_web.domain.answers.findings import Finding, Given, Rules
from hmis_web.standards.forms import Answers, Section, shown

ANSWER_RULES: tuple[Rules, ...] = ()


def check(sections: tuple[Section, ...], answers: Answers, context: Context) -> tuple[Finding, ...]:
    """What is to be said about the answers of a form: contradictions that block, and what reports would
    suffer from. Missing answers never block."""
    asked = frozenset(question.key for section in shown(sections, answers) for question in section.questions)
    return _find(ANSWER_RULES, Given(answers, asked, context))


def _find(groups: tuple[Rules, ...], given: Given) -> tuple[Finding, ...]:
    return tuple(finding for rules in groups for finding in rules.find(given))
