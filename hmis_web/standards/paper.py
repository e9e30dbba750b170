"""A form on paper: every question that may be put to somebody, numbered, with boxes to tick and, in words,
which question to go to next. The same definition as the screen's (`forms.py`); what the project and the
person decide is decided, what other answers decide becomes an arrow.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from hmis_web.standards import conditions, lists
from hmis_web.standards.forms import Facts, Question, Section, rule_holds
from hmis_web.standards.questions import CONTEXTS, SECTIONS, questions_by_key
from hmis_web.standards.rules import rules

WRITTEN = 30
"""A list longer than this is written in, not ticked."""


@dataclass(frozen=True)
class Test:
    """One thing that another answer must be: `codes` it may have, None for any answer; 0 and 1 of a tick."""

    key: str
    codes: tuple[int, ...] | None


@dataclass(frozen=True)
class Needs:
    """When a question is asked: all (`and`) or any (`or`) of its tests hold. Without tests it always is."""

    tests: tuple[Test, ...] = ()
    joined: str = "or"


@dataclass(frozen=True)
class Item:
    """A question on paper."""

    number: int
    """0 for a field that stands in the line of its tick."""
    question: Question
    options: tuple[lists.Code, ...]
    """Empty for what is written."""
    needs: Needs
    fields: tuple[Question, ...] = ()
    """Amounts and words that stand in the line of a tick."""
    go_to: tuple[tuple[int, ...], int, int] | None = None
    """(codes, question after them, question otherwise; 0 for the end)."""


@dataclass(frozen=True)
class Part:
    """A part of a form on paper."""

    key: str
    title: str
    items: tuple[Item, ...]


def paper_form(sections: Iterable[Section]) -> tuple[Part, ...]:
    """The parts of a form, in the order of the standard; sections of several stages (record and entry) make
    one form."""
    asked: dict[str, dict[str, tuple[Question, Needs]]] = {}
    titles = dict(SECTIONS)  # in their order; what a community asks itself comes last
    for section in sections:
        titles.setdefault(section.key, section.title)
        for question in section.questions:
            needs = needs_of(question, section.facts)
            if needs is not None:
                asked.setdefault(section.key, {})[question.key] = (question, needs)
    ordered = [(key, list(asked[key].values())) for key in titles if key in asked]
    parts, number = [], 1
    for key, found in ordered:
        items = _numbered(found, number)
        number += len(items)
        parts.append(Part(key, titles[key], tuple(items)))
    return _with_arrows(parts)


def needs_of(question: Question, facts: Facts) -> Needs | None:
    """What other answers must be for a question to be asked; None when it never is in this project, of this
    person."""
    if not question.shown_if:
        return Needs()
    found = _decided(ast.parse(question.shown_if, mode="eval").body, question, facts)
    if found is False:
        return None
    return Needs() if found is True else found


def codes_of(question: Question) -> tuple[lists.Code, ...]:
    """The codes to tick; none for what is written, or for a list too long for paper."""
    if question.codes:
        return tuple(code for code in question.codes if code.active)
    if not question.list_id or question.kind != "choice":
        return ()
    offered = lists.offered(question.list_id, CONTEXTS.get(question.key))
    return offered if len(offered) <= WRITTEN else ()


def _numbered(found: Sequence[tuple[Question, Needs]], number: int) -> list[Item]:
    items: list[Item] = []
    for question, needs in found:
        last = items[-1] if items else None
        if last is not None and _stands_beside(last, question, needs):
            items[-1] = replace(last, fields=(*last.fields, question))
            continue
        items.append(Item(number + len(items), question, codes_of(question), needs))
    return items


def _stands_beside(tick: Item, question: Question, needs: Needs) -> bool:
    """Whether a question is the amount or the words of the tick before it."""
    return (
        tick.question.kind == "yes_no"
        and question.kind in ("money", "text")
        and needs.tests == (Test(tick.question.key, (1,)),)
    )


def _with_arrows(parts: list[Part]) -> tuple[Part, ...]:
    items = [item for part in parts for item in part.items]
    depends = {item.question.key: {test.key for test in item.needs.tests} for item in items}
    arrows = {}
    for place, item in enumerate(items):
        after = items[place + 1 :]
        first = after[0] if after else None
        if first is None or item.question.kind != "choice" or first.needs.joined != "or":
            continue
        tests = first.needs.tests
        if len(tests) != 1 or tests[0].key != item.question.key or tests[0].codes is None:
            continue
        rest = next((each for each in after if not _hangs_on(each, item.question.key, depends)), None)
        arrows[item.number] = (tests[0].codes, first.number, rest.number if rest else 0)
    return tuple(
        replace(part, items=tuple(replace(item, go_to=arrows.get(item.number)) for item in part.items))
        for part in parts
    )


def _hangs_on(item: Item, key: str, depends: dict[str, set[str]]) -> bool:
    """Whether a question is asked only after another, by itself or through others."""
    seen: set[str] = set()
    waiting = set(depends.get(item.question.key, set()))
    while waiting:
        each = waiting.pop()
        if each == key:
            return True
        if each not in seen:
            seen.add(each)
            waiting |= depends.get(each, set())
    return False


def _decided(node: ast.expr, question: Question, facts: Facts) -> bool | Needs:
    match node:
        case ast.BoolOp(op=joined, values=values):
            return _joined(
                [_decided(value, question, facts) for value in values], is_and=isinstance(joined, ast.And)
            )
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            found = _decided(operand, question, facts)
            return not found if isinstance(found, bool) else found
        case ast.Name(id=name) if name in rules():
            return rule_holds(name, facts.place)
        case ast.Name(id=name) if name in conditions.FACTS:
            return bool(_fact(name, facts))
        case ast.Compare():
            return _compared(node, question, facts)
    raise ValueError(f"a form on paper can't say {ast.unparse(node)}")


def _joined(found: list[bool | Needs], *, is_and: bool) -> bool | Needs:
    decides = not is_and
    if any(each is decides for each in found):
        return decides
    left = [each for each in found if isinstance(each, Needs)]
    if not left:
        return not decides
    tests = tuple(test for each in left for test in each.tests)
    return Needs(tests, "and" if is_and else "or")


def _compared(node: ast.Compare, question: Question, facts: Facts) -> bool | Needs:
    terms = [node.left, *node.comparators]
    name = next(term for term in terms if isinstance(term, ast.Name | ast.Attribute))
    if isinstance(name, ast.Name) and name.id in conditions.FACTS:
        known = frozenset(rules())
        return conditions.holds(ast.unparse(node), question.prefix, known, lambda each: _fact(each, facts))
    key = _key(name, question)
    if isinstance(node.ops[0], ast.IsNot):
        return Needs((Test(key, None),))
    numbers = [number for term in terms for number in _numbers(term)]
    if len(node.ops) > 1:  # between two bounds
        numbers = [code for code in _all_codes(key) if min(numbers) <= code <= max(numbers)]
    return Needs((Test(key, tuple(numbers)),))


def _key(name: ast.Name | ast.Attribute, question: Question) -> str:
    if isinstance(name, ast.Name):
        return question.prefix + name.id
    record = re.sub(r"_(?=[0-9]+$)", ".", ast.unparse(name.value))
    return f"{record}.{name.attr}"


def _numbers(term: ast.expr) -> list[int]:
    parts = term.elts if isinstance(term, ast.Tuple) else [term]
    return [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, int)]


def _all_codes(key: str) -> list[int]:
    question = questions_by_key()[key]
    return [int(code.value) for code in lists.offered(question.list_id, CONTEXTS.get(key))]


def _fact(name: str, facts: Facts) -> Any:
    return facts.place.project_type if name == "project_type" else getattr(facts.who, name)
