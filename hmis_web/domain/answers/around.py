"""What stands around a form, from the database: one `Context` in few statements."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import func, select, union_all
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.scope import stay_readable
from hmis_web.db.errors import NotFound
from hmis_web.domain.answers.context import Context, Member, OtherStay
from hmis_web.domain.answers.places import person_of, place_of
from hmis_web.models import (
    Client,
    CurrentLivingSituation,
    Disabilities,
    Enrollment,
    Exit,
    Project,
    ProjectCoC,
    Services,
)
from hmis_web.standards.codes import DisabilityType, NoYes, RecordType
from hmis_web.standards.elements import CollectionPoint

HIV = f"disabilities.{DisabilityType.HIV_AIDS}.disability_response"


def context_of(
    session: Session, actor: Actor, enrollment_id: int, stage: CollectionPoint, on: date, as_of: date
) -> Context:
    """All that rules ask about a stay, on an information date. Raises NotFound for an enrollment that isn't
    there. Ten statements. The caller has seen to the scope of the stay itself; what the client does elsewhere
    counts as far as the actor may read it: what a rule says must not tell of a stay that is not shared."""
    row = _stay(session, enrollment_id)
    if row is None:
        raise NotFound("enrollment")
    household = (row.data_source_id, row.household_id) if row.household_id else None
    place = place_of(session, row.project_key, on)
    return Context(
        as_of=as_of,
        on=on,
        stage=stage,
        place=place,
        person=person_of(row.relationship_to_hoh, row.dob, row.veteran_status, on),
        enrollment_id=enrollment_id,
        project_key=row.project_key,
        household=household,
        birth_date=row.dob,
        veteran_status=row.veteran_status,
        entry_date=row.entry_date,
        exit_date=row.exit_date,
        move_in_date=row.move_in_date,
        engagement_date=row.date_of_engagement,
        relationship=row.relationship_to_hoh,
        coc=row.enrollment_coc,
        operating_start=row.operating_start_date,
        operating_end=row.operating_end_date,
        is_continuum=row.continuum_project == NoYes.YES,
        cocs=_cocs(session, row.project_key),
        members=_members(session, row),
        other_stays=_other_stays(session, actor, row),
        known=_known(session, enrollment_id, on),
        **_happened(session, actor, row),
    )


def _stay(session: Session, enrollment_id: int) -> Any:
    return session.execute(
        select(
            Enrollment.id,
            Enrollment.client_key,
            Enrollment.data_source_id,
            Enrollment.household_id,
            Enrollment.project_key,
            Enrollment.entry_date,
            Enrollment.move_in_date,
            Enrollment.date_of_engagement,
            Enrollment.relationship_to_hoh,
            Enrollment.enrollment_coc,
            Exit.exit_date,
            Client.dob,
            Client.veteran_status,
            Project.project_type,
            Project.operating_start_date,
            Project.operating_end_date,
            Project.continuum_project,
        )
        .join(Client, Client.id == Enrollment.client_key)
        .join(Project, Project.id == Enrollment.project_key)
        .outerjoin(Exit, (Exit.enrollment_key == Enrollment.id) & Exit.date_deleted.is_(None))
        .where(Enrollment.id == enrollment_id, Enrollment.date_deleted.is_(None))
        .limit(1)
    ).first()


def _cocs(session: Session, project_key: int) -> frozenset[str]:
    query = select(ProjectCoC.coc_code).where(
        ProjectCoC.project_key == project_key, ProjectCoC.date_deleted.is_(None)
    )
    return frozenset(code for code in session.scalars(query) if code)


def _members(session: Session, stay: Any) -> tuple[Member, ...]:
    if not stay.household_id:
        return (Member(stay.id, stay.relationship_to_hoh, stay.entry_date, stay.exit_date, stay.project_key),)
    query = (
        select(
            Enrollment.id,
            Enrollment.relationship_to_hoh,
            Enrollment.entry_date,
            Exit.exit_date,
            Enrollment.project_key,
            Client.dob,
        )
        .join(Client, Client.id == Enrollment.client_key)
        .outerjoin(Exit, (Exit.enrollment_key == Enrollment.id) & Exit.date_deleted.is_(None))
        .where(
            Enrollment.data_source_id == stay.data_source_id,
            Enrollment.household_id == stay.household_id,
            Enrollment.date_deleted.is_(None),
        )
        .order_by(Enrollment.id)
    )
    return tuple(Member(*row) for row in session.execute(query))


def _other_stays(session: Session, actor: Actor, stay: Any) -> tuple[OtherStay, ...]:
    query = (
        select(Enrollment, Project.project_type, Exit.exit_date)
        .join(Project, Project.id == Enrollment.project_key)
        .outerjoin(Exit, (Exit.enrollment_key == Enrollment.id) & Exit.date_deleted.is_(None))
        .where(
            Enrollment.client_key == stay.client_key,
            Enrollment.id != stay.id,
            Enrollment.date_deleted.is_(None),
            stay_readable(actor),
        )
    )
    return tuple(
        OtherStay(
            other.id,
            other.project_key,
            project_type,
            other.entry_date,
            exit_date,
            other.move_in_date,
            (other.data_source_id, other.household_id) if other.household_id else None,
        )
        for other, project_type, exit_date in session.execute(query)
    )


def _known(session: Session, enrollment_id: int, on: date) -> dict[str, Any]:
    """The latest answer about HIV/AIDS, which later forms ask about without repeating it."""
    query = (
        select(Disabilities.disability_response)
        .where(
            Disabilities.enrollment_key == enrollment_id,
            Disabilities.disability_type == DisabilityType.HIV_AIDS,
            Disabilities.disability_response.is_not(None),
            Disabilities.information_date <= on,
            Disabilities.date_deleted.is_(None),
        )
        .order_by(Disabilities.information_date.desc(), Disabilities.id.desc())
        .limit(1)
    )
    response = session.scalar(query)
    return {} if response is None else {HIV: response}


def _happened(session: Session, actor: Actor, stay: Any) -> dict[str, Any]:
    """First contact of the stay; of the client, as far as the actor may read it, last activity and bed
    nights."""
    contact = CurrentLivingSituation
    first = session.scalar(
        select(func.min(contact.information_date)).where(
            contact.enrollment_key == stay.id, contact.date_deleted.is_(None)
        )
    )
    readable = (
        select(Enrollment.id)
        .join(Project, Project.id == Enrollment.project_key)
        .where(
            Enrollment.client_key == stay.client_key, Enrollment.date_deleted.is_(None), stay_readable(actor)
        )
    )
    latest = union_all(
        _last_day(contact, contact.information_date, contact.enrollment_key.in_(readable)),
        _last_day(Services, Services.date_provided, Services.enrollment_key.in_(readable)),
        _last_day(Enrollment, Enrollment.entry_date, Enrollment.id.in_(readable)),
    )
    days = [day for day in session.scalars(latest) if day is not None]
    nights = session.scalars(
        select(Services.date_provided).where(
            Services.enrollment_key.in_(readable),
            Services.record_type == RecordType.BED_NIGHT,
            Services.date_deleted.is_(None),
        )
    )
    return {
        "first_contact": first,
        "last_activity": max(days, default=None),
        "bed_nights": frozenset(night for night in nights if night is not None),
    }


def _last_day(model: Any, day: Any, which: Any) -> Any:
    return select(func.max(day)).where(which, model.date_deleted.is_(None))
