from __future__ import annotations

import pytest

from hmis_web.standards.rules import Situation, Term, parse, rules


def nothing(name: str) -> Term:
    raise ValueError(f"no rule is called {name}")


@pytest.mark.parametrize(
    ("expression", "funder", "project_type", "holds"),
    [
        ("F == 20", 20, 3, True),
        ("F == 20", None, 3, False),
        ("F in (13, 14) and PT != 4", 14, 4, False),
        ("F in (13, 14) and PT != 4", 14, 6, True),
        ("F == 1 and PT == 12 or PT == 3", 9, 3, True),
        ("not (F == 1 or PT == 3)", 2, 4, True),
        ("PT not in (0, 1)", None, 0, False),
        ("CE", None, 6, False),
        ("True", None, None, True),
    ],
)
def test_rule_of_a_situation_holds_as_written(
    expression: str, funder: int | None, project_type: int | None, holds: bool
) -> None:
    assert bool(parse(expression, nothing)(Situation(funder, project_type))) is holds


@pytest.mark.parametrize(
    "expression",
    [
        "__import__('os').system('true')",
        "F.real == 1",
        "F + 1 == 2",
        "F < 3",
        "(lambda: True)()",
        "F in [1, 2]",
        "F in (1, PT)",
        "1 < F < 3",
        "F == 'x'",
        "unknown_rule",
        "[F for F in (1,)]",
    ],
)
def test_rule_that_says_more_than_a_condition_is_refused(expression: str) -> None:
    with pytest.raises(ValueError, match="rule"):
        parse(expression, nothing)


def test_rules_are_each_written_once_and_all_can_be_asked() -> None:
    expressions = [rule.expression for rule in rules().values()]

    assert len(expressions) == len(set(expressions))
    assert rules()["always"].holds(Situation(None, None))
    assert [name for name, rule in rules().items() if rule.holds(Situation(None, None))] == ["always"]
    assert rules()["coordinated_entry"].holds(Situation(None, 6, coordinated_entry=True))
