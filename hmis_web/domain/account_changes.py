"""Changing accounts: name and address, in use or not, and who administers the system."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.db.errors import DomainError, NotFound, StaleVersion
from hmis_web.domain import audit, audit_values, sessions
from hmis_web.domain.emails import work_email
from hmis_web.models import Account

DISABLED = "disabled"


def edit_account(
    session: Session, actor: Actor, account_id: int, *, display_name: str, email: str | None, version: int
) -> None:
    """Change a person's name and work address. Raises NotFound, StaleVersion, DomainError("display_name") or
    DomainError("email"). Flushes."""
    account = _account(session, actor, account_id, lock=True)
    if account.version != version:
        raise StaleVersion("Somebody else has changed this person since")
    display_name = " ".join(display_name.split())
    if not display_name:
        raise DomainError("display_name", "Enter the person's name")
    address = work_email(email)
    account.display_name, account.email = display_name, address
    before, after = audit_values.changes(account)
    account.version += 1
    session.flush()
    audit.record(session, actor, "account:edit", "account", account_id, before=before, after=after)


def disable_account(session: Session, actor: Actor, account_id: int, why: str, now: datetime) -> None:
    """Let nobody in with an account any more, and end its sessions. Raises NotFound, DomainError("why")
    without a reason, DomainError("account") for the last system administrator. Flushes."""
    account = _account(session, actor, account_id)
    why = why.strip()
    if not why:
        raise DomainError("why", "Enter why the account is disabled")
    if not account.is_active:
        return
    if account.is_system_administrator:
        _keep_one_administrator(session, account_id)
    account.is_active, account.inactive_why = False, why
    account.version += 1
    session.flush()
    sessions.end_of_account(session, account_id, DISABLED, now)
    audit.record(session, actor, "account:disable", "account", account_id, details={"why": why})


def unlock_account(session: Session, actor: Actor, account_id: int) -> None:
    """Let somebody try again who was locked after too many misses. Raises NotFound. Flushes."""
    account = _account(session, actor, account_id)
    account.locked_until, account.misses = None, 0
    session.flush()
    audit.record(session, actor, "account:unlock", "account", account_id)


def set_administrator(
    session: Session, actor: Actor, account_id: int, now: datetime, *, is_one: bool
) -> None:
    """Make somebody a system administrator, or none any more, which ends their sessions. Raises NotFound,
    DomainError("account") for the last one. Flushes."""
    account = _account(session, actor, account_id)
    if account.is_system_administrator == is_one:
        return
    if not is_one:
        _keep_one_administrator(session, account_id)
    account.is_system_administrator = is_one
    account.version += 1
    session.flush()
    sessions.end_of_account(session, account_id, "rights changed", now)
    verb = "account:make-administrator" if is_one else "account:withdraw-administrator"
    audit.record(session, actor, verb, "account", account_id)


def end_sessions(session: Session, actor: Actor, account_id: int, now: datetime) -> None:
    """Sign somebody out wherever they are signed in. Raises NotFound. Flushes."""
    _account(session, actor, account_id)
    sessions.end_of_account(session, account_id, sessions.BY_ADMINISTRATOR, now)
    session.flush()
    audit.record(session, actor, "session:end-others", "account", account_id)


def _account(session: Session, actor: Actor, account_id: int, *, lock: bool = False) -> Account:
    actor.require(Permission.ACCOUNT_EDIT)
    account = session.get(Account, account_id, with_for_update=lock, populate_existing=True)
    if account is None:
        raise NotFound("account")
    return account


def _keep_one_administrator(session: Session, account_id: int) -> None:
    """Raises DomainError when nobody else could administer the system. Locks the administrators, so that two
    can't take each other's place away at once."""
    active = select(Account.id).where(Account.is_system_administrator, Account.is_active)
    if set(session.scalars(active.order_by(Account.id).with_for_update())) <= {account_id}:
        raise DomainError("account", "This is the last system administrator; make somebody else one first")
