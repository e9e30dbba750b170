"""Adding and changing the places where a client is found."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.db.errors import DomainError
from hmis_web.db.keys import KeyRing
from hmis_web.domain import audit, own_rows
from hmis_web.domain.clock import Clock
from hmis_web.domain.contact_changes import LONGEST_COMMENT, checked_days, checked_text
from hmis_web.domain.locations import SLEEPS
from hmis_web.models import ClientLocation
from hmis_web.models.contact import LOCATION_KINDS

STATE = re.compile(r"[A-Z]{2}")
ZIP = re.compile(r"\d{5}(-\d{4})?")


@dataclass(frozen=True)
class LocationInput:
    """What a person says of a place. Empty means not told; `valid_to` None: it still holds."""

    kind: str
    label: str
    address: str
    city: str
    state: str
    zip: str
    comment: str
    confidential: bool
    valid_from: date
    valid_to: date | None
    replaces: bool = False
    """Whether the places before it for the night are over."""
    idempotency_key: str = ""


def add_location(
    session: Session, actor: Actor, keyring: KeyRing, client_id: int, entry: LocationInput, clock: Clock
) -> int:
    """Add a place; with `replaces` the agency's present places for the night end the day before it begins.
    Answers its number; the same idempotency key again answers the first one's. Raises Forbidden, NotFound out
    of scope, DomainError naming the field: no such kind, no label, a state or ZIP code that is none, an end
    before the beginning, a beginning in the future. Flushes."""
    actor.require(Permission.LOCATION_EDIT)
    own_rows.require_client(session, actor, client_id)
    values = own_rows.new(actor, client_id, entry.idempotency_key, clock)
    checked = _checked(entry, clock)
    row, is_new = own_rows.add_once(session, ClientLocation(**values, **checked))
    if is_new:
        audit.record(
            session, actor, "location:create", "location", row.id, client_id=client_id, after=checked
        )
        if entry.replaces and entry.kind in SLEEPS:
            _end_others(session, actor, keyring, row, clock)
    return row.id


def edit_location(
    session: Session,
    actor: Actor,
    keyring: KeyRing,
    client_id: int,
    location_id: int,
    entry: LocationInput,
    version: int,
    clock: Clock,
) -> None:
    """Change a place of the actor's agency. Raises Forbidden, NotFound, StaleVersion, DomainError as
    `add_location`. Flushes."""
    actor.require(Permission.LOCATION_EDIT)
    row = own_rows.to_change(session, actor, ClientLocation, client_id, location_id)
    own_rows.require_version(row, version)
    for name, value in _checked(entry, clock).items():
        setattr(row, name, value)
    own_rows.save(session, actor, row, "location:edit", keyring, clock)


def _end_others(session: Session, actor: Actor, keyring: KeyRing, new: ClientLocation, clock: Clock) -> None:
    """The places for the night that have no end yet end before the new one begins."""
    query = select(ClientLocation).where(
        ClientLocation.client_id == new.client_id,
        ClientLocation.organization_id == new.organization_id,
        ClientLocation.id != new.id,
        ClientLocation.kind.in_(SLEEPS),
        ClientLocation.valid_from <= new.valid_from,
        ClientLocation.valid_to.is_(None),
        ClientLocation.deleted_at.is_(None),
    )
    for row in session.scalars(query.with_for_update()).all():
        row.valid_to = max(row.valid_from, new.valid_from - timedelta(days=1))
        own_rows.save(session, actor, row, "location:edit", keyring, clock)


def _checked(entry: LocationInput, clock: Clock) -> dict[str, Any]:
    if entry.kind not in LOCATION_KINDS:
        raise DomainError("kind", "Choose what kind of place it is")
    label = checked_text(entry.label, "label")
    if label is None:
        raise DomainError("label", "Say in a few words what the place is called")
    state, zip_code = entry.state.strip().upper(), entry.zip.strip()
    if state and not STATE.fullmatch(state):
        raise DomainError("state", "Enter the two letters of the state, such as CA")
    if zip_code and not ZIP.fullmatch(zip_code):
        raise DomainError("zip", "Enter a ZIP code such as 95814")
    return {
        "kind": entry.kind,
        "label": label,
        "address": checked_text(entry.address, "address"),
        "city": checked_text(entry.city, "city"),
        "state": state or None,
        "zip": zip_code or None,
        "comment": checked_text(entry.comment, "comment", LONGEST_COMMENT),
        "confidential": entry.confidential,
        **checked_days(entry.valid_from, entry.valid_to, clock),
    }
