"""What a client was given of the own agency's catalogue, as the tab of services lists it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.access.scope import project_visible
from hmis_web.models import Account, Enrollment, OwnService, Project, ServiceItem

MOST = 100


@dataclass(frozen=True)
class OwnLine:
    """An item that was given: units as they are counted, the amount in US dollars."""

    provided_on: date
    name: str
    units: Decimal | None
    unit: str
    amount: Decimal | None
    note: str
    project_name: str
    by: str


def of_client(session: Session, actor: Actor, client_id: int) -> list[OwnLine]:
    """What a client was given in stays of the agency acted for, the latest first, 100 at most; without
    amounts for limited viewing. Other agencies' catalogues are their own. The caller has fetched the client
    through scope. One statement."""
    full = actor.may(Permission.SERVICE_READ)
    if not (full or actor.may(Permission.SERVICE_READ_LIMITED)):
        return []
    query = (
        select(OwnService, ServiceItem, Project.project_name, Account.display_name)
        .join(ServiceItem, ServiceItem.id == OwnService.item_id)
        .join(Enrollment, Enrollment.id == OwnService.enrollment_key)
        .join(Project, Project.id == Enrollment.project_key)
        .outerjoin(Account, Account.id == OwnService.account_id)
        .where(
            OwnService.client_id == client_id,
            OwnService.deleted_at.is_(None),
            Enrollment.date_deleted.is_(None),
            project_visible(actor),
        )
        .order_by(OwnService.provided_on.desc(), OwnService.id.desc())
        .limit(MOST)
    )
    return [
        OwnLine(
            row.provided_on,
            item.name,
            row.units,
            item.unit or "",
            row.amount if full else None,
            row.note or "",
            project or "",
            by or "",
        )
        for row, item, project, by in session.execute(query)
    ]
