"""For which agencies an account may act, and with which rights it does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Row, Select, and_, bindparam, literal, or_, select
from sqlalchemy.orm import Session, aliased

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission, effective
from hmis_web.access.roles import ADMINISTRATOR_NAME, ADMINISTRATOR_ROLE
from hmis_web.access.scope import is_barred
from hmis_web.domain import training
from hmis_web.models import Account, AccountGrant, DataSource, Organization, Role, RolePermission


def _valid(as_of: date | BindParameter[Any], grant: type[AccountGrant] = AccountGrant) -> ColumnElement[bool]:
    return and_(
        or_(grant.valid_from.is_(None), grant.valid_from <= as_of),
        or_(grant.valid_to.is_(None), grant.valid_to >= as_of),
    )


def _held() -> Select[str | None, int, str, str, bool, bool]:
    """The role of an account at an agency on a day, when its training is complete, and whether the account
    has one at another."""
    account: BindParameter[int] = bindparam("account")
    agency: BindParameter[int] = bindparam("agency")
    day: BindParameter[date] = bindparam("day")
    other = aliased(AccountGrant)
    elsewhere = select(1).where(
        other.account_id == account, other.organization_id != agency, _valid(day, other)
    )
    return (
        select(
            Organization.organization_name,
            Role.id,
            Role.code,
            Role.name,
            AccountGrant.is_primary,
            elsewhere.exists().label("elsewhere"),
        )
        .join(AccountGrant, AccountGrant.organization_id == Organization.id)
        .join(Role, Role.id == AccountGrant.role_id)
        .where(
            AccountGrant.account_id == account,
            Organization.id == agency,
            ~is_barred(Organization),
            _valid(day),
            ~training.is_missing(account, AccountGrant.role_id, day),
        )
    )


# every request asks these two: put together once
HELD = _held()
ALLOWED = select(RolePermission.permission).where(RolePermission.role_id == bindparam("role"))
KNOWN = {permission.value: permission for permission in Permission}


@dataclass(frozen=True)
class GrantChoice:
    """An agency that an account has a role at; it may act for it when the training is complete."""

    organization_id: int
    organization_name: str
    role_name: str
    is_primary: bool
    is_open: bool = True


@dataclass(frozen=True)
class Agency:
    """An agency of the installation, and the data source that it came from."""

    organization_id: int
    organization_name: str
    data_source: str


def choices(session: Session, account_id: int, as_of: date) -> list[GrantChoice]:
    """The agencies that an account may act for on a day, its primary one first."""
    return [choice for choice in held(session, account_id, as_of) if choice.is_open]


def held(session: Session, account_id: int, as_of: date) -> list[GrantChoice]:
    """The agencies that an account has a role at on a day, its primary one first, whether training is
    missing or not. One statement."""
    rows = session.execute(
        select(
            Organization.id,
            Organization.organization_name,
            Role.name,
            AccountGrant.is_primary,
            ~training.is_missing(literal(account_id), AccountGrant.role_id, literal(as_of)),
        )
        .join(AccountGrant, AccountGrant.organization_id == Organization.id)
        .join(Role, Role.id == AccountGrant.role_id)
        .where(AccountGrant.account_id == account_id, ~is_barred(Organization), _valid(as_of))
        .order_by(AccountGrant.is_primary.desc(), Organization.organization_name)
    )
    return [
        GrantChoice(key, name or "", role, primary, is_open) for key, name, role, primary, is_open in rows
    ]


def all_agencies(session: Session) -> list[Agency]:
    """Every agency of the installation by name, for a system administrator to act for."""
    rows = session.execute(
        select(Organization.id, Organization.organization_name, DataSource.name)
        .join(DataSource, DataSource.id == Organization.data_source_id)
        .where(Organization.date_deleted.is_(None))
        .order_by(Organization.organization_name, DataSource.name)
    )
    return [Agency(key, name or "", source) for key, name, source in rows]


def is_agency(session: Session, organization_id: int) -> bool:
    """Whether there is such an agency."""
    found = select(Organization.id).where(
        Organization.id == organization_id, Organization.date_deleted.is_(None)
    )
    return session.scalar(found) is not None


def actor_for(
    session: Session,
    account: Account | Row[tuple[int, str, bool]],
    organization_id: int | None,
    as_of: date,
) -> Actor | None:
    """The account acting for an agency on a day; None when it has no valid grant there. Two statements."""
    if account.is_system_administrator:
        return _administrator(session, account, organization_id)
    asked = {"account": account.id, "agency": organization_id, "day": as_of}
    found = session.execute(HELD, asked).first()
    if found is None or organization_id is None:
        return None
    return Actor(
        account_id=account.id,
        display_name=account.display_name,
        organization_id=organization_id,
        organization_name=found.organization_name or "",
        role_code=found.code,
        role_name=found.name,
        permissions=_permissions(session, found.id),
        has_other_agencies=found.elsewhere,
        as_of=as_of,
        is_at_primary=found.is_primary,
    )


def _permissions(session: Session, role_id: int) -> frozenset[Permission]:
    """What a role allows; names that this version does not know are passed over."""
    names = session.scalars(ALLOWED, {"role": role_id})
    return effective(frozenset(KNOWN[name] for name in names if name in KNOWN))


def _administrator(
    session: Session,
    account: Account | Row[tuple[int, str, bool]],
    organization_id: int | None,
) -> Actor:
    name = None
    if organization_id is not None:
        name = session.scalar(
            select(Organization.organization_name).where(Organization.id == organization_id)
        )
    return Actor(
        account_id=account.id,
        display_name=account.display_name,
        organization_id=organization_id,
        organization_name=name or "All agencies",
        role_code=ADMINISTRATOR_ROLE,
        role_name=ADMINISTRATOR_NAME,
        permissions=frozenset(Permission),
        is_system_administrator=True,
    )
