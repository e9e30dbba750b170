"""Case notes: seen by the agency that wrote them (decision 11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.models import Account, Note


@dataclass(frozen=True)
class NoteLine:
    """A note as a list shows it."""

    written_on: date
    text: str
    author: str


def latest(session: Session, actor: Actor, client_id: int, limit: int = 3) -> list[NoteLine]:
    """The latest notes of the actor's agency about a client; of every agency for a system administrator. The
    caller has fetched the client through scope. One statement."""
    if not actor.may(Permission.NOTE_READ_LIMITED):
        return []
    query = (
        select(Note.written_on, Note.text, Account.display_name)
        .outerjoin(Account, Account.id == Note.account_id)
        .where(Note.client_id == client_id, Note.deleted_at.is_(None))
        .order_by(Note.written_on.desc(), Note.id.desc())
        .limit(limit)
    )
    if not actor.is_system_administrator:
        query = query.where(Note.organization_id == actor.organization_id)
    return [NoteLine(day, text, author or "") for day, text, author in session.execute(query)]
