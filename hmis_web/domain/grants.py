"""Grants: which role somebody has at which agency, under the rules of the roles (access rules, sections 1
and 3).

The rules are kept by triggers in the database (migration 0008), so that two administrators at once can't
break them; here their refusals become words.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.db.errors import DomainError, NotFound
from hmis_web.domain import audit, holders
from hmis_web.models import Account, AccountGrant, Organization, Role

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class NewGrant:
    """A role to be given, from a day on (None: from ever), until a day (None: without end). An exception has
    a reason and an end."""

    account_id: int
    organization_id: int
    role_id: int
    is_primary: bool
    valid_from: date | None = None
    valid_to: date | None = None
    exception_reason: str | None = None


def grant_role(session: Session, actor: Actor, new: NewGrant, now: datetime) -> AccountGrant:
    """Give an account a role at an agency. Raises NotFound for an unknown account, role or agency, and
    DomainError naming the field when a rule of the role forbids it: "role" for where it may be held and how
    many may hold it (naming who does), "organization" for a second role at the agency, "is_primary" for a
    second primary agency, "valid_to" and "exception_reason". Flushes."""
    actor.require(Permission.ACCOUNT_EDIT)
    _check(session, new)
    row = AccountGrant(**vars(new), granted_by=actor.account_id, granted_at=now)
    with _rules_in_words(session, new), session.begin_nested():
        session.add(row)
        session.flush()
    _told(session, actor, "account:grant", row)
    return row


def end_grant(session: Session, actor: Actor, grant_id: int, last_day: date) -> None:
    """Let a grant end with a day; the day before it began takes it back altogether. Raises NotFound.
    Flushes."""
    actor.require(Permission.ACCOUNT_EDIT)
    row = session.get(AccountGrant, grant_id, with_for_update=True)
    if row is None or (row.valid_to is not None and row.valid_to <= last_day):
        raise NotFound("grant")
    row.valid_to = last_day
    session.flush()
    _told(session, actor, "account:end-grant", row)


def replace_holder(
    session: Session, actor: Actor, grant_id: int, new: NewGrant, now: datetime, as_of: date
) -> AccountGrant:
    """Make somebody the holder of a role instead of another, in one step and without a gap: the grant ends
    the day before, the new one begins today. Raises as `end_grant` and `grant_role`. Flushes."""
    with session.begin_nested():
        end_grant(session, actor, grant_id, as_of - ONE_DAY)
        return grant_role(session, actor, new, now)


def _check(session: Session, new: NewGrant) -> None:
    for model, key in ((Account, new.account_id), (Organization, new.organization_id), (Role, new.role_id)):
        if session.get(model, key) is None:
            raise NotFound(model.__tablename__)
    if new.valid_from and new.valid_to and new.valid_to < new.valid_from:
        raise DomainError("valid_to", "Enter a last day that is not before the first")
    if new.exception_reason is not None and not new.exception_reason.strip():
        raise DomainError("exception_reason", "Enter why this exception is made")
    if new.exception_reason is not None and new.valid_to is None:
        raise DomainError("valid_to", "Enter the day on which the exception ends")


@contextmanager
def _rules_in_words(session: Session, new: NewGrant) -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        text = str(error.orig)
        for rule, words in REFUSALS.items():
            if rule in text:
                raise words(session, new) from error
        raise


def _second_role(session: Session, new: NewGrant) -> DomainError:
    agency = session.get_one(Organization, new.organization_id).organization_name
    return DomainError(
        "organization", f"{_person(session, new)} has a role at {agency} in that time; end it first"
    )


def _second_primary(session: Session, new: NewGrant) -> DomainError:
    return DomainError(
        "is_primary",
        f"{_person(session, new)} has a primary agency in that time; add this one as additional",
    )


def _wrong_place(session: Session, new: NewGrant) -> DomainError:
    role = session.get_one(Role, new.role_id)
    where = "at a primary agency" if role.allowed_as == "primary" else "at an additional agency"
    return DomainError("role", f"{role.name} may only be held {where}; else give a reason and an end")


def _taken(session: Session, new: NewGrant) -> DomainError:
    role = session.get_one(Role, new.role_id)
    day = new.valid_from or date.min
    held = holders.of_role(session, new.organization_id, new.role_id, day)
    names = ", ".join(line.person for line in held if line.exception_reason is None)
    return DomainError("role", f"This agency has one {role.name} already: {names}. Replace them instead")


def _too_many(session: Session, new: NewGrant) -> DomainError:
    role = session.get_one(Role, new.role_id)
    return DomainError(
        "role",
        f"An agency may have at most as many holders of {role.name} as active programs",
    )


REFUSALS = {
    "account_grant_same_agency": _second_role,
    "account_grant_one_primary": _second_primary,
    "account_grant_allowed_as": _wrong_place,
    "account_grant_one_holder": _taken,
    "account_grant_per_program": _too_many,
}
"""What each rule of migration 0008 says when it refuses."""


def _person(session: Session, new: NewGrant) -> str:
    return session.get_one(Account, new.account_id).display_name


def _told(session: Session, actor: Actor, verb: str, row: AccountGrant) -> None:
    details = {
        "organization": row.organization_id,
        "role": row.role_id,
        "is_primary": row.is_primary,
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
        "exception_reason": row.exception_reason,
    }
    audit.record(session, actor, verb, "account", row.account_id, details=details)
