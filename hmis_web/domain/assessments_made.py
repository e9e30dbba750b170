"""Coordinated entry assessments of a client, as they were made. HUD 4.19."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from hmis_web import standards
from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.access.scope import client_visible, project_visible, stay_readable
from hmis_web.db.errors import Forbidden
from hmis_web.models import (
    Assessment,
    AssessmentQuestions,
    AssessmentResults,
    Client,
    Enrollment,
    Organization,
    Project,
)

MOST = 50


@dataclass(frozen=True)
class Made:
    """One assessment: when and how, its results, its answers; in HUD's words or those of the form."""

    id: int
    day: date | None
    kind: str
    level: str
    place: str
    list_status: str
    project: str
    agency: str
    results: tuple[tuple[str, str], ...]
    answers: tuple[tuple[str, str], ...]


def made(session: Session, actor: Actor, client_id: int) -> list[Made]:
    """The assessments of a client in scope, the latest first: those that the agency sees; of its own projects
    alone for a role that prints its own (access rules, row 73). Raises Forbidden without either right. Three
    statements."""
    whole = actor.may(Permission.CLIENT_PRINT)
    if not (whole or actor.may(Permission.CLIENT_PRINT_ASSESSMENT)):
        raise Forbidden(Permission.CLIENT_PRINT)
    rows = session.execute(
        select(Assessment, Project.project_name, Organization.organization_name)
        .join(Enrollment, Enrollment.id == Assessment.enrollment_key)
        .join(Client, Client.id == Assessment.client_key)
        .join(Project, Project.id == Enrollment.project_key)
        .join(Organization, Organization.id == Project.organization_key)
        .where(
            Assessment.client_key == client_id,
            Assessment.date_deleted.is_(None),
            Enrollment.date_deleted.is_(None),
            client_visible(actor),
            stay_readable(actor) if whole else project_visible(actor),
        )
        .order_by(Assessment.assessment_date.desc(), Assessment.id.desc())
        .limit(MOST)
    ).all()
    keys = [row.id for row, _project, _agency in rows]
    results, answers = _results(session, keys), _answers(session, keys)
    return [
        Made(
            id=row.id,
            day=row.assessment_date,
            kind=standards.label("4.19.3", row.assessment_type),
            level=standards.label("4.19.4", row.assessment_level),
            place=row.assessment_location or "",
            list_status=standards.label("4.19.7", row.prioritization_status),
            project=project or "",
            agency=agency or "",
            results=tuple(results.get(row.id, ())),
            answers=tuple(answers.get(row.id, ())),
        )
        for row, project, agency in rows
    ]


def _results(session: Session, keys: list[int]) -> dict[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = {}
    query = select(AssessmentResults).where(
        AssessmentResults.assessment_key.in_(keys), AssessmentResults.date_deleted.is_(None)
    )
    for row in session.scalars(query.order_by(AssessmentResults.id)):
        pair = (row.assessment_result_type or "", row.assessment_result or "")
        found.setdefault(row.assessment_key, []).append(pair)
    return found


def _answers(session: Session, keys: list[int]) -> dict[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = {}
    query = (
        select(AssessmentQuestions)
        .where(AssessmentQuestions.assessment_key.in_(keys), AssessmentQuestions.date_deleted.is_(None))
        .order_by(AssessmentQuestions.assessment_question_order, AssessmentQuestions.id)
    )
    for row in session.scalars(query):
        pair = (row.assessment_question or "", row.assessment_answer or "")
        found.setdefault(row.assessment_key, []).append(pair)
    return found
