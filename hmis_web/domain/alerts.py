"""Public alerts: short notices on a client's record, for other agencies too (access rules 4.3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, case, or_, select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.db.errors import NotFound
from hmis_web.domain import own_rows
from hmis_web.models import Account, Organization, PublicAlert

URGENCY = ("urgent", "important", "info")
MOST_EARLIER = 20


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


@dataclass(frozen=True)
class AlertItem(Alert):
    """A notice with all that the tab of alerts tells."""

    id: int
    organization_id: int
    account_id: int | None
    author: str
    created_at: datetime
    version: int
    ended_at: datetime | None

    def is_active(self, day: date) -> bool:
        """Whether it is in force on a day; the last day belongs to it."""
        return self.ended_at is None and self.ends_on >= day


def active(session: Session, actor: Actor, client_id: int, as_of: date) -> list[Alert]:
    """The notices in force on a day, the most urgent first; the last day belongs to it. The caller has
    fetched the client through scope. One statement."""
    if not actor.may(Permission.ALERT_READ):
        return []
    query = (
        select(PublicAlert, Organization.organization_name)
        .join(Organization, Organization.id == PublicAlert.organization_id)
        .where(PublicAlert.client_id == client_id, *_in_force(as_of))
        .order_by(_urgency(), PublicAlert.id)
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
        PublicAlert.client_id.in_(list(client_ids)), *_in_force(as_of)
    )
    return set(session.scalars(query))


def of_client(session: Session, actor: Actor, client_id: int, as_of: date) -> list[AlertItem]:
    """The notices in force of every agency, the most urgent first, then the latest earlier ones of the
    actor's own; limited viewing knows those in force alone. The caller has fetched the client through scope.
    One statement."""
    if not actor.may(Permission.ALERT_READ):
        return []
    in_force = and_(*_in_force(as_of))
    which: Any = in_force
    if actor.may(Permission.CLIENT_READ):
        which = or_(in_force, own_rows.belonging(actor, PublicAlert.organization_id))
    order = (case((in_force, 0), else_=1), case((in_force, _urgency()), else_=0), PublicAlert.id.desc())
    query = _items().where(PublicAlert.client_id == client_id, which).order_by(*order)
    found = [_item(row) for row in session.execute(query)]
    current = [item for item in found if item.is_active(as_of)]
    return current + [item for item in found if not item.is_active(as_of)][:MOST_EARLIER]


def get_own(session: Session, actor: Actor, client_id: int, alert_id: int) -> AlertItem:
    """One notice of the actor's agency. The caller has fetched the client through scope. Raises NotFound for
    another agency's, a deleted one and none. One statement."""
    query = _items().where(PublicAlert.id == alert_id, PublicAlert.client_id == client_id)
    row = session.execute(query).first()
    if row is None or not own_rows.belongs(actor, row.PublicAlert.organization_id):
        raise NotFound("alert")
    return _item(row)


def may_edit(actor: Actor, alert: AlertItem | PublicAlert) -> bool:
    """Whether the actor may change or end a notice: any of its agency's, or one's own (access rules,
    row 50)."""
    if not own_rows.belongs(actor, alert.organization_id):
        return False
    own = alert.account_id is not None and alert.account_id == actor.account_id
    return actor.may(Permission.ALERT_EDIT) or (own and actor.may(Permission.ALERT_EDIT_OWN))


def last_phone(session: Session, actor: Actor) -> str:
    """The number that the actor's agency gave in its latest notice; empty when there is none."""
    query = select(PublicAlert.phone).where(PublicAlert.organization_id == actor.organization_id)
    return session.scalar(query.order_by(PublicAlert.id.desc()).limit(1)) or ""


def _in_force(as_of: date) -> list[Any]:
    return [PublicAlert.deleted_at.is_(None), PublicAlert.ended_at.is_(None), PublicAlert.ends_on >= as_of]


def _urgency() -> Any:
    return case({name: place for place, name in enumerate(URGENCY)}, value=PublicAlert.priority)


def _items() -> Any:
    return (
        select(PublicAlert, Organization.organization_name, Account.display_name)
        .join(Organization, Organization.id == PublicAlert.organization_id)
        .outerjoin(Account, Account.id == PublicAlert.account_id)
        .where(PublicAlert.deleted_at.is_(None))
    )


def _item(found: Any) -> AlertItem:
    row, agency, author = found
    return AlertItem(
        title=row.title,
        text=row.text,
        priority=row.priority,
        agency=agency or "",
        phone=row.phone or "",
        ends_on=row.ends_on,
        id=row.id,
        organization_id=row.organization_id,
        account_id=row.account_id,
        author=author or "",
        created_at=row.created_at,
        version=row.version,
        ended_at=row.ended_at,
    )
