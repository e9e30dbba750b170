"""Signing in: throttled in the database, one live session a person (decision 8)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.domain import accounts, acting, audit
from hmis_web.domain.passwords import verify_password
from hmis_web.models import Account, WebSession

TOUCH_SECONDS = 60
# every request asks this: put together once
LIVE = (
    select(
        WebSession.id.label("session_id"),
        WebSession.organization_id,
        WebSession.seen_at,
        Account.id,
        Account.display_name,
        Account.is_system_administrator,
    )
    .join(Account, Account.id == WebSession.account_id)
    .where(
        WebSession.token_hash == bindparam("token_hash"),
        WebSession.ended_at.is_(None),
        WebSession.seen_at > bindparam("idle_since"),
        WebSession.created_at > bindparam("begun_after"),
        Account.is_active,
    )
)


@dataclass(frozen=True)
class Limits:
    """How long a session lives and when an account locks."""

    idle: timedelta
    absolute: timedelta
    misses: int
    lock: timedelta


@dataclass(frozen=True)
class Present:
    """Who a request comes from."""

    actor: Actor
    session_id: int
    stale: bool
    """Whether `seen_at` should be moved."""


def sign_in(session: Session, username: str, password: str, limits: Limits, now: datetime) -> str | None:
    """Check a name and password; answers the new session's token, or None. Wrong name, wrong password,
    locked and disabled accounts all answer None after the same work. Ends the account's other sessions.
    Flushes."""
    account = session.scalar(select(Account).where(Account.username == username.strip().lower()))
    fits = verify_password(account.password_hash if account else None, password)
    if account is None or not account.is_active or (account.locked_until and account.locked_until > now):
        return None
    if not fits:
        _count_miss(session, account, limits, now)
        return None
    account.misses = 0
    account.locked_until = None
    account.last_signed_in_at = now
    end_sessions(session, account.id, "signed in elsewhere", now)
    token = secrets.token_urlsafe(32)
    agencies = acting.choices(session, account.id, now.date())
    session.add(
        WebSession(
            token_hash=accounts.token_hash(token),
            account_id=account.id,
            organization_id=agencies[0].organization_id if agencies else None,
            created_at=now,
            seen_at=now,
        )
    )
    session.flush()
    audit.record(session, _nobody(account), "session:start", "account", account.id)
    return token


def present(session: Session, token: str, limits: Limits, now: datetime, as_of: date) -> Present | None:
    """Who holds a token: None when the session ended, idled out, is too old, or the account lost its
    grant."""
    asked = {
        "token_hash": accounts.token_hash(token),
        "idle_since": now - limits.idle,
        "begun_after": now - limits.absolute,
    }
    row = session.execute(LIVE, asked).first()
    if row is None:
        return None
    actor = acting.actor_for(session, row, row.organization_id, as_of)  # type: ignore[arg-type]
    if actor is None:
        return None
    return Present(actor, row.session_id, now - row.seen_at > timedelta(seconds=TOUCH_SECONDS))


def touch(session: Session, session_id: int, now: datetime) -> None:
    """Note that the person is still here."""
    session.execute(update(WebSession).where(WebSession.id == session_id).values(seen_at=now))


def switch_agency(session: Session, present: Present, organization_id: int | None, now: datetime) -> bool:
    """Act for another agency from the next request on; None is all of them. False when the account may not:
    it has no grant there, or, for a system administrator, there is no such agency. Flushes."""
    actor = present.actor
    if actor.is_system_administrator:
        allowed = organization_id is None or acting.is_agency(session, organization_id)
    else:
        allowed = any(
            choice.organization_id == organization_id
            for choice in acting.choices(session, actor.account_id or 0, now.date())
        )
    if allowed:
        session.execute(
            update(WebSession)
            .where(WebSession.id == present.session_id)
            .values(organization_id=organization_id)
        )
        audit.record(session, actor, "session:switch-agency", "organization", organization_id)
    return allowed


def sign_out(session: Session, present: Present, now: datetime) -> None:
    """End the present session. Flushes."""
    session.execute(
        update(WebSession)
        .where(WebSession.id == present.session_id)
        .values(ended_at=now, ended_why="signed out")
    )
    audit.record(session, present.actor, "session:end", "account", present.actor.account_id)


def end_sessions(session: Session, account_id: int, why: str, now: datetime) -> None:
    """End every live session of an account."""
    session.execute(
        update(WebSession)
        .where(WebSession.account_id == account_id, WebSession.ended_at.is_(None))
        .values(ended_at=now, ended_why=why)
    )


def _count_miss(session: Session, account: Account, limits: Limits, now: datetime) -> None:
    account.misses += 1
    if account.misses >= limits.misses:
        account.locked_until = now + limits.lock
        account.misses = 0
    session.flush()
    audit.record(session, _nobody(account), "session:refused", "account", account.id)


def _nobody(account: Account) -> Actor:
    return Actor(account.id, account.display_name, None, "", "", "", frozenset())
