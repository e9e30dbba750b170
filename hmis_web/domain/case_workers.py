"""Colleagues who can have a caseload at an agency."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.models import Account, AccountGrant, CaseAssignment, Role, RolePermission

HAS_CASELOAD = Permission.ENROLLMENT_EDIT
"""Whose role may change stays works with clients and can have a caseload (access rules, row 15)."""


@dataclass(frozen=True)
class CaseWorker:
    """Somebody of an agency who has, or may have, clients of their own."""

    account_id: int
    name: str
    role: str
    """Empty when they have none there any more."""
    assignments: int
    """Open ones; a household of four counts four."""
    may_receive: bool


def of_agency(session: Session, actor: Actor, as_of: date) -> list[CaseWorker]:
    """Who works with clients at the agency acted for, and who left clients behind; by name. Nobody without an
    agency. One statement."""
    if actor.organization_id is None:
        return []
    held = _grants(as_of).where(AccountGrant.organization_id == actor.organization_id).subquery()
    counted = (
        select(CaseAssignment.account_id, func.count().label("assignments"))
        .where(CaseAssignment.organization_id == actor.organization_id, CaseAssignment.ended_on.is_(None))
        .group_by(CaseAssignment.account_id)
        .subquery()
    )
    rows = session.execute(
        select(Account.id, Account.display_name, held.c.name, counted.c.assignments)
        .outerjoin(held, held.c.account_id == Account.id)
        .outerjoin(counted, counted.c.account_id == Account.id)
        .where(or_(held.c.account_id.is_not(None), counted.c.account_id.is_not(None)))
        .order_by(Account.display_name, Account.id)
    )
    return [
        CaseWorker(key, name, role or "", count or 0, may_receive=role is not None)
        for key, name, role, count in rows
    ]


def is_case_worker(session: Session, account_id: int, organization_id: int, as_of: date) -> bool:
    """Whether somebody has a role at an agency on a day that works with clients. One statement."""
    query = _grants(as_of).where(
        AccountGrant.account_id == account_id, AccountGrant.organization_id == organization_id
    )
    return session.execute(query.limit(1)).first() is not None


def _grants(as_of: date) -> Any:
    return (
        select(AccountGrant.account_id, Role.name)
        .join(Role, Role.id == AccountGrant.role_id)
        .join(Account, Account.id == AccountGrant.account_id)
        .join(
            RolePermission,
            (RolePermission.role_id == Role.id) & (RolePermission.permission == HAS_CASELOAD.value),
        )
        .where(
            Account.is_active,
            or_(AccountGrant.valid_from.is_(None), AccountGrant.valid_from <= as_of),
            or_(AccountGrant.valid_to.is_(None), AccountGrant.valid_to >= as_of),
        )
    )
