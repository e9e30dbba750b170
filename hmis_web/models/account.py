"""People who sign in, their roles and grants, sessions."""

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
    true,
)
from sqlalchemy.orm import Mapped, mapped_column

from hmis_web.db.base import Base
from hmis_web.db.types import UtcDateTime


class Account(Base):
    """A person who may sign in (HUD's User.csv is `HudUser`)."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    username: Mapped[str] = mapped_column(Text, unique=True, comment="lower case")
    display_name: Mapped[str] = mapped_column(Text)
    email: Mapped[str | None] = mapped_column(Text)
    password_hash: Mapped[str | None] = mapped_column(Text, comment="argon2id")
    is_active: Mapped[bool] = mapped_column(Boolean, server_default=true(), default=True)
    is_system_administrator: Mapped[bool] = mapped_column(Boolean, server_default=false(), default=False)
    misses: Mapped[int] = mapped_column(Integer, server_default=text("0"), default=0)
    locked_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_signed_in_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Integer, server_default=text("1"), default=1)


class Role(Base):
    """A named bundle of permissions with its rules (decision 7)."""

    __tablename__ = "role"
    __table_args__ = (
        CheckConstraint("allowed_as in ('primary','additional','both')", name="allowed_as"),
        CheckConstraint("user_limit in ('none','one','per_program')", name="user_limit"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    code: Mapped[str] = mapped_column(Text, unique=True)
    name: Mapped[str] = mapped_column(Text)
    is_preset: Mapped[bool] = mapped_column(Boolean)
    allowed_as: Mapped[str] = mapped_column(Text)
    user_limit: Mapped[str] = mapped_column(Text)


class RolePermission(Base):
    """One permission of a role."""

    __tablename__ = "role_permission"
    __table_args__ = (PrimaryKeyConstraint("role_id", "permission"),)

    role_id: Mapped[int] = mapped_column(ForeignKey("role.id"))
    permission: Mapped[str] = mapped_column(Text)


class AccountGrant(Base):
    """A role that an account has at an agency."""

    __tablename__ = "account_grant"
    __table_args__ = (Index("ix_account_grant_account_id_organization_id", "account_id", "organization_id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    role_id: Mapped[int] = mapped_column(ForeignKey("role.id"), index=True)
    is_primary: Mapped[bool] = mapped_column(Boolean)
    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)


class WebSession(Base):
    """A signed-in browser. Only the SHA-256 of the cookie's token is kept."""

    __tablename__ = "web_session"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    token_hash: Mapped[str] = mapped_column(Text, unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    organization_id: Mapped[int | None] = mapped_column(
        ForeignKey("organization.id"), comment="agency acted for"
    )
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_why: Mapped[str | None] = mapped_column(Text)


class SetUpLink(Base):
    """A one-time link that lets its holder choose a password; only its SHA-256 is kept."""

    __tablename__ = "set_up_link"

    token_hash: Mapped[str] = mapped_column(Text, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
