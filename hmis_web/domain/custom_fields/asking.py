"""Which of the community's own questions are put where."""

from __future__ import annotations

from sqlalchemy.orm import Session

from hmis_web.domain.custom_fields.definitions import CLIENT, STAY, asked_fields
from hmis_web.standards.elements import CollectionPoint, Person
from hmis_web.standards.forms import Facts, Place, Section
from hmis_web.standards.own_questions import OWN, TITLE, OwnQuestion


def questions_for(session: Session, project_key: int, project_type: int | None) -> tuple[OwnQuestion, ...]:
    """What is asked at the stages of stays in a project, for `Place.own`: forms show it by themselves. Two
    statements, once a session."""
    return tuple(
        OwnQuestion(each.question, each.stages, each.who)
        for each in asked_fields(session, STAY)
        if each.is_asked_in(project_key, project_type)
    )


def sections_for(stage: CollectionPoint, place: Place, who: Person) -> tuple[Section, ...]:
    """The community's section of a form alone; empty when nothing is asked."""
    own = tuple(each.question for each in place.own if each.is_put(stage, who))
    return (Section(OWN, TITLE, own, Facts(place, who)),) if own else ()


def client_sections(session: Session, *, is_adult: bool) -> tuple[Section, ...]:
    """What is asked about a client, whatever the stay; of children not what only adults are asked."""
    own = tuple(
        each.question
        for each in asked_fields(session, CLIENT)
        if is_adult or each.who not in ("adults", "adults_and_heads")
    )
    who = Person(is_adult=is_adult)
    return (Section(OWN, TITLE, own, Facts(Place(None), who)),) if own else ()
