"""Where rows come from: data sources and imports."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from hmis_web.db.base import Base
from hmis_web.db.types import UtcDateTime

LOCAL_SOURCE = "local"
"""Name of the data source of what is entered here."""
ENROLLING, ALL = "enrolling", "all"
"""Who sees a source's clients: the agencies that enrolled them, or all agencies of the source."""


class DataSource(Base):
    """A system whose identifiers are unique among themselves: this installation, or one that sends files."""

    __tablename__ = "data_source"
    __table_args__ = (CheckConstraint("client_sharing in ('enrolling','all')", name="client_sharing"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(Text, unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    client_sharing: Mapped[str] = mapped_column(Text, server_default=ENROLLING)


class ImportRun(Base):
    """One import of an HMIS CSV file, from upload to result."""

    __tablename__ = "import_run"
    __table_args__ = (
        CheckConstraint(
            "state in ('queued','reading','checking','planned','applying','applied','unchanged','refused',"
            "'cancelled','failed')",
            name="state",
        ),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    data_source_id: Mapped[int | None] = mapped_column(ForeignKey("data_source.id"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"), index=True)
    file_name: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(Text)
    kept_path: Mapped[str | None] = mapped_column(Text, comment="encrypted upload, relative to HMIS_VAR")
    csv_version: Mapped[str | None] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    options: Mapped[str] = mapped_column(Text, server_default=text("'{}'"), comment="JSON")
    plan: Mapped[str | None] = mapped_column(
        Text, comment="JSON: per file new, changed, unchanged, conflict, missing"
    )
    message: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    applied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ImportFinding(Base):
    """One thing that an import noticed: where, what, and how bad."""

    __tablename__ = "import_finding"
    __table_args__ = (Index("ix_import_finding_import_run_id_severity", "import_run_id", "severity"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    import_run_id: Mapped[int] = mapped_column(ForeignKey("import_run.id"))
    file: Mapped[str] = mapped_column(Text)
    line: Mapped[int | None] = mapped_column(Integer)
    column: Mapped[str | None] = mapped_column(Text)
    value: Mapped[str | None] = mapped_column(Text, comment="encrypted when the column holds personal data")
    rule: Mapped[str] = mapped_column(Text)
    severity: Mapped[str] = mapped_column(Text, comment="error, warning or info")
    message: Mapped[str] = mapped_column(Text)
    count: Mapped[int] = mapped_column(
        Integer, server_default=text("1"), comment="rows that a grouped finding stands for"
    )
