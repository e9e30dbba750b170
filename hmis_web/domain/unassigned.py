"""Clients with whom nobody works yet: households in the agency's programs without a caseload."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select, union
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.scope import client_visible, enrollment_visible, project_visible
from hmis_web.domain.caseload import of_agency
from hmis_web.domain.cases import household_of
from hmis_web.domain.clients import Person, person_of
from hmis_web.domain.handover import MANAGES
from hmis_web.models import CaseAssignment, Client, Enrollment, Exit, Project
from hmis_web.standards.codes import RelationshipToHoH

PER_PAGE = 25


@dataclass(frozen=True)
class WithoutWorker:
    """The head of a household that nobody works with."""

    person: Person
    enrollment_id: int
    project_name: str
    entry_date: date | None


@dataclass(frozen=True)
class ProjectCount:
    """A program and how many households in it nobody works with."""

    project_key: int
    name: str
    households: int


def counts(session: Session, actor: Actor, as_of: date) -> list[ProjectCount]:
    """The programs with such households, by name. One statement."""
    actor.require(MANAGES)
    query = (
        _heads(actor, as_of, func.count())
        .add_columns(Project.id, Project.project_name)
        .group_by(Project.id, Project.project_name)
        .order_by(Project.project_name, Project.id)
    )
    return [ProjectCount(key, name or "", number) for number, key, name in session.execute(query)]


def of_project(
    session: Session, actor: Actor, project_key: int, as_of: date, page: int
) -> list[WithoutWorker]:
    """A page of them, those waiting longest first. One statement."""
    actor.require(MANAGES)
    query = (
        _heads(
            actor, as_of, Client.id, Client.first_name, Client.middle_name, Client.last_name,
            Client.name_suffix, Client.dob, Client.dob_data_quality, Enrollment.id.label("stay"),
            Enrollment.entry_date, Project.project_name,
        )
        .where(Project.id == project_key)
        .order_by(Enrollment.entry_date, Enrollment.id)
        .limit(PER_PAGE)
        .offset(PER_PAGE * (page - 1))
    )  # fmt: skip
    return [
        WithoutWorker(person_of(row, as_of), row.stay, row.project_name or "", row.entry_date)
        for row in session.execute(query)
    ]


def clients_of(session: Session, actor: Actor, enrollment_ids: list[int]) -> dict[int, int]:
    """{stay: client} of those of `enrollment_ids` that are in the actor's scope. One statement."""
    query = (
        select(Enrollment.id, Enrollment.client_key)
        .join(Client, Client.id == Enrollment.client_key)
        .where(Enrollment.id.in_(enrollment_ids), enrollment_visible(actor), client_visible(actor))
    )
    return {row.id: row.client_key for row in session.execute(query)}


def _heads(actor: Actor, as_of: date, *columns: Any) -> Any:
    return (
        select(*columns)
        .select_from(Enrollment)
        .join(Client, Client.id == Enrollment.client_key)
        .join(Project, Project.id == Enrollment.project_key)
        .outerjoin(Exit, (Exit.enrollment_key == Enrollment.id) & Exit.date_deleted.is_(None))
        .where(
            Enrollment.date_deleted.is_(None),
            Enrollment.relationship_to_hoh == RelationshipToHoH.SELF,
            or_(Enrollment.entry_date.is_(None), Enrollment.entry_date <= as_of),
            or_(Exit.exit_date.is_(None), Exit.exit_date >= as_of),
            project_visible(actor),
            client_visible(actor),
            ~_has_somebody(actor),
        )
    )


def _has_somebody(actor: Actor) -> Any:
    """Whether somebody works with the household, or with its head whatever the stay."""
    lasting = (CaseAssignment.ended_on.is_(None), *of_agency(actor))
    stays = select(CaseAssignment.enrollment_id).where(CaseAssignment.enrollment_id.is_not(None), *lasting)
    people = select(CaseAssignment.client_id).where(CaseAssignment.enrollment_id.is_(None), *lasting)
    return or_(Enrollment.id.in_(union(stays, household_of(stays))), Enrollment.client_key.in_(people))
