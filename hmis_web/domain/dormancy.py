"""Accounts that nobody signs in with: told twice, then taken out of use (access rules, section 3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.domain import audit, sessions
from hmis_web.models import Account

NOTICES = (21, 27)
"""Days without a sign-in after which a person is told."""
WHY = "not signed in for a long time"


@dataclass(frozen=True)
class Dormant:
    """Somebody who has not signed in for some time."""

    account_id: int
    username: str
    name: str
    email: str | None
    since: datetime
    """Last sign-in, or when the account was made or last taken into use."""
    days: int
    """Whole days since then."""
    told_days: int | None
    """After how many days the person was told last."""


def since(account: Account) -> datetime:
    """From when the days without a sign-in are counted."""
    moments = (account.last_signed_in_at, account.created_at, account.reactivated_at)
    return max(moment for moment in moments if moment is not None)


def dormant(session: Session, now: datetime, days: int = NOTICES[0]) -> list[Dormant]:
    """The accounts in use without a sign-in for so many days, longest first. One statement."""
    quiet = session.scalars(
        select(Account)
        .where(Account.is_active, is_quiet(now - timedelta(days=days)))
        .order_by(_since(), Account.id)
    )
    return [
        Dormant(
            account.id,
            account.username,
            account.display_name,
            account.email,
            since(account),
            (now - since(account)).days,
            account.reminded_days,
        )
        for account in quiet
    ]


def retire(session: Session, account: Account, before: datetime) -> bool:
    """Take an account out of use when nobody signed in with it since `before`; answers whether it is. The
    last system administrator stays. Flushes."""
    if since(account) > before or _is_last_administrator(session, account):
        return False
    account.is_active, account.inactive_why = False, WHY
    session.flush()
    audit.record(session, Actor.system(), "account:retire", "account", account.id)
    return True


def retire_all(session: Session, now: datetime, limit: timedelta) -> int:
    """Take every account out of use without a sign-in for so long, and end its sessions. Answers how many.
    May be done as often as one likes. Flushes."""
    retired = 0
    for account in _quiet_since(session, now - limit):
        if retire(session, account, now - limit):
            sessions.end_of_account(session, account.id, WHY, now)
            retired += 1
    return retired


def due_notices(session: Session, now: datetime) -> list[Dormant]:
    """Who is to be told now, and has an address: once after each of NOTICES, whatever was missed before."""
    return [
        person
        for person in dormant(session, now)
        if person.email and (person.told_days or 0) < max(day for day in NOTICES if day <= person.days)
    ]


def note_told(session: Session, account_id: int, days: int) -> None:
    """Remember that somebody was told after so many days. Flushes."""
    session.get_one(Account, account_id).reminded_days = days
    session.flush()


def reactivate(session: Session, account: Account, now: datetime) -> None:
    """Take an account into use again; its days count from now. Flushes."""
    account.is_active, account.inactive_why = True, None
    account.reactivated_at, account.reminded_days = now, None
    session.flush()


def is_quiet(before: datetime) -> ColumnElement[bool]:
    """Whether nobody has signed in with an account since a moment: a condition for queries over Account."""
    return _since() <= before


def _quiet_since(session: Session, before: datetime) -> Sequence[Account]:
    return session.scalars(
        select(Account).where(Account.is_active, is_quiet(before)).order_by(Account.id)
    ).all()


def _since() -> ColumnElement[Any]:
    """As `since`, in SQL: the latest of three moments of which two may be missing."""
    signed, made, again = Account.last_signed_in_at, Account.created_at, Account.reactivated_at
    latest = case((func.coalesce(signed, made) >= made, func.coalesce(signed, made)), else_=made)
    return case((func.coalesce(again, made) >= latest, func.coalesce(again, made)), else_=latest)


def _is_last_administrator(session: Session, account: Account) -> bool:
    if not account.is_system_administrator:
        return False
    others = select(Account.id).where(
        Account.is_active, Account.is_system_administrator, Account.id != account.id
    )
    return session.scalar(others.limit(1)) is None
