"""Cards that clients carry: a code that stands for them, and can be taken back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from hmis_web.db.base import Base
from hmis_web.db.types import UtcDateTime

CARD_ENDS = ("replaced", "lost", "found", "ended")
"""Why a card is no longer valid: another one was made in its place, it was lost, somebody found it and handed
it in, it is no longer needed."""
_VALID = text("revoked_at is null")


class ClientCard(Base):
    """A card that an agency gave a client. The code is drawn by chance and says nothing about them."""

    __tablename__ = "client_card"
    __table_args__ = (
        CheckConstraint(f"reason in {CARD_ENDS}", name="reason"),
        CheckConstraint("(revoked_at is null) = (reason is null)", name="revoked"),
        Index("uq_client_card_code", "code", unique=True),
        Index(
            "uq_client_card_valid",
            "client_id",
            "organization_id",
            unique=True,
            sqlite_where=_VALID,
            postgresql_where=_VALID,
        ),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    code: Mapped[str] = mapped_column(Text, comment="with its check character, without spaces")
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    issued_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str | None] = mapped_column(Text, comment="why it is no longer valid")
