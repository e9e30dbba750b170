"""The catalogue of services of an agency: its items by category, adding, changing and retiring one. Beside
HUD's lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.db.errors import DomainError, NotFound
from hmis_web.domain import audit, own_rows
from hmis_web.domain.clock import Clock
from hmis_web.models import Organization, ServiceCategory, ServiceItem

LONGEST = 60
MOST_COST = Decimal(1_000_000)
MOST_UNITS = Decimal(10_000)


@dataclass(frozen=True)
class ItemInput:
    """What is said of an item. Costs are US dollars: None keeps no amount, 0 differs each time."""

    category: str
    name: str
    unit: str = ""
    unit_cost: Decimal | None = None
    default_units: Decimal | None = None
    active_from: date | None = None
    active_to: date | None = None


@dataclass(frozen=True)
class CatalogItem:
    """An item as it stands."""

    id: int
    agency: str
    said: ItemInput
    retired_at: datetime | None
    version: int


def items(session: Session, actor: Actor) -> list[CatalogItem]:
    """The catalogue of the agency acted for, by category and name, retired items too; of every agency for a
    system administrator who acts for all. One statement."""
    query = _of_agency(actor).order_by(
        Organization.organization_name, ServiceCategory.name, ServiceItem.name, ServiceItem.id
    )
    return [_as_it_stands(*row) for row in session.execute(query)]


def categories(session: Session, actor: Actor) -> list[str]:
    """The headings that the agency acted for has. One statement."""
    query = select(ServiceCategory.name).where(ServiceCategory.organization_id == actor.organization_id)
    return list(session.scalars(query.order_by(ServiceCategory.name)))


def get_item(session: Session, actor: Actor, item_id: int) -> CatalogItem:
    """An item. Raises NotFound for another agency's and none. One statement."""
    found = session.execute(_of_agency(actor).where(ServiceItem.id == item_id)).first()
    if found is None:
        raise NotFound("service_item")
    return _as_it_stands(*found)


def add_item(session: Session, actor: Actor, said: ItemInput) -> int:
    """Add an item to the catalogue of the agency acted for; answers its id. Raises DomainError naming the
    field. Flushes."""
    actor.require(Permission.AGENCY_EDIT_OWN)
    agency = own_rows.agency_of(actor)
    row = ServiceItem(organization_id=agency, version=1)
    _fill(session, row, said)
    _flush(session, row)
    audit.record(session, actor, "service-item:create", "service_item", row.id, after=_told(row))
    return row.id


def edit_item(
    session: Session,
    actor: Actor,
    item_id: int,
    said: ItemInput,
    version: int,
    clock: Clock,
    *,
    retired: bool | None = None,
) -> None:
    """Change an item, retire it or offer it again; what was given of it keeps its amounts. Raises
    DomainError naming the field, NotFound, StaleVersion. Flushes."""
    actor.require(Permission.AGENCY_EDIT_OWN)
    row = session.scalar(
        select(ServiceItem)
        .where(ServiceItem.id == item_id, own_rows.belonging(actor, ServiceItem.organization_id))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise NotFound("service_item")
    own_rows.require_version(row, version)
    _fill(session, row, said)
    if retired is not None and retired != (row.retired_at is not None):
        row.retired_at = clock.now if retired else None
    before, after = audit.changes(row)
    if not after:
        return
    row.version += 1
    _flush(session, row)
    audit.record(session, actor, "service-item:edit", "service_item", row.id, before=before, after=after)


def _of_agency(actor: Actor) -> Any:
    actor.require(Permission.AGENCY_EDIT_OWN)
    query = (
        select(ServiceItem, ServiceCategory.name, Organization.organization_name)
        .join(ServiceCategory, ServiceCategory.id == ServiceItem.category_id)
        .join(Organization, Organization.id == ServiceItem.organization_id)
    )
    if actor.organization_id is None:  # an administrator who acts for all
        return query
    return query.where(ServiceItem.organization_id == actor.organization_id)


def _fill(session: Session, row: ServiceItem, said: ItemInput) -> None:
    name, category, unit = (" ".join(text.split()) for text in (said.name, said.category, said.unit))
    for field, text, message in (
        ("name", name, "Say what it is called"),
        ("category", category, "Say under which heading it stands"),
    ):
        if not text:
            raise DomainError(field, message)
    for field, text in (("name", name), ("category", category), ("unit", unit)):
        if len(text) > LONGEST:
            raise DomainError(field, f"Say it in at most {LONGEST} characters")
    if said.unit_cost is not None and not 0 <= said.unit_cost < MOST_COST:
        raise DomainError("unit_cost", "Enter the cost in dollars, not below zero")
    if said.default_units is not None and not 0 < said.default_units <= MOST_UNITS:
        raise DomainError("default_units", "Enter how many are given as a rule, above zero")
    if said.default_units is not None and not unit:
        raise DomainError("unit", "Say what is counted, such as “meal”")
    if said.active_from and said.active_to and said.active_to < said.active_from:
        raise DomainError("active_to", "Enter a day that is not before the first")
    row.category_id = _category(session, row.organization_id, category)
    row.name, row.unit, row.unit_cost = name, unit or None, said.unit_cost
    row.default_units = said.default_units
    row.active_from, row.active_to = said.active_from, said.active_to
    same = select(ServiceItem.id).where(
        ServiceItem.category_id == row.category_id,
        func.lower(ServiceItem.name) == name.lower(),
        ServiceItem.id != (row.id or 0),
    )
    with session.no_autoflush:
        if session.scalar(same.limit(1)) is not None:
            raise DomainError("name", "There is one of this name under this heading already")


def _flush(session: Session, row: ServiceItem) -> None:
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError as error:  # somebody else was quicker
        raise DomainError("name", "There is one of this name under this heading already") from error


def _category(session: Session, agency: int, name: str) -> int:
    query = select(ServiceCategory).where(ServiceCategory.organization_id == agency)
    known = next((row for row in session.scalars(query) if row.name.lower() == name.lower()), None)
    if known is not None:
        return known.id
    row = ServiceCategory(organization_id=agency, name=name)
    with session.begin_nested():
        session.add(row)
        session.flush()
    return row.id


def _as_it_stands(row: ServiceItem, category: str, agency: str | None) -> CatalogItem:
    said = ItemInput(
        category, row.name, row.unit or "", row.unit_cost, row.default_units, row.active_from, row.active_to
    )
    return CatalogItem(row.id, agency or "", said, row.retired_at, row.version)


def _told(row: ServiceItem) -> dict[str, object]:
    names = ("name", "category_id", "unit", "unit_cost", "default_units", "active_from", "active_to")
    return {name: getattr(row, name) for name in names if getattr(row, name) is not None}
