"""Deleting a household outside enrollments that was a mistake, and what must hold when it comes back: one
household a person and agency. HUD 3.15."""

from __future__ import annotations

import uuid

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.access.scope import household_visible
from hmis_web.db.errors import DomainError, NotFound, StaleVersion
from hmis_web.domain import audit
from hmis_web.domain.clock import Clock
from hmis_web.models import Deletion, Household, HouseholdMember

KIND, MEMBER = "household", "household_member"
LONGEST_REASON = 200


def delete_household(
    session: Session,
    actor: Actor,
    client_id: int,
    household_id: int,
    reason: str,
    clock: Clock,
    *,
    version: int,
) -> int:
    """Delete a household, from the page of one of its clients; its people and their stays remain. Answers the
    number of the deletion: it can be restored for 90 days. Raises Forbidden (the system administrator alone
    may), NotFound, StaleVersion, DomainError("reason"). Flushes."""
    actor.require(Permission.HOUSEHOLD_DELETE)
    household = _own(session, actor, household_id)
    if household.version != version:
        raise StaleVersion("household")
    reason = " ".join(reason.split())
    if not 0 < len(reason) <= LONGEST_REASON:
        raise DomainError("reason", f"Say why, in {LONGEST_REASON} letters or fewer")
    household.deleted_at, household.delete_reason = clock.now, reason
    household.version += 1
    members = session.scalars(
        select(HouseholdMember).where(
            HouseholdMember.household_id == household_id, HouseholdMember.deleted_at.is_(None)
        )
    ).all()
    for member in members:
        member.deleted_at = clock.now
    head = _remember(session, actor, client_id, household, [member.id for member in members], clock)
    audit.record(
        session, actor, "household:delete", "household", household_id, client_id=client_id,
        details={"deletion": head.id},
        before={"members": sorted(each.client_id for each in members if each.left_on is None)},
        after={"reason": reason},
    )  # fmt: skip
    return head.id


def restore_refusal(session: Session, household: Household) -> str:
    """Why a deleted household can't come back at present; empty when it can. Two statements."""
    own = HouseholdMember
    back = (own.household_id == household.id, own.left_on.is_(None))
    again = select(own.id).where(
        own.client_id.in_(select(own.client_id).where(*back)),
        own.organization_id == household.organization_id,
        own.household_id != household.id,
        own.left_on.is_(None),
        own.deleted_at.is_(None),
    )
    if session.scalar(again.limit(1)) is not None:
        return "Somebody of this household belongs to another one by now; let them leave it there first"
    rows, people = session.execute(
        select(func.count(), func.count(own.client_id.distinct())).where(*back)
    ).one()
    return "" if rows == people else "Two people of this household have become one record since"


def _own(session: Session, actor: Actor, household_id: int) -> Household:
    row = session.scalar(
        select(Household)
        .where(Household.id == household_id, Household.deleted_at.is_(None), household_visible(actor))
        .with_for_update(of=Household)
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise NotFound("household")
    return row


def _remember(
    session: Session, actor: Actor, client_id: int, household: Household, members: list[int], clock: Clock
) -> Deletion:
    act = uuid.uuid4().hex
    rows = [
        Deletion(
            act=act,
            is_head=kind == KIND,
            subject_kind=kind,
            subject_id=subject_id,
            client_id=client_id,
            organization_id=household.organization_id,
            account_id=actor.account_id,
            reason=household.delete_reason,
            deleted_at=clock.now,
        )
        for kind, subject_id in ((KIND, household.id), *((MEMBER, key) for key in members))
    ]
    session.add_all(rows)
    session.flush()
    return rows[0]
