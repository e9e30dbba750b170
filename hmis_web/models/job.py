"""Long work and what it leaves: jobs, artifacts, report runs."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, Float, ForeignKey, Index, Integer, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from hmis_web.db.base import Base
from hmis_web.db.types import UtcDateTime


class Job(Base):
    """A piece of long work: who asked, how far it is, how it ended."""

    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint("state in ('queued','running','done','failed','cancelled')", name="state"),
        Index("ix_job_account_id_created_at", "account_id", "created_at"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    parameters: Mapped[str] = mapped_column(Text, comment="JSON: ids and options, no personal data")
    state: Mapped[str] = mapped_column(Text)
    fraction: Mapped[float] = mapped_column(Float, server_default=text("0"), default=0.0)
    message: Mapped[str | None] = mapped_column(Text)
    reference: Mapped[str | None] = mapped_column(Text, comment="error reference shown to the person")
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    organization_id: Mapped[int | None] = mapped_column(Integer, comment="agency acted for")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Artifact(Base):
    """A file that a job made, encrypted in HMIS_VAR."""

    __tablename__ = "artifact"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"), index=True)
    report_run_id: Mapped[int | None] = mapped_column(ForeignKey("report_run.id"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    kind: Mapped[str] = mapped_column(Text, comment="universe, tables, pdf, csv, xlsx, hmis_csv, findings")
    file_name: Mapped[str] = mapped_column(Text)
    media_type: Mapped[str] = mapped_column(Text)
    path: Mapped[str] = mapped_column(Text, comment="relative to HMIS_VAR")
    size: Mapped[int] = mapped_column(Integer)
    sha256: Mapped[str] = mapped_column(Text, comment="of the plain content")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ReportRun(Base):
    """One run of a report: its parameters and the fingerprints that make it repeatable."""

    __tablename__ = "report_run"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    spec_version: Mapped[str] = mapped_column(Text)
    engine_version: Mapped[str] = mapped_column(Text)
    parameters: Mapped[str] = mapped_column(Text, comment="JSON")
    start_date: Mapped[date] = mapped_column(Date)
    end_date: Mapped[date] = mapped_column(Date)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"), index=True)
    universe_hash: Mapped[str | None] = mapped_column(Text)
    data_as_of: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
