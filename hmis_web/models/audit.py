"""Who did what, append-only (decision 10)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from hmis_web.db.base import Base
from hmis_web.db.types import UtcDateTime


class AuditEvent(Base):
    """One act: a change, a read of a client record, a search, a sign-in, an import. No foreign keys: it
    outlives its subjects."""

    __tablename__ = "audit_event"
    __table_args__ = (
        Index("ix_audit_event_client_id_at", "client_id", "at"),
        Index("ix_audit_event_account_id_at", "account_id", "at"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    account_id: Mapped[int | None] = mapped_column(Integer, comment="null = the system")
    organization_id: Mapped[int | None] = mapped_column(Integer, comment="agency acted for")
    verb: Mapped[str] = mapped_column(Text)
    subject_type: Mapped[str] = mapped_column(Text)
    subject_id: Mapped[int | None] = mapped_column(Integer)
    client_id: Mapped[int | None] = mapped_column(Integer)
    details: Mapped[str | None] = mapped_column(Text, comment="JSON; SSN and notes only as digests")
    request_id: Mapped[str | None] = mapped_column(Text)
