"""Projects (programs) that an actor sees, and who funds them. HUD 2.02, 2.06."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.scope import project_visible
from hmis_web.models import DataSource, Funder, Organization, Project


@dataclass(frozen=True)
class ProjectChoice:
    """A project to choose from."""

    id: int
    name: str
    project_type: int | None
    agency: str
    data_source_id: int
    data_source: str


def visible(session: Session, actor: Actor) -> list[ProjectChoice]:
    """The projects of the actor's agency, all for a system administrator; by agency, then name. One
    statement."""
    query = (
        select(
            Project.id,
            Project.project_name,
            Project.project_type,
            Organization.organization_name,
            Project.data_source_id,
            DataSource.name,
        )
        .join(Organization, Organization.id == Project.organization_key)
        .join(DataSource, DataSource.id == Project.data_source_id)
        .where(project_visible(actor))
        .order_by(Organization.organization_name, Project.project_name, Project.id)
    )
    return [
        ProjectChoice(key, name or "", kind, agency or "", source_id, source)
        for key, name, kind, agency, source_id, source in session.execute(query)
    ]


def funders_on(session: Session, project_key: int, day: date) -> frozenset[int]:
    """The funding sources of a project on a day (list 2.06.1); both ends of a grant belong to it. HUD
    2.06."""
    query = select(Funder.funder).where(
        Funder.project_key == project_key,
        Funder.date_deleted.is_(None),
        Funder.funder.is_not(None),
        or_(Funder.start_date.is_(None), Funder.start_date <= day),
        or_(Funder.end_date.is_(None), Funder.end_date >= day),
    )
    return frozenset(code for code in session.scalars(query) if code is not None)
