"""What the database's refusal of a grant means, in words that name who stands in the way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hmis_web.db.errors import DomainError
from hmis_web.domain import holders
from hmis_web.domain.holders import GrantLine
from hmis_web.models import Account, Organization, Role


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


class Taken(DomainError):
    """As many people hold the role at the agency as may."""

    def __init__(self, message: str, held: Sequence[GrantLine]) -> None:
        super().__init__("role", message)
        self.held = held
        """Whom one could replace."""


@contextmanager
def rules_in_words(session: Session, new: NewGrant, but: int = 0) -> Iterator[None]:
    """Turn the refusal of a rule into a DomainError; any other error passes. `but`: the grant that is being
    changed."""
    try:
        yield
    except IntegrityError as error:
        text = str(error.orig)
        for rule, words in REFUSALS.items():
            if rule in text:
                raise words(session, new, but) from error
        raise


def _second_role(session: Session, new: NewGrant, _but: int) -> DomainError:
    agency = session.get_one(Organization, new.organization_id).organization_name
    return DomainError(
        "organization", f"{_person(session, new)} has a role at {agency} in that time; change or end it"
    )


def _second_primary(session: Session, new: NewGrant, _but: int) -> DomainError:
    held = [
        line.agency
        for line in holders.of_account(session, new.account_id)
        if line.is_primary and line.shares_a_day(new.valid_from, new.valid_to)
    ]
    return DomainError(
        "is_primary",
        f"The primary agency of {_person(session, new)} in that time is {', '.join(held)}; "
        "make this one additional, or change the other first",
    )


def _wrong_place(session: Session, new: NewGrant, _but: int) -> DomainError:
    role = session.get_one(Role, new.role_id)
    where = "a primary agency" if role.allowed_as == "primary" else "an additional agency"
    return DomainError("role", f"{role.name} may be held at {where} only; otherwise make an exception")


def _taken(session: Session, new: NewGrant, but: int) -> DomainError:
    role, held = session.get_one(Role, new.role_id), _counted(session, new, but)
    agency = session.get_one(Organization, new.organization_id).organization_name
    return Taken(f"{agency} has its one {role.name} already: {_names(held)}", held)


def _too_many(session: Session, new: NewGrant, but: int) -> DomainError:
    role, held = session.get_one(Role, new.role_id), _counted(session, new, but)
    agency = session.get_one(Organization, new.organization_id).organization_name
    told = f" Holding it now: {_names(held)}" if held else ""
    return Taken(f"{agency} may have no more holders of {role.name} than active programs.{told}", held)


REFUSALS: dict[str, Callable[[Session, NewGrant, int], DomainError]] = {
    "account_grant_same_agency": _second_role,
    "account_grant_one_primary": _second_primary,
    "account_grant_allowed_as": _wrong_place,
    "account_grant_one_holder": _taken,
    "account_grant_per_program": _too_many,
}
"""What each rule of migration 0008 says when it refuses."""


def _counted(session: Session, new: NewGrant, but: int) -> list[GrantLine]:
    held = holders.of_role(session, new.organization_id, new.role_id, new.valid_from or date.min)
    return [
        line
        for line in held
        if line.exception_reason is None
        and line.id != but
        and line.shares_a_day(new.valid_from, new.valid_to)
    ]


def _names(held: Sequence[GrantLine]) -> str:
    return ", ".join(line.person for line in held)


def _person(session: Session, new: NewGrant) -> str:
    return session.get_one(Account, new.account_id).display_name
