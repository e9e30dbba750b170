"""Who did what, append-only and chained (decision 10). No foreign keys: it outlives its subjects. Triggers
keep the rows as they are, and note each new event in `AuditPending` (migration 0009)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from hmis_web.db.base import Base
from hmis_web.db.types import UtcDateTime


class AuditEvent(Base):
    """One act: a change, a read of a client record, a search, a sign-in, an import."""

    __tablename__ = "audit_event"
    __table_args__ = (
        Index("ix_audit_event_client_id_at", "client_id", "at"),
        Index("ix_audit_event_account_id_at", "account_id", "at"),
        Index("ix_audit_event_at", "at"),
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
    role_code: Mapped[str | None] = mapped_column(Text, comment="role acted in")
    values_digest: Mapped[str | None] = mapped_column(Text, comment="of its audit_value")
    mark: Mapped[str | None] = mapped_column(Text, comment="nonce and keyed digest, at writing")


class AuditValue(Base):
    """Old and new values of a change. Retention may empty the content; its digest stays in the chain, and the
    salt goes with the content, so that nobody can guess what stood there."""

    __tablename__ = "audit_value"

    event_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    salt: Mapped[str | None] = mapped_column(Text)
    content: Mapped[str | None] = mapped_column(Text, comment="JSON: before, after; null = emptied")
    emptied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class AuditPending(Base):
    """An event that waits to be sealed."""

    __tablename__ = "audit_pending"

    event_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)


class AuditSeal(Base):
    """A link of the chain: one for each event, in the order of sealing, numbered without a gap from 1. Number
    0 is the beginning."""

    __tablename__ = "audit_seal"

    sequence: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    event_id: Mapped[int | None] = mapped_column(Integer, unique=True, comment="null = the beginning")
    digest: Mapped[str] = mapped_column(Text, comment="of the event")
    sealed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    hash: Mapped[str] = mapped_column(Text)
