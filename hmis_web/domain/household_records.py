"""Households outside enrollments, as an actor sees them: who lives together, since when, and who left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.access.scope import client_visible, household_visible, membership_readable
from hmis_web.db.errors import NotFound
from hmis_web.domain.clients import Person, person_of
from hmis_web.models import Client, Household, HouseholdMember, Organization
from hmis_web.standards.codes import RelationshipToHoH

HEAD = RelationshipToHoH.SELF
PERSON = (
    Client.id,
    Client.first_name,
    Client.middle_name,
    Client.last_name,
    Client.name_suffix,
    Client.dob,
    Client.dob_data_quality,
)
"""What a person in one line is made of."""


@dataclass(frozen=True)
class Membership:
    """Somebody's time in a household as head, child ... (list 3.15.1)."""

    person: Person
    relationship_to_hoh: int
    joined_on: date
    left_on: date | None
    """The first day without; None: still there."""

    @property
    def is_head(self) -> bool:
        """Whether they are the head of household."""
        return self.relationship_to_hoh == HEAD


@dataclass(frozen=True)
class HouseholdRecord:
    """A household: the agency that keeps it, who belongs to it now, heads first, and who did before."""

    id: int
    organization_id: int
    agency: str
    version: int
    members: tuple[Membership, ...]
    past: tuple[Membership, ...]

    @property
    def head(self) -> Membership | None:
        """The head of household; None when the actor does not see them, or everybody has left."""
        return next((member for member in self.members if member.is_head), None)

    @property
    def last_change(self) -> date | None:
        """The day from which on it is as it is now."""
        days = [day for each in (*self.members, *self.past) for day in (each.joined_on, each.left_on) if day]
        return max(days, default=None)


def current_id(session: Session, actor: Actor, client_id: int) -> int | None:
    """The household of the actor's agency to which a client belongs now; for a system administrator who acts
    for all agencies the one that was made last. One statement."""
    return session.scalar(
        select(Household.id)
        .join(HouseholdMember, HouseholdMember.household_id == Household.id)
        .where(HouseholdMember.client_id == client_id, _still_there(), household_visible(actor))
        .order_by(Household.id.desc())
        .limit(1)
    )


def of_client(session: Session, actor: Actor, client_id: int, as_of: date) -> list[HouseholdRecord]:
    """The households to which a client belongs, or did, the latest first; of other agencies, too, while the
    client is shared. Empty for limited viewing. The caller has fetched the client through scope. Two
    statements."""
    if not actor.may(Permission.HOUSEHOLD_READ):
        return []
    ids = session.scalars(
        select(HouseholdMember.household_id)
        .join(Household, Household.id == HouseholdMember.household_id)
        .where(HouseholdMember.client_id == client_id, membership_readable(actor))
        .distinct()
    ).all()
    return sorted(_records(session, actor, ids, as_of), key=lambda each: each.id, reverse=True)


def get_visible(
    session: Session, actor: Actor, client_id: int, household_id: int, as_of: date
) -> HouseholdRecord:
    """One household of the actor's agency, to change, of which a client is or was a member. Raises NotFound
    otherwise. Two statements."""
    actor.require(Permission.HOUSEHOLD_READ)
    found = session.scalar(
        select(Household.id)
        .join(HouseholdMember, HouseholdMember.household_id == Household.id)
        .join(Client, Client.id == HouseholdMember.client_id)
        .where(
            Household.id == household_id,
            HouseholdMember.client_id == client_id,
            household_visible(actor),
            client_visible(actor),
        )
        .limit(1)
    )
    if found is None:
        raise NotFound("household")
    return _records(session, actor, [found], as_of)[0]


def companions(actor: Actor, client_id: int) -> Any:
    """With whom a client lives now, the client left out: a query of the columns of a person, with `turn`, the
    order in which they came."""
    own = (
        select(HouseholdMember.household_id)
        .join(Household, Household.id == HouseholdMember.household_id)
        .where(HouseholdMember.client_id == client_id, _still_there(), membership_readable(actor))
        .correlate(None)
    )
    return (
        _memberships(actor)
        .with_only_columns(
            *PERSON, HouseholdMember.relationship_to_hoh, HouseholdMember.id.label("turn"),
            maintain_column_froms=True,
        )
        .where(_still_there(), HouseholdMember.client_id != client_id, HouseholdMember.household_id.in_(own))
        .order_by(None)
    )  # fmt: skip


def _records(session: Session, actor: Actor, ids: Any, as_of: date) -> list[HouseholdRecord]:
    rows: dict[int, list[Any]] = {}
    for row in session.execute(_memberships(actor).where(Household.id.in_(list(ids)))):
        rows.setdefault(row.household_id, []).append(row)
    return [_record(each, as_of) for each in rows.values()]


def _record(rows: list[Any], as_of: date) -> HouseholdRecord:
    memberships = [_membership(row, as_of) for row in rows]
    past = [each for each in memberships if each.left_on is not None and each.left_on > each.joined_on]
    return HouseholdRecord(
        id=rows[0].household_id,
        organization_id=rows[0].organization_id,
        agency=rows[0].organization_name or "",
        version=rows[0].version,
        members=tuple(each for each in memberships if each.left_on is None),
        past=tuple(sorted(past, key=lambda each: each.left_on or date.max, reverse=True)),
    )


def _memberships(actor: Actor) -> Any:
    return (
        select(
            *PERSON,
            HouseholdMember.relationship_to_hoh,
            HouseholdMember.joined_on,
            HouseholdMember.left_on,
            Household.id.label("household_id"),
            Household.organization_id,
            Household.version,
            Organization.organization_name,
        )
        .join(HouseholdMember, HouseholdMember.client_id == Client.id)
        .join(Household, Household.id == HouseholdMember.household_id)
        .join(Organization, Organization.id == Household.organization_id)
        .where(membership_readable(actor), client_visible(actor))
        .order_by(HouseholdMember.relationship_to_hoh != HEAD, HouseholdMember.id)
    )


def _membership(row: Any, as_of: date) -> Membership:
    return Membership(person_of(row, as_of), row.relationship_to_hoh, row.joined_on, row.left_on)


def _still_there() -> Any:
    return HouseholdMember.left_on.is_(None) & HouseholdMember.deleted_at.is_(None)
