"""Caseloads: who works with which client at an agency, from which day to which."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.access.scope import client_visible, enrollment_visible, project_visible
from hmis_web.db.errors import DomainError, NotFound
from hmis_web.domain import audit
from hmis_web.domain.case_workers import is_case_worker
from hmis_web.domain.clock import Clock
from hmis_web.models import CASE_ROLES, CaseAssignment, Client, Enrollment, Project, Setting

ASSIGN_WHO_ENROLLS = "assign_who_enrolls"
"""Setting, JSON: whether whoever enrolls somebody has them on the caseload; true as shipped."""
LEADER = "case_manager"


def assign(session: Session, actor: Actor, enrollment_ids: Iterable[int], clock: Clock) -> int:
    """Whoever enrolls people has them on the caseload from today, when the setting says so; stays of a
    household that somebody works with already are left to them. The stays were opened just now, in scope.
    Answers how many. Flushes."""
    keys = sorted(set(enrollment_ids))
    if not keys or actor.account_id is None or not _assigns_who_enrolls(session):
        return 0
    stays = session.execute(
        select(Enrollment.id, Enrollment.client_key, Project.organization_key)
        .join(Project, Project.id == Enrollment.project_key)
        .where(Enrollment.id.in_(keys), enrollment_visible(actor), ~_household_has_somebody())
    ).all()
    agencies = {agency for _stay, _client, agency in stays}
    own = {agency for agency in agencies if is_case_worker(session, actor.account_id, agency, clock.as_of)}
    mine = [stay for stay in stays if stay.organization_key in own]
    for stay_id, client_id, agency in mine:
        _add(session, actor, CaseAssignment(
            client_id=client_id, enrollment_id=stay_id, account_id=actor.account_id, organization_id=agency,
            role=LEADER, starts_on=clock.as_of, assigned_by=actor.account_id, assigned_at=clock.now,
        ))  # fmt: skip
    return len(mine)


def assign_to(
    session: Session,
    actor: Actor,
    client_id: int,
    enrollment_id: int | None,
    account_id: int,
    role: str,
    clock: Clock,
) -> int:
    """Put a client on somebody's caseload, for one stay or (None) whatever the stay. Answers the
    assignment; a second time the same one, with the role given now. Raises NotFound out of scope, DomainError
    for a colleague who does not work with clients here ("account") or an unknown role. Flushes."""
    actor.require(Permission.ENROLLMENT_EDIT)
    agency = _agency(session, actor, client_id, enrollment_id)
    if role not in CASE_ROLES:
        raise DomainError("role", "Choose what they do for the client")
    if not is_case_worker(session, account_id, agency, clock.as_of):
        raise DomainError("account", "Choose somebody who works with clients at this agency")
    row = open_one(session, account_id, agency, client_id, enrollment_id)
    if row is None:
        row = CaseAssignment(
            client_id=client_id, enrollment_id=enrollment_id, account_id=account_id, organization_id=agency,
            role=role, starts_on=clock.as_of, assigned_by=actor.account_id, assigned_at=clock.now,
        )  # fmt: skip
        _add(session, actor, row)
    elif row.role != role:
        before = {"role": row.role}
        row.role = role
        row.version += 1
        session.flush()
        tell(session, actor, "caseload:change", row, before, {"role": role})
    return row.id


def end(session: Session, actor: Actor, client_id: int, assignment_id: int, clock: Clock) -> None:
    """Take a client off somebody's caseload; a second time changes nothing. Raises NotFound out of scope.
    Flushes."""
    actor.require(Permission.ENROLLMENT_EDIT)
    row = session.scalar(
        select(CaseAssignment)
        .join(Client, Client.id == CaseAssignment.client_id)
        .where(
            CaseAssignment.id == assignment_id,
            CaseAssignment.client_id == client_id,
            client_visible(actor),
            *of_agency(actor),
        )
        .with_for_update(of=CaseAssignment)
    )
    if row is None:
        raise NotFound("assignment")
    if row.ended_on is None:
        close(session, row, clock)
        tell(session, actor, "caseload:end", row, {"ended_on": None}, {"ended_on": clock.as_of})


def of_agency(actor: Actor) -> list[Any]:
    """Assignments of the agency acted for; all for a system administrator who acts for none."""
    if actor.organization_id is None and actor.is_system_administrator:
        return []
    return [CaseAssignment.organization_id == actor.organization_id]


def _agency(session: Session, actor: Actor, client_id: int, enrollment_id: int | None) -> int:
    """The agency that an assignment belongs to. Raises NotFound when the client or the stay is not in
    scope."""
    if enrollment_id is None:
        query = select(Client.id).where(Client.id == client_id, client_visible(actor))
        if actor.organization_id is None or session.scalar(query) is None:
            raise NotFound("client")
        return actor.organization_id
    agency = session.scalar(
        select(Project.organization_key)
        .join(Enrollment, Enrollment.project_key == Project.id)
        .where(
            Enrollment.id == enrollment_id,
            Enrollment.client_key == client_id,
            Enrollment.date_deleted.is_(None),
            project_visible(actor),
        )
    )
    if agency is None:
        raise NotFound("enrollment")
    return agency


def open_one(
    session: Session, account_id: int, agency: int, client_id: int, enrollment_id: int | None
) -> CaseAssignment | None:
    """The assignment of a client, or of one stay, to somebody, while it lasts."""
    return session.scalar(
        select(CaseAssignment)
        .where(
            CaseAssignment.account_id == account_id,
            CaseAssignment.organization_id == agency,
            CaseAssignment.client_id == client_id,
            CaseAssignment.enrollment_id.is_not_distinct_from(enrollment_id),
            CaseAssignment.ended_on.is_(None),
        )
        .with_for_update()
    )


def _household_has_somebody() -> Any:
    """Whether somebody works with a member of the household of an enrollment."""
    member = aliased(Enrollment)
    return (
        select(1)
        .select_from(CaseAssignment)
        .join(member, member.id == CaseAssignment.enrollment_id)
        .where(
            member.project_key == Enrollment.project_key,
            member.data_source_id == Enrollment.data_source_id,
            member.household_id == Enrollment.household_id,
            CaseAssignment.ended_on.is_(None),
        )
        .correlate(Enrollment)
        .exists()
    )


def _assigns_who_enrolls(session: Session) -> bool:
    value = session.scalar(select(Setting.value).where(Setting.name == ASSIGN_WHO_ENROLLS))
    return value is None or bool(json.loads(value))


def _add(session: Session, actor: Actor, row: CaseAssignment) -> None:
    session.add(row)
    session.flush()
    tell(session, actor, "caseload:assign", row, None, {"account": row.account_id, "role": row.role})


def close(session: Session, row: CaseAssignment, clock: Clock) -> None:
    """Let an assignment end today. Flushes."""
    row.ended_on = max(clock.as_of, row.starts_on)
    row.version += 1
    session.flush()


def tell(
    session: Session, actor: Actor, verb: str, row: CaseAssignment, before: dict[str, Any] | None,
    after: dict[str, Any],
) -> None:  # fmt: skip
    """Audit what became of an assignment."""
    audit.record(
        session, actor, verb, "assignment", row.id, client_id=row.client_id,
        details={"account": row.account_id, "enrollment": row.enrollment_id}, before=before, after=after,
    )  # fmt: skip
