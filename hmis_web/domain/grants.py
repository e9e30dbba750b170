"""Grants: which role somebody has at which agency, under the rules of the roles (access rules, sections 1
and 3).

The rules are kept by triggers in the database (migration 0008), so that two administrators at once can't
break them; `grant_refusals` turns what they say into words.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.db.errors import DomainError, NotFound, StaleVersion
from hmis_web.domain import audit
from hmis_web.domain.grant_refusals import NewGrant, Taken, rules_in_words
from hmis_web.models import Account, AccountGrant, Organization, Role

ONE_DAY = timedelta(days=1)

__all__ = ["NewGrant", "Taken", "change_grant", "end_grant", "grant_role", "replace_holder"]


@dataclass(frozen=True)
class Terms:
    """What may change about a grant."""

    role_id: int
    is_primary: bool
    valid_from: date | None
    valid_to: date | None
    exception_reason: str | None


def grant_role(session: Session, actor: Actor, new: NewGrant, now: datetime) -> AccountGrant:
    """Give an account a role at an agency. Raises NotFound for an unknown account, role or agency, and
    DomainError naming the field when a rule of the role forbids it: "role" for where it may be held and how
    many may hold it (Taken, naming who does), "organization" for a second role at the agency, "is_primary"
    for a second primary agency, "valid_to" and "exception_reason". Flushes."""
    actor.require(Permission.ACCOUNT_EDIT)
    _check(session, actor, new)
    row = AccountGrant(**vars(new), granted_by=actor.account_id, granted_at=now)
    with rules_in_words(session, new), session.begin_nested():
        session.add(row)
        session.flush()
    _told(session, actor, "account:grant", row)
    return row


def change_grant(
    session: Session, actor: Actor, grant_id: int, terms: Terms, version: int, now: datetime, as_of: date
) -> AccountGrant:
    """Change a grant. Another role begins today as a grant of its own, so that it stays known who held what
    when. Raises NotFound, StaleVersion when somebody else changed it first, and as `grant_role`. Flushes."""
    actor.require(Permission.ACCOUNT_EDIT)
    row = session.get(AccountGrant, grant_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound("grant")
    if row.version != version:
        raise StaleVersion("Somebody else has changed this role since")
    new = NewGrant(row.account_id, row.organization_id, **vars(terms))
    _check(session, actor, new)
    begun = row.valid_from is None or row.valid_from < as_of
    if begun and terms.role_id != row.role_id:
        with session.begin_nested():
            _end(session, actor, row, as_of - ONE_DAY)
            return grant_role(session, actor, replace(new, valid_from=as_of), now)
    before = _terms(row)
    with rules_in_words(session, new, but=grant_id), session.begin_nested():
        for name, value in vars(terms).items():
            setattr(row, name, value)
        row.version += 1
        session.flush()
    _told(session, actor, "account:change-grant", row, before)
    return row


def end_grant(session: Session, actor: Actor, grant_id: int, last_day: date) -> None:
    """Let a grant end with a day; the day before it began takes it back altogether. Raises NotFound.
    Flushes."""
    actor.require(Permission.ACCOUNT_EDIT)
    row = session.get(AccountGrant, grant_id, with_for_update=True, populate_existing=True)
    if row is None or (row.valid_to is not None and row.valid_to <= last_day):
        raise NotFound("grant")
    _end(session, actor, row, last_day)


def replace_holder(
    session: Session, actor: Actor, grant_id: int, new: NewGrant, now: datetime, as_of: date
) -> AccountGrant:
    """Make somebody the holder of a role instead of another, in one step and without a gap: the other's grant
    ends the day before, the new one begins today. A role that the new holder has at the agency ends with it.
    Raises NotFound when the grant is not one of this role at this agency, and as `grant_role`. Flushes."""
    new = replace(new, valid_from=as_of)
    held = session.get(AccountGrant, grant_id, with_for_update=True, populate_existing=True)
    if held is None or (held.organization_id, held.role_id) != (new.organization_id, new.role_id):
        raise NotFound("grant")
    with session.begin_nested():
        end_grant(session, actor, grant_id, as_of - ONE_DAY)
        for own in _present_grants(session, new, as_of):
            _end(session, actor, own, as_of - ONE_DAY)
        return grant_role(session, actor, new, now)


def _present_grants(session: Session, new: NewGrant, as_of: date) -> list[AccountGrant]:
    return list(
        session.scalars(
            select(AccountGrant).where(
                AccountGrant.account_id == new.account_id,
                AccountGrant.organization_id == new.organization_id,
                or_(AccountGrant.valid_from.is_(None), AccountGrant.valid_from <= as_of),
                or_(AccountGrant.valid_to.is_(None), AccountGrant.valid_to >= as_of),
            )
        )
    )


def _check(session: Session, actor: Actor, new: NewGrant) -> None:
    for model, key in ((Account, new.account_id), (Organization, new.organization_id), (Role, new.role_id)):
        if session.get(model, key) is None:
            raise NotFound(model.__tablename__)
    if new.valid_from and new.valid_to and new.valid_to < new.valid_from:
        raise DomainError("valid_to", "Enter a last day that is not before the first")
    if new.exception_reason is None:
        return
    if not actor.is_system_administrator:
        raise DomainError("exception_reason", "Only the system administrator makes exceptions")
    if not new.exception_reason.strip():
        raise DomainError("exception_reason", "Enter why this exception is made")
    if new.valid_to is None:
        raise DomainError("valid_to", "Enter the day on which the exception ends")


def _end(session: Session, actor: Actor, row: AccountGrant, last_day: date) -> None:
    before = _terms(row)
    row.valid_to = last_day
    row.version += 1
    session.flush()
    _told(session, actor, "account:end-grant", row, before)


def _terms(row: AccountGrant) -> dict[str, Any]:
    return {
        "role": row.role_id,
        "is_primary": row.is_primary,
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
        "exception_reason": row.exception_reason,
    }


def _told(
    session: Session, actor: Actor, verb: str, row: AccountGrant, before: dict[str, Any] | None = None
) -> None:
    details = {"grant": row.id, "organization": row.organization_id, "role": row.role_id}
    key = row.account_id
    audit.record(session, actor, verb, "account", key, details=details, before=before, after=_terms(row))
