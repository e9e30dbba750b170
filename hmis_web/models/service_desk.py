"""What stands on top of the service desk, as each person left it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Date, ForeignKey, Integer, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hmis_web.db.base import Base
from hmis_web.db.types import Money, UtcDateTime


class ServiceDesk(Base):
    """What somebody logs at an agency at the moment: one row for each account and agency."""

    __tablename__ = "service_desk"
    __table_args__ = (
        UniqueConstraint("account_id", "organization_id", name="uq_service_desk_account_agency"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    organization_id: Mapped[int] = mapped_column(Integer, comment="agency acted for; 0 = all agencies")
    project_key: Mapped[int] = mapped_column(ForeignKey("project.id"))
    choices: Mapped[str] = mapped_column(Text, comment="codes of one to three services, a space between")
    day: Mapped[date] = mapped_column(Date, comment="of the services; holds on the day of changed_at alone")
    units: Mapped[Decimal | None] = mapped_column(Money)
    amount: Mapped[Decimal | None] = mapped_column(Money)
    note: Mapped[str] = mapped_column(Text, comment="holds on the day of changed_at alone")
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
