"""Taking exits back: by whoever made one, within a day and whole; or re-opening by managers. What was
answered is kept, and fills the form when the same person leaves again (access rules, rows 16 and 17)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session, aliased

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.db.errors import DomainError, NotFound
from hmis_web.domain import audit, row_changes
from hmis_web.domain.answers.rows import STAGE_CODES, STAGE_FILES
from hmis_web.domain.clock import Clock
from hmis_web.domain.custom_fields import values
from hmis_web.domain.enrollments import Stay
from hmis_web.domain.stay_members import StayMember, head_of, members_of
from hmis_web.models import (
    Enrollment,
    Exit,
    HouseholdExit,
    HouseholdExitMember,
    RecordFinding,
    StageRecord,
    hud_model,
)
from hmis_web.standards.elements import CollectionPoint

UNDO_HOURS = 24
UNDO, REOPEN = "undo", "reopen"
EXIT_STAGE = STAGE_CODES[CollectionPoint.EXIT]


@dataclass(frozen=True)
class OwnExit:
    """An exit that the actor made and may still take back."""

    household_exit_id: int
    enrollment_ids: frozenset[int]
    until: datetime


def own_exit(session: Session, actor: Actor, stay: Stay, now: datetime) -> OwnExit | None:
    """The actor's own exit of a stay, while it may be taken back; None otherwise. One statement at most."""
    if not actor.may(Permission.ENROLLMENT_UNDO_EXIT_OWN) or stay.exit_date is None:
        return None
    found = session.execute(
        select(HouseholdExit, HouseholdExitMember)
        .join(HouseholdExitMember, HouseholdExitMember.household_exit_id == HouseholdExit.id)
        .where(HouseholdExit.id == _own_act_id(actor, stay))
    ).all()
    if not found or not _is_recent(found[0][0], now):
        return None
    act, rows = found[0][0], [row for _act, row in found]
    left = frozenset(row.enrollment_key for row in rows if row.taken_back_at is None)
    if stay.id not in left:
        return None  # it was taken back, and somebody else exited the client since
    return OwnExit(act.id, left, act.made_at + timedelta(hours=UNDO_HOURS))


def undo_exit(session: Session, actor: Actor, stay: Stay, clock: Clock) -> int:
    """Take one's own exit back, with everybody who left in it, relations and services as they were before.
    Answers how many stay again; a second time changes nothing. Raises NotFound for anything but one's own,
    DomainError("exit") when the time is over, or somebody stays there again since (S040). Flushes."""
    actor.require(Permission.ENROLLMENT_UNDO_EXIT_OWN)
    act = _own_act(session, actor, stay)
    if act is None:
        raise NotFound("exit")
    rows = [row for row in _members(session, act) if row.taken_back_at is None]
    if not rows:
        return 0
    if not _is_recent(act, clock.now):
        raise DomainError(
            "exit", f"An exit can be undone for {UNDO_HOURS} hours; a manager can re-open the enrollment"
        )
    keys = [row.enrollment_key for row in rows]
    _refuse_overlap(session, keys)
    _withdraw(session, actor, stay, keys, UNDO, clock)
    changes = row_changes.from_text(act.changes)
    row_changes.take_back(session, actor, stay, changes, "enrollment:undo-exit-change", clock)
    return len(rows)


def reopen(
    session: Session, actor: Actor, stay: Stay, enrollment_ids: Collection[int], reason: str, clock: Clock
) -> int:
    """Open the enrollments of members of a household again; answers how many. Relations stay as they are by
    now. Raises DomainError: "members" when nobody is ticked, or the household would stay without its head
    (S035), "why" without a reason, "exit" when somebody stays there again since (S040). Flushes."""
    actor.require(Permission.ENROLLMENT_REOPEN_OWN)
    members = members_of(session, actor, stay, clock.as_of)
    wanted = [member for member in members if member.enrollment_id in enrollment_ids and not member.is_open]
    if not wanted:
        raise DomainError("members", "Tick whose enrollment is opened again")
    if not reason.strip():
        raise DomainError("why", "Say why, in a few words")
    _refuse_missing_head(members, {member.enrollment_id for member in wanted})
    keys = [member.enrollment_id for member in wanted]
    _refuse_overlap(session, keys)
    _withdraw(session, actor, stay, keys, REOPEN, clock, reason.strip())
    return len(keys)


def _own_act(session: Session, actor: Actor, stay: Stay) -> HouseholdExit | None:
    return session.scalar(select(HouseholdExit).where(HouseholdExit.id == _own_act_id(actor, stay)))


def _own_act_id(actor: Actor, stay: Stay) -> Any:
    """The exit in which the actor made the client leave last."""
    act, member = aliased(HouseholdExit), aliased(HouseholdExitMember)
    return (
        select(act.id)
        .join(member, member.household_exit_id == act.id)
        .where(
            member.enrollment_key == stay.id,
            act.account_id == actor.account_id,
            act.organization_id.is_not_distinct_from(actor.organization_id),
        )
        .order_by(act.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def _is_recent(act: HouseholdExit, now: datetime) -> bool:
    return act.made_at > now - timedelta(hours=UNDO_HOURS)


def _members(session: Session, act: HouseholdExit) -> list[HouseholdExitMember]:
    """Who left in an exit, kept from others until the end of the transaction."""
    query = (
        select(HouseholdExitMember)
        .where(HouseholdExitMember.household_exit_id == act.id)
        .order_by(HouseholdExitMember.enrollment_key)
    )
    return list(session.scalars(query.with_for_update()))


def _refuse_missing_head(members: list[StayMember], opened: Collection[int]) -> None:
    head = head_of(members)
    if head is None or head.is_open or head.enrollment_id in opened:
        return
    raise DomainError(
        "members",
        f"{head.person.name} is the head of household and has left: tick {head.person.name}, too",
    )


def _refuse_overlap(session: Session, keys: list[int]) -> None:
    """Raises DomainError when one of the clients has entered the same project again since. S040."""
    mine, other = aliased(Enrollment), aliased(Enrollment)
    query = (
        select(other.id)
        .join(mine, (mine.client_key == other.client_key) & (mine.project_key == other.project_key))
        .outerjoin(Exit, (Exit.enrollment_key == other.id) & Exit.date_deleted.is_(None))
        .where(
            mine.id.in_(keys),
            other.id != mine.id,
            other.date_deleted.is_(None),
            or_(Exit.exit_date.is_(None), Exit.exit_date > mine.entry_date),
        )
    )
    if session.scalar(query.limit(1)) is not None:
        raise DomainError(
            "exit",
            "Somebody of them has entered this program again since; two stays at once are not possible",
        )


def _withdraw(
    session: Session,
    actor: Actor,
    stay: Stay,
    keys: list[int],
    how: str,
    clock: Clock,
    reason: str | None = None,
) -> None:
    """Mark the exits of enrollments as deleted, with the answers that were given at them."""
    for key in keys:
        exits = _live(session, Exit, key)
        for row in [*exits, *(each for file in STAGE_FILES for each in _live(session, hud_model(file), key))]:
            row_changes.touch(session, actor, stay.data_source_id, row, clock)
            row.date_deleted = clock.stamp
        for row in exits:
            audit.record(
                session, actor, f"enrollment:{how}-exit" if how == UNDO else "enrollment:reopen",
                "enrollment", key, client_id=row.client_key,
                before={"exit_date": row.exit_date, "destination": row.destination},
                after={"exit_date": None, "destination": None},
                details={"reason": reason} if reason else None,
            )  # fmt: skip
    session.flush()
    values.withdraw(session, keys, EXIT_STAGE, clock)
    _forget_records(session, keys)
    session.execute(
        update(HouseholdExitMember)
        .where(HouseholdExitMember.enrollment_key.in_(keys), HouseholdExitMember.taken_back_at.is_(None))
        .values(taken_back_at=clock.now, taken_back_how=how)
    )


def _live(session: Session, model: Any, enrollment_id: int) -> list[Any]:
    query = select(model).where(model.enrollment_key == enrollment_id, model.date_deleted.is_(None))
    if model is not Exit:
        query = query.where(model.data_collection_stage == EXIT_STAGE)
    return list(session.scalars(query))


def _forget_records(session: Session, keys: list[int]) -> None:
    """The form of the exit is no more: neither complete nor incomplete, with nothing to look at."""
    records = select(StageRecord.id).where(
        StageRecord.enrollment_key.in_(keys), StageRecord.stage == EXIT_STAGE
    )
    session.execute(delete(RecordFinding).where(RecordFinding.stage_record_id.in_(records)))
    session.execute(
        delete(StageRecord).where(StageRecord.enrollment_key.in_(keys), StageRecord.stage == EXIT_STAGE)
    )
