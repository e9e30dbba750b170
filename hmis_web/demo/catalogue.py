"""What the agencies give besides what HUD asks about: a small catalogue for each."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import Connection, insert, select

from hmis_web.models import Organization, ServiceCategory, ServiceItem

CATALOGUE: dict[str, tuple[tuple[str, str | None, str | None], ...]] = {
    "Food": (("Meal", "meal", "4.50"), ("Food box", "box", "28")),
    "Hygiene": (("Hygiene kit", "kit", "6"), ("Shower", None, None), ("Laundry", "load", "3.50")),
    "Transport": (("Bus day pass", "pass", "7"), ("Ride", None, None)),
    "Clothing and bedding": (("Clothing", "set", "12"), ("Blanket", "blanket", "9")),
    "Documents": (("Fee for an ID or birth certificate", None, "0"),),
}
"""{category: (item, what is counted, US dollars for each)}; zero differs each time."""


def add_catalogue(connection: Connection, after: int) -> None:
    """The catalogue for each agency behind an id, empty of days: it is offered on all of them."""
    agencies = connection.scalars(select(Organization.id).where(Organization.id > after)).all()
    if not agencies:
        return
    headings = [{"organization_id": agency, "name": name} for agency in agencies for name in CATALOGUE]
    connection.execute(insert(ServiceCategory), headings)
    made = select(ServiceCategory.id, ServiceCategory.organization_id, ServiceCategory.name).where(
        ServiceCategory.organization_id.in_(agencies)
    )
    items = [
        {"organization_id": heading.organization_id, "category_id": heading.id, "name": name, "unit": unit,
         "unit_cost": None if cost is None else Decimal(cost),
         "default_units": None if unit is None else Decimal(1)}
        for heading in connection.execute(made.order_by(ServiceCategory.id))
        for name, unit, cost in CATALOGUE[heading.name]
    ]  # fmt: skip
    connection.execute(insert(ServiceItem), items)
