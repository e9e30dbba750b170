"""Finding the people who use the system, for whoever manages them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.db.errors import NotFound
from hmis_web.domain import dormancy, training
from hmis_web.models import Account, AccountGrant, Organization, Role, WebSession

ACTIVE, WAITING, NO_ROLE = "active", "waiting", "no-role"
INACTIVE, DORMANT, LOCKED = "inactive", "dormant", "locked"
STATES = (ACTIVE, WAITING, NO_ROLE, DORMANT, LOCKED, INACTIVE)
"""In use; a role is closed until training is complete; no role; soon disabled for want of sign-ins; locked
after misses; disabled."""
DORMANT_AFTER = timedelta(days=dormancy.NOTICES[0])
"""Without a sign-in for so long, an account is soon disabled (access rules, section 3: after 30 days)."""


@dataclass(frozen=True)
class Wanted:
    """Whom to list; what is None or empty does not matter. `text`: part of a name, user name or address."""

    text: str = ""
    organization_id: int | None = None
    role_id: int | None = None
    administrators: bool = False
    state: str = ""


@dataclass(frozen=True)
class Held:
    """A role somebody has today."""

    agency: str
    role_name: str
    is_primary: bool
    is_open: bool
    """Whether its training is complete."""


@dataclass(frozen=True)
class PersonLine:
    """Somebody in the list."""

    id: int
    username: str
    name: str
    email: str | None
    is_active: bool
    is_administrator: bool
    is_locked: bool
    is_dormant: bool
    last_signed_in_at: datetime | None
    roles: tuple[Held, ...]

    @property
    def states(self) -> list[str]:
        """The states that it is in, of STATES."""
        if not self.is_active:
            return [INACTIVE]
        found = [LOCKED] if self.is_locked else []
        if not self.is_administrator and not self.roles:
            found.append(NO_ROLE)
        if any(not held.is_open for held in self.roles):
            found.append(WAITING)
        return [*found, *([DORMANT] if self.is_dormant else [])] or [ACTIVE]


def find(
    session: Session, actor: Actor, wanted: Wanted, now: datetime, as_of: date, limit: int, offset: int = 0
) -> tuple[list[PersonLine], int]:
    """People by name, and how many there are. Raises Forbidden. Three statements."""
    actor.require(Permission.ACCOUNT_EDIT)
    conditions = _conditions(wanted, now, as_of)
    total = session.scalar(select(func.count(Account.id)).where(*conditions)) or 0
    rows = session.scalars(
        select(Account)
        .where(*conditions)
        .order_by(Account.display_name, Account.id)
        .limit(limit)
        .offset(offset)
    ).all()
    held = _held(session, [row.id for row in rows], as_of)
    return [_line(row, held.get(row.id, []), now) for row in rows], total


def get_account(session: Session, actor: Actor, account_id: int) -> Account:
    """One account. Raises Forbidden, NotFound."""
    actor.require(Permission.ACCOUNT_EDIT)
    account = session.get(Account, account_id)
    if account is None:
        raise NotFound("account")
    return account


def get(session: Session, actor: Actor, account_id: int, now: datetime, as_of: date) -> PersonLine:
    """One person. Raises Forbidden, NotFound. Two statements."""
    account = get_account(session, actor, account_id)
    return _line(account, _held(session, [account_id], as_of).get(account_id, []), now)


def live_sessions(session: Session, actor: Actor, account_id: int, since: datetime) -> Sequence[WebSession]:
    """Where somebody is signed in, the latest first; older ones than `since` are over. Raises Forbidden."""
    actor.require(Permission.ACCOUNT_EDIT)
    return session.scalars(
        select(WebSession)
        .where(
            WebSession.account_id == account_id, WebSession.ended_at.is_(None), WebSession.created_at > since
        )
        .order_by(WebSession.id.desc())
    ).all()


def _in_force(as_of: date) -> Select[int]:
    return select(1).where(
        AccountGrant.account_id == Account.id,
        or_(AccountGrant.valid_from.is_(None), AccountGrant.valid_from <= as_of),
        or_(AccountGrant.valid_to.is_(None), AccountGrant.valid_to >= as_of),
    )


def _conditions(wanted: Wanted, now: datetime, as_of: date) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    text = " ".join(wanted.text.casefold().split())
    if text:
        found.append(
            or_(
                *(
                    func.lower(column).contains(text, autoescape=True)
                    for column in (Account.display_name, Account.username, Account.email)
                )
            )
        )
    if wanted.administrators:
        found.append(Account.is_system_administrator.is_(True))
    held: list[Any] = []
    if wanted.organization_id is not None:
        held.append(AccountGrant.organization_id == wanted.organization_id)
    if wanted.role_id is not None:
        held.append(AccountGrant.role_id == wanted.role_id)
    if held:
        found.append(_in_force(as_of).where(*held).exists())
    return found + _of_state(wanted.state, now, as_of)


def _of_state(state: str, now: datetime, as_of: date) -> list[ColumnElement[bool]]:
    active = Account.is_active.is_(True)
    if state == INACTIVE:
        return [Account.is_active.is_(False)]
    if state == ACTIVE:
        return [active]
    if state == LOCKED:
        return [active, Account.locked_until > now]
    if state == DORMANT:
        return [active, dormancy.is_quiet(now - DORMANT_AFTER)]
    if state == NO_ROLE:
        return [active, Account.is_system_administrator.is_(False), ~_in_force(as_of).exists()]
    if state == WAITING:
        lacking = training.is_missing(AccountGrant.account_id, AccountGrant.role_id, as_of)
        return [active, _in_force(as_of).where(lacking).exists()]
    return []


def _held(session: Session, account_ids: Sequence[int], as_of: date) -> dict[int, list[Held]]:
    rows = session.execute(
        select(
            AccountGrant.account_id,
            Organization.organization_name,
            Role.name,
            AccountGrant.is_primary,
            ~training.is_missing(AccountGrant.account_id, AccountGrant.role_id, as_of),
        )
        .join(Organization, Organization.id == AccountGrant.organization_id)
        .join(Role, Role.id == AccountGrant.role_id)
        .where(
            AccountGrant.account_id.in_(account_ids),
            or_(AccountGrant.valid_from.is_(None), AccountGrant.valid_from <= as_of),
            or_(AccountGrant.valid_to.is_(None), AccountGrant.valid_to >= as_of),
        )
        .order_by(AccountGrant.is_primary.desc(), Organization.organization_name)
    )
    found: dict[int, list[Held]] = {}
    for account_id, agency, role, is_primary, is_open in rows:
        found.setdefault(account_id, []).append(Held(agency or "", role, is_primary, is_open))
    return found


def _line(account: Account, held: Sequence[Held], now: datetime) -> PersonLine:
    return PersonLine(
        id=account.id,
        username=account.username,
        name=account.display_name,
        email=account.email,
        is_active=account.is_active,
        is_administrator=account.is_system_administrator,
        is_locked=account.locked_until is not None and account.locked_until > now,
        is_dormant=dormancy.since(account) <= now - DORMANT_AFTER,
        last_signed_in_at=account.last_signed_in_at,
        roles=tuple(held),
    )
