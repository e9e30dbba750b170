"""Households as people live together, whether or not they are enrolled anywhere (decision 25). A household of
enrollments is another thing: the stays that share HUD's HouseholdID."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Integer, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from hmis_web.db.base import Base
from hmis_web.db.types import UtcDateTime

CURRENT = "left_on IS NULL AND deleted_at IS NULL"
CURRENT_HEAD = f"relationship_to_hoh = 1 AND {CURRENT}"


class Household(Base):
    """People who live together, as one agency knows them."""

    __tablename__ = "household"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    organization_id: Mapped[int] = mapped_column(
        ForeignKey("organization.id"), index=True, comment="agency that keeps it"
    )
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    deleted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    delete_reason: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int] = mapped_column(Integer, server_default=text("1"), default=1)
    idempotency_key: Mapped[str | None] = mapped_column(Text, unique=True)


class HouseholdMember(Base):
    """That somebody belongs to a household as its head, a child ... (list 3.15.1), from one day to another.
    Whoever becomes something else in it gets another row. One head a household, one household a person and
    agency: kept by the two unique indexes."""

    __tablename__ = "household_member"
    __table_args__ = (
        CheckConstraint("left_on >= joined_on", name="left"),
        Index(
            "uq_household_member_head",
            "household_id",
            unique=True,
            sqlite_where=text(CURRENT_HEAD),
            postgresql_where=text(CURRENT_HEAD),
        ),
        Index(
            "uq_household_member_client",
            "organization_id",
            "client_id",
            unique=True,
            sqlite_where=text(CURRENT),
            postgresql_where=text(CURRENT),
        ),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"), index=True)
    organization_id: Mapped[int] = mapped_column(
        ForeignKey("organization.id"), index=True, comment="the household's"
    )
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    relationship_to_hoh: Mapped[int] = mapped_column(Integer, comment="list 3.15.1")
    joined_on: Mapped[date] = mapped_column(Date, comment="first day")
    left_on: Mapped[date | None] = mapped_column(Date, comment="first day without; null = still there")
    deleted_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="with the household")
