"""What one person did on one page when a household left: kept so that it can be taken back whole."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Integer, PrimaryKeyConstraint, Text
from sqlalchemy.orm import Mapped, mapped_column

from hmis_web.db.base import Base
from hmis_web.db.types import UtcDateTime


class HouseholdExit(Base):
    """One exit of one or more members of a household. HUD 3.11."""

    __tablename__ = "household_exit"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    organization_id: Mapped[int | None] = mapped_column(
        ForeignKey("organization.id"), index=True, comment="agency acted for"
    )
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changes: Mapped[str] = mapped_column(
        Text, comment="JSON: [table, id, column, before, after] of what changed besides the exits"
    )
    idempotency_key: Mapped[str | None] = mapped_column(Text, unique=True)


class HouseholdExitMember(Base):
    """One of those who left, and whether it was taken back since."""

    __tablename__ = "household_exit_member"
    __table_args__ = (
        PrimaryKeyConstraint("household_exit_id", "enrollment_key"),
        CheckConstraint("taken_back_how in ('undo','reopen')", name="taken_back_how"),
        CheckConstraint("(taken_back_at is null) = (taken_back_how is null)", name="taken_back"),
    )

    household_exit_id: Mapped[int] = mapped_column(ForeignKey("household_exit.id"))
    enrollment_key: Mapped[int] = mapped_column(ForeignKey("enrollment.id"), index=True)
    exit_key: Mapped[int] = mapped_column(ForeignKey("exit.id"), index=True)
    taken_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    taken_back_how: Mapped[str | None] = mapped_column(Text)
