"""Public alerts: short notices on a client's record, for other agencies too (access rules 4.3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.models import Organization, PublicAlert

URGENCY = ("urgent", "important", "info")


@dataclass(frozen=True)
class Alert:
    """A notice in force."""

    title: str
    text: str
    priority: str
    """`info`, `important` or `urgent`."""
    agency: str
    phone: str
    ends_on: date


def active(session: Session, actor: Actor, client_id: int, as_of: date) -> list[Alert]:
    """The notices in force on a day, the most urgent first; the last day belongs to it. The caller has
    fetched the client through scope. One statement."""
    if not actor.may(Permission.ALERT_READ):
        return []
    order = case({name: place for place, name in enumerate(URGENCY)}, value=PublicAlert.priority)
    query = (
        select(PublicAlert, Organization.organization_name)
        .join(Organization, Organization.id == PublicAlert.organization_id)
        .where(
            PublicAlert.client_id == client_id,
            PublicAlert.deleted_at.is_(None),
            PublicAlert.ends_on >= as_of,
        )
        .order_by(order, PublicAlert.id)
    )
    return [
        Alert(row.title, row.text, row.priority, agency or "", row.phone or "", row.ends_on)
        for row, agency in session.execute(query)
    ]


def clients_with(session: Session, actor: Actor, client_ids: Iterable[int], as_of: date) -> set[int]:
    """Which of the clients have a notice in force on a day. The caller has fetched them through scope."""
    if not actor.may(Permission.ALERT_READ):
        return set()
    query = select(PublicAlert.client_id).where(
        PublicAlert.client_id.in_(list(client_ids)),
        PublicAlert.deleted_at.is_(None),
        PublicAlert.ends_on >= as_of,
    )
    return set(session.scalars(query))
