"""Opening a locked session with the password (decision 8)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from hmis_web.domain import audit, sessions
from hmis_web.domain.sessions import Limits, Present
from hmis_web.domain.sign_in import check_password
from hmis_web.models import Account


def unlock(session: Session, waiting: Present, password: str, limits: Limits, now: datetime) -> str | None:
    """The locked session's new token when the password fits, else None; a miss counts as at sign-in. The
    agency acted for, and everything else, stays. Flushes."""
    account = session.get_one(Account, waiting.actor.account_id)
    if not check_password(session, account, password, limits, now):
        return None
    token = sessions.authenticated(session, waiting.session_id, now)
    audit.record(session, waiting.actor, "session:unlock", "account", account.id)
    return token
