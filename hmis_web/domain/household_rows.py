"""Rows of who belongs to a household, from when to when; `household_changes` decides, these write."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.scope import client_visible
from hmis_web.db.errors import Conflict, DomainError
from hmis_web.domain import audit
from hmis_web.domain.clients import full_name
from hmis_web.domain.household_records import HEAD
from hmis_web.models import Client, Household, HouseholdMember

Relations = Mapping[int, int]
"""{client: relationship to the head of household (list 3.15.1)}."""


def present(session: Session, household_id: int) -> dict[int, HouseholdMember]:
    """{client: row} of who belongs to a household now. One statement."""
    rows = session.scalars(
        select(HouseholdMember).where(
            HouseholdMember.household_id == household_id,
            HouseholdMember.left_on.is_(None),
            HouseholdMember.deleted_at.is_(None),
        )
    )
    return {row.client_id: row for row in rows}


def last_change(session: Session, household_id: int) -> date | None:
    """The day from which on it is as it is now; None for an empty one."""
    joined, left = session.execute(
        select(func.max(HouseholdMember.joined_on), func.max(HouseholdMember.left_on)).where(
            HouseholdMember.household_id == household_id
        )
    ).one()
    return max((day for day in (joined, left) if day is not None), default=None)


def left_before(session: Session, row: HouseholdMember) -> date | None:
    """The last day on which a member ceased to be something else, here or in another household of the agency.
    One statement."""
    query = select(func.max(HouseholdMember.left_on)).where(
        HouseholdMember.organization_id == row.organization_id,
        HouseholdMember.client_id == row.client_id,
        HouseholdMember.id != row.id,
        HouseholdMember.deleted_at.is_(None),
    )
    return session.scalar(query)


def correct(session: Session, actor: Actor, household: Household, row: HouseholdMember, on: date) -> None:
    """Somebody is what they are since another day. Flushes, audits."""
    before, row.joined_on = row.joined_on, on
    session.flush()
    audit.record(
        session, actor, "household:change", "household", household.id, client_id=row.client_id,
        before={"joined_on": before}, after={"joined_on": on},
    )  # fmt: skip


def leave(
    session: Session, actor: Actor, household: Household, leaving: list[HouseholdMember], on: date
) -> None:
    """Some leave on a day. Flushes, audits."""
    for row in leaving:
        row.left_on = on
        session.flush()
        audit.record(
            session, actor, "household:leave", "household", household.id, client_id=row.client_id,
            before={"left_on": None}, after={"left_on": on},
        )  # fmt: skip


def become(
    session: Session,
    actor: Actor,
    household: Household,
    now: Mapping[int, HouseholdMember],
    changed: Relations,
    on: date,
) -> None:
    """Another relation: a row of its own, so that it stays known who headed the household when. Whoever was
    head goes first: there is room for one only. Flushes, audits."""
    for key in sorted(changed, key=lambda key: now[key].relationship_to_hoh != HEAD):
        row = now[key]
        before = row.relationship_to_hoh
        if row.joined_on == on:
            row.relationship_to_hoh = changed[key]
        else:
            row.left_on = on
        session.flush()
        if row.left_on is not None:
            insert_members(session, actor, household, {key: changed[key]}, on)
        audit.record(
            session, actor, "household:change", "household", household.id, client_id=key,
            before={"relationship_to_hoh": before}, after={"relationship_to_hoh": changed[key], "on": on},
        )  # fmt: skip


def add(session: Session, actor: Actor, household: Household, joining: Relations, on: date) -> None:
    """Some join on a day. Raises as `insert_members`. Flushes, audits."""
    insert_members(session, actor, household, joining, on)
    for key, code in joining.items():
        audit.record(
            session, actor, "household:join", "household", household.id, client_id=key,
            after={"relationship_to_hoh": code, "joined_on": on},
        )  # fmt: skip


def insert_members(
    session: Session, actor: Actor, household: Household, joining: Relations, on: date
) -> None:
    """New rows. Raises DomainError("members") for somebody who belongs to another household of the agency,
    and Conflict when somebody else was quicker: the unique indexes say so. Flushes."""
    try:
        with session.begin_nested():
            session.add_all(
                HouseholdMember(
                    household_id=household.id,
                    organization_id=household.organization_id,
                    client_id=key,
                    relationship_to_hoh=code,
                    joined_on=on,
                )
                for key, code in joining.items()
            )
            session.flush()
    except IntegrityError as error:
        taken = _member_elsewhere(session, actor, household, joining)
        if taken is None:
            raise Conflict("Somebody else changed this household at the same time") from error
        raise DomainError(
            "members", f"{taken} belongs to another household; let them leave it there first"
        ) from error


def _member_elsewhere(session: Session, actor: Actor, household: Household, joining: Relations) -> str | None:
    row = session.execute(
        select(Client.first_name, Client.middle_name, Client.last_name, Client.name_suffix)
        .join(HouseholdMember, HouseholdMember.client_id == Client.id)
        .where(
            HouseholdMember.organization_id == household.organization_id,
            HouseholdMember.household_id != household.id,
            HouseholdMember.client_id.in_(list(joining)),
            HouseholdMember.left_on.is_(None),
            HouseholdMember.deleted_at.is_(None),
            client_visible(actor),
        )
        .limit(1)
    ).first()
    return None if row is None else full_name(*row) or "Somebody"
