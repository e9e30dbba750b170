"""Adding and changing contacts of a client."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.db.errors import DomainError
from hmis_web.db.keys import KeyRing
from hmis_web.domain import audit, own_rows
from hmis_web.domain.clock import Clock
from hmis_web.domain.reaching import email_address, phone_number
from hmis_web.models import ClientContact
from hmis_web.models.contact import CONTACT_KINDS

LONGEST = 100
LONGEST_COMMENT = 500
CLIENTS_OWN = frozenset({"phone", "email"})
"""Kinds that are the client's own number or address; the others are people and need a name."""


@dataclass(frozen=True)
class ContactInput:
    """What a person says of a contact. Empty means not told; `valid_to` None: it still holds."""

    kind: str
    name: str
    relation: str
    phone: str
    email: str
    comment: str
    message_ok: bool
    confidential: bool
    valid_from: date
    valid_to: date | None
    idempotency_key: str = ""


def add_contact(session: Session, actor: Actor, client_id: int, entry: ContactInput, clock: Clock) -> int:
    """Add a contact. Answers its number; the same idempotency key again answers the first one's. Raises
    Forbidden, NotFound out of scope, DomainError naming the field: no such kind, a number, address or name
    that is missing or none, an end before the beginning, a beginning in the future. Flushes."""
    actor.require(Permission.CONTACT_EDIT)
    own_rows.require_client(session, actor, client_id)
    values = own_rows.new(actor, client_id, entry.idempotency_key, clock)
    checked = _checked(entry, clock)
    row, is_new = own_rows.add_once(session, ClientContact(**values, **checked))
    if is_new:
        audit.record(session, actor, "contact:create", "contact", row.id, client_id=client_id, after=checked)
    return row.id


def edit_contact(
    session: Session,
    actor: Actor,
    keyring: KeyRing,
    client_id: int,
    contact_id: int,
    entry: ContactInput,
    version: int,
    clock: Clock,
) -> None:
    """Change a contact of the actor's agency. Raises Forbidden, NotFound, StaleVersion, DomainError as
    `add_contact`. Flushes."""
    actor.require(Permission.CONTACT_EDIT)
    row = own_rows.to_change(session, actor, ClientContact, client_id, contact_id)
    own_rows.require_version(row, version)
    for name, value in _checked(entry, clock).items():
        setattr(row, name, value)
    own_rows.save(session, actor, row, "contact:edit", keyring, clock)


def checked_text(text: str, field: str, longest: int = LONGEST) -> str | None:
    """A text of one line; None for none. Raises DomainError when it is too long."""
    line = " ".join(text.split())
    if len(line) > longest:
        raise DomainError(field, f"Say it in at most {longest} characters")
    return line or None


def checked_days(valid_from: date, valid_to: date | None, clock: Clock) -> dict[str, date | None]:
    """From when to when something holds. Raises DomainError for a beginning in the future and an end before
    it."""
    if valid_from > clock.as_of:
        raise DomainError("valid_from", "Enter a day that is not in the future")
    if valid_to is not None and valid_to < valid_from:
        raise DomainError("valid_to", "Enter a last day that is not before the first")
    return {"valid_from": valid_from, "valid_to": valid_to}


def _checked(entry: ContactInput, clock: Clock) -> dict[str, Any]:
    if entry.kind not in CONTACT_KINDS:
        raise DomainError("kind", "Choose what kind of contact it is")
    name = checked_text(entry.name, "name")
    phone, email = phone_number(entry.phone, "phone"), email_address(entry.email, "email")
    if entry.kind == "phone" and phone is None:
        raise DomainError("phone", "Enter the phone number")
    if entry.kind == "email" and email is None:
        raise DomainError("email", "Enter the e-mail address")
    if entry.kind not in CLIENTS_OWN and name is None:
        raise DomainError("name", "Enter the name of the person or place")
    return {
        "kind": entry.kind,
        "name": name,
        "relation": checked_text(entry.relation, "relation"),
        "phone": phone,
        "email": email,
        "comment": checked_text(entry.comment, "comment", LONGEST_COMMENT),
        "message_ok": entry.message_ok,
        "confidential": entry.confidential,
        **checked_days(entry.valid_from, entry.valid_to, clock),
    }
