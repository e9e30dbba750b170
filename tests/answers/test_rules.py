"""Each rule of the standard that is checked at save, at its field: answers that break it, answers that keep
it."""

from __future__ import annotations

from collections import Counter

import pytest

from hmis_web.domain.answers.checking import GROUPS
from hmis_web.standards.validation import Moment, Severity, validation_rule, validation_rules
from tests.answers import cases_occurrence, cases_person, cases_stage, cases_stay

CASES = [
    *cases_person.CASES, *cases_stay.CASES, *cases_stage.CASES, *cases_occurrence.CASES,
]  # fmt: skip
LAST_OF_CLIENTS = 134
"""S135 to S162 are about how projects are described: administration's."""


@pytest.mark.parametrize("rule_id", sorted({case.rule for case in CASES}))
def test_rule_broken_is_found_at_its_field_and_kept_is_not(rule_id: str) -> None:
    rule = validation_rule(rule_id)
    for case in (case for case in CASES if case.rule == rule_id):
        found = case.find(case.broken, case.around)
        none = case.find(case.kept, case.around | case.else_around)

        noted = Severity.HIGH if case.missing and rule.severity is Severity.ERROR else rule.severity
        assert (case.key, noted) in [(finding.key, finding.severity) for finding in found], case
        assert all(finding.message == rule.message for finding in found)
        assert [finding.key for finding in none if finding.key == case.key] == [], case


def test_every_rule_at_save_about_clients_has_a_check_and_a_case() -> None:
    wanted = {rule.id for rule in validation_rules(Moment.SAVE) if int(rule.id[1:]) <= LAST_OF_CLIENTS}
    written = Counter(rule_id for rules in GROUPS for rule_id in rules.checks)

    assert set(written) == wanted
    assert set(written.values()) == {1}
    assert {case.rule for case in CASES} == wanted
