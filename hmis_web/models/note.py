"""Case notes with their earlier versions, and public alerts."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Integer, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from hmis_web.db.base import Base
from hmis_web.db.types import UtcDateTime


class OwnRow:
    """What every writable table of ours shares."""

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    organization_id: Mapped[int] = mapped_column(
        ForeignKey("organization.id"), index=True, comment="agency that wrote it"
    )
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    deleted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Integer, server_default=text("1"), default=1)
    idempotency_key: Mapped[str | None] = mapped_column(Text, unique=True)


class EditedRow:
    """Who changed a row of ours last, and when; null: nobody since it was written."""

    edited_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    edited_account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class Note(OwnRow, EditedRow, Base):
    """A case note about a client."""

    __tablename__ = "note"

    written_on: Mapped[date] = mapped_column(Date)
    text: Mapped[str] = mapped_column(Text)


class NoteVersion(Base):
    """How a note read before it was changed."""

    __tablename__ = "note_version"
    __table_args__ = (UniqueConstraint("note_id", "version"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("note.id"))
    version: Mapped[int] = mapped_column(Integer)
    written_on: Mapped[date] = mapped_column(Date)
    text: Mapped[str] = mapped_column(Text)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), comment="who wrote it so")
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PublicAlert(OwnRow, EditedRow, Base):
    """A short notice on a client's record, seen by other agencies too; it always ends (access.md 4.3)."""

    __tablename__ = "public_alert"
    __table_args__ = (
        CheckConstraint("priority in ('info','important','urgent')", name="priority"),
        Index("ix_public_alert_client_id_ends_on", "client_id", "ends_on"),
    )

    title: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    priority: Mapped[str] = mapped_column(Text)
    phone: Mapped[str | None] = mapped_column(Text)
    ends_on: Mapped[date] = mapped_column(Date)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="ended before its last day")
