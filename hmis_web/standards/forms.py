"""Forms as data: which questions are put to a person at a stage, in a project, and which of them now.

Source: HMIS Data Standards FY2026, fields and dependencies of each element. The questions stand in
`questions.py`, who is asked an element in `elements.py`. Facts only: nothing here knows the database.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from typing import Any

from hmis_web.standards import conditions
from hmis_web.standards.elements import CollectionPoint, Person, elements_required
from hmis_web.standards.own_questions import OWN, TITLE, OwnQuestion
from hmis_web.standards.questions import (
    COMPUTED,
    SECTIONS,
    Answers,
    Question,
    income_amounts,
    options,
    questions_by_key,
    under_threshold,
)
from hmis_web.standards.rules import Situation, rules

__all__ = [
    "FORM_VERSION", "SECTIONS", "Answers", "CollectionPoint", "Facts", "Person", "Place", "Question",
    "Section", "answered", "cleaned", "form_for", "income_amounts", "opening_keys", "options",
    "questions_by_key", "rule_holds", "shown", "shown_by", "under_threshold", "with_known", "without",
]  # fmt: skip

FORM_VERSION = "2026"
"""Kept with every record: which year's questions were asked."""


@dataclass(frozen=True)
class Place:
    """What decides about a project on a day: its type (list 2.02.6), the funders active then (list 2.06.1),
    whether it is an access point of coordinated entry (2.09), and what the community asks there itself."""

    project_type: int | None
    funders: frozenset[int] = frozenset()
    access_point: bool = False
    own: tuple[OwnQuestion, ...] = ()
    """What the community asks there beside HUD's questions."""


@dataclass(frozen=True)
class Facts:
    """What conditions may ask besides the form's own answers. `known` are answers that stand elsewhere: an
    earlier Yes to HIV/AIDS opens the questions of an annual assessment, which does not ask it again."""

    place: Place
    who: Person
    known: Answers = field(default_factory=dict)


@dataclass(frozen=True)
class Section:
    """A part of a form."""

    key: str
    title: str
    questions: tuple[Question, ...]
    facts: Facts


def form_for(stage: CollectionPoint, place: Place, who: Person) -> tuple[Section, ...]:
    """Every question that may be put to a person at a stage in a place, by section; conditional ones, too.
    DS FY2026, the header of each element."""
    return _form(stage, Facts(place, who))


def with_known(sections: tuple[Section, ...], known: Answers) -> tuple[Section, ...]:
    """The same form for somebody of whom other answers are known already."""
    return tuple(replace(each, facts=replace(each.facts, known=known)) for each in sections)


def without(sections: tuple[Section, ...], *keys: str) -> tuple[Section, ...]:
    """A form less some sections, for what a page asks in its own way (`stay`: dates, relation, CoC)."""
    return tuple(each for each in sections if each.key not in keys)


def shown(sections: tuple[Section, ...], answers: Answers) -> tuple[Section, ...]:
    """The questions whose conditions hold now; sections without any are left out."""
    values = _walk(sections, answers)
    kept = (
        replace(each, questions=tuple(question for question in each.questions if question.key in values))
        for each in sections
    )
    return tuple(each for each in kept if each.questions)


def cleaned(sections: tuple[Section, ...], answers: Answers) -> dict[str, Any]:
    """The answers of the questions shown: hidden ones are gone, what is computed is worked out, a tick that
    nobody made is No. Questions without an answer are left out."""
    values = _walk(sections, answers)
    return {key: value for key, value in values.items() if value is not None}


def shown_by(question: Question, answers: Answers, place: Place) -> bool:
    """Whether the condition of one question holds, taking every answer as it stands."""
    look = _looker({}, (), Facts(place, Person()), answers)
    return conditions.holds(question.shown_if, question.prefix, frozenset(rules()), look)


def answered(sections: tuple[Section, ...], answers: Answers) -> tuple[int, int]:
    """(answered, asked) of the questions shown now. Ticks and computed answers count in neither; a code for
    "not known" is an answer, "data not collected" is none."""
    values = _walk(sections, answers)
    counted = [
        values[question.key]
        for section in sections
        for question in section.questions
        if question.key in values and question.kind != "yes_no" and not question.is_computed
    ]
    return sum(value not in (None, "", 99) for value in counted), len(counted)


@cache
def opening_keys() -> frozenset[str]:
    """The questions whose answer may show or hide others, or change what they offer."""
    asked = questions_by_key()
    named = {key for each in asked.values() for key in conditions.keys_in(each.shown_if, each.prefix)}
    by_computed = {"enrollment.length_of_stay"}
    return frozenset(named & asked.keys() | by_computed)


@cache
def sections_after(key: str) -> frozenset[str]:
    """The other sections whose questions answers of a section may show or hide."""
    asked = questions_by_key()
    return frozenset(
        each.section
        for each in asked.values()
        for name in conditions.keys_in(each.shown_if, each.prefix)
        if each.section != key and name in asked and asked[name].section == key
    )


@lru_cache(maxsize=512)
def _sections(
    stage: CollectionPoint, place: Place, who: Person
) -> tuple[tuple[str, tuple[Question, ...]], ...]:
    required = elements_required(
        place.funders, place.project_type, stage.value, who, access_point=place.access_point
    )
    numbers = {each.number for each in required}
    return _asked(frozenset(numbers))


@lru_cache(maxsize=1_024)
def _asked(numbers: frozenset[str]) -> tuple[tuple[str, tuple[Question, ...]], ...]:
    """The questions of some elements, by section."""
    found: dict[str, list[Question]] = {}
    for question in questions_by_key().values():
        if question.element in numbers:
            found.setdefault(question.section, []).append(question)
    return tuple((key, tuple(each)) for key, each in found.items())


def _form(stage: CollectionPoint, facts: Facts) -> tuple[Section, ...]:
    asked = (
        Section(key, SECTIONS[key], questions, facts)
        for key, questions in _sections(stage, facts.place, facts.who)
    )
    own = tuple(each.question for each in facts.place.own if each.is_put(stage, facts.who))
    return (*asked, Section(OWN, TITLE, own, facts)) if own else tuple(asked)


def _walk(sections: tuple[Section, ...], answers: Answers) -> dict[str, Any]:
    """{key: answer or None} of the questions that are shown, parents before their children."""
    values: dict[str, Any] = {}
    on_form = {question.key for section in sections for question in section.questions}
    names = frozenset(rules())
    for section in sections:
        look = _looker(values, on_form, section.facts, answers)
        for question in section.questions:
            if conditions.holds(question.shown_if, question.prefix, names, look):
                values[question.key] = _value(question, answers, values)
    return values


def _value(question: Question, answers: Answers, values: Answers) -> Any:
    if question.is_computed:
        return COMPUTED[question.key](values)
    value = answers.get(question.key)
    if question.kind == "yes_no" and value is None:
        return 0
    return None if value in ("", ()) else value


def _looker(
    values: Mapping[str, Any], on_form: Collection[str], facts: Facts, answers: Answers
) -> conditions.Look:
    """What a condition finds under a name. A question of this form counts only while it is shown; one of
    another form counts as it stands."""

    def look(name: str) -> Any:
        if name in on_form:
            return values.get(name)
        if name in conditions.FACTS:
            return facts.place.project_type if name == "project_type" else getattr(facts.who, name)
        if name in rules():
            return rule_holds(name, facts.place)
        return answers.get(name, facts.known.get(name))

    return look


@lru_cache(maxsize=512)
def rule_holds(name: str, place: Place) -> bool:
    """Whether a rule of `fy2026/rules.csv` is true for a place, for any of its funders. Raises KeyError for
    an unknown rule."""
    return any(
        rules()[name].holds(Situation(funder, place.project_type, place.access_point))
        for funder in place.funders or {None}
    )
