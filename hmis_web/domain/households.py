"""Households: who entered a project together. HUD 3.15, 5.09."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, literal, or_, select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.access.scope import client_visible, project_visible
from hmis_web.domain import household_records
from hmis_web.domain.clients import Person, person_of
from hmis_web.domain.enrollments import Stay
from hmis_web.models import Client, Enrollment, Exit, Project
from hmis_web.standards.codes import RelationshipToHoH


@dataclass(frozen=True)
class Member:
    """Somebody else of a household, and what they are to its head."""

    person: Person
    relationship_to_hoh: int | None
    project_name: str


def together(
    session: Session, actor: Actor, client_id: int, stays: Iterable[Stay], as_of: date
) -> list[Member]:
    """With whom a client lives, in or outside a project, each once: those of the household that somebody
    keeps outside enrollments first (`household_records`), then the others of the stays. The caller has
    fetched the client through scope. One statement."""
    if not actor.may(Permission.HOUSEHOLD_READ_LIMITED):
        return []
    kept = household_records.companions(actor, client_id)
    query = kept.add_columns(literal("").label("project_name"), literal(0).label("place"))
    stays = [stay for stay in stays if stay.household_id]
    if stays:
        query = query.union_all(_others(actor, stays, as_of))
    return _members(actor, session.execute(query), as_of)


def members(session: Session, actor: Actor, stays: Iterable[Stay], as_of: date) -> list[Member]:
    """The others of the households of a client's stays, still in the project on a day, each once; heads of
    household first; names alone for limited viewing (access rules 4.1). HouseholdID names a household within
    its data source. One statement, none without stays."""
    stays = [stay for stay in stays if stay.household_id]
    if not stays or not actor.may(Permission.HOUSEHOLD_READ_LIMITED):
        return []
    return _members(actor, session.execute(_others(actor, stays, as_of)), as_of)


def _others(actor: Actor, stays: list[Stay], as_of: date) -> Any:
    """The query of `members`, with the columns of `household_records.companions`."""
    return (
        select(
            *household_records.PERSON,
            Enrollment.relationship_to_hoh,
            Client.id.label("turn"),
            Project.project_name,
            literal(1).label("place"),
        )
        .join(Enrollment, Enrollment.client_key == Client.id)
        .join(Project, Project.id == Enrollment.project_key)
        .outerjoin(Exit, (Exit.enrollment_key == Enrollment.id) & Exit.date_deleted.is_(None))
        .where(
            or_(*(_same_household(stay) for stay in stays)),
            Client.id != stays[0].client_id,
            Enrollment.date_deleted.is_(None),
            or_(Exit.exit_date.is_(None), Exit.exit_date >= as_of),
            project_visible(actor),
            client_visible(actor),
        )
    )


def _members(actor: Actor, rows: Iterable[Any], as_of: date) -> list[Member]:
    found: dict[int, Member] = {}
    for row in sorted(rows, key=_turn):
        found.setdefault(
            row.id, Member(person_of(row, as_of), row.relationship_to_hoh, row.project_name or "")
        )
    if actor.may(Permission.HOUSEHOLD_READ):
        return list(found.values())
    return [_name_alone(member) for member in found.values()]


def _turn(row: Any) -> tuple[int, int, int]:
    """Heads first; in projects the others by their relation."""
    relation = row.relationship_to_hoh or RelationshipToHoH.NOT_COLLECTED
    return row.place, relation if row.place else int(relation != RelationshipToHoH.SELF), row.turn


def _name_alone(member: Member) -> Member:
    person = replace(member.person, age=None, age_is_estimated=False)
    return replace(member, person=person, relationship_to_hoh=None)


def _same_household(stay: Stay) -> ColumnElement[bool]:
    return and_(
        Enrollment.data_source_id == stay.data_source_id,
        Enrollment.household_id == stay.household_id,
        Enrollment.project_key == stay.project_key,
    )
