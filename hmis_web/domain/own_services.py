"""Services of an agency's own catalogue: what may be logged, logging one, taking it back. They stand beside
HUD's services and are in none of HUD's files."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.access.scope import project_visible
from hmis_web.db.errors import DomainError, NotFound
from hmis_web.domain import audit, enrollments, own_rows, service_rules, services
from hmis_web.domain.clock import Clock
from hmis_web.domain.enrollments import Stay
from hmis_web.domain.service_details import LARGEST_AMOUNT, checked_note
from hmis_web.models import Account, Enrollment, OwnService, Project, ServiceCategory, ServiceItem

CENT = Decimal("0.01")
MOST_UNITS = Decimal(10_000)
AMOUNT = "Enter the amount in dollars, not below zero"
UNITS = "Enter how many, above zero"
NOT_OFFERED = "Choose a service that this program offers on that date"


@dataclass(frozen=True)
class OwnInput:
    """What a person says about a service of the agency's catalogue; None means not told."""

    item_id: int
    provided_on: date
    idempotency_key: str
    units: Decimal | None = None
    amount: Decimal | None = None
    note: str = ""


def items_of(session: Session, project_key: int, day: date) -> list[tuple[ServiceItem, str]]:
    """(item, its category) of the agency of a project that the caller has fetched through scope, as far as
    offered on a day. One statement."""
    agency = select(Project.organization_key).where(Project.id == project_key).scalar_subquery()
    query = (
        select(ServiceItem, ServiceCategory.name)
        .join(ServiceCategory, ServiceCategory.id == ServiceItem.category_id)
        .where(ServiceItem.organization_id == agency, _offered(day))
        .order_by(ServiceCategory.name, ServiceItem.name, ServiceItem.id)
    )
    return [(item, category) for item, category in session.execute(query)]


def record_own(
    session: Session, actor: Actor, client_id: int, enrollment_id: int, entry: OwnInput, clock: Clock
) -> OwnService:
    """Log an item on a stay. The same key again answers the row that the first one made. Without an amount it
    is units times cost. Raises DomainError naming the field: a day in the future or outside the stay, an item
    that is not offered, units or an amount that can't be; NotFound and Forbidden as `stay_for_service` says.
    Flushes."""
    stay = services.stay_for_service(session, actor, client_id, enrollment_id, clock.as_of)
    key = key_of(actor, stay.id, entry.idempotency_key)
    before = session.scalar(select(OwnService).where(OwnService.idempotency_key == key))
    if before is not None:
        return before
    _check_day(stay, entry.provided_on, clock.as_of)
    item = session.scalar(
        select(ServiceItem).where(
            ServiceItem.id == entry.item_id,
            ServiceItem.organization_id == stay.organization_id,
            _offered(entry.provided_on),
        )
    )
    if item is None:
        raise DomainError("service", NOT_OFFERED)
    row, is_new = own_rows.add_once(session, _new(actor, stay, item, entry, clock))
    if is_new:
        audit.record(
            session, actor, "own-service:create", "own_service", row.id, client_id=client_id, after=_told(row)
        )
    return row


def _new(actor: Actor, stay: Stay, item: ServiceItem, entry: OwnInput, clock: Clock) -> OwnService:
    units = _units(item, entry)
    return OwnService(
        client_id=stay.client_id,
        organization_id=stay.organization_id,
        account_id=actor.account_id,
        created_at=clock.now,
        version=1,
        idempotency_key=key_of(actor, stay.id, entry.idempotency_key),
        enrollment_key=stay.id,
        project_key=stay.project_key,
        item_id=item.id,
        provided_on=entry.provided_on,
        units=units,
        amount=_amount(item, entry, units),
        note=checked_note(entry.note),
    )


def undo_own(
    session: Session, actor: Actor, client_id: int, enrollment_id: int, row_id: int, clock: Clock
) -> None:
    """Take back what one has logged within the last ten minutes: it is marked as deleted. A second time
    changes nothing. Raises NotFound for anything but one's own row in scope, DomainError("service") when the
    time is over or somebody changed it. Flushes."""
    actor.require(Permission.SERVICE_UNDO_OWN)
    stay = enrollments.get_visible(session, actor, client_id, enrollment_id, clock.as_of)
    query = select(OwnService).where(
        OwnService.id == row_id,
        OwnService.enrollment_key == stay.id,
        OwnService.account_id == actor.account_id,
    )
    row = session.scalar(query.with_for_update().execution_options(populate_existing=True))
    if row is None:
        raise NotFound("own_service")
    if row.deleted_at is not None:
        return
    if row.version > 1 or row.created_at < clock.now - timedelta(minutes=services.UNDO_MINUTES):
        raise DomainError("service", services.TOO_LATE)
    before = _told(row) | {"deleted": False}
    row.deleted_at = row.edited_at = clock.now
    row.edited_account_id = actor.account_id
    row.version += 1
    session.flush()
    audit.record(
        session, actor, "own-service:undo", "own_service", row.id, client_id=client_id, before=before,
        after={"deleted": True},
    )  # fmt: skip


def standing(
    session: Session, enrollment_ids: Iterable[int], item_ids: Collection[int], day: date
) -> list[Any]:
    """(own service, item, who logged it) of a day for enrollments that the caller has fetched through scope,
    the earliest first. One statement."""
    query = _lines().where(
        OwnService.enrollment_key.in_(list(enrollment_ids)),
        OwnService.item_id.in_(list(item_ids)),
        OwnService.provided_on == day,
    )
    return list(session.execute(query.order_by(OwnService.id)))


def of_project_on(
    session: Session, actor: Actor, project_key: int, day: date, most: int, *, by_me: bool
) -> list[Any]:
    """The same for a project that the actor sees, the latest first, at most so many. One statement."""
    query = (
        _lines()
        .join(Enrollment, Enrollment.id == OwnService.enrollment_key)
        .join(Project, Project.id == Enrollment.project_key)
        .where(
            OwnService.project_key == project_key,
            OwnService.provided_on == day,
            Enrollment.date_deleted.is_(None),
            project_visible(actor),
        )
    )
    if by_me:
        query = query.where(OwnService.account_id == actor.account_id)
    return list(session.execute(query.order_by(OwnService.id.desc()).limit(most)))


def key_of(actor: Actor, enrollment_id: int, key: str) -> str:
    """The idempotency key as the row keeps it: nobody's key meets another's."""
    return f"{actor.account_id}:{enrollment_id}:{key}"


def _lines() -> Any:
    return (
        select(OwnService, ServiceItem, Account.display_name)
        .join(ServiceItem, ServiceItem.id == OwnService.item_id)
        .outerjoin(Account, Account.id == OwnService.account_id)
        .where(OwnService.deleted_at.is_(None))
    )


def _offered(day: date) -> Any:
    return (
        ServiceItem.retired_at.is_(None)
        & or_(ServiceItem.active_from.is_(None), ServiceItem.active_from <= day)
        & or_(ServiceItem.active_to.is_(None), ServiceItem.active_to >= day)
    )


def _check_day(stay: Stay, day: date, as_of: date) -> None:
    """As S115 has it for HUD's services."""
    early = stay.entry_date is not None and day < stay.entry_date
    if day > as_of or early or stay.is_over(day):
        raise DomainError("date_provided", service_rules.outside(stay, day, as_of))


def _units(item: ServiceItem, entry: OwnInput) -> Decimal | None:
    if item.unit is None:
        return None
    units = entry.units if entry.units is not None else item.default_units or Decimal(1)
    if not CENT <= units <= MOST_UNITS:
        raise DomainError("units", UNITS)
    return units.quantize(CENT)


def _amount(item: ServiceItem, entry: OwnInput, units: Decimal | None) -> Decimal | None:
    """A cost of zero says that the amount differs: nothing is worked out then."""
    if item.unit_cost is None:
        return None
    amount = entry.amount
    if amount is None and item.unit_cost:
        amount = item.unit_cost * (units or 1)
    if amount is None:
        return None
    if not 0 <= amount < LARGEST_AMOUNT:
        raise DomainError("amount", AMOUNT)
    return amount.quantize(CENT)


def _told(row: OwnService) -> dict[str, Any]:
    names = ("item_id", "enrollment_key", "provided_on", "units", "amount")
    return {name: getattr(row, name) for name in names if getattr(row, name) is not None}
