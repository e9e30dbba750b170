"""Signed-in browsers: who holds a token, what stands in their way, and how a session ends (decision 8).

A session that has been idle for too long is not over: it waits at a gate, and its holder gives the password
again.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.domain import acting, agreement
from hmis_web.models import Account, WebSession

TOUCH_SECONDS = 60
ELSEWHERE = "signed in elsewhere"
BY_ADMINISTRATOR = "ended by the administrator"

SECOND_FACTOR = "second-factor"
LOCKED = "locked"
SET_UP = "second-factor-set-up"
AGREEMENT = "agreement"
WAITING = "waiting"
GATES = (SECOND_FACTOR, LOCKED, SET_UP, AGREEMENT, WAITING)
"""What may stand between a session and the pages, in this order: the second factor is to be given, the
session is locked, a second factor is required and none is in use, the end-user agreement is to be signed,
and no role can be used (no grant)."""

# every request asks this: put together once
LIVE = (
    select(
        WebSession.id.label("session_id"),
        WebSession.organization_id,
        WebSession.created_at.label("began_at"),
        WebSession.seen_at,
        WebSession.authenticated_at,
        WebSession.locked_at,
        Account.id,
        Account.display_name,
        Account.is_system_administrator,
        Account.totp_confirmed_at,
        Account.agreement_version,
        Account.agreement_signed_on,
    )
    .join(Account, Account.id == WebSession.account_id)
    .where(
        WebSession.token_hash == bindparam("token_hash"),
        WebSession.ended_at.is_(None),
        WebSession.created_at > bindparam("begun_after"),
        Account.is_active,
    )
)


@dataclass(frozen=True)
class Limits:
    """How long a session lives, when an account locks, and whether a second factor is required."""

    idle: timedelta
    absolute: timedelta
    misses: int
    lock: timedelta
    second_factor: bool = False
    confirm: timedelta = timedelta(minutes=5)
    """How long password and code count as just given."""
    address_misses: int = 30
    """Refused tries that one network address has a minute."""
    inactive: timedelta = timedelta(days=30)
    """Without a sign-in for so long, an account is taken out of use."""


@dataclass(frozen=True)
class Present:
    """Who a request comes from."""

    actor: Actor
    session_id: int
    stale: bool
    """Whether `seen_at` should be moved."""
    gate: str
    """What is to be done before any page opens, one of GATES; empty when nothing is."""
    idle_since: datetime
    authenticated_at: datetime | None
    """When password or code were given last."""

    @property
    def mark(self) -> str:
        """The same for all pages of one session at one agency."""
        return f"{self.session_id}-{self.actor.organization_id or 0}"


def present(session: Session, token: str, limits: Limits, now: datetime, as_of: date) -> Present | None:
    """Who holds a token: None when the session ended or is too old, or the account is disabled. The second
    factor is waited for no longer than a session may be idle. Three statements at most."""
    asked = {"token_hash": token_hash(token), "begun_after": now - limits.absolute}
    row = session.execute(LIVE, asked).first()
    if row is None or (row.authenticated_at is None and row.began_at <= now - limits.idle):
        return None
    actor = acting.actor_for(session, row, row.organization_id, as_of)  # type: ignore[arg-type]
    return Present(
        actor=actor or Actor.without_role(row.id, row.display_name, row.organization_id),
        session_id=row.session_id,
        stale=now - row.seen_at > timedelta(seconds=TOUCH_SECONDS),
        gate=_gate(row, limits, now, as_of) or ("" if actor else WAITING),
        idle_since=row.seen_at,
        authenticated_at=row.authenticated_at,
    )


def _gate(row: Any, limits: Limits, now: datetime, as_of: date) -> str:
    if row.authenticated_at is None:
        return SECOND_FACTOR
    if row.locked_at is not None or row.seen_at <= now - limits.idle:
        return LOCKED
    if limits.second_factor and row.totp_confirmed_at is None:
        return SET_UP
    if agreement.is_due(row.agreement_version, row.agreement_signed_on, as_of):
        return AGREEMENT
    return ""


def begin(
    session: Session,
    account: Account,
    now: datetime,
    as_of: date,
    *,
    address: str = "",
    browser: str = "",
    authenticated: bool = True,
) -> str:
    """A new session of an account, at its primary agency; ends its others, but for one that waits for the
    second factor: then those end that wait for it, too. Where training is missing everywhere, it waits at the
    primary agency, which opens as soon as it is complete. Answers the token. Flushes."""
    end_of_account(session, account.id, ELSEWHERE, now, waiting=not authenticated)
    token = secrets.token_urlsafe(32)
    held = acting.held(session, account.id, as_of)
    agencies = [choice for choice in held if choice.is_open] or held
    session.add(
        WebSession(
            token_hash=token_hash(token),
            account_id=account.id,
            organization_id=agencies[0].organization_id if agencies else None,
            created_at=now,
            seen_at=now,
            authenticated_at=now if authenticated else None,
            address=address,
            browser=browser[:200],
        )
    )
    session.flush()
    return token


def touch(session: Session, session_id: int, now: datetime) -> None:
    """Note that the person was here at a moment; an earlier one than is noted changes nothing."""
    session.execute(
        update(WebSession).where(WebSession.id == session_id, WebSession.seen_at < now).values(seen_at=now)
    )


def lock(session: Session, session_id: int, now: datetime) -> None:
    """Ask for the password before anything else."""
    _change(session, session_id, locked_at=now)


def authenticated(session: Session, session_id: int, now: datetime) -> str:
    """Password or code were given: the session is open, and its token another one, which is answered. Misses
    until then are forgotten."""
    token = secrets.token_urlsafe(32)
    holder = select(WebSession.account_id).where(WebSession.id == session_id).scalar_subquery()
    session.execute(update(Account).where(Account.id == holder).values(misses=0, locked_until=None))
    _change(
        session,
        session_id,
        token_hash=token_hash(token),
        authenticated_at=now,
        seen_at=now,
        locked_at=None,
    )
    return token


def end(session: Session, session_id: int, why: str, now: datetime) -> None:
    """End one session."""
    _change(session, session_id, ended_at=now, ended_why=why)


def end_of_account(
    session: Session,
    account_id: int,
    why: str,
    now: datetime,
    *,
    but: int | None = None,
    waiting: bool = False,
) -> None:
    """End every live session of an account, but for one; `waiting`: those alone that wait for the second
    factor."""
    ended = update(WebSession).where(WebSession.account_id == account_id, WebSession.ended_at.is_(None))
    if waiting:
        ended = ended.where(WebSession.authenticated_at.is_(None))
    if but is not None:
        ended = ended.where(WebSession.id != but)
    session.execute(ended.values(ended_at=now, ended_why=why))


def token_hash(token: str) -> str:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _change(session: Session, session_id: int, **values: Any) -> None:
    session.execute(update(WebSession).where(WebSession.id == session_id).values(**values))
