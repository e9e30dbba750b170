"""Contacts: numbers, addresses and people through whom a client is reached, as far as the role sees them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.access.scope import own_row_readable, project_visible
from hmis_web.db.errors import NotFound
from hmis_web.domain import own_rows
from hmis_web.models import ClientContact, Enrollment, HealthAndDV, Organization, Project

MOST = 100


@dataclass(frozen=True)
class Around:
    """What contacts and locations share."""

    id: int
    kind: str
    valid_from: date
    valid_to: date | None
    confidential: bool
    """For the agency that wrote it alone."""
    agency: str
    organization_id: int
    version: int

    def is_current(self, day: date) -> bool:
        """Whether it holds on a day; the last day belongs to it."""
        return self.valid_from <= day and (self.valid_to is None or self.valid_to >= day)


@dataclass(frozen=True)
class Contact(Around):
    """A contact. For limited viewing the kind and the name alone; the rest was not read."""

    name: str
    relation: str = ""
    phone: str = ""
    email: str = ""
    comment: str = ""
    message_ok: bool = False


def of_client(session: Session, actor: Actor, client_id: int) -> list[Contact]:
    """A client's contacts, the latest first: of the actor's agency, and while the client is shared those of
    others that are not confidential; for limited viewing those of the own agency, by kind and name. The
    caller has fetched the client through scope. One statement."""
    full = actor.may(Permission.CONTACT_READ)
    if not (full or actor.may(Permission.CONTACT_READ_LIMITED)):
        return []
    model = ClientContact
    which = own_row_readable(actor, model) if full else own_rows.belonging(actor, model.organization_id)
    query = _rows(full).where(model.client_id == client_id, model.deleted_at.is_(None), which)
    rows = session.execute(query.order_by(model.valid_from.desc(), model.id.desc()).limit(MOST)).mappings()
    return [_contact(row) for row in rows]


def get_own(session: Session, actor: Actor, client_id: int, contact_id: int) -> Contact:
    """One contact of the actor's agency, to change it. The caller has fetched the client through scope.
    Raises NotFound for another agency's, a deleted one and none. One statement."""
    model = ClientContact
    query = _rows(full=True).where(
        model.id == contact_id,
        model.client_id == client_id,
        model.deleted_at.is_(None),
        own_rows.belonging(actor, model.organization_id),
    )
    row = session.execute(query).mappings().first()
    if row is None:
        raise NotFound("contact")
    return _contact(row)


def confidential_by_default(session: Session, actor: Actor, client_id: int) -> bool:
    """Whether a new contact or location is kept to the agency unless told otherwise: when it knows of
    domestic violence. HUD 4.11. One statement."""
    query = (
        select(HealthAndDV.id)
        .join(Enrollment, Enrollment.id == HealthAndDV.enrollment_key)
        .join(Project, Project.id == Enrollment.project_key)
        .where(
            HealthAndDV.client_key == client_id,
            HealthAndDV.domestic_violence_survivor == 1,
            HealthAndDV.date_deleted.is_(None),
            Enrollment.date_deleted.is_(None),
            project_visible(actor),
        )
    )
    return session.scalar(query.limit(1)) is not None


def _rows(full: bool) -> Any:
    model = ClientContact
    more = (model.relation, model.phone, model.email, model.comment, model.message_ok) if full else ()
    return select(
        model.id,
        model.kind,
        model.name,
        model.valid_from,
        model.valid_to,
        model.confidential,
        model.organization_id,
        model.version,
        Organization.organization_name.label("agency"),
        *more,
    ).join(Organization, Organization.id == model.organization_id)


def _contact(row: Any) -> Contact:
    told: dict[str, Any] = {name: "" if value is None else value for name, value in row.items()}
    return Contact(**told | {"valid_to": row["valid_to"]})
