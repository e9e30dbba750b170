"""Emptying old and new values of the audit trail, the only part of it that may go (decision 10)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.domain import audit
from hmis_web.models import AuditEvent, AuditValue


def empty_values(session: Session, actor: Actor, older_than: datetime, now: datetime) -> int:
    """Empty the old and new values of changes before a moment; answers how many. That there was a change,
    whose and when stays, and so does the chain. Raises Forbidden. Flushes."""
    actor.require(Permission.ROLE_EDIT)
    old = select(AuditEvent.id).where(AuditEvent.at < older_than, AuditEvent.values_digest.is_not(None))
    statement = (
        update(AuditValue)
        .where(AuditValue.event_id.in_(old), AuditValue.content.is_not(None))
        .values(content=None, salt=None, emptied_at=now)
    )
    emptied = session.connection().execute(statement).rowcount
    if emptied:
        details = {"older_than": older_than, "rows": emptied}
        audit.record(session, actor, "audit:empty-values", "audit_value", details=details)
    return emptied
