"""What is kept of a client besides the record: files, and the photo."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    Text,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from hmis_web.db.base import Base
from hmis_web.db.types import UtcDateTime
from hmis_web.models.note import OwnRow

FILE_KINDS = ("pdf", "jpeg", "png", "tiff", "docx", "txt")
"""What a file is, by its content; see domain/file_kinds.py."""
FILE_CATEGORIES = (
    "identity",
    "birth",
    "social_security",
    "income",
    "homelessness",
    "disability",
    "housing",
    "medical",
    "legal",
    "consent",
    "letter",
    "other",
)
"""What a file is about."""


class ClientFile(OwnRow, Base):
    """A file about a client. Its content lies encrypted in HMIS_VAR."""

    __tablename__ = "client_file"
    __table_args__ = (
        CheckConstraint(f"kind in {FILE_KINDS}", name="kind"),
        CheckConstraint(f"category in {FILE_CATEGORIES}", name="category"),
        Index("ix_client_file_organization_id_expires_on", "organization_id", "expires_on"),
    )

    name: Mapped[str] = mapped_column(Text, comment="without the ending, which follows from the kind")
    category: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    size: Mapped[int] = mapped_column(Integer, comment="bytes of the content as kept")
    path: Mapped[str] = mapped_column(Text, comment="relative to HMIS_VAR")
    added_on: Mapped[date] = mapped_column(Date)
    expires_on: Mapped[date | None] = mapped_column(Date, comment="last valid day")
    confidential: Mapped[bool] = mapped_column(
        Boolean,
        server_default=false(),
        default=False,
        comment="for managers of the agency and who added it alone",
    )
    scanned: Mapped[bool] = mapped_column(Boolean, comment="a virus scanner called it clean")


class ClientPhoto(Base):
    """What a client looks like: a small square picture, one a client."""

    __tablename__ = "client_photo"

    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), primary_key=True, autoincrement=False)
    organization_id: Mapped[int | None] = mapped_column(
        ForeignKey("organization.id"), index=True, comment="agency that set it"
    )
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    content: Mapped[str] = mapped_column(Text, comment="JPEG, encrypted, in letters")
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Integer, server_default=text("1"), default=1)
