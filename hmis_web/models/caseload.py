"""Who works with whom, and what the daily check of all records found."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Integer, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from hmis_web.db.base import Base
from hmis_web.db.types import UtcDateTime

CASE_ROLES = ("case_manager", "housing", "support")
"""What somebody does for a client: leads the case, looks for housing, helps besides."""


def _unique_where(name: str, condition: str, *columns: str) -> Index:
    where = text(condition)
    return Index(name, *columns, unique=True, sqlite_where=where, postgresql_where=where)


class CaseAssignment(Base):
    """A client on somebody's caseload at an agency: for one stay, or for the client whatever the stay."""

    __tablename__ = "case_assignment"
    __table_args__ = (
        CheckConstraint(f"role in {CASE_ROLES}", name="role"),
        CheckConstraint("ended_on is null or ended_on >= starts_on", name="ended"),
        _unique_where("uq_case_assignment_stay", "enrollment_id is not null and ended_on is null",
                      "account_id", "enrollment_id"),
        _unique_where("uq_case_assignment_client", "enrollment_id is null and ended_on is null",
                      "account_id", "organization_id", "client_id"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    enrollment_id: Mapped[int | None] = mapped_column(
        ForeignKey("enrollment.id"), index=True, comment="null = whatever the stay"
    )
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    role: Mapped[str] = mapped_column(Text)
    starts_on: Mapped[date] = mapped_column(Date)
    ended_on: Mapped[date | None] = mapped_column(Date, comment="no longer from this day on")
    assigned_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    assigned_at: Mapped[datetime] = mapped_column(UtcDateTime)
    note: Mapped[str | None] = mapped_column(Text, comment="from whoever handed the client over")
    version: Mapped[int] = mapped_column(Integer, server_default=text("1"), default=1)


class QualityFinding(Base):
    """What the daily check noticed about a stay, its client or a project, until it no longer holds. What is
    wrong with a client stands at their latest stay with each agency."""

    __tablename__ = "quality_finding"
    __table_args__ = (
        CheckConstraint("severity in ('error','high','warning')", name="severity"),
        _unique_where("uq_quality_finding_stay", "enrollment_key is not null", "enrollment_key", "rule_id"),
        _unique_where("uq_quality_finding_project", "enrollment_key is null", "project_key", "rule_id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    rule_id: Mapped[str] = mapped_column(Text)
    severity: Mapped[str] = mapped_column(Text)
    project_key: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    enrollment_key: Mapped[int | None] = mapped_column(
        ForeignKey("enrollment.id"), comment="null = about the project"
    )
    day: Mapped[date | None] = mapped_column(Date, comment="that the finding is about")
    found_on: Mapped[date] = mapped_column(Date, comment="day on which it was found first")
