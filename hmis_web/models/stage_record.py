"""What was asked of somebody at a stage of a stay, by whom, and what is still to look at."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from hmis_web.db.base import Base
from hmis_web.db.types import UtcDateTime

COMPLETE, INCOMPLETE = "complete", "incomplete"
STATES = (COMPLETE, INCOMPLETE)
SEVERITIES = ("error", "high", "warning")


class StageRecord(Base):
    """One form of a stage as it was saved last. Its answers stand in HUD's tables; this says how many of the
    questions were answered, and whether somebody called it complete. HUD 5.03, 5.04."""

    __tablename__ = "stage_record"
    __table_args__ = (
        UniqueConstraint(
            "enrollment_key", "stage", "information_date", name="uq_stage_record_enrollment_stage_date"
        ),
        CheckConstraint(f"state in {STATES}", name="state"),
        Index(
            "ix_stage_record_incomplete",
            "enrollment_key",
            sqlite_where=text("state = 'incomplete'"),
            postgresql_where=text("state = 'incomplete'"),
        ),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    enrollment_key: Mapped[int] = mapped_column(ForeignKey("enrollment.id"))
    client_key: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    stage: Mapped[int] = mapped_column(Integer, comment="list 5.03.1")
    information_date: Mapped[date] = mapped_column(Date)
    state: Mapped[str] = mapped_column(Text)
    answered: Mapped[int] = mapped_column(Integer)
    asked: Mapped[int] = mapped_column(Integer)
    form_version: Mapped[str] = mapped_column(Text)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    organization_id: Mapped[int | None] = mapped_column(
        ForeignKey("organization.id"), index=True, comment="agency that saved it"
    )
    version: Mapped[int] = mapped_column(Integer, server_default=text("1"), default=1)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)


class RecordFinding(Base):
    """Something that a rule found when answers were saved, until a later save no longer finds it."""

    __tablename__ = "record_finding"
    __table_args__ = (
        CheckConstraint(f"severity in {SEVERITIES}", name="severity"),
        Index(
            "ix_record_finding_open_enrollment_key",
            "enrollment_key",
            sqlite_where=text("resolved_at IS NULL"),
            postgresql_where=text("resolved_at IS NULL"),
        ),
        Index(
            "ix_record_finding_open_client_key",
            "client_key",
            sqlite_where=text("resolved_at IS NULL"),
            postgresql_where=text("resolved_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    rule: Mapped[str] = mapped_column(Text)
    key: Mapped[str] = mapped_column(Text, comment="question")
    severity: Mapped[str] = mapped_column(Text)
    client_key: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    enrollment_key: Mapped[int | None] = mapped_column(
        ForeignKey("enrollment.id"), index=True, comment="null = about the person"
    )
    stage_record_id: Mapped[int | None] = mapped_column(ForeignKey("stage_record.id"), index=True)
    assessment_key: Mapped[int | None] = mapped_column(
        ForeignKey("assessment.id"), index=True, comment="of coordinated entry; a stay has several"
    )
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    noted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    resolved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
