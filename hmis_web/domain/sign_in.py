"""Signing in and out: throttled in the database, one live session a person (decision 8)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.domain import acting, audit, dormancy, second_factor, sessions, throttle
from hmis_web.domain.passwords import hash_password, is_outdated, verify_password
from hmis_web.domain.sessions import Limits, Present
from hmis_web.domain.throttle import Origin
from hmis_web.models import Account, WebSession

NOWHERE = Origin()
NOBODY = Actor.without_role(None, "", None)


def sign_in(
    session: Session,
    username: str,
    password: str,
    limits: Limits,
    now: datetime,
    as_of: date,
    origin: Origin = NOWHERE,
) -> str | None:
    """Check a name and password; answers the new session's token, or None. Wrong name, wrong password,
    locked, disabled and long unused accounts all answer None after the same work. Ends the account's other
    sessions. With a second factor in use, the session waits for it, and the others end then. Raises
    TooManyTries. Flushes."""
    throttle.check(session, origin, limits, now)
    account = session.scalar(select(Account).where(Account.username == username.strip().lower()))
    if account is None:
        verify_password(None, password)
        audit.record(session, NOBODY, "session:refused", "account", None)
    if account is None or not check_password(session, account, password, limits, now):
        throttle.note(session, origin, now)
        return None
    complete = not second_factor.is_in_use(account)
    token = sessions.begin(
        session,
        account,
        now,
        as_of,
        address=origin.address,
        browser=origin.browser,
        authenticated=complete,
    )
    if complete:
        account.last_signed_in_at, account.reminded_days = now, None
        audit.record(session, person(account), "session:start", "account", account.id)
    return token


def check_password(session: Session, account: Account, password: str, limits: Limits, now: datetime) -> bool:
    """Whether the password opens the account; a miss counts, and too many lock it for a while. The same work
    in every case. A hash made with weaker parameters than today's is replaced. Flushes."""
    session.refresh(account, with_for_update=True)  # two tries at once count as two
    fits = verify_password(account.password_hash, password)
    if not may_enter(session, account, limits, now):
        audit.record(session, person(account), "session:refused", "account", account.id)
        return False
    if not fits:
        count_miss(session, account, limits, now)
        return False
    if not second_factor.is_in_use(account):  # otherwise the code is still to come: sessions.authenticated
        account.misses, account.locked_until = 0, None
    if is_outdated(account.password_hash):
        account.password_hash = hash_password(password)
    session.flush()
    return True


def may_enter(session: Session, account: Account, limits: Limits, now: datetime) -> bool:
    """Whether an account is in use and not locked. One that nobody signed in with for too long is taken out
    of use. Flushes."""
    if not account.is_active or (account.locked_until and account.locked_until > now):
        return False
    return not dormancy.retire(session, account, now - limits.inactive)


def count_miss(session: Session, account: Account, limits: Limits, now: datetime) -> None:
    """Count a wrong password or code; enough of them lock the account for a while. Flushes."""
    account.misses += 1
    if account.misses >= limits.misses:
        account.locked_until = now + limits.lock
        account.misses = 0
    session.flush()
    audit.record(session, person(account), "session:refused", "account", account.id)


def entered(session: Session, account: Account, session_id: int, now: datetime) -> None:
    """Somebody gave password and second factor: the account's other sessions end. Flushes."""
    sessions.end_of_account(session, account.id, sessions.ELSEWHERE, now, but=session_id)
    account.last_signed_in_at, account.reminded_days = now, None
    session.flush()
    audit.record(session, person(account), "session:start", "account", account.id)


def switch_agency(session: Session, present: Present, organization_id: int | None, as_of: date) -> bool:
    """Act for another agency from the next request on; None is all of them. False when the account may not:
    it has no grant there, or, for a system administrator, there is no such agency. Flushes."""
    actor = present.actor
    if actor.is_system_administrator:
        allowed = organization_id is None or acting.is_agency(session, organization_id)
    else:
        allowed = any(
            choice.organization_id == organization_id
            for choice in acting.choices(session, actor.account_id or 0, as_of)
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
    sessions.end(session, present.session_id, "signed out", now)
    audit.record(session, present.actor, "session:end", "account", present.actor.account_id)


def person(account: Account) -> Actor:
    """Somebody who has not been let in yet, for the audit trail."""
    return Actor.without_role(account.id, account.display_name, None)
