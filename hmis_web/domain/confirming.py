"""Giving password and code again: for something grave within an open session (B-12), and the code alone for
a session that began with the password."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from hmis_web.db.keys import KeyRing
from hmis_web.domain import audit, second_factor, sessions, throttle
from hmis_web.domain.sessions import Limits, Present
from hmis_web.domain.sign_in import check_password, count_miss, entered, may_enter
from hmis_web.domain.throttle import Origin
from hmis_web.models import Account

RECOVERY = second_factor.RECOVERY
"""The kind of a recovery code."""


def needs_code(session: Session, here: Present) -> bool:
    """Whether the person has a second factor in use."""
    return second_factor.is_in_use(_account(session, here))


def confirm(
    session: Session,
    here: Present,
    keyring: KeyRing,
    given: tuple[str, str],
    origin: Origin,
    limits: Limits,
    now: datetime,
) -> str | None:
    """The session's new token when password and code (`given`) fit, else None. What does not fit counts as at
    sign-in. Raises TooManyTries. Flushes."""
    throttle.check(session, origin, limits, now)
    account = _account(session, here)
    password, code = given
    fits = check_password(session, account, password, limits, now)
    if fits and second_factor.is_in_use(account):
        fits = _check_code(session, account, keyring, code, limits, now) != ""
    if not fits:
        throttle.note(session, origin, now)
        return None
    token = sessions.authenticated(session, here.session_id, now)
    audit.record(session, here.actor, "session:confirm", "account", account.id)
    return token


def give_code(
    session: Session,
    waiting: Present,
    keyring: KeyRing,
    code: str,
    origin: Origin,
    limits: Limits,
    now: datetime,
) -> tuple[str, str] | None:
    """The token of a session that waited for the second factor, and which kind of code opened it; None when
    it does not fit, which counts as at sign-in. The account's other sessions end. Raises TooManyTries.
    Flushes."""
    throttle.check(session, origin, limits, now)
    account = _account(session, waiting)
    kind = _check_code(session, account, keyring, code, limits, now)
    if not kind:
        throttle.note(session, origin, now)
        return None
    entered(session, account, waiting.session_id, now)
    return sessions.authenticated(session, waiting.session_id, now), kind


def _check_code(
    session: Session, account: Account, keyring: KeyRing, code: str, limits: Limits, now: datetime
) -> str:
    session.refresh(account, with_for_update=True)
    if not may_enter(session, account, limits, now):
        return ""
    kind = second_factor.accept(session, account, keyring, code, now)
    if not kind:
        count_miss(session, account, limits, now)
    return kind


def _account(session: Session, here: Present) -> Account:
    return session.get_one(Account, here.actor.account_id)
