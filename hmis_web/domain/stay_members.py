"""Who stays together: the enrollments of one household in one project, each with its exit. HUD 3.15, 5.09."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.scope import client_visible, project_visible
from hmis_web.domain.clients import Person, person_of
from hmis_web.domain.enrollments import Stay
from hmis_web.models import Client, Enrollment, Exit, Project
from hmis_web.standards.codes import RelationshipToHoH


@dataclass(frozen=True)
class StayMember:
    """One member's enrollment."""

    enrollment_id: int
    person: Person
    relationship_to_hoh: int | None
    entry_date: date | None
    exit_date: date | None
    version: int
    """Of the enrollment."""
    birth_date: date | None = None
    move_in_date: date | None = None
    veteran_status: int | None = None
    coc: str | None = None
    """Where the head stays. HUD 3.16."""

    @property
    def is_head(self) -> bool:
        """Whether the household is led by this member. HUD 3.15."""
        return self.relationship_to_hoh == RelationshipToHoH.SELF

    @property
    def is_open(self) -> bool:
        """Whether no exit is recorded."""
        return self.exit_date is None


def members_of(session: Session, actor: Actor, stay: Stay, as_of: date) -> list[StayMember]:
    """Everybody of the stay's household in its project, the ones who left too: the head first, then by
    relation and entry. The person alone when there is no household. One statement."""
    query = (
        select(
            Client.id,
            Client.first_name,
            Client.middle_name,
            Client.last_name,
            Client.name_suffix,
            Client.dob,
            Client.dob_data_quality,
            Enrollment.id.label("enrollment_id"),
            Enrollment.relationship_to_hoh,
            Enrollment.entry_date,
            Enrollment.version,
            Enrollment.move_in_date,
            Client.veteran_status,
            Enrollment.enrollment_coc,
            Exit.exit_date,
        )
        .join(Enrollment, Enrollment.client_key == Client.id)
        .join(Project, Project.id == Enrollment.project_key)
        .outerjoin(Exit, (Exit.enrollment_key == Enrollment.id) & Exit.date_deleted.is_(None))
        .where(same_household(stay), Enrollment.date_deleted.is_(None))
        .where(project_visible(actor), client_visible(actor))
        .order_by(Enrollment.relationship_to_hoh, Enrollment.entry_date, Enrollment.id)
    )
    found: dict[int, StayMember] = {}
    for row in session.execute(query):
        found.setdefault(row.enrollment_id, _member(row, as_of))
    return list(found.values())


def same_household(stay: Stay) -> ColumnElement[bool]:
    """Enrollments of the household of a stay; the stay alone without one. Use it in a query over
    Enrollment."""
    if not stay.household_id:
        return Enrollment.id == stay.id
    return and_(
        Enrollment.data_source_id == stay.data_source_id,
        Enrollment.household_id == stay.household_id,
        Enrollment.project_key == stay.project_key,
    )


def head_of(members: list[StayMember]) -> StayMember | None:
    """The head among members; the one who entered first when there are several, None without."""
    heads = [member for member in members if member.is_head]
    return min(heads, key=lambda member: member.entry_date or date.max, default=None)


def _member(row: Any, as_of: date) -> StayMember:
    return StayMember(
        enrollment_id=row.enrollment_id,
        person=person_of(row, as_of),
        relationship_to_hoh=row.relationship_to_hoh,
        entry_date=row.entry_date,
        exit_date=row.exit_date,
        version=row.version,
        birth_date=row.dob,
        move_in_date=row.move_in_date,
        veteran_status=row.veteran_status,
        coc=row.enrollment_coc,
    )
