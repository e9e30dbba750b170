"""An agency's own catalogue of services, and what was given of it. Beside HUD's Services.csv, never in it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Integer, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from hmis_web.db.base import Base
from hmis_web.db.types import Money, UtcDateTime
from hmis_web.models.note import EditedRow, OwnRow


class ServiceCategory(Base):
    """A heading of an agency's catalogue."""

    __tablename__ = "service_category"
    __table_args__ = (UniqueConstraint("organization_id", "name"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    name: Mapped[str] = mapped_column(Text)


class ServiceItem(Base):
    """Something that an agency gives. A retired one is offered no more; what was given of it stays."""

    __tablename__ = "service_item"
    __table_args__ = (
        UniqueConstraint("category_id", "name"),
        CheckConstraint("active_to is null or active_from is null or active_to >= active_from", name="dates"),
        CheckConstraint("unit_cost is null or unit_cost >= 0", name="cost"),
        CheckConstraint("default_units is null or default_units > 0", name="units"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    category_id: Mapped[int] = mapped_column(ForeignKey("service_category.id"))
    name: Mapped[str] = mapped_column(Text)
    unit: Mapped[str | None] = mapped_column(Text, comment="what is counted; null = nothing is")
    unit_cost: Mapped[Decimal | None] = mapped_column(
        Money, comment="US dollars; null = no amount is kept, 0 = it differs each time"
    )
    default_units: Mapped[Decimal | None] = mapped_column(Money)
    active_from: Mapped[date | None] = mapped_column(Date)
    active_to: Mapped[date | None] = mapped_column(Date, comment="the last day")
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Integer, server_default=text("1"), default=1)


class OwnService(OwnRow, EditedRow, Base):
    """An item that a client was given, on a stay or by itself."""

    __tablename__ = "own_service"
    __table_args__ = (
        Index("ix_own_service_enrollment_key_provided_on", "enrollment_key", "provided_on"),
        Index("ix_own_service_project_key_provided_on", "project_key", "provided_on"),
    )

    enrollment_key: Mapped[int | None] = mapped_column(
        ForeignKey("enrollment.id"), comment="null = stands alone"
    )
    project_key: Mapped[int | None] = mapped_column(ForeignKey("project.id"), comment="of the stay")
    item_id: Mapped[int] = mapped_column(ForeignKey("service_item.id"), index=True)
    provided_on: Mapped[date] = mapped_column(Date)
    units: Mapped[Decimal | None] = mapped_column(Money)
    amount: Mapped[Decimal | None] = mapped_column(Money, comment="US dollars in all")
    note: Mapped[str | None] = mapped_column(Text)
