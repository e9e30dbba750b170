"""Where somebody can be enrolled: the projects that are open on a day, and their CoCs. HUD 2.02, 2.03."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.access.scope import project_visible
from hmis_web.db.errors import NotFound
from hmis_web.models import Organization, Project, ProjectCoC


@dataclass(frozen=True)
class EnrollmentPlace:
    """A project to enroll in. An empty list of CoCs: none is recorded."""

    id: int
    name: str
    project_type: int | None
    project_id: str
    data_source_id: int
    organization_id: int
    agency: str
    opened_on: date | None
    closed_on: date | None
    cocs: tuple[str, ...] = ()

    def is_open(self, day: date) -> bool:
        """Whether the project operates on a day; both ends belong to it. HUD 2.02.3, 2.02.4."""
        began = self.opened_on is None or self.opened_on <= day
        return began and (self.closed_on is None or day <= self.closed_on)


def open_places(session: Session, actor: Actor, as_of: date) -> list[EnrollmentPlace]:
    """The projects of the actor's agency that operate on a day (all for a system administrator), by agency,
    then name; empty for a role that may not enroll. CoCs are left out. One statement."""
    if not actor.may(Permission.ENROLLMENT_CREATE):
        return []
    query = _places(actor).where(
        or_(Project.operating_start_date.is_(None), Project.operating_start_date <= as_of),
        or_(Project.operating_end_date.is_(None), Project.operating_end_date >= as_of),
    )
    ordered = query.order_by(Organization.organization_name, Project.project_name, Project.id)
    return [EnrollmentPlace(*row) for row in session.execute(ordered)]


def get_place(session: Session, actor: Actor, project_key: int) -> EnrollmentPlace:
    """One project of the actor's agency with its CoCs, open or not. Raises NotFound. One statement."""
    query = (
        _places(actor)
        .outerjoin(ProjectCoC, (ProjectCoC.project_key == Project.id) & ProjectCoC.date_deleted.is_(None))
        .add_columns(ProjectCoC.coc_code)
        .where(Project.id == project_key)
    )
    rows = session.execute(query).all()
    if not rows:
        raise NotFound("project")
    *place, _code = rows[0]
    codes = sorted({row.coc_code for row in rows if row.coc_code})
    return replace(EnrollmentPlace(*place), cocs=tuple(codes))


def _places(actor: Actor) -> Any:
    return (
        select(
            Project.id,
            Project.project_name,
            Project.project_type,
            Project.project_id,
            Project.data_source_id,
            Organization.id,
            Organization.organization_name,
            Project.operating_start_date,
            Project.operating_end_date,
        )
        .join(Organization, Organization.id == Project.organization_key)
        .where(project_visible(actor))
    )
