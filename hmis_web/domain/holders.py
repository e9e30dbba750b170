"""Who holds which role at which agency, and where rules are broken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from hmis_web.db.errors import NotFound
from hmis_web.models import Account, AccountGrant, Organization, Project, Role


@dataclass(frozen=True)
class GrantLine:
    """A role that somebody has, had or will have at an agency."""

    id: int
    account_id: int
    person: str
    organization_id: int
    agency: str
    role_id: int
    role_name: str
    is_primary: bool
    valid_from: date | None
    valid_to: date | None
    exception_reason: str | None
    version: int = 1
    granted_by: str = ""
    """Name of who gave it; empty when it came with the installation."""

    def shares_a_day(self, first: date | None, last: date | None) -> bool:
        """Whether it is in force on a day of an interval, both ends inclusive; None is open."""
        lowest, highest = self.valid_from or date.min, self.valid_to or date.max
        return max(lowest, first or date.min) <= min(highest, last or date.max)

    def is_over(self, as_of: date) -> bool:
        """Whether its last day is past."""
        return self.valid_to is not None and self.valid_to < as_of


def of_account(session: Session, account_id: int) -> list[GrantLine]:
    """Every grant of an account, those in force first."""
    return _lines(session, AccountGrant.account_id == account_id)


def exceptions(session: Session, as_of: date) -> list[GrantLine]:
    """The exceptions that are in force or still to come."""
    return _lines(session, AccountGrant.exception_reason.is_not(None), AccountGrant.valid_to >= as_of)


def get(session: Session, account_id: int, grant_id: int) -> GrantLine:
    """One grant of an account. Raises NotFound."""
    found = _lines(session, AccountGrant.id == grant_id, AccountGrant.account_id == account_id)
    if not found:
        raise NotFound("grant")
    return found[0]


def of_role(session: Session, organization_id: int, role_id: int, as_of: date) -> list[GrantLine]:
    """Who has a role at an agency on a day or later."""
    return _lines(
        session,
        AccountGrant.organization_id == organization_id,
        AccountGrant.role_id == role_id,
        or_(AccountGrant.valid_to.is_(None), AccountGrant.valid_to >= as_of),
    )


def over_limit(session: Session, as_of: date) -> list[tuple[str, str, int, int]]:
    """Agencies with more holders of a per-program role than active programs, as (agency, role, holders,
    programs): after a program closed. Nobody is locked out; the administrator is told."""
    programs = (
        select(func.count())
        .where(
            Project.organization_key == Organization.id,
            Project.date_deleted.is_(None),
            or_(Project.operating_start_date.is_(None), Project.operating_start_date <= as_of),
            or_(Project.operating_end_date.is_(None), Project.operating_end_date >= as_of),
        )
        .correlate(Organization)
        .scalar_subquery()
    )
    held = func.count(AccountGrant.id)
    rows = session.execute(
        select(Organization.organization_name, Role.name, held, programs)
        .join(AccountGrant, AccountGrant.organization_id == Organization.id)
        .join(Role, Role.id == AccountGrant.role_id)
        .where(Role.user_limit == "per_program", AccountGrant.exception_reason.is_(None), *_in_force(as_of))
        .group_by(Organization.id, Organization.organization_name, Role.name)
        .having(held > programs)
    )
    return [(agency or "", role, number, limit) for agency, role, number, limit in rows]


def _in_force(as_of: date) -> Sequence[Any]:
    return (
        or_(AccountGrant.valid_from.is_(None), AccountGrant.valid_from <= as_of),
        or_(AccountGrant.valid_to.is_(None), AccountGrant.valid_to >= as_of),
    )


def _lines(session: Session, *conditions: Any) -> list[GrantLine]:
    giver = aliased(Account)
    rows = session.execute(
        select(
            AccountGrant,
            Account.display_name,
            Organization.organization_name,
            Role.name,
            giver.display_name,
        )
        .join(Account, Account.id == AccountGrant.account_id)
        .outerjoin(giver, giver.id == AccountGrant.granted_by)
        .join(Organization, Organization.id == AccountGrant.organization_id)
        .join(Role, Role.id == AccountGrant.role_id)
        .where(*conditions)
        .order_by(AccountGrant.valid_to.is_not(None), AccountGrant.is_primary.desc(), AccountGrant.id)
    )
    return [
        GrantLine(
            row.id,
            row.account_id,
            person,
            row.organization_id,
            agency or "",
            row.role_id,
            role,
            row.is_primary,
            row.valid_from,
            row.valid_to,
            row.exception_reason,
            row.version,
            by or "",
        )
        for row, person, agency, role, by in rows
    ]
