"""Accounts, and how a password is chosen."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.db.errors import DomainError, NotFound
from hmis_web.domain import audit
from hmis_web.domain.emails import work_email
from hmis_web.domain.passwords import check_new_password, hash_password
from hmis_web.domain.sessions import token_hash
from hmis_web.models import Account, SetUpLink

LINK_HOURS = 24


def create_account(
    session: Session,
    actor: Actor,
    *,
    username: str,
    display_name: str,
    now: datetime,
    email: str | None = None,
    is_system_administrator: bool = False,
) -> Account:
    """Make an account without a password; `issue_set_up_link` lets its holder choose one. Raises
    DomainError("username") when the name is taken, empty or has blanks, DomainError("email") for an address
    that is not of work. Flushes."""
    username = username.strip().lower()
    if not username:
        raise DomainError("username", "Enter a user name")
    if len(username.split()) > 1:
        raise DomainError("username", "Enter a user name without blanks, such as ana.ruiz")
    if session.scalar(select(Account.id).where(Account.username == username)):
        raise DomainError("username", f"The user name {username} is taken")
    account = Account(
        username=username,
        display_name=display_name.strip() or username,
        email=work_email(email),
        is_system_administrator=is_system_administrator,
        created_at=now,
    )
    session.add(account)
    session.flush()
    audit.record(session, actor, "account:create", "account", account.id)
    return account


def set_password(session: Session, actor: Actor, account: Account, password: str) -> None:
    """Store a new password. Raises DomainError("password") when it is weak. Flushes."""
    check_new_password(password, username=account.username)
    account.password_hash = hash_password(password)
    account.misses = 0
    account.locked_until = None
    session.flush()
    audit.record(session, actor, "account:set-password", "account", account.id)


def issue_set_up_link(session: Session, actor: Actor, account_id: int, now: datetime) -> str:
    """A one-time token, valid for 24 hours, with which the account's holder chooses a password. Flushes."""
    token = secrets.token_urlsafe(32)
    expires = now + timedelta(hours=LINK_HOURS)
    session.add(SetUpLink(token_hash=token_hash(token), account_id=account_id, expires_at=expires))
    session.flush()
    audit.record(session, actor, "account:issue-link", "account", account_id)
    return token


def account_of_link(session: Session, token: str, now: datetime) -> Account:
    """The account that an unused, unexpired link belongs to. Raises NotFound otherwise."""
    link = _link(session, token, now)
    account = session.get(Account, link.account_id) if link else None
    if account is None or not account.is_active:
        raise NotFound("link")
    return account


def use_link(session: Session, token: str, password: str, now: datetime) -> Account:
    """Choose a password with a one-time link. Raises NotFound, DomainError("password"). Flushes."""
    account = account_of_link(session, token, now)
    set_password(session, Actor.system(), account, password)
    link = _link(session, token, now)
    if link is not None:
        link.used_at = now
    session.flush()
    return account


def _link(session: Session, token: str, now: datetime) -> SetUpLink | None:
    link = session.get(SetUpLink, token_hash(token))
    return link if link and link.used_at is None and link.expires_at > now else None
