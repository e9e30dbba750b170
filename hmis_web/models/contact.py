"""How a client is reached: people and numbers, and places."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Boolean, CheckConstraint, Date, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from hmis_web.db.base import Base
from hmis_web.models.note import EditedRow, OwnRow

CONTACT_KINDS = (
    "phone",
    "email",
    "emergency",
    "relative",
    "friend",
    "guardian",
    "case_worker",
    "landlord",
    "employer",
    "other",
)
"""`phone` and `email` are the client's own; the others are people."""
LOCATION_KINDS = ("home", "shelter", "outdoors", "vehicle", "daytime", "mail", "other")
"""Where somebody sleeps (`home`, `shelter`, `outdoors`, `vehicle`), is met by day, or gets mail."""


class ClientContact(OwnRow, EditedRow, Base):
    """A way to reach a client, or somebody near to them."""

    __tablename__ = "client_contact"
    __table_args__ = (
        CheckConstraint(f"kind in {CONTACT_KINDS}", name="kind"),
        CheckConstraint("valid_to >= valid_from", name="valid"),
    )

    kind: Mapped[str] = mapped_column(Text)
    name: Mapped[str | None] = mapped_column(Text)
    relation: Mapped[str | None] = mapped_column(Text, comment="to the client; or the agency they work for")
    phone: Mapped[str | None] = mapped_column(Text)
    email: Mapped[str | None] = mapped_column(Text)
    comment: Mapped[str | None] = mapped_column(Text)
    message_ok: Mapped[bool] = mapped_column(
        Boolean, server_default=false(), default=False, comment="a message may be left there"
    )
    confidential: Mapped[bool] = mapped_column(
        Boolean, server_default=false(), default=False, comment="for the agency that wrote it alone"
    )
    valid_from: Mapped[date] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date, comment="last day")


class ClientLocation(OwnRow, EditedRow, Base):
    """A place where a client is or was to be found."""

    __tablename__ = "client_location"
    __table_args__ = (
        CheckConstraint(f"kind in {LOCATION_KINDS}", name="kind"),
        CheckConstraint("valid_to >= valid_from", name="valid"),
    )

    kind: Mapped[str] = mapped_column(Text)
    label: Mapped[str] = mapped_column(Text, comment="how the place is called; limited viewing sees no more")
    address: Mapped[str | None] = mapped_column(Text)
    city: Mapped[str | None] = mapped_column(Text)
    state: Mapped[str | None] = mapped_column(Text)
    zip: Mapped[str | None] = mapped_column(Text)
    comment: Mapped[str | None] = mapped_column(Text)
    confidential: Mapped[bool] = mapped_column(
        Boolean, server_default=false(), default=False, comment="for the agency that wrote it alone"
    )
    valid_from: Mapped[date] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date, comment="last day")
