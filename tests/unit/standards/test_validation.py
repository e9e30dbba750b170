from __future__ import annotations

import pytest

from hmis_web.standards import elements, file, files, validation_rules
from hmis_web.standards.validation import Moment, Severity, validation_rule

PROJECT_ELEMENTS = {"2.01", "2.02", "2.03", "2.06", "2.07", "2.08", "2.09"}
METADATA = {"5.03", "5.04", "5.08", "5.09"}


def test_validation_rules_are_each_said_once_and_briefly() -> None:
    messages = [rule.message for rule in validation_rules()]
    twice = {message for message in messages if messages.count(message) > 1}

    assert len({rule.id for rule in validation_rules()}) == len(messages)
    assert twice == set()
    assert max(map(len, messages)) <= 90
    assert not [message for message in messages if message.endswith(".")]


def test_validation_rules_are_about_elements_that_exist() -> None:
    known = {element.number for element in elements()} | PROJECT_ELEMENTS | METADATA

    named = {number for rule in validation_rules() for number in rule.elements}
    assert named <= known


@pytest.mark.parametrize("when", Moment)
def test_validation_rules_of_a_moment_are_those_and_no_others(when: Moment) -> None:
    found = validation_rules(when)

    assert found
    assert {rule.when for rule in found} == {when}


def test_validation_rule_of_a_contradiction_is_an_error() -> None:
    rule = validation_rule("S043")

    assert rule.severity is Severity.ERROR
    assert rule.elements == ("3.11",)
    assert rule.basis == ("checker",)


def test_validation_of_additional_race_says_the_length_that_the_column_has() -> None:
    longest = file("Client").column("AdditionalRaceEthnicity").max_length

    assert str(longest) in validation_rule("S018").message
    assert len(files()) == 24
