"""What an actor's agency sees: conditions for queries. Another agency's record answers as if it did not
exist (decision 2)."""

from __future__ import annotations

from sqlalchemy import ColumnElement, select, true

from hmis_web.access.actor import Actor
from hmis_web.models import Client, ClientAgency, Enrollment, Project


def client_visible(actor: Actor) -> ColumnElement[bool]:
    """Clients that the actor's agency sees: those with a `client_agency` row. A system administrator sees
    all. Use it in a query over Client; deleted clients are never visible."""
    live = Client.date_deleted.is_(None)
    if actor.is_system_administrator:
        return live
    return live & (
        select(1)
        .where(
            ClientAgency.client_id == Client.id,
            ClientAgency.organization_id == actor.organization_id,
        )
        .exists()
    )


def project_visible(actor: Actor) -> ColumnElement[bool]:
    """Projects of the actor's agency; all for a system administrator. Use it in a query over Project."""
    live = Project.date_deleted.is_(None)
    if actor.is_system_administrator:
        return live
    return live & (Project.organization_key == actor.organization_id)


def enrollment_visible(actor: Actor) -> ColumnElement[bool]:
    """Enrollments in the projects of the actor's agency. Use it in a query over Enrollment."""
    live = Enrollment.date_deleted.is_(None)
    if actor.is_system_administrator:
        return live & true()
    return live & (
        select(1)
        .where(
            Project.id == Enrollment.project_key,
            Project.organization_key == actor.organization_id,
        )
        .exists()
    )
