"""What was deleted, by whom and why, and what came back (decision 15)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Index, Integer, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from hmis_web.db.base import Base
from hmis_web.db.types import UtcDateTime


class Deletion(Base):
    """One row that was deleted. What goes in one act comes back in one: the row that was asked for is its
    head."""

    __tablename__ = "deletion"
    __table_args__ = (
        Index(
            "uq_deletion_open",
            "subject_kind",
            "subject_id",
            unique=True,
            sqlite_where=text("restored_at IS NULL"),
            postgresql_where=text("restored_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    act: Mapped[str] = mapped_column(Text, index=True, comment="the same for all that went together")
    is_head: Mapped[bool] = mapped_column(Boolean)
    subject_kind: Mapped[str] = mapped_column(Text, comment="see domain/deletion_kinds.py")
    subject_id: Mapped[int] = mapped_column(Integer)
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    organization_id: Mapped[int] = mapped_column(
        ForeignKey("organization.id"), index=True, comment="agency that had entered it"
    )
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str] = mapped_column(Text)
    deleted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    restored_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    restored_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
