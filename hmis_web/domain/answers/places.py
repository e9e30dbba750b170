"""Where a form is filled in, and about whom: what decides which questions are asked. HUD 2.02, 2.06, 2.09,
3.03, 3.07, 3.15."""

from __future__ import annotations

from datetime import date

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from hmis_web.db.errors import NotFound
from hmis_web.domain import custom_fields
from hmis_web.domain.clients import age_on
from hmis_web.models import CEParticipation, Client, Enrollment, Funder, Project
from hmis_web.standards.codes import NoYes, RelationshipToHoH
from hmis_web.standards.elements import Person
from hmis_web.standards.forms import Place

ADULT_AGE = 18


def place_of(session: Session, project_key: int, on: date, *, asks_more: bool = True) -> Place:
    """A project on a day: its type, the funders active then, whether it is an access point of coordinated
    entry; both ends of a grant and of a participation belong to it. Raises NotFound for a project that isn't
    there. One statement, and what the community asks, once a session; without that where it `asks_more` not,
    as of what happens during a stay."""
    start = CEParticipation.ce_participation_status_start_date
    end = CEParticipation.ce_participation_status_end_date
    is_access_point = (
        select(CEParticipation.id)
        .where(
            CEParticipation.project_key == Project.id,
            CEParticipation.date_deleted.is_(None),
            CEParticipation.access_point == NoYes.YES,
            or_(start.is_(None), start <= on),
            or_(end.is_(None), end >= on),
        )
        .correlate(Project)
        .exists()
    )
    is_active = and_(
        Funder.project_key == Project.id,
        Funder.date_deleted.is_(None),
        or_(Funder.start_date.is_(None), Funder.start_date <= on),
        or_(Funder.end_date.is_(None), Funder.end_date >= on),
    )
    rows = session.execute(
        select(Project.project_type, Funder.funder, is_access_point.label("access_point"))
        .outerjoin(Funder, is_active)
        .where(Project.id == project_key, Project.date_deleted.is_(None))
    ).all()
    if not rows:
        raise NotFound("project")
    return Place(
        rows[0].project_type,
        frozenset(row.funder for row in rows if row.funder is not None),
        access_point=bool(rows[0].access_point),
        own=custom_fields.questions_for(session, project_key, rows[0].project_type) if asks_more else (),
    )


def person_at(session: Session, enrollment_id: int, on: date) -> Person:
    """Who a member of a household is on a day. Raises NotFound for an enrollment that isn't there. One
    statement."""
    row = session.execute(
        select(Enrollment.relationship_to_hoh, Client.dob, Client.veteran_status)
        .join(Client, Client.id == Enrollment.client_key)
        .where(Enrollment.id == enrollment_id, Enrollment.date_deleted.is_(None))
    ).first()
    if row is None:
        raise NotFound("enrollment")
    return person_of(row.relationship_to_hoh, row.dob, row.veteran_status, on)


def person_of(
    relationship: int | None, birth_date: date | None, veteran_status: int | None, on: date
) -> Person:
    """Who somebody is, by what is known of them. Without a birth date everybody but a child counts as an
    adult, so that no question is left out. HUD 3.03, 3.07, 3.15."""
    age = age_on(birth_date, on)
    grown = age >= ADULT_AGE if age is not None else relationship != RelationshipToHoH.CHILD
    return Person(
        is_hoh=relationship == RelationshipToHoH.SELF,
        is_adult=grown and (birth_date is None or birth_date <= on),
        is_veteran=veteran_status == NoYes.YES,
    )
