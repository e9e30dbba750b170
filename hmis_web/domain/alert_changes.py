"""Posting public alerts, changing and ending them (access rules 4.3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.db.errors import DomainError, Forbidden
from hmis_web.db.keys import KeyRing
from hmis_web.domain import alerts, audit, own_rows
from hmis_web.domain.clock import Clock
from hmis_web.domain.reaching import phone_number
from hmis_web.models import PublicAlert

LONGEST_TITLE = 80
LONGEST_TEXT = 280
DAYS = 30
"""How long a notice runs unless told otherwise."""
MOST_DAYS = 366


@dataclass(frozen=True)
class AlertInput:
    """What a notice says."""

    title: str
    text: str
    priority: str
    phone: str
    ends_on: date
    idempotency_key: str = ""


def post_alert(
    session: Session, actor: Actor, keyring: KeyRing, client_id: int, entry: AlertInput, clock: Clock
) -> int:
    """Post a notice on a client's record, for every agency that sees the record. Answers its number; the same
    idempotency key again answers the first one's. Raises Forbidden, NotFound out of scope, DomainError naming
    the field: no title, a title or text that is too long, no such priority, no phone number, an end before
    today or more than a year away. Flushes."""
    actor.require(Permission.ALERT_CREATE)
    own_rows.require_client(session, actor, client_id)
    values = own_rows.new(actor, client_id, entry.idempotency_key, clock)
    row, is_new = own_rows.add_once(session, PublicAlert(**values, **_checked(entry, clock)))
    if is_new:
        told = {"title": row.title, "text": audit.digest(keyring, row.text), "priority": row.priority,
                "phone": row.phone, "ends_on": row.ends_on}  # fmt: skip
        audit.record(session, actor, "alert:create", "alert", row.id, client_id=client_id, after=told)
    return row.id


def edit_alert(
    session: Session,
    actor: Actor,
    keyring: KeyRing,
    client_id: int,
    alert_id: int,
    entry: AlertInput,
    version: int,
    clock: Clock,
) -> None:
    """Change a notice of the actor's agency; one that had been ended or had run out runs again. Raises
    NotFound, Forbidden for somebody else's where the role needs its own (access rules, row 50), StaleVersion,
    DomainError as `post_alert`. Flushes."""
    row = _to_change(session, actor, client_id, alert_id)
    own_rows.require_version(row, version)
    for name, value in _checked(entry, clock).items():
        setattr(row, name, value)
    row.ended_at = None
    own_rows.save(session, actor, row, "alert:edit", keyring, clock)


def end_alert(
    session: Session, actor: Actor, keyring: KeyRing, client_id: int, alert_id: int, clock: Clock
) -> None:
    """Take a notice down before its last day; a second time changes nothing. Raises NotFound and Forbidden as
    `edit_alert`. Flushes."""
    row = _to_change(session, actor, client_id, alert_id)
    if row.ended_at is None and row.ends_on >= clock.as_of:
        row.ended_at = clock.now
        own_rows.save(session, actor, row, "alert:end", keyring, clock)


def _to_change(session: Session, actor: Actor, client_id: int, alert_id: int) -> PublicAlert:
    row = own_rows.to_change(session, actor, PublicAlert, client_id, alert_id)
    if not alerts.may_edit(actor, row):
        raise Forbidden(Permission.ALERT_EDIT)
    return row


def _checked(entry: AlertInput, clock: Clock) -> dict[str, Any]:
    title, text = " ".join(entry.title.split()), entry.text.strip()
    if not title:
        raise DomainError("title", "Say in a few words what it is about")
    if len(title) > LONGEST_TITLE:
        raise DomainError("title", f"Say it in at most {LONGEST_TITLE} characters")
    if len(text) > LONGEST_TEXT:
        raise DomainError("text", f"Say it in at most {LONGEST_TEXT} characters; these are {len(text)}")
    if entry.priority not in alerts.URGENCY:
        raise DomainError("priority", "Choose how urgent it is")
    phone = phone_number(entry.phone, "phone")
    if phone is None:
        raise DomainError("phone", "Enter the number that other agencies call")
    if not clock.as_of <= entry.ends_on <= clock.as_of + timedelta(days=MOST_DAYS):
        raise DomainError("ends_on", "Enter the last day: today or later, and within a year")
    return {
        "title": title, "text": text, "priority": entry.priority, "phone": phone, "ends_on": entry.ends_on,
    }  # fmt: skip
