"""Every service that a client received, as far as the role sees it: filtered, and a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.access.scope import project_visible, stay_readable
from hmis_web.domain import deletion, own_rows
from hmis_web.domain.services import ServiceLine, line_of
from hmis_web.models import Enrollment, Organization, Project, Services

PER_PAGE = 50


@dataclass(frozen=True, kw_only=True)
class ServiceItem(ServiceLine):
    """A service on the tab of services."""

    agency: str
    is_own: bool
    """Whether it was given in a program of the agency acted for."""
    may_edit: bool
    may_delete: bool


@dataclass(frozen=True)
class Wanted:
    """Which services to list; None: all. Days are inclusive."""

    project_key: int | None = None
    record_type: int | None = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class Choices:
    """What there is to filter by: the projects (id, name) and the record types of list 1.4."""

    projects: list[tuple[int, str]]
    record_types: list[int]


def of_client(
    session: Session, actor: Actor, client_id: int, wanted: Wanted, skip: int = 0
) -> tuple[list[ServiceItem], int]:
    """(a page of a client's services, the latest first; how many there are): in projects of the actor's
    agency, and in stays shared with it; for limited viewing those of the own agency, without amounts. The
    caller has fetched the client through scope. Two statements."""
    if not _may_read(actor):
        return [], 0
    which = [*_readable(actor, client_id), *_filters(wanted)]
    total = session.scalar(_from(select(func.count())).where(*which)) or 0
    columns = select(Services, Project.project_name, Project.organization_key, Organization.organization_name)
    query = _from(columns).join(Organization, Organization.id == Project.organization_key).where(*which)
    query = query.order_by(Services.date_provided.desc(), Services.id.desc()).limit(PER_PAGE).offset(skip)
    return [_item(actor, *row) for row in session.execute(query)], total


def choices(session: Session, actor: Actor, client_id: int) -> Choices:
    """What the list can be filtered by. The caller has fetched the client through scope. One statement."""
    if not _may_read(actor):
        return Choices([], [])
    query = _from(select(Project.id, Project.project_name, Services.record_type).distinct())
    rows = session.execute(query.where(*_readable(actor, client_id))).all()
    projects = {key: name or "" for key, name, _type in rows}
    return Choices(
        sorted(projects.items(), key=lambda pair: pair[1].casefold()),
        sorted({kind for _key, _name, kind in rows if kind is not None}),
    )


def _may_read(actor: Actor) -> bool:
    return actor.may(Permission.SERVICE_READ) or actor.may(Permission.SERVICE_READ_LIMITED)


def _from(query: Any) -> Any:
    return (
        query.select_from(Services)
        .join(Enrollment, Enrollment.id == Services.enrollment_key)
        .join(Project, Project.id == Enrollment.project_key)
    )


def _readable(actor: Actor, client_id: int) -> list[Any]:
    return [
        Services.client_key == client_id,
        Services.date_deleted.is_(None),
        Enrollment.date_deleted.is_(None),
        stay_readable(actor) if actor.may(Permission.SERVICE_READ) else project_visible(actor),
    ]


def _filters(wanted: Wanted) -> list[Any]:
    day = Services.date_provided
    asked = (
        (wanted.project_key, Project.id.__eq__),
        (wanted.record_type, Services.record_type.__eq__),
        (wanted.first, day.__ge__),
        (wanted.last, day.__le__),
    )
    return [condition(value) for value, condition in asked if value is not None]


def _item(actor: Actor, row: Services, project: str | None, owner: int, agency: str | None) -> ServiceItem:
    line = line_of(row, project or "", with_amount=actor.may(Permission.SERVICE_READ))
    own = own_rows.belongs(actor, owner)
    return ServiceItem(
        **vars(line),
        agency=agency or "",
        is_own=owner == actor.organization_id,
        may_edit=own and actor.may(Permission.SERVICE_EDIT),
        may_delete=own and deletion.may_delete(actor, "service", row.entered_organization_id or owner),
    )
