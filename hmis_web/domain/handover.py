"""Handing clients over from one colleague to another, with a note."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.access.scope import client_visible
from hmis_web.db.errors import DomainError, Forbidden
from hmis_web.db.keys import KeyRing
from hmis_web.domain import audit, caseload
from hmis_web.domain.case_workers import is_case_worker
from hmis_web.domain.clock import Clock
from hmis_web.models import CaseAssignment, Client

NOTE_LENGTH = 1_000
MANAGES = Permission.ENROLLMENT_REOPEN_OWN
"""Who leads programs (access rules, row 17) may look at colleagues' caseloads and hand their clients over."""


@dataclass(frozen=True)
class Handover:
    """Clients that change hands."""

    giver: int
    receiver: int
    assignments: tuple[int, ...] | None
    """None: all that the giver has."""
    note: str = ""


def hand_over(session: Session, actor: Actor, keyring: KeyRing, asked: Handover, clock: Clock) -> int:
    """Give clients from one colleague's caseload to another's, from today on. Answers how many changed hands;
    a second time none do. Raises Forbidden when the clients are somebody else's and the actor leads no
    programs, DomainError for "receiver", "assignments" and "note". Flushes."""
    actor.require(Permission.ENROLLMENT_EDIT)
    if asked.giver != actor.account_id and not actor.may(MANAGES):
        raise Forbidden(MANAGES)
    if actor.organization_id is None:
        raise DomainError("receiver", "Choose an agency first, at the top right")
    if asked.receiver == asked.giver:
        raise DomainError("receiver", "Choose somebody else")
    if not is_case_worker(session, asked.receiver, actor.organization_id, clock.as_of):
        raise DomainError("receiver", "Choose somebody who works with clients at this agency")
    if asked.assignments is not None and not asked.assignments:
        raise DomainError("assignments", "Tick the clients to hand over")
    if len(asked.note) > NOTE_LENGTH:
        raise DomainError("note", f"Use {NOTE_LENGTH} characters or fewer")
    given = _open_of(session, actor, asked)
    for row in given:
        _give(session, actor, keyring, row, asked, clock)
    return len(given)


def _give(
    session: Session, actor: Actor, keyring: KeyRing, row: CaseAssignment, asked: Handover, clock: Clock
) -> None:
    caseload.close(session, row, clock)
    note = asked.note.strip() or None
    taken = caseload.open_one(session, asked.receiver, row.organization_id, row.client_id, row.enrollment_id)
    if taken is None:
        taken = CaseAssignment(
            client_id=row.client_id, enrollment_id=row.enrollment_id, account_id=asked.receiver,
            organization_id=row.organization_id, role=row.role, starts_on=clock.as_of,
            assigned_by=actor.account_id, assigned_at=clock.now, note=note,
        )  # fmt: skip
        session.add(taken)
    elif note:
        taken.note = note
        taken.version += 1
    session.flush()
    after = {"account": asked.receiver, "note": audit.digest(keyring, note)}
    caseload.tell(session, actor, "caseload:hand-over", taken, {"account": asked.giver}, after)


def _open_of(session: Session, actor: Actor, asked: Handover) -> Sequence[CaseAssignment]:
    query = (
        select(CaseAssignment)
        .join(Client, Client.id == CaseAssignment.client_id)
        .where(
            CaseAssignment.account_id == asked.giver,
            CaseAssignment.ended_on.is_(None),
            client_visible(actor),
            *caseload.of_agency(actor),
        )
        .order_by(CaseAssignment.id)
        .with_for_update(of=CaseAssignment)
    )
    if asked.assignments is not None:
        query = query.where(CaseAssignment.id.in_(asked.assignments))
    return session.scalars(query).all()
