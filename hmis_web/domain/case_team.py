"""Who works with a client, as the client's page tells it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.access.scope import client_visible
from hmis_web.domain.caseload import of_agency
from hmis_web.models import Account, CaseAssignment, Client, Enrollment, Project


@dataclass(frozen=True)
class TeamLine:
    """Somebody who works, or worked, with a client."""

    id: int
    name: str
    role: str
    project_name: str
    """Empty for the client whatever the stay."""
    starts_on: date
    ended_on: date | None
    note: str


def of_client(session: Session, actor: Actor, client_id: int) -> list[TeamLine]:
    """Who of the agency acted for works with a client, then who did; the latest first. One
    statement."""
    if not actor.may(Permission.ENROLLMENT_READ):
        return []
    rows = session.execute(
        select(CaseAssignment, Account.display_name, Project.project_name)
        .join(Account, Account.id == CaseAssignment.account_id)
        .join(Client, Client.id == CaseAssignment.client_id)
        .outerjoin(Enrollment, Enrollment.id == CaseAssignment.enrollment_id)
        .outerjoin(Project, Project.id == Enrollment.project_key)
        .where(CaseAssignment.client_id == client_id, client_visible(actor), *of_agency(actor))
        .order_by(
            CaseAssignment.ended_on.is_not(None), CaseAssignment.starts_on.desc(), CaseAssignment.id.desc()
        )
        .limit(50)
    )
    return [
        TeamLine(row.id, name, row.role, project or "", row.starts_on, row.ended_on, row.note or "")
        for row, name, project in rows
    ]
