"""Records of one person: that two are not, and that two became one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Integer, PrimaryKeyConstraint, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from hmis_web.db.base import Base
from hmis_web.db.types import UtcDateTime


class NotSame(Base):
    """Somebody said that two records are two people; nobody is asked again. Each pair stands both ways round,
    so that either record finds it."""

    __tablename__ = "not_same"
    __table_args__ = (
        PrimaryKeyConstraint("client_id", "other_id"),
        CheckConstraint("client_id <> other_id", name="two"),
    )

    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    other_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    organization_id: Mapped[int | None] = mapped_column(
        ForeignKey("organization.id"), comment="agency that said so"
    )
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    said_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ClientMerge(Base):
    """Two records became one. What moved stands in `ClientMergeRow`, so that all of it can go back."""

    __tablename__ = "client_merge"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    survivor_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    merged_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    merged_at: Mapped[datetime] = mapped_column(UtcDateTime)
    survivor_before: Mapped[str] = mapped_column(
        Text, comment="JSON: columns of the survivor that the merge changed, as they were; the SSN sealed"
    )
    survivor_after: Mapped[str] = mapped_column(Text, comment="JSON: the same as the merge left them")
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    version: Mapped[int] = mapped_column(Integer, server_default=text("1"), default=1)


class ClientMergeRow(Base):
    """One row that a merge moved to the survivor, or took out because the survivor has its like."""

    __tablename__ = "client_merge_row"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    merge_id: Mapped[int] = mapped_column(ForeignKey("client_merge.id"), index=True)
    table_name: Mapped[str] = mapped_column(Text)
    column_name: Mapped[str] = mapped_column(Text)
    row_key: Mapped[str] = mapped_column(Text, comment="JSON: the row's key since it moved")
    removed: Mapped[str | None] = mapped_column(Text, comment="JSON: the row that was taken out")
