"""Checking what was answered against every rule that is checked at save, by what it is about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hmis_web.domain.answers import (
    rules_benefits,
    rules_client,
    rules_contact,
    rules_exit,
    rules_health,
    rules_household,
    rules_income,
    rules_prior_living,
    rules_record,
    rules_services,
    rules_stay,
    rules_veteran,
    rules_youth,
)
from hmis_web.domain.answers.context import Context
from hmis_web.domain.answers.findings import Finding, Given, Rules
from hmis_web.standards.forms import Answers, Section, questions_by_key, shown

CLIENT = (rules_client.rules, rules_veteran.rules)
STAY = (rules_stay.rules, rules_exit.rules)
STAGE = (
    *STAY,
    rules_record.rules,
    rules_prior_living.rules,
    rules_health.rules,
    rules_income.rules,
    rules_benefits.rules,
    rules_youth.rules,
)
OCCURRENCE = (rules_contact.rules, rules_services.rules)
GROUPS = (*CLIENT, rules_household.rules, *STAGE, *OCCURRENCE)
"""All rules: S001 to S134."""


def check(sections: tuple[Section, ...], answers: Answers, context: Context) -> tuple[Finding, ...]:
    """What is to be said about the answers of a form: contradictions that block, and what reports would
    suffer from. Missing answers never block."""
    asked = (question.key for section in shown(sections, answers) for question in section.questions)
    return _find(GROUPS, Given(answers, frozenset(asked), context), frozenset(_on_form(sections)))


def check_client(fields: Answers, context: Context) -> tuple[Finding, ...]:
    """What is to be said about a person: S001 to S026. `fields` by key (`client.first_name`) or by the
    column's attribute."""
    given = {key if "." in key else f"client.{key}": value for key, value in fields.items()}
    return _find(CLIENT, Given(given, _asked("client."), context))


def check_household(context: Context) -> tuple[Finding, ...]:
    """What is to be said about the members of a household, each finding with its member: S027 to S035."""
    return _find((rules_household.rules,), Given({}, frozenset(), context))


def check_stay(fields: Answers, context: Context) -> tuple[Finding, ...]:
    """What is to be said about the dates and places of a stay: S036 to S059. `fields` by key
    (`enrollment.entry_date`, `exit.exit_date`, `enrollment.move_in_date`); what is not among them stands in
    the context."""
    return _find(STAY, Given(fields, frozenset(fields), context))


def check_occurrence(fields: Answers, context: Context) -> tuple[Finding, ...]:
    """What is to be said about something that happened during a stay: S101 to S121. `fields` by key: a
    current living situation, an engagement, a PATH status, an assessment, an event, or one service
    (`services.141.date_provided`)."""
    return _find(OCCURRENCE, Given(fields, frozenset(fields), context))


def _find(groups: Iterable[Rules], given: Given, among: frozenset[str] | None = None) -> tuple[Finding, ...]:
    found = (finding for rules in groups for finding in rules.find(given))
    if among is None:
        return tuple(found)
    own = (None, given.context.enrollment_id)
    return tuple(finding for finding in found if finding.key in among and finding.member in own)


def _on_form(sections: tuple[Section, ...]) -> Iterable[Any]:
    yield rules_record.DATE
    yield from (question.key for section in sections for question in section.questions)


def _asked(prefix: str) -> frozenset[str]:
    return frozenset(key for key in questions_by_key() if key.startswith(prefix))
