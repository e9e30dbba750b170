"""With whom somebody stayed: the members of the households of several stays, to read. HUD 3.15, 5.09."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.access.scope import client_visible, stay_readable
from hmis_web.domain.clients import Person, person_of
from hmis_web.domain.enrollments import Stay
from hmis_web.models import Client, Enrollment, Exit, Project, StageRecord
from hmis_web.models.stage_record import INCOMPLETE


@dataclass(frozen=True)
class Companion:
    """Somebody else of a stay's household."""

    enrollment_id: int
    person: Person
    relationship_to_hoh: int | None
    entry_date: date | None
    exit_date: date | None


def of_stays(
    session: Session, actor: Actor, stays: Sequence[Stay], as_of: date
) -> dict[int, list[Companion]]:
    """{enrollment: the others of its household}, heads first, whoever left too, as far as the actor may read
    their stays; nobody for limited viewing. One statement, none without stays."""
    households = {
        (stay.data_source_id, stay.household_id, stay.project_key): stay
        for stay in stays
        if stay.household_id
    }
    found: dict[int, list[Companion]] = {stay.id: [] for stay in stays}
    if not households or not actor.may(Permission.HOUSEHOLD_READ):
        return found
    for row in session.execute(_others(actor, list(households))):
        stay = households[row.data_source_id, row.household_id, row.project_key]
        if row.id == stay.client_id or row.enrollment_key in {each.enrollment_id for each in found[stay.id]}:
            continue
        dates = (row.entry_date, row.exit_date)
        found[stay.id].append(
            Companion(row.enrollment_key, person_of(row, as_of), row.relationship_to_hoh, *dates)
        )
    return found


def incomplete(session: Session, actor: Actor, stays: Sequence[Stay]) -> set[int]:
    """The stays with a stage that somebody is to go on with; none for who may not read answers. One
    statement."""
    if not stays or not actor.may(Permission.ANSWERS_READ):
        return set()
    query = select(StageRecord.enrollment_key).where(
        StageRecord.enrollment_key.in_([stay.id for stay in stays]), StageRecord.state == INCOMPLETE
    )
    return set(session.scalars(query))


def _others(actor: Actor, households: Sequence[tuple[int, str | None, int]]) -> Any:
    same = [
        and_(
            Enrollment.data_source_id == source,
            Enrollment.household_id == household,
            Enrollment.project_key == project,
        )
        for source, household, project in households
    ]
    return (
        select(
            Client.id,
            Client.first_name,
            Client.middle_name,
            Client.last_name,
            Client.name_suffix,
            Client.dob,
            Client.dob_data_quality,
            Enrollment.id.label("enrollment_key"),
            Enrollment.data_source_id,
            Enrollment.household_id,
            Enrollment.project_key,
            Enrollment.relationship_to_hoh,
            Enrollment.entry_date,
            Exit.exit_date,
        )
        .join(Enrollment, Enrollment.client_key == Client.id)
        .join(Project, Project.id == Enrollment.project_key)
        .outerjoin(Exit, (Exit.enrollment_key == Enrollment.id) & Exit.date_deleted.is_(None))
        .where(or_(*same), Enrollment.date_deleted.is_(None), stay_readable(actor), client_visible(actor))
        .order_by(Enrollment.relationship_to_hoh, Enrollment.entry_date, Enrollment.id)
    )
