"""Deleting what the own agency entered, and taking that back (decision 15, access rules 4.2).

Nothing is removed: rows are marked, with who, when and why beside them. What went in one act comes back in
one, for 90 days.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.db.errors import DomainError, Forbidden, NotFound
from hmis_web.domain import as_received, audit, own_rows
from hmis_web.domain.clock import Clock
from hmis_web.domain.deletion_kinds import KINDS, TABLES, is_deleted
from hmis_web.models import Deletion, HudRow

KEPT_DAYS = 90
LONGEST_REASON = 200
AT_ONCE = 500
RESTORING = (Permission.RECORD_RESTORE_OWN, *(kind.right for kind in KINDS.values()))
"""Rights of which one is needed to restore anything at all."""


@dataclass(frozen=True)
class Restored:
    """What came back."""

    kind: str
    words: str


def may_delete(actor: Actor, kind: str, organization_id: int | None) -> bool:
    """Whether the role deletes rows of a kind that an agency entered: those of the agency acted for; a system
    administrator all (access rules 4.2)."""
    return own_rows.belongs(actor, organization_id) and actor.may(KINDS[kind].right)


def may_restore(actor: Actor, kind: str) -> bool:
    """Whether the role restores rows of a kind: who may delete them, and who holds the right to restore."""
    return actor.may(Permission.RECORD_RESTORE_OWN) or actor.may(KINDS[kind].right)


def delete(
    session: Session, actor: Actor, kind: str, client_id: int, subject_id: int, reason: str, clock: Clock
) -> int:
    """Delete a row about a client, with what hangs on it. Answers the number of the deletion; a second time
    changes nothing. Raises Forbidden without the right, NotFound for a client out of scope and for a row that
    is not there or that another agency entered, DomainError("reason") without a reason and for what must
    stay. Flushes."""
    what = KINDS[kind]
    row, agency = _to_delete(session, actor, kind, client_id, subject_id, lock=True)
    if is_deleted(row):
        return _standing(session, kind, subject_id)
    kept = what.keeping(session, row)
    if kept:
        raise DomainError("reason", kept)
    head = Deletion(
        act=uuid.uuid4().hex,
        is_head=True,
        subject_kind=kind,
        subject_id=subject_id,
        client_id=client_id,
        organization_id=agency,
        account_id=actor.account_id,
        reason=_checked(reason),
        deleted_at=clock.now,
    )
    session.add(head)
    session.flush()
    _mark(session, what.model, [subject_id], clock, gone=True)
    session.refresh(row)
    what.after(session, actor, row, clock)
    with_it = sum(_delete_children(session, head, child, clock) for child in what.children)
    audit.record(
        session, actor, f"{kind}:delete", kind, subject_id, client_id=client_id,
        details={"deletion": head.id, "with_it": with_it},
        before={"deleted": False}, after={"deleted": True, "reason": head.reason},
    )  # fmt: skip
    return head.id


def restore(session: Session, actor: Actor, client_id: int, deletion_id: int, clock: Clock) -> Restored:
    """Take a deletion back, with all that went in the same act. Answers what came back; a second time
    changes nothing. Raises Forbidden without the right, NotFound for another agency's, DomainError
    ("restore") after 90 days or when the row can't come back at present. Flushes."""
    own_rows.require_client(session, actor, client_id)
    query = select(Deletion).where(
        Deletion.id == deletion_id,
        Deletion.client_id == client_id,
        Deletion.is_head,
        own_rows.belonging(actor, Deletion.organization_id),
    )
    head = session.scalar(query.with_for_update())
    if head is None:
        raise NotFound("deletion")
    what = KINDS[head.subject_kind]
    if not may_restore(actor, head.subject_kind):
        raise Forbidden(Permission.RECORD_RESTORE_OWN)
    row = session.get_one(what.model, head.subject_id)
    done = Restored(head.subject_kind, what.words(row))
    if head.restored_at is not None:
        return done
    if head.deleted_at < clock.now - timedelta(days=KEPT_DAYS):
        raise DomainError("restore", f"This was deleted more than {KEPT_DAYS} days ago")
    refused = what.refusal(session, row)
    if refused:
        raise DomainError("restore", refused)
    with_it = _restore_act(session, actor, head, clock)
    session.refresh(row)
    what.after(session, actor, row, clock)
    audit.record(
        session, actor, f"{head.subject_kind}:restore", head.subject_kind, head.subject_id,
        client_id=client_id, details={"deletion": head.id, "with_it": with_it},
        before={"deleted": True}, after={"deleted": False},
    )  # fmt: skip
    return done


def kind_of(session: Session, deletion_id: int) -> str:
    """What kind of row a deletion took. Raises NoResultFound for none. One statement."""
    return session.get_one(Deletion, deletion_id).subject_kind


def words_of(session: Session, actor: Actor, kind: str, client_id: int, subject_id: int) -> str:
    """What is about to be deleted, in words. Raises Forbidden and NotFound as `delete`, and NotFound for what
    is deleted already."""
    row, _agency = _to_delete(session, actor, kind, client_id, subject_id)
    if is_deleted(row):
        raise NotFound(kind)
    return KINDS[kind].words(row)


def _to_delete(
    session: Session, actor: Actor, kind: str, client_id: int, subject_id: int, *, lock: bool = False
) -> tuple[Any, int]:
    """A row that the actor may delete, and the agency that entered it."""
    what = KINDS[kind]
    actor.require(what.right)
    own_rows.require_client(session, actor, client_id)
    query = select(what.model, what.agency).where(
        what.model.id == subject_id, what.client == client_id, own_rows.belonging(actor, what.agency)
    )
    found = session.execute(query.with_for_update(of=what.model) if lock else query).first()
    if found is None:
        raise NotFound(kind)
    return found[0], found[1]


def _checked(reason: str) -> str:
    text = " ".join(reason.split())
    if not text:
        raise DomainError("reason", "Say why it is deleted")
    if len(text) > LONGEST_REASON:
        raise DomainError("reason", f"Say it in at most {LONGEST_REASON} characters")
    return text


def _standing(session: Session, kind: str, subject_id: int) -> int:
    """The deletion of a row that is deleted already. Raises NotFound when there is none of ours: it came so
    in a file, or went with its parent."""
    standing = select(Deletion.id).where(
        Deletion.subject_kind == kind,
        Deletion.subject_id == subject_id,
        Deletion.restored_at.is_(None),
        Deletion.is_head,
    )
    found = session.scalar(standing)
    if found is None:
        raise NotFound(kind)
    return found


def _delete_children(session: Session, head: Deletion, child: Any, clock: Clock) -> int:
    ids = session.scalars(
        select(child.id).where(child.enrollment_key == head.subject_id, child.date_deleted.is_(None))
    ).all()
    if not ids:
        return 0
    name = next(name for name, model in TABLES.items() if model is child)
    told = {
        "act": head.act,
        "is_head": False,
        "subject_kind": name,
        "client_id": head.client_id,
        "organization_id": head.organization_id,
        "account_id": head.account_id,
        "reason": head.reason,
        "deleted_at": head.deleted_at,
    }
    session.execute(insert(Deletion), [told | {"subject_id": key} for key in ids])
    _mark(session, child, ids, clock, gone=True)
    return len(ids)


def _restore_act(session: Session, actor: Actor, head: Deletion, clock: Clock) -> int:
    """Bring back all that went in one act; answers how many rows besides its head."""
    rows = session.scalars(
        select(Deletion)
        .where(Deletion.act == head.act, Deletion.restored_at.is_(None))
        .order_by(Deletion.subject_kind)
    ).all()
    for kind, some in groupby(rows, key=lambda row: row.subject_kind):
        _mark(session, TABLES[kind], [row.subject_id for row in some], clock, gone=False)
    for row in rows:
        row.restored_at, row.restored_by = clock.now, actor.account_id
    session.flush()
    return len(rows) - 1


def _mark(session: Session, model: Any, ids: Sequence[int], clock: Clock, *, gone: bool) -> None:
    values: dict[str, Any] = {"version": model.version + 1} if hasattr(model, "version") else {}
    if issubclass(model, HudRow):
        values |= {
            "date_deleted": clock.stamp if gone else None,
            "date_updated": clock.stamp,
            "edited_at": clock.now,
            "content_hash": None,
        }
    else:
        values["deleted_at"] = clock.now if gone else None
    if issubclass(model, HudRow):
        _forget_received(session, model, ids)
    for start in range(0, len(ids), AT_ONCE):
        some = model.id.in_(ids[start : start + AT_ONCE])
        session.execute(
            update(model).where(some).values(**values).execution_options(synchronize_session="fetch")
        )


def _forget_received(session: Session, model: Any, ids: Sequence[int]) -> None:
    """What a file said of deletion and last change no longer holds of these rows."""
    for start in range(0, len(ids), AT_ONCE):
        some = model.id.in_(ids[start : start + AT_ONCE])
        for row in session.scalars(select(model).where(some, model.as_received.is_not(None))):
            as_received.keep_unchanged(row)
    session.flush()
