"""Questions that a community adds beside HUD's, and their answers (decision 25)."""

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
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from hmis_web.db.base import Base
from hmis_web.db.types import UtcDateTime

KINDS = ("text", "number", "date", "choice", "several")
SUBJECTS = ("client", "stay")
WHO = ("everybody", "adults", "heads", "adults_and_heads")


class CustomField(Base):
    """One question. What it says stands in its versions; `version` is the number of the one in force."""

    __tablename__ = "custom_field"
    __table_args__ = (
        CheckConstraint(f"subject in {SUBJECTS}", name="subject"),
        CheckConstraint(f"kind in {KINDS}", name="kind"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    subject: Mapped[str] = mapped_column(Text, comment="asked about a client, or at stages of a stay")
    kind: Mapped[str] = mapped_column(Text)
    position: Mapped[int] = mapped_column(Integer)
    version: Mapped[int] = mapped_column(Integer, server_default=text("1"), default=1)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="null = asked")
    idempotency_key: Mapped[str | None] = mapped_column(Text, unique=True)


class CustomFieldVersion(Base):
    """What a question said from a moment on: an answer keeps the version that it was given to."""

    __tablename__ = "custom_field_version"
    __table_args__ = (
        UniqueConstraint("field_id", "number"),
        CheckConstraint(f"who in {WHO}", name="who"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    field_id: Mapped[int] = mapped_column(ForeignKey("custom_field.id"))
    number: Mapped[int] = mapped_column(Integer)
    label: Mapped[str] = mapped_column(Text)
    hint: Mapped[str] = mapped_column(Text)
    who: Mapped[str] = mapped_column(Text)
    stages: Mapped[str] = mapped_column(Text, comment="JSON, codes of list 5.03.1")
    project_types: Mapped[str] = mapped_column(Text, comment="JSON, list 2.02.6; empty = all")
    project_keys: Mapped[str] = mapped_column(Text, comment="JSON, project ids; empty = all")
    is_required: Mapped[bool] = mapped_column(Boolean)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CustomOption(Base):
    """One answer to choose. Its words never change: who wants others retires it and adds one."""

    __tablename__ = "custom_option"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    field_id: Mapped[int] = mapped_column(ForeignKey("custom_field.id"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    label: Mapped[str] = mapped_column(Text)
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class CustomValue(Base):
    """One answer: about a client, or at a stage of a stay on a day. A later answer to the same replaces it;
    the earlier one stays. What was chosen stands in `custom_choice`."""

    __tablename__ = "custom_value"
    __table_args__ = (
        UniqueConstraint("field_id", "slot"),
        Index(
            "uq_custom_value_stay",
            "enrollment_key",
            "stage",
            "information_date",
            "field_id",
            unique=True,
            sqlite_where=text("enrollment_key IS NOT NULL AND replaced_at IS NULL"),
            postgresql_where=text("enrollment_key IS NOT NULL AND replaced_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    field_id: Mapped[int] = mapped_column(ForeignKey("custom_field.id"))
    field_version: Mapped[int] = mapped_column(Integer)
    client_key: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    enrollment_key: Mapped[int | None] = mapped_column(
        ForeignKey("enrollment.id"), index=True, comment="null = about the client"
    )
    stage: Mapped[int | None] = mapped_column(Integer, comment="list 5.03.1")
    information_date: Mapped[date | None] = mapped_column(Date)
    text_value: Mapped[str | None] = mapped_column(Text)
    number_value: Mapped[int | None] = mapped_column(Integer)
    date_value: Mapped[date | None] = mapped_column(Date)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    organization_id: Mapped[int | None] = mapped_column(
        ForeignKey("organization.id"), comment="agency that saved it"
    )
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    slot: Mapped[int | None] = mapped_column(
        Integer, comment="client about whom it stands, so that one answer does; stays behind in a merge"
    )
    replaced_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class CustomChoice(Base):
    """One of the options that an answer chose."""

    __tablename__ = "custom_choice"

    value_id: Mapped[int] = mapped_column(ForeignKey("custom_value.id"), primary_key=True)
    option_id: Mapped[int] = mapped_column(ForeignKey("custom_option.id"), primary_key=True, index=True)
