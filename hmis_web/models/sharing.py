"""Which agency sees a client, and which identifiers lead to one (decisions 2, 11, 20)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Text,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from hmis_web.db.base import Base
from hmis_web.db.types import UtcDateTime

SHARING_WITHOUT_RELEASE = "sharing_without_release"
"""Setting, JSON: what is shared without a release of information: `agency`, nothing, or `all`."""
RELEASE_KINDS = ("signed", "attached", "guardian", "verbal")
"""How a release was given: signed on the screen, a signed paper attached, by a guardian, said."""


SIGNATURES = ("drawn", "typed", "paper")
"""How a signature was given."""


class ClientAgency(Base):
    """An agency that sees a client: the one that entered it, or on import each with an enrollment of it; by a
    release alone while `ClientSharing` lasts."""

    __tablename__ = "client_agency"
    __table_args__ = (
        PrimaryKeyConstraint("organization_id", "client_id"),
        Index(
            "ix_client_agency_by_release",
            "client_id",
            sqlite_where=text("by_release"),
            postgresql_where=text("by_release"),
        ),
    )

    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    by_release: Mapped[bool] = mapped_column(Boolean, server_default=false(), default=False)


class Release(Base):
    """A client's release of information: consent that other agencies see what is entered, for a time."""

    __tablename__ = "release"
    __table_args__ = (
        Index("uq_release_idempotency_key", "idempotency_key", unique=True),
        CheckConstraint(f"kind in {RELEASE_KINDS}", name="kind"),
        CheckConstraint("ends_on >= signed_on", name="ends"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    organization_id: Mapped[int | None] = mapped_column(
        ForeignKey("organization.id"), index=True, comment="agency that recorded it"
    )
    kind: Mapped[str] = mapped_column(Text)
    signed_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date, comment="last valid day")
    revoked_on: Mapped[date | None] = mapped_column(Date, comment="not valid from this day on")
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Integer, server_default=text("1"), default=1)
    deleted_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="recorded by mistake")
    delete_reason: Mapped[str | None] = mapped_column(Text)
    idempotency_key: Mapped[str | None] = mapped_column(Text)


class ReleaseSignature(Base):
    """How a release was signed, and by whom: drawn on the screen, the name typed, or a paper attached."""

    __tablename__ = "release_signature"
    __table_args__ = (CheckConstraint(f"how in {SIGNATURES}", name="how"),)

    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"), primary_key=True, autoincrement=False)
    how: Mapped[str] = mapped_column(Text)
    signer: Mapped[str | None] = mapped_column(Text, comment="name of who signed")
    guardian_relation: Mapped[str | None] = mapped_column(
        Text, comment="what a guardian who signed is to the client; null = the client signed"
    )
    drawing: Mapped[str | None] = mapped_column(Text, comment="encrypted: lines of a drawn signature")
    path: Mapped[str | None] = mapped_column(Text, comment="encrypted paper, relative to HMIS_VAR")
    file_name: Mapped[str | None] = mapped_column(Text)
    media_type: Mapped[str | None] = mapped_column(Text)
    size: Mapped[int | None] = mapped_column(Integer, comment="bytes")
    sha256: Mapped[str | None] = mapped_column(Text)


class PrivateClient(Base):
    """A client whom an agency made private: no release shares the record, no search mentions it elsewhere."""

    __tablename__ = "private_client"

    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), primary_key=True, autoincrement=False)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ClientSharing(Base):
    """Until when a client is shared with every agency: worked out from releases, the installation's rule and
    privacy by `domain/sharing.py`, and by nobody else."""

    __tablename__ = "client_sharing"

    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), primary_key=True, autoincrement=False)
    until: Mapped[date] = mapped_column(Date, index=True, comment="last day")


class ClientAlias(Base):
    """A merged client's old PersonalID in its source, and who survives."""

    __tablename__ = "client_alias"
    __table_args__ = (PrimaryKeyConstraint("data_source_id", "personal_id"),)

    data_source_id: Mapped[int] = mapped_column(ForeignKey("data_source.id"))
    personal_id: Mapped[str] = mapped_column(Text)
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    replaced_key: Mapped[int | None] = mapped_column(
        Integer, comment="surrogate key that the identifier had before"
    )
