"""What people do with their own account: another password, another phone, where they are
signed in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from hmis_web.db.errors import DomainError, NotFound
from hmis_web.db.keys import KeyRing
from hmis_web.domain import accounts, audit, second_factor, sessions
from hmis_web.domain.passwords import PasswordRules
from hmis_web.domain.sessions import Limits, Present
from hmis_web.domain.sign_in import check_password
from hmis_web.models import Account, WebSession

ENDED_SHOWN = 10
BY_HOLDER = "ended by yourself"
NEW_TELEPHONE = "second factor changed"


@dataclass(frozen=True)
class SignIns:
    """Where somebody is signed in, the present session first, and the last sessions that ended."""

    live: Sequence[WebSession]
    ended: Sequence[WebSession]


def own(session: Session, here: Present) -> Account:
    """The account of whoever is present."""
    return session.get_one(Account, here.actor.account_id)


def change_password(
    session: Session,
    here: Present,
    present_password: str,
    password: str,
    rules: PasswordRules,
    limits: Limits,
    now: datetime,
) -> str | None:
    """Another password, which ends the other sessions. Answers the session's new token, None when the present
    password does not fit; a miss counts as at sign-in. Raises DomainError("password"). Flushes."""
    account = own(session, here)
    if not check_password(session, account, present_password, limits, now):
        return None
    if password == present_password:
        raise DomainError("password", "Choose another one than you have")
    accounts.set_password(session, here.actor, account, password, rules)
    sessions.end_of_account(session, account.id, accounts.NEW_PASSWORD, now, but=here.session_id)
    return sessions.authenticated(session, here.session_id, now)


def set_second_factor(
    session: Session, here: Present, keyring: KeyRing, secret: str, code: str, now: datetime
) -> tuple[str, list[str]]:
    """Let a phone be one's second factor, which ends the other sessions. Answers the session's new token
    and the recovery codes. Raises DomainError("code"). Flushes."""
    account = own(session, here)
    codes = second_factor.take_into_use(session, here.actor, account, keyring, secret, code, now)
    sessions.end_of_account(session, account.id, NEW_TELEPHONE, now, but=here.session_id)
    return sessions.authenticated(session, here.session_id, now), codes


def sign_ins(session: Session, here: Present, limits: Limits, now: datetime) -> SignIns:
    """One's own sessions. Two statements."""
    mine = select(WebSession).where(WebSession.account_id == here.actor.account_id)
    live = session.scalars(
        mine.where(WebSession.ended_at.is_(None), WebSession.created_at > now - limits.absolute).order_by(
            (WebSession.id != here.session_id), WebSession.id.desc()
        )
    ).all()
    ended = session.scalars(
        mine.where(WebSession.ended_at.is_not(None)).order_by(WebSession.ended_at.desc()).limit(ENDED_SHOWN)
    ).all()
    return SignIns(live, ended)


def end_other(session: Session, here: Present, session_id: int, now: datetime) -> None:
    """End another session of one's own. Raises NotFound for anybody else's, the present one, and one that
    ended. Flushes."""
    found = session.get(WebSession, session_id)
    own_one = found is not None and found.account_id == here.actor.account_id and found.ended_at is None
    if not own_one or session_id == here.session_id:
        raise NotFound("session")
    sessions.end(session, session_id, BY_HOLDER, now)
    audit.record(session, here.actor, "session:end", "web-session", session_id)
