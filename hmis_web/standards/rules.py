"""Requirement rules: small conditions over a funder, a project type and coordinated entry, read from
`fy2026/rules.csv`.

A rule may name another rule. It is parsed once, when first asked for; anything but comparisons, `and`, `or`,
`not`, numbers and known names is refused, so a table can never run code.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from hmis_web.standards.schema import read_table


@dataclass(frozen=True)
class Situation:
    """What a rule is asked about. `funder` is a code of list 2.06.1, None for a project without one;
    `project_type` of list 2.02.6; `coordinated_entry` whether the project is an access point (2.09)."""

    funder: int | None
    project_type: int | None
    coordinated_entry: bool = False


Value = int | bool | None | tuple[int, ...]
Term = Callable[[Situation], Value]
NAMES: dict[str, Term] = {
    "F": lambda situation: situation.funder,
    "PT": lambda situation: situation.project_type,
    "CE": lambda situation: situation.coordinated_entry,
}


@dataclass(frozen=True)
class Rule:
    """One rule: its name, its condition as text, what it means, and the element of the data standards that it
    first serves."""

    name: str
    expression: str
    meaning: str
    first_used: str

    def holds(self, situation: Situation) -> bool:
        """Whether the rule is true for a situation."""
        return bool(_term(self.name)(situation))


@cache
def rules() -> Mapping[str, Rule]:
    """{name: rule} of the standard."""
    return {
        row["rule"]: Rule(row["rule"], row["expression"], row["meaning"], row["first_used"])
        for row in read_table("rules.csv")
    }


def parse(expression: str, others: Callable[[str], Term]) -> Term:
    """An expression as a function of a situation; `others` finds the rules that it names. Raises ValueError
    for anything that a rule may not hold."""
    return _parse(ast.parse(expression, mode="eval").body, others)


@cache
def _term(name: str) -> Term:
    if name not in rules():
        raise ValueError(f"no rule is called {name}")
    return parse(rules()[name].expression, _term)


def _parse(node: ast.expr, others: Callable[[str], Term]) -> Term:
    match node:
        case ast.Constant(value=int() as constant):
            return lambda _situation: constant
        case ast.Name(id=name):
            return NAMES[name] if name in NAMES else others(name)
        case ast.Tuple(elts=parts):
            return _numbers(parts)
        case ast.BoolOp(op=operator, values=values):
            terms = [_parse(value, others) for value in values]
            together = all if isinstance(operator, ast.And) else any
            return lambda situation: together(bool(term(situation)) for term in terms)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            term = _parse(operand, others)
            return lambda situation: not term(situation)
        case ast.Compare(left=left, ops=[operator], comparators=[right]):
            return _compare(operator, _parse(left, others), _parse(right, others))
    raise ValueError(f"a rule may not say {ast.unparse(node)}")


def _numbers(parts: list[ast.expr]) -> Term:
    numbers = tuple(
        part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, int)
    )
    if len(numbers) != len(parts):
        raise ValueError("a rule lists numbers only")
    return lambda _situation: numbers


def _compare(operator: ast.cmpop, left: Term, right: Term) -> Term:
    match operator:
        case ast.Eq():
            return lambda situation: left(situation) == right(situation)
        case ast.NotEq():
            return lambda situation: left(situation) != right(situation)
        case ast.In():
            return lambda situation: _within(left(situation), right(situation))
        case ast.NotIn():
            return lambda situation: not _within(left(situation), right(situation))
    raise ValueError(f"a rule may not compare by {type(operator).__name__}")


def _within(value: Value, numbers: Value) -> bool:
    return isinstance(numbers, tuple) and value in numbers
