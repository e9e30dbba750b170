"""The form of each member before anything is saved, and what is to be said already of stays that overlap and
the like. HUD 3.10, 3.15; rules S027 to S042."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.scope import stay_readable
from hmis_web.domain.answers import Context, Member, OtherStay, person_of, place_of
from hmis_web.domain.enrollment_people import Entrant
from hmis_web.domain.enrollment_places import EnrollmentPlace
from hmis_web.models import Enrollment, Exit, Project
from hmis_web.standards.elements import CollectionPoint
from hmis_web.standards.forms import Place, Section, form_for, without

ENTRY = CollectionPoint.ENTRY
STAY = "stay"


@dataclass(frozen=True)
class Intended:
    """How somebody would enter."""

    entrant: Entrant
    relationship: int | None
    entry_date: date


@dataclass(frozen=True)
class Preview:
    """The questions of one member, and what rules look at. `all_sections` has those of the stay, too."""

    sections: tuple[Section, ...]
    all_sections: tuple[Section, ...]
    context: Context


def previews(
    session: Session, actor: Actor, place: EnrollmentPlace, intended: Sequence[Intended], as_of: date
) -> dict[int, Preview]:
    """{client: preview} of those who would enter a project. Three statements for each entry date, one more
    for all of their other stays."""
    days = {each.entry_date for each in intended}
    places = {day: place_of(session, place.id, day) for day in days}
    others = _other_stays(session, actor, [each.entrant.id for each in intended])
    members = tuple(
        Member(-each.entrant.id, each.relationship, each.entry_date, None, place.id, each.entrant.birth_date)
        for each in intended
    )
    return {
        each.entrant.id: _preview(place, each, places[each.entry_date], members, others, as_of)
        for each in intended
    }


def _preview(
    place: EnrollmentPlace,
    each: Intended,
    asked: Place,
    members: tuple[Member, ...],
    others: Mapping[int, list[OtherStay]],
    as_of: date,
) -> Preview:
    entrant = each.entrant
    who = person_of(each.relationship, entrant.birth_date, entrant.veteran_status, each.entry_date)
    sections = form_for(ENTRY, asked, who)
    context = Context(
        as_of=as_of,
        on=each.entry_date,
        stage=ENTRY,
        place=asked,
        person=who,
        enrollment_id=-entrant.id,
        project_key=place.id,
        birth_date=entrant.birth_date,
        veteran_status=entrant.veteran_status,
        entry_date=each.entry_date,
        operating_start=place.opened_on,
        operating_end=place.closed_on,
        cocs=frozenset(place.cocs),
        members=members,
        other_stays=tuple(others.get(entrant.id, ())),
    )
    return Preview(without(sections, STAY), sections, context)


def _other_stays(session: Session, actor: Actor, clients: list[int]) -> dict[int, list[OtherStay]]:
    """Stays that the actor may read: what another agency has not shared is told to nobody."""
    query = (
        select(Enrollment, Project.project_type, Exit.exit_date)
        .join(Project, Project.id == Enrollment.project_key)
        .outerjoin(Exit, (Exit.enrollment_key == Enrollment.id) & Exit.date_deleted.is_(None))
        .where(Enrollment.client_key.in_(clients), Enrollment.date_deleted.is_(None), stay_readable(actor))
    )
    found: dict[int, list[OtherStay]] = {}
    row: Any
    for row, project_type, exit_date in session.execute(query):
        found.setdefault(row.client_key, []).append(
            OtherStay(row.id, row.project_key, project_type, row.entry_date, exit_date, row.move_in_date)
        )
    return found
