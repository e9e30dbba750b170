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
    totp_secret: Mapped[str | None] = mapped_column(Text, comment="encrypted")
    totp_confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="null = not in use yet")
    totp_step: Mapped[int | None] = mapped_column(Integer, comment="time step of the last code used")
    agreement_version: Mapped[str | None] = mapped_column(Text, comment="end-user agreement signed last")
    agreement_signed_on: Mapped[date | None] = mapped_column(Date)
    inactive_why: Mapped[str | None] = mapped_column(Text, comment="why is_active is false")
    reminded_days: Mapped[int | None] = mapped_column(
        Integer, comment="days without a sign-in of which the person was last told"
    )
    reactivated_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, comment="taken into use again after it was inactive"
    )


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
    summary: Mapped[str] = mapped_column(Text, server_default=text("''"), default="")
    version: Mapped[int] = mapped_column(Integer, server_default=text("1"), default=1)
    changed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="null = as shipped")


class RolePermission(Base):
    """One permission of a role."""

    __tablename__ = "role_permission"
    __table_args__ = (PrimaryKeyConstraint("role_id", "permission"),)

    role_id: Mapped[int] = mapped_column(ForeignKey("role.id"))
    permission: Mapped[str] = mapped_column(Text)


class AccountGrant(Base):
    """A role that an account has at an agency, from one day to another, both inclusive; None is open.

    Triggers keep the rules of the role, under two administrators at once too: one role at an agency and one
    primary agency at a time, the role's number of holders, where it may be held. An exception, which has a
    reason and an end, is outside the role's own rules (access rules, section 3).
    """

    __tablename__ = "account_grant"
    __table_args__ = (
        Index("ix_account_grant_account_id_organization_id", "account_id", "organization_id"),
        CheckConstraint("exception_reason is null or valid_to is not null", name="exception_ends"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    role_id: Mapped[int] = mapped_column(ForeignKey("role.id"), index=True)
    is_primary: Mapped[bool] = mapped_column(Boolean)
    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)
    exception_reason: Mapped[str | None] = mapped_column(Text)
    granted_by: Mapped[int | None] = mapped_column(Integer, comment="account")
    granted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Integer, server_default=text("1"), default=1)


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
    authenticated_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, comment="password or code given last; null = the second factor is still to come"
    )
    locked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    address: Mapped[str | None] = mapped_column(Text, comment="network address")
    browser: Mapped[str | None] = mapped_column(Text, comment="User-Agent, shortened")
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_why: Mapped[str | None] = mapped_column(Text)


class SetUpLink(Base):
    """A one-time link that lets its holder choose a password; only its SHA-256 is kept."""

    __tablename__ = "set_up_link"

    token_hash: Mapped[str] = mapped_column(Text, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RecoveryCode(Base):
    """A code that replaces the second factor once; only its SHA-256 is kept."""

    __tablename__ = "recovery_code"

    code_hash: Mapped[str] = mapped_column(Text, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class AgreementSigning(Base):
    """Somebody signed a version of the end-user agreement."""

    __tablename__ = "agreement_signing"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    version: Mapped[str] = mapped_column(Text)
    signed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SignInMiss(Base):
    """A refused try to sign in, counted by network address; kept for an hour."""

    __tablename__ = "sign_in_miss"
    __table_args__ = (Index("ix_sign_in_miss_address_hash_at", "address_hash", "at"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    address_hash: Mapped[str] = mapped_column(Text, comment="keyed")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
