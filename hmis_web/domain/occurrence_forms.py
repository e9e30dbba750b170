"""The questions of occurrences: what is asked about one thing that happens within a stay. HUD 3.20, 4.12,
4.13, 4.19, 4.20, P3."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from hmis_web.domain import answers
from hmis_web.domain.enrollments import Stay
from hmis_web.domain.stay_members import StayMember
from hmis_web.standards.elements import CollectionPoint
from hmis_web.standards.forms import (
    SECTIONS,
    Answers,
    Facts,
    Person,
    Place,
    Section,
    cleaned,
    form_for,
    options,
    questions_by_key,
    shown,
)

MOVE_IN, SITUATION, ENGAGEMENT, BED_NIGHT, PATH_STATUS = "3.20", "4.12", "4.13", "4.14", "P3"
CE_ASSESSMENT, CE_EVENT = "4.19", "4.20"
COORDINATED_ENTRY = frozenset({CE_ASSESSMENT, CE_EVENT})
OCCURRENCES = (MOVE_IN, SITUATION, ENGAGEMENT, BED_NIGHT, PATH_STATUS, CE_ASSESSMENT, CE_EVENT)
SECTION_OF = {
    MOVE_IN: "move_in",
    SITUATION: "contact",
    ENGAGEMENT: "engagement",
    PATH_STATUS: "path_status",
    CE_ASSESSMENT: "coordinated_entry",
    CE_EVENT: "coordinated_entry_event",
}
"""{element: section of the form that asks it}."""
NOT_COLLECTED = 99


def asked(session: Session, stay: Stay, member: StayMember, as_of: date) -> frozenset[str]:
    """Element numbers of the occurrences that a member's stay is asked for, by the funders of its project on
    a day, the last of the stay at the latest. One statement. The header of each element."""
    return frozenset(
        question.element
        for section in _form(session, stay, member, as_of)
        for question in section.questions
        if question.element in OCCURRENCES
    )


def questions_of(
    session: Session, stay: Stay, member: StayMember, element: str, as_of: date, *, stands: bool = False
) -> tuple[Section, ...]:
    """The questions of one occurrence; none where the stay is not asked for it, unless an answer `stands`
    there: what a file brought can be corrected. Two statements at most."""
    form = _form(session, stay, member, as_of)
    found = tuple(section for section in form if section.key == SECTION_OF[element])
    if found or not stands:
        return found
    place, who = _place_and_person(session, stay, member, as_of)
    questions = tuple(each for each in questions_by_key().values() if each.element == element)
    key = SECTION_OF[element]
    return (Section(key, SECTIONS[key], questions, Facts(place, who)),)


def columns_of(element: str) -> tuple[str, ...]:
    """The columns that keep the answers of an occurrence, besides its information date."""
    return tuple(
        question.column.attribute for question in questions_by_key().values() if question.element == element
    )


def as_columns(sections: tuple[Section, ...], told: Answers, *, filled: bool = False) -> dict[str, Any]:
    """{column: value} for every question of a form: what the other answers hide is None; `filled` puts 99
    where nobody answered and HUD's list has it."""
    values = cleaned(sections, told)
    found = {
        question.column.attribute: values.get(question.key)
        for section in sections
        for question in section.questions
    }
    for section in shown(sections, values) if filled else ():
        for question in section.questions:
            if question.key not in values and any(
                code.value == str(NOT_COLLECTED) for code in options(question, values)
            ):
                found[question.column.attribute] = NOT_COLLECTED
    return found


def as_answers(element: str, columns: Mapping[str, Any]) -> dict[str, Any]:
    """{question: value} of what stands in the columns of an occurrence."""
    return {
        question.key: columns[question.column.attribute]
        for question in questions_by_key().values()
        if question.element == element and columns.get(question.column.attribute) is not None
    }


def key_of(element: str, column: str) -> str:
    """The question whose answer stands in a column; the column's name when there is none."""
    return next(
        (
            question.key
            for question in questions_by_key().values()
            if question.element == element and question.column.attribute == column
        ),
        column,
    )


def _form(session: Session, stay: Stay, member: StayMember, as_of: date) -> tuple[Section, ...]:
    return form_for(CollectionPoint.OCCURRENCE, *_place_and_person(session, stay, member, as_of))


def _place_and_person(session: Session, stay: Stay, member: StayMember, as_of: date) -> tuple[Place, Person]:
    day = min(as_of, stay.exit_date or as_of)
    place = answers.place_of(session, stay.project_key, day, asks_more=False)
    return place, answers.person_of(member.relationship_to_hoh, member.birth_date, member.veteran_status, day)
