"""What was deleted lately and can come back: the list of it on a client's pages (access rules 4.2)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.domain import own_rows
from hmis_web.domain.deletion import KEPT_DAYS, may_restore
from hmis_web.domain.deletion_kinds import KINDS
from hmis_web.models import Account, Deletion

MOST = 50


@dataclass(frozen=True)
class DeletedLine:
    """Something that was deleted and can come back."""

    id: int
    """The number of the deletion, not of the row."""
    kind: str
    words: str
    reason: str
    deleted_at: datetime
    deleted_by: str
    until: datetime
    """When it can't be restored any more."""


def deleted_lately(
    session: Session, actor: Actor, client_id: int, kinds: Iterable[str], now: datetime
) -> list[DeletedLine]:
    """What the actor's agency deleted of a client within 90 days, the latest first, of the kinds that the
    role may restore. The caller has fetched the client through scope. One statement, and one a kind found."""
    asked = [kind for kind in kinds if may_restore(actor, kind)]
    if not asked:
        return []
    query = (
        select(Deletion, Account.display_name)
        .outerjoin(Account, Account.id == Deletion.account_id)
        .where(
            Deletion.client_id == client_id,
            Deletion.is_head,
            Deletion.restored_at.is_(None),
            Deletion.subject_kind.in_(asked),
            Deletion.deleted_at >= now - timedelta(days=KEPT_DAYS),
            own_rows.belonging(actor, Deletion.organization_id),
        )
    )
    found = session.execute(query.order_by(Deletion.deleted_at.desc(), Deletion.id.desc()).limit(MOST)).all()
    words = _words(session, [head for head, _name in found])
    return [
        DeletedLine(
            id=head.id,
            kind=head.subject_kind,
            words=words[head.subject_kind, head.subject_id],
            reason=head.reason,
            deleted_at=head.deleted_at,
            deleted_by=name or "",
            until=head.deleted_at + timedelta(days=KEPT_DAYS),
        )
        for head, name in found
    ]


def _words(session: Session, heads: list[Deletion]) -> dict[tuple[str, int], str]:
    """{(kind, id): what it is called}. One statement a kind."""
    words: dict[tuple[str, int], str] = {}
    for kind in {head.subject_kind for head in heads}:
        what = KINDS[kind]
        ids = [head.subject_id for head in heads if head.subject_kind == kind]
        for row in session.scalars(select(what.model).where(what.model.id.in_(ids))):
            words[kind, row.id] = what.words(row)
    return words
