"""When a question is shown: small conditions over other answers, the project and the person, read from
`fy2026/questions.csv`.

A condition names answers of its own record by their attribute (`living_situation == 435`), answers of another
by file and attribute (`disabilities_8.disability_response == 1`), facts (`project_type`, `is_hoh`,
`is_adult`, `is_veteran`) and rules (`hopwa`). Anything but comparisons, `and`, `or`, `not` and numbers is
refused.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

Look = Callable[[str], Any]
"""What an answer, a fact or a rule is: None for an answer that isn't there."""
Test = Callable[[Look], Any]
FACTS = frozenset({"project_type", "is_hoh", "is_adult", "is_veteran"})
OPERATORS: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.LtE: operator.le,
    ast.Lt: operator.lt,
    ast.GtE: operator.ge,
    ast.Gt: operator.gt,
    ast.In: lambda value, among: value in among,
    ast.NotIn: lambda value, among: value not in among,
    ast.Is: operator.is_,
    ast.IsNot: operator.is_not,
}
ORDERS = (ast.LtE, ast.Lt, ast.GtE, ast.Gt)


def holds(condition: str, record: str, rules: frozenset[str], look: Look) -> bool:
    """Whether a condition is true; an empty one always is. `record` is the prefix of the keys of its own
    record (`enrollment.`). Raises ValueError for anything that a condition may not say."""
    return not condition or bool(_parsed(condition, record, rules)(look))


def keys_in(condition: str, record: str) -> frozenset[str]:
    """What a condition may look at in its own and in other records; names of facts and rules come as keys of
    the own record, where no question has them."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(condition, mode="eval")) if condition else ():
        match node:
            case ast.Attribute(value=ast.Name(id=other), attr=name):
                found.add(_key(other, name))
            case ast.Name(id=name):
                found.add(record + name)
    return frozenset(found)


@lru_cache(maxsize=1_024)
def _parsed(condition: str, record: str, rules: frozenset[str]) -> Test:
    return _parse(ast.parse(condition, mode="eval").body, record, rules)


def _parse(node: ast.expr, record: str, rules: frozenset[str]) -> Test:
    match node:
        case ast.Constant(value=(int() | None) as constant):
            return lambda _look: constant
        case ast.Tuple(elts=parts):
            terms = [_parse(part, record, rules) for part in parts]
            return lambda look: tuple(term(look) for term in terms)
        case ast.Name(id=name):
            key = name if name in FACTS or name in rules else record + name
            return lambda look: look(key)
        case ast.Attribute(value=ast.Name(id=other), attr=name):
            key = _key(other, name)
            return lambda look: look(key)
        case ast.BoolOp(op=joined, values=values):
            terms = [_parse(value, record, rules) for value in values]
            together = all if isinstance(joined, ast.And) else any
            return lambda look: together(bool(term(look)) for term in terms)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            term = _parse(operand, record, rules)
            return lambda look: not term(look)
        case ast.Compare(left=left, ops=operators, comparators=rights):
            return _compare(operators, [_parse(part, record, rules) for part in (left, *rights)])
    raise ValueError(f"a condition may not say {ast.unparse(node)}")


def _key(other: str, name: str) -> str:
    return f"{re.sub(r'_(?=[0-9]+$)', '.', other)}.{name}"


def _compare(operators: list[ast.cmpop], terms: list[Test]) -> Test:
    def test(look: Look) -> bool:
        values = [term(look) for term in terms]
        return all(
            _one(each, left, right)
            for each, left, right in zip(operators, values[:-1], values[1:], strict=True)
        )

    return test


def _one(compared: ast.cmpop, left: Any, right: Any) -> bool:
    if isinstance(compared, ORDERS) and (left is None or right is None):
        return False  # nothing lies between bounds when there is no answer
    return OPERATORS[type(compared)](left, right)
