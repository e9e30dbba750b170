"""Sessions that are over: why, and whose they were, as far as that may still help the person."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.domain.sessions import ELSEWHERE, Limits, token_hash
from hmis_web.models import Account, WebSession


def last_holder(session: Session, token: str, limits: Limits, now: datetime) -> Actor | None:
    """Whose token it was, when the session ended by a sign-in elsewhere or by its age within the last hours:
    what such a person typed is kept. None for anybody who signed out or was shut out."""
    row = session.execute(
        select(Account.id, Account.display_name, WebSession.organization_id)
        .join(WebSession, WebSession.account_id == Account.id)
        .where(
            WebSession.token_hash == token_hash(token),
            Account.is_active,
            WebSession.authenticated_at.is_not(None),
            WebSession.created_at > now - 2 * limits.absolute,
            or_(
                WebSession.ended_why == ELSEWHERE,
                and_(WebSession.ended_at.is_(None), WebSession.created_at <= now - limits.absolute),
            ),
        )
    ).first()
    return Actor.without_role(row.id, row.display_name, row.organization_id) if row else None


def ended_of(session: Session, token: str) -> WebSession | None:
    """The ended session that a token belonged to; None when there is none, or it is live."""
    return session.scalar(
        select(WebSession).where(WebSession.token_hash == token_hash(token), WebSession.ended_at.is_not(None))
    )
