"""What is still to look at: findings that stand, and forms that somebody saved as incomplete. Access rules,
row 60: the agency's, or what one has entered oneself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.access.scope import client_visible, project_visible
from hmis_web.domain.answers.rules_record import DATE
from hmis_web.models import Account, Client, Enrollment, Project, RecordFinding, StageRecord
from hmis_web.models.stage_record import INCOMPLETE, SEVERITIES
from hmis_web.standards.forms import questions_by_key
from hmis_web.standards.validation import validation_rule

MOST = 500
"""A list is no longer than this."""
_worst_first = case(
    {name: place for place, name in enumerate(SEVERITIES)},
    value=RecordFinding.severity,
    else_=len(SEVERITIES),
)


@dataclass(frozen=True)
class Open:
    """Where something is open, and who saved it."""

    client_id: int
    enrollment_id: int | None
    """None for what is about the person, whatever the stay."""
    project_key: int | None
    project_name: str
    stage: int | None
    """List 5.03.1."""
    on: date | None
    """The information date of the record."""
    account_id: int | None
    entered_by: str


@dataclass(frozen=True)
class OpenFinding(Open):
    """A finding that stands."""

    id: int
    rule_id: str
    severity: str
    key: str
    question: str
    """What was asked; empty for the date of the record."""
    message: str
    noted_at: datetime


@dataclass(frozen=True)
class IncompleteRecord(Open):
    """A form that was saved as incomplete."""

    id: int
    answered: int
    asked: int
    saved_at: datetime


def findings(
    session: Session,
    actor: Actor,
    *,
    project_key: int | None = None,
    account_id: int | None = None,
    client_id: int | None = None,
    limit: int = MOST,
) -> list[OpenFinding]:
    """The findings that stand, the worst first, then the oldest: in the actor's projects, about clients in
    scope; of one project, one person who entered, one client if asked. Raises Forbidden without the right to
    the worklist. One statement."""
    query = (
        _findings(actor)
        .where(*_of(RecordFinding, project_key, account_id, client_id))
        .order_by(_worst_first, RecordFinding.noted_at, RecordFinding.id)
        .limit(limit)
    )
    return [_finding(row) for row in session.execute(query)]


def incomplete(
    session: Session,
    actor: Actor,
    *,
    project_key: int | None = None,
    account_id: int | None = None,
    client_id: int | None = None,
    limit: int = MOST,
) -> list[IncompleteRecord]:
    """The forms that are incomplete, the oldest first, with the same scope and choices as `findings`. Raises
    Forbidden without the right to the worklist. One statement."""
    query = (
        select(
            StageRecord.id,
            StageRecord.answered,
            StageRecord.asked,
            StageRecord.saved_at,
            *_where_columns(StageRecord),
        )
        .join(Enrollment, Enrollment.id == StageRecord.enrollment_key)
        .join(Project, Project.id == Enrollment.project_key)
        .join(Client, Client.id == StageRecord.client_key)
        .outerjoin(Account, Account.id == StageRecord.account_id)
        .where(
            StageRecord.state == INCOMPLETE,
            Enrollment.date_deleted.is_(None),
            project_visible(actor),
            client_visible(actor),
            _own(actor, StageRecord),
            *_of(StageRecord, project_key, account_id, client_id),
        )
        .order_by(StageRecord.saved_at, StageRecord.id)
        .limit(limit)
    )
    return [
        IncompleteRecord(
            **_where(row), id=row.id, answered=row.answered, asked=row.asked, saved_at=row.saved_at
        )
        for row in session.execute(query)
    ]


def counts(session: Session, actor: Actor) -> dict[str, int]:
    """{severity: how many findings stand} of all that `findings` would list. Raises Forbidden without the
    right to the worklist. One statement."""
    found = _findings(actor).with_only_columns(RecordFinding.severity, func.count())
    return dict(session.execute(found.group_by(RecordFinding.severity)).all())


def _findings(actor: Actor) -> Any:
    about_stay = and_(Enrollment.date_deleted.is_(None), project_visible(actor))
    return (
        select(
            RecordFinding.id,
            RecordFinding.rule,
            RecordFinding.severity,
            RecordFinding.key,
            RecordFinding.noted_at,
            *_where_columns(RecordFinding),
        )
        .join(Client, Client.id == RecordFinding.client_key)
        .outerjoin(Enrollment, Enrollment.id == RecordFinding.enrollment_key)
        .outerjoin(Project, Project.id == Enrollment.project_key)
        .outerjoin(StageRecord, StageRecord.id == RecordFinding.stage_record_id)
        .outerjoin(Account, Account.id == RecordFinding.account_id)
        .where(
            RecordFinding.resolved_at.is_(None),
            client_visible(actor),
            or_(RecordFinding.enrollment_key.is_(None), about_stay),
            _own(actor, RecordFinding),
        )
    )


def _own(actor: Actor, model: Any) -> ColumnElement[bool]:
    """All for who reads the agency's worklist; what they saved themselves for others."""
    actor.require(Permission.WORKLIST_READ_OWN)
    if actor.may(Permission.WORKLIST_READ):
        return and_(True)
    own: ColumnElement[bool] = model.account_id == actor.account_id
    return own


def _of(
    model: Any, project_key: int | None, account_id: int | None, client_id: int | None
) -> list[ColumnElement[bool]]:
    wanted = [
        (Enrollment.project_key, project_key), (model.account_id, account_id), (model.client_key, client_id),
    ]  # fmt: skip
    return [column == value for column, value in wanted if value is not None]


def _where_columns(model: Any) -> tuple[Any, ...]:
    return (
        model.client_key,
        model.enrollment_key,
        model.account_id,
        Enrollment.project_key,
        Project.project_name,
        StageRecord.stage,
        StageRecord.information_date,
        Account.display_name,
    )


def _where(row: Any) -> dict[str, Any]:
    return {
        "client_id": row.client_key,
        "enrollment_id": row.enrollment_key,
        "project_key": row.project_key,
        "project_name": row.project_name or "",
        "stage": row.stage,
        "on": row.information_date,
        "account_id": row.account_id,
        "entered_by": row.display_name or "",
    }


def _finding(row: Any) -> OpenFinding:
    question = questions_by_key().get(row.key)
    return OpenFinding(
        **_where(row),
        id=row.id,
        rule_id=row.rule,
        severity=row.severity,
        key=row.key,
        question="" if question is None or row.key == DATE else question.label,
        message=validation_rule(row.rule).message,
        noted_at=row.noted_at,
    )
