"""Locations: places where a client is or was to be found, as far as the role sees them. No map: a label, an
address, and from when to when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.access.scope import own_row_readable
from hmis_web.db.errors import NotFound
from hmis_web.domain import own_rows
from hmis_web.domain.contacts import MOST, Around
from hmis_web.models import ClientLocation, Organization

SLEEPS = frozenset({"home", "shelter", "outdoors", "vehicle"})
"""Kinds of places where somebody spends the night."""


@dataclass(frozen=True)
class Location(Around):
    """A place. For limited viewing there is `current_label` instead."""

    label: str
    address: str
    city: str
    state: str
    zip: str
    comment: str


def of_client(session: Session, actor: Actor, client_id: int) -> list[Location]:
    """A client's places, the latest first: of the actor's agency, and while the client is shared those of
    others that are not confidential. Empty for limited viewing. The caller has fetched the client through
    scope. One statement."""
    if not actor.may(Permission.LOCATION_READ):
        return []
    model = ClientLocation
    query = _rows().where(
        model.client_id == client_id, model.deleted_at.is_(None), own_row_readable(actor, model)
    )
    rows = session.execute(query.order_by(model.valid_from.desc(), model.id.desc()).limit(MOST)).mappings()
    return [_location(row) for row in rows]


def current(places: Iterable[Location], day: date) -> Location | None:
    """Where somebody is on a day: the latest place for the night, else the latest of any kind."""
    there = [place for place in places if place.is_current(day) and place.kind != "mail"]
    return next((place for place in there if place.kind in SLEEPS), there[0] if there else None)


def current_label(session: Session, actor: Actor, client_id: int, day: date) -> str:
    """How the present place is called, as the actor's own agency knows it: all that limited viewing sees
    (access rules 4.1). Empty without one. The caller has fetched the client through scope. One statement."""
    if not actor.may(Permission.LOCATION_READ_LIMITED):
        return ""
    model = ClientLocation
    query = (
        select(model.kind, model.label)
        .where(
            model.client_id == client_id,
            model.deleted_at.is_(None),
            model.kind != "mail",
            model.valid_from <= day,
            model.valid_to.is_(None) | (model.valid_to >= day),
            own_rows.belonging(actor, model.organization_id),
        )
        .order_by(model.kind.not_in(SLEEPS), model.valid_from.desc(), model.id.desc())
    )
    row = session.execute(query.limit(1)).first()
    return "" if row is None else row.label


def get_own(session: Session, actor: Actor, client_id: int, location_id: int) -> Location:
    """One place of the actor's agency, to change it. The caller has fetched the client through scope. Raises
    NotFound for another agency's, a deleted one and none. One statement."""
    model = ClientLocation
    query = _rows().where(
        model.id == location_id,
        model.client_id == client_id,
        model.deleted_at.is_(None),
        own_rows.belonging(actor, model.organization_id),
    )
    row = session.execute(query).mappings().first()
    if row is None:
        raise NotFound("location")
    return _location(row)


def _rows() -> Any:
    model = ClientLocation
    return select(
        model.id,
        model.kind,
        model.label,
        model.address,
        model.city,
        model.state,
        model.zip,
        model.comment,
        model.valid_from,
        model.valid_to,
        model.confidential,
        model.organization_id,
        model.version,
        Organization.organization_name.label("agency"),
    ).join(Organization, Organization.id == model.organization_id)


def _location(row: Any) -> Location:
    told: dict[str, Any] = {name: "" if value is None else value for name, value in row.items()}
    return Location(**told | {"valid_to": row["valid_to"]})
