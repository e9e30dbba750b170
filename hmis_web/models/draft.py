"""What somebody typed and has not saved yet."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hmis_web.db.base import Base
from hmis_web.db.types import UtcDateTime


class Draft(Base):
    """A form as one person left it: one for each account, agency, form and subject (decisions 21 and 22)."""

    __tablename__ = "draft"
    __table_args__ = (
        UniqueConstraint(
            "account_id", "organization_id", "form", "subject", name="uq_draft_account_agency_form_subject"
        ),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    organization_id: Mapped[int] = mapped_column(Integer, comment="agency of the form; 0 = all agencies")
    form: Mapped[str] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(Text, comment="numbers of what the form is about")
    path: Mapped[str] = mapped_column(Text, comment="page of the form; numbers only")
    form_version: Mapped[int] = mapped_column(Integer, comment="of the form's fields, when it was typed")
    body: Mapped[str] = mapped_column(Text, comment="encrypted")
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
