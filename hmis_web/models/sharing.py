"""Which agency sees a client, and which identifiers lead to one (decisions 2, 11, 20)."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Integer, PrimaryKeyConstraint, Text
from sqlalchemy.orm import Mapped, mapped_column

from hmis_web.db.base import Base


class ClientAgency(Base):
    """An agency that sees a client: the one that entered it, or on import each with an enrollment of it."""

    __tablename__ = "client_agency"
    __table_args__ = (PrimaryKeyConstraint("organization_id", "client_id"),)

    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)


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
