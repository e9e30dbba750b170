"""Accounts, and how a password is chosen."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.db.errors import DomainError, NotFound, StaleVersion
from hmis_web.domain import audit, dormancy, second_factor, sessions
from hmis_web.domain.emails import work_email
from hmis_web.domain.passwords import (
    MINIMUM_LENGTH,
    MINIMUM_LENGTH_WITH_CODE,
    Holder,
    PasswordRules,
    check_new_password,
    hash_password,
)
from hmis_web.domain.sessions import token_hash
from hmis_web.models import Account, AccountGrant, Organization, SetUpLink

LINK_HOURS = 24
NEW_PASSWORD = "password changed"  # noqa: S105 - why a session ended
PLAIN = PasswordRules()


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


def set_password(
    session: Session, actor: Actor, account: Account, password: str, rules: PasswordRules = PLAIN
) -> None:
    """Store a new password. Raises DomainError("password") when it is weak. Flushes."""
    holder = Holder(_words(session, account), has_code=second_factor.is_in_use(account))
    check_new_password(password, holder, rules)
    account.password_hash = hash_password(password)
    account.misses = 0
    account.locked_until = None
    session.flush()
    audit.record(session, actor, "account:set-password", "account", account.id)


def least_length(account: Account) -> int:
    """How many characters its password has at least."""
    return MINIMUM_LENGTH_WITH_CODE if second_factor.is_in_use(account) else MINIMUM_LENGTH


def change_email(session: Session, actor: Actor, account: Account, email: str | None, version: int) -> None:
    """Another work address for one's own account; None for none. Raises DomainError("email"), StaleVersion.
    Flushes."""
    if account.version != version:
        raise StaleVersion("Your account was changed meanwhile; please look at it again")
    before = {"email": account.email}
    account.email = work_email(email)
    account.version += 1
    session.flush()
    after = {"email": account.email}
    audit.record(session, actor, "account:set-email", "account", account.id, before=before, after=after)


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
    link = session.get(SetUpLink, token_hash(token))
    if link is None or link.used_at is not None or link.expires_at <= now:
        raise NotFound("link")
    account = session.get_one(Account, link.account_id)
    if not account.is_active:
        raise NotFound("link")
    return account


def use_link(
    session: Session, token: str, password: str, now: datetime, rules: PasswordRules = PLAIN
) -> Account:
    """Choose a password with a one-time link: the account's sessions and other links end; its second factor
    stays. Raises NotFound, DomainError("password"). Flushes."""
    account = account_of_link(session, token, now)
    set_password(session, Actor.system(), account, password, rules)
    unused = update(SetUpLink).where(SetUpLink.account_id == account.id, SetUpLink.used_at.is_(None))
    session.execute(unused.values(used_at=now))
    sessions.end_of_account(session, account.id, NEW_PASSWORD, now)
    session.flush()
    return account


def is_set_up(session: Session) -> bool:
    """Whether anybody has a password: until then there is nothing but the first set-up link."""
    return session.scalar(select(Account.id).where(Account.password_hash.is_not(None)).limit(1)) is not None


def dormant(session: Session, now: datetime) -> list[dormancy.Dormant]:
    """Who has not signed in for three weeks, longest first: soon to be taken out of use."""
    return dormancy.dormant(session, now)


def reactivate(session: Session, actor: Actor, account_id: int, now: datetime) -> None:
    """Take an account into use again that was disabled, by hand or for want of sign-ins. Raises Forbidden,
    NotFound. Flushes."""
    account = _managed(session, actor, account_id)
    dormancy.reactivate(session, account, now)
    audit.record(session, actor, "account:enable", "account", account.id)


def reset_second_factor(session: Session, actor: Actor, account_id: int, now: datetime) -> str:
    """For somebody who lost phone and recovery codes: both are forgotten, and with them the password,
    which may be too short without them. Sessions end. Answers the token of a one-time link. Raises Forbidden,
    NotFound. Flushes."""
    account = _managed(session, actor, account_id)
    second_factor.forget(session, account)
    account.password_hash = None
    sessions.end_of_account(session, account.id, "second factor reset", now)
    session.flush()
    audit.record(session, actor, "account:reset-second-factor", "account", account.id)
    return issue_set_up_link(session, actor, account.id, now)


def _managed(session: Session, actor: Actor, account_id: int) -> Account:
    actor.require(Permission.ACCOUNT_EDIT)
    account = session.get(Account, account_id)
    if account is None:
        raise NotFound("account")
    return account


def _words(session: Session, account: Account) -> tuple[str, ...]:
    """What a password may not be made of: the account's own names and its agencies'."""
    agencies = session.scalars(
        select(Organization.organization_name)
        .join(AccountGrant, AccountGrant.organization_id == Organization.id)
        .where(AccountGrant.account_id == account.id)
    )
    return (account.username, account.display_name, *(name for name in agencies if name))
