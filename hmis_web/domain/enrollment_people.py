"""Who may enter a project together: a client and their household, and what is known of each that decides
which questions are asked. HUD 3.03, 3.07, 3.15."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.scope import client_visible
from hmis_web.domain import enrollments, household_records, households
from hmis_web.domain.clients import Person, person_of
from hmis_web.domain.household_records import HEAD
from hmis_web.models import Client


@dataclass(frozen=True)
class Entrant:
    """Somebody who may be enrolled. `relationship_to_hoh` is what they are to the head as far as known."""

    person: Person
    birth_date: date | None
    veteran_status: int | None
    relationship_to_hoh: int | None = None

    @property
    def id(self) -> int:
        """The client."""
        return self.person.id


def proposed(session: Session, actor: Actor, client_id: int, as_of: date) -> dict[int, int | None]:
    """{client: relation to the head} of who is likely to enter together: the household that the agency keeps,
    else that of a stay that runs, else the client alone. The head comes first. Six statements at most."""
    kept = household_records.current_id(session, actor, client_id)
    if kept is not None:
        record = household_records.get_visible(session, actor, client_id, kept, as_of)
        return {each.person.id: each.relationship_to_hoh for each in record.members}
    running = [
        stay
        for stay in enrollments.of_client(session, actor, client_id, as_of)
        if stay.household_id and not stay.is_over(as_of) and enrollments.is_own(actor, stay)
    ]
    others = households.members(session, actor, running[:1], as_of)
    if not others:
        return {client_id: int(HEAD)}
    relations = {client_id: running[0].relationship_to_hoh}
    relations |= {each.person.id: each.relationship_to_hoh for each in others}
    return dict(sorted(relations.items(), key=lambda each: each[1] or 99))


def load(
    session: Session, actor: Actor, relations: Mapping[int, int | None], as_of: date
) -> dict[int, Entrant]:
    """The clients of `relations` in its order, as far as the actor sees them. One statement."""
    rows = {
        row.id: row
        for row in session.execute(
            select(
                Client.id,
                Client.first_name,
                Client.middle_name,
                Client.last_name,
                Client.name_suffix,
                Client.dob,
                Client.dob_data_quality,
                Client.veteran_status,
            ).where(Client.id.in_(list(relations)), client_visible(actor))
        )
    }
    return {
        key: Entrant(person_of(rows[key], as_of), rows[key].dob, rows[key].veteran_status, relation)
        for key, relation in relations.items()
        if key in rows
    }
