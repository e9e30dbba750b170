"""Whom somebody works with: the households on their caseload, member by member."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import or_, select, union
from sqlalchemy.orm import Session, aliased

from hmis_web.access.actor import Actor
from hmis_web.access.scope import client_visible, project_visible
from hmis_web.domain.caseload import of_agency
from hmis_web.domain.clients import Person, person_of
from hmis_web.models import CaseAssignment, Client, Enrollment, Exit, Project
from hmis_web.standards.codes import RelationshipToHoH

REMEMBERED = timedelta(days=365)
"""How long a stay that is over may still have something left to do."""


@dataclass(frozen=True)
class CaseMember:
    """One person of a household, and their stay; no stay when they are in no program now."""

    person: Person
    birth_date: date | None
    """For working out who turned 18; shown to nobody by itself."""
    enrollment_id: int | None = None
    entry_date: date | None = None
    exit_date: date | None = None
    relationship_to_hoh: int | None = None
    move_in_date: date | None = None

    @property
    def is_head(self) -> bool:
        """Whether they are the head of the household. HUD 3.15."""
        return self.relationship_to_hoh == RelationshipToHoH.SELF

    def is_here(self, day: date) -> bool:
        """Whether the stay has begun and is not over."""
        begun = self.entry_date is None or self.entry_date <= day
        return self.enrollment_id is not None and begun and (self.exit_date is None or self.exit_date >= day)


@dataclass(frozen=True)
class Case:
    """A household on a caseload: who leads it first."""

    members: tuple[CaseMember, ...]
    project_key: int | None
    project_name: str
    project_type: int | None
    assignments: tuple[int, ...]
    role: str
    note: str
    """From whoever handed it over."""

    @property
    def head(self) -> CaseMember:
        """Whom the case is named after."""
        return self.members[0]

    @property
    def head_entry(self) -> date | None:
        """From when its anniversaries count. HUD 5.03."""
        return self.head.entry_date


def of_account(session: Session, actor: Actor, account_id: int, as_of: date) -> list[Case]:
    """The households on somebody's caseload at the agency acted for, as far as clients and programs are in
    scope. Whoever works with one member works with all. Three statements at most."""
    rows = session.scalars(
        select(CaseAssignment)
        .where(CaseAssignment.account_id == account_id, CaseAssignment.ended_on.is_(None), *of_agency(actor))
        .order_by(CaseAssignment.id)
    ).all()
    if not rows:
        return []
    found: dict[Any, list[Any]] = {}
    for row in session.execute(_members(actor, rows, as_of)):
        key = (row.data_source_id, row.household_id, row.project_key) if row.household_id else row.stay
        found.setdefault(key, []).append(row)
    cases = [_case(members, rows, as_of) for members in found.values()]
    covered = {member.person.id for case in cases for member in case.members}
    alone = [row for row in rows if row.enrollment_id is None and row.client_id not in covered]
    return cases + (_without_stay(session, actor, alone, as_of) if alone else [])


def _members(actor: Actor, rows: Iterable[CaseAssignment], as_of: date) -> Any:
    stays = [row.enrollment_id for row in rows if row.enrollment_id is not None]
    people = [row.client_id for row in rows if row.enrollment_id is None]
    return (
        _people()
        .add_columns(
            Enrollment.id.label("stay"),
            Enrollment.data_source_id,
            Enrollment.household_id,
            Enrollment.project_key,
            Enrollment.entry_date,
            Enrollment.relationship_to_hoh,
            Enrollment.move_in_date,
            Project.project_name,
            Project.project_type,
            Exit.exit_date,
        )
        .join(Enrollment, Enrollment.client_key == Client.id)
        .join(Project, Project.id == Enrollment.project_key)
        .outerjoin(Exit, (Exit.enrollment_key == Enrollment.id) & Exit.date_deleted.is_(None))
        .where(
            Enrollment.id.in_(_with_household(stays, people)),
            Enrollment.date_deleted.is_(None),
            or_(Exit.exit_date.is_(None), Exit.exit_date >= as_of - REMEMBERED),
            client_visible(actor),
            project_visible(actor),
        )
        .order_by(Enrollment.relationship_to_hoh, Client.dob, Client.id)
    )


def _with_household(stays: list[int], people: list[int]) -> Any:
    """The stays of a caseload, and those of the others in their households. One list, found by keys."""
    own = aliased(Enrollment)
    return union(
        select(own.id).where(own.id.in_(stays)),
        select(own.id).where(own.client_key.in_(people)),
        household_of(stays),
    )


def household_of(stays: Any) -> Any:
    """The stays that share a household with one of `stays`: keys, or a query that finds them."""
    own, member = aliased(Enrollment), aliased(Enrollment)
    return (
        select(member.id)
        .select_from(own)
        .join(
            member,
            (member.data_source_id == own.data_source_id)
            & (member.household_id == own.household_id)
            & (member.project_key == own.project_key),
        )
        .where(own.id.in_(stays))
    )


def _case(rows: list[Any], assignments: Iterable[CaseAssignment], as_of: date) -> Case:
    members = tuple({row.stay: _member(row, as_of) for row in rows}.values())
    stays = {member.enrollment_id for member in members}
    people = {member.person.id for member in members}
    own = [
        row
        for row in assignments
        if row.enrollment_id in stays or (row.enrollment_id is None and row.client_id in people)
    ]
    return Case(
        members=members,
        project_key=rows[0].project_key,
        project_name=rows[0].project_name or "",
        project_type=rows[0].project_type,
        assignments=tuple(row.id for row in own),
        role=own[0].role if own else "",
        note=next((row.note for row in own if row.note), ""),
    )


def _without_stay(session: Session, actor: Actor, rows: list[CaseAssignment], as_of: date) -> list[Case]:
    query = _people().where(Client.id.in_([row.client_id for row in rows]), client_visible(actor))
    people = {row.id: row for row in session.execute(query)}
    return [
        Case(
            members=(CaseMember(person_of(people[row.client_id], as_of), people[row.client_id].dob),),
            project_key=None,
            project_name="",
            project_type=None,
            assignments=(row.id,),
            role=row.role,
            note=row.note or "",
        )
        for row in rows
        if row.client_id in people
    ]


def _member(row: Any, as_of: date) -> CaseMember:
    return CaseMember(
        person=person_of(row, as_of),
        birth_date=row.dob,
        enrollment_id=row.stay,
        entry_date=row.entry_date,
        exit_date=row.exit_date,
        relationship_to_hoh=row.relationship_to_hoh,
        move_in_date=row.move_in_date,
    )


def _people() -> Any:
    return select(
        Client.id,
        Client.first_name,
        Client.middle_name,
        Client.last_name,
        Client.name_suffix,
        Client.dob,
        Client.dob_data_quality,
    )
