"""Enrollments: stays of a client in projects, as far as the actor's role sees them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select, union_all
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.access.scope import project_visible, stay_readable
from hmis_web.db.errors import NotFound
from hmis_web.models import CurrentLivingSituation, Enrollment, Exit, Organization, Project, Services

MOST = 200
"""A page lists no more stays than this."""


@dataclass(frozen=True)
class Stay:
    """An enrollment with its project and exit. HUD 3.10, 3.11, 3.12, 3.15."""

    id: int
    client_id: int
    data_source_id: int
    project_key: int
    project_name: str
    project_type: int | None
    agency: str
    entry_date: date | None
    exit_date: date | None
    destination: int | None
    household_id: str | None
    relationship_to_hoh: int | None
    organization_id: int | None = None

    def is_active(self, day: date) -> bool:
        """Whether the stay has begun and not ended before a day; on the day of the exit it is still
        active."""
        return (self.entry_date is None or self.entry_date <= day) and not self.is_over(day)

    def is_over(self, day: date) -> bool:
        """Whether the exit lies before a day."""
        return self.exit_date is not None and self.exit_date < day


def of_client(session: Session, actor: Actor, client_id: int, as_of: date) -> list[Stay]:
    """A client's stays in projects that the actor sees, the latest entry first; of other agencies, too, while
    the client is shared (decision 11). A role with limited viewing sees the active ones of its own
    agency, without destination. One statement."""
    if not _may_read(actor):
        return []
    readable = project_visible(actor) if is_limited(actor) else stay_readable(actor)
    query = _stays(actor, as_of).where(Enrollment.client_key == client_id, readable)
    rows = session.execute(query.order_by(Enrollment.entry_date.desc(), Enrollment.id.desc()).limit(MOST))
    stays: dict[int, Stay] = {}
    for row in rows:
        stays.setdefault(row.id, _stay(row, actor))
    return list(stays.values())


def get_visible(session: Session, actor: Actor, client_id: int, enrollment_id: int, as_of: date) -> Stay:
    """One stay of a client in a project of the actor's agency, to write to. Raises NotFound when it is
    another's, out of scope, or not for the role to see. One statement."""
    query = _stays(actor, as_of).where(
        Enrollment.id == enrollment_id, Enrollment.client_key == client_id, project_visible(actor)
    )
    row = session.execute(query.limit(1)).first()
    if row is None or not _may_read(actor):
        raise NotFound("enrollment")
    return _stay(row, actor)


def last_contacts(session: Session, actor: Actor, stays: Iterable[Stay]) -> dict[int, date]:
    """{enrollment: day of the latest service or current living situation}; of services alone for limited
    viewing. HUD 4.12."""
    keys = [stay.id for stay in stays]
    if not keys:
        return {}
    contacts = [_latest(Services, Services.date_provided, keys)]
    if not is_limited(actor):
        contacts.append(_latest(CurrentLivingSituation, CurrentLivingSituation.information_date, keys))
    latest: dict[int, date] = {}
    for key, day in session.execute(union_all(*contacts)):
        if day is not None:
            latest[key] = max(day, latest.get(key, day))
    return latest


def entered_since(session: Session, actor: Actor, day: date) -> int:
    """How many stays began on or after a day in the actor's projects."""
    query = select(func.count()).select_from(Enrollment).join(Project, Project.id == Enrollment.project_key)
    return (
        session.scalar(
            query.where(
                project_visible(actor), Enrollment.date_deleted.is_(None), Enrollment.entry_date >= day
            )
        )
        or 0
    )


def is_own(actor: Actor, stay: Stay) -> bool:
    """Whether the stay is in a project of the agency acted for, so that the role may write to it."""
    return actor.is_system_administrator or stay.organization_id == actor.organization_id


def is_limited(actor: Actor) -> bool:
    """Whether the role sees active stays of its agency only (access rules 4.1)."""
    return not actor.may(Permission.ENROLLMENT_READ)


def _may_read(actor: Actor) -> bool:
    return actor.may(Permission.ENROLLMENT_READ) or actor.may(Permission.ENROLLMENT_READ_LIMITED)


def _stays(actor: Actor, as_of: date) -> Any:
    query = (
        select(
            Enrollment.id,
            Enrollment.client_key,
            Enrollment.data_source_id,
            Enrollment.project_key,
            Enrollment.entry_date,
            Enrollment.household_id,
            Enrollment.relationship_to_hoh,
            Project.project_name,
            Project.project_type,
            Organization.id.label("organization_id"),
            Organization.organization_name,
            Exit.exit_date,
            Exit.destination,
        )
        .join(Project, Project.id == Enrollment.project_key)
        .join(Organization, Organization.id == Project.organization_key)
        .outerjoin(Exit, (Exit.enrollment_key == Enrollment.id) & Exit.date_deleted.is_(None))
        .where(Enrollment.date_deleted.is_(None))
    )
    if is_limited(actor):
        query = query.where(
            or_(Enrollment.entry_date.is_(None), Enrollment.entry_date <= as_of),
            or_(Exit.exit_date.is_(None), Exit.exit_date >= as_of),
        )
    return query


def _stay(row: Any, actor: Actor) -> Stay:
    return Stay(
        id=row.id,
        client_id=row.client_key,
        data_source_id=row.data_source_id,
        project_key=row.project_key,
        project_name=row.project_name or "",
        project_type=row.project_type,
        agency=row.organization_name or "",
        entry_date=row.entry_date,
        exit_date=row.exit_date,
        destination=None if is_limited(actor) else row.destination,
        household_id=row.household_id,
        relationship_to_hoh=row.relationship_to_hoh,
        organization_id=row.organization_id,
    )


def _latest(model: Any, day: Any, keys: list[int]) -> Any:
    return (
        select(model.enrollment_key, func.max(day))
        .where(model.enrollment_key.in_(keys), model.date_deleted.is_(None))
        .group_by(model.enrollment_key)
    )
