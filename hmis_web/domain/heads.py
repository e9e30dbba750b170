"""Who leads the household of a stay: one head, set back to the start of the stay when another one leaves. HUD
3.15: the other members' relations are told anew; HouseholdID stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hmis_web import standards
from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.db.errors import DomainError
from hmis_web.domain import row_changes
from hmis_web.domain.clock import Clock
from hmis_web.domain.enrollments import Stay
from hmis_web.domain.row_changes import Change
from hmis_web.domain.stay_members import StayMember, head_of
from hmis_web.models import Enrollment
from hmis_web.standards.codes import RelationshipToHoH

RELATIONS = "3.15.1"


def set_head(
    session: Session,
    actor: Actor,
    stay: Stay,
    members: Sequence[StayMember],
    new_head: int,
    relations: Mapping[int, int],
    clock: Clock,
) -> list[Change]:
    """Make a member the head, by enrollment, and write what the others are to that person; a relation that
    is not told is 99. CoC and move-in date go along, as they stand on the head's record; a move-in before the
    new head's entry is theirs from the entry on. Answers what changed. Raises DomainError("new_head") for
    somebody who is no member, or a relation outside list 3.15.1. Flushes. HUD 3.15, 3.16, 3.20."""
    actor.require(Permission.ENROLLMENT_EDIT)
    if new_head not in {member.enrollment_id for member in members}:
        raise DomainError("new_head", "Choose one of the household")
    rows = _lock(session, [member.enrollment_id for member in members])
    old = head_of(list(members))
    told = {key: _relation(relations, key) for key in rows if key != new_head}
    changes: list[Change] = []
    for key, row in rows.items():
        code = told.get(key, int(RelationshipToHoH.SELF))
        wanted: dict[str, Any] = {"relationship_to_hoh": code}
        if key == new_head and old is not None and old.enrollment_id in rows:
            wanted |= _inherited(rows[old.enrollment_id], row)
        changes += row_changes.write(session, actor, stay, row, wanted, "enrollment:set-head", clock)
    session.flush()
    return changes


def _relation(relations: Mapping[int, int], key: int) -> int:
    code = relations.get(key, RelationshipToHoH.NOT_COLLECTED)
    offered = {int(each.value) for each in standards.offered(RELATIONS)} - {int(RelationshipToHoH.SELF)}
    if code not in offered:
        raise DomainError("new_head", "Choose what everybody is to the new head of household")
    return code


def _inherited(old: Enrollment, new: Enrollment) -> dict[str, Any]:
    given: dict[str, Any] = {}
    if new.enrollment_coc is None and old.enrollment_coc is not None:
        given["enrollment_coc"] = old.enrollment_coc
    if new.move_in_date is None and old.move_in_date is not None:
        given["move_in_date"] = max(old.move_in_date, new.entry_date or old.move_in_date)
    return given


def _lock(session: Session, keys: list[int]) -> dict[int, Enrollment]:
    query = select(Enrollment).where(Enrollment.id.in_(keys)).order_by(Enrollment.id).with_for_update()
    return {row.id: row for row in session.scalars(query)}
