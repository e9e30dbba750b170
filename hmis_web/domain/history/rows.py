"""One SELECT a sort of event, all with the same columns, so that one UNION reads the whole line.

Each says what its sort's own page would show to the role: nothing here widens a view. The caller has fetched
the client through scope.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Date, Integer, Select, Text, cast, literal, null, select, union

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.access.scope import project_visible, stay_readable
from hmis_web.db.types import Money
from hmis_web.domain import enrollments
from hmis_web.domain.history.events import Wanted, What
from hmis_web.models import (
    Assessment,
    CurrentLivingSituation,
    Disabilities,
    EmploymentEducation,
    Enrollment,
    Event,
    Exit,
    HealthAndDV,
    IncomeBenefits,
    Organization,
    Project,
    YouthEducationStatus,
)
from hmis_web.standards.codes import DataCollectionStage

P = Permission
OWN_STAGES = (DataCollectionStage.UPDATE, DataCollectionStage.ANNUAL, DataCollectionStage.POST_EXIT)
"""Stages that are events of their own; what was asked at entry and exit happened with those. HUD 5.03."""
ANSWERED: tuple[Any, ...] = (
    IncomeBenefits, HealthAndDV, Disabilities, EmploymentEducation, YouthEducationStatus,
)  # fmt: skip
TYPES: dict[str, Any] = {
    "day": Date(), "what": Integer(), "key": Integer(), "enrollment_key": Integer(), "project_key": Integer(),
    "project": Text(), "agency": Text(), "agency_key": Integer(), "number": Integer(), "first_day": Date(),
    "code": Integer(), "code_2": Integer(), "kind": Text(), "words": Text(), "amount": Money(),
}  # fmt: skip
PROJECT: dict[str, Any] = {
    "project_key": Project.id,
    "project": Project.project_name,
    "agency": Organization.organization_name,
    "agency_key": Organization.id,
}


def row(what: What, day: Any, key: Any, /, **values: Any) -> Select[Any]:
    """A SELECT of one sort: what it does not say is null."""
    told = {"day": day, "what": literal(int(what)), "key": key, **values}
    return select(
        *((told[name] if name in told else cast(null(), kind)).label(name) for name, kind in TYPES.items())
    )


def within(query: Select[Any], day: Any, wanted: Wanted) -> Select[Any]:
    """Only the days that are asked for."""
    query = query.where(day.is_not(None))
    if wanted.first is not None:
        query = query.where(day >= wanted.first)
    return query if wanted.last is None else query.where(day <= wanted.last)


def of_stays(actor: Actor, client_id: int, wanted: Wanted, as_of: date) -> list[Select[Any]]:
    """Entries, exits and what hangs on enrollments, as far as the role sees each sort."""
    made: list[Select[Any]] = []
    if actor.may(P.ENROLLMENT_READ):
        made += [_entries(), _exits()]
    elif actor.may(P.ENROLLMENT_READ_LIMITED):
        made.append(_active_entries(as_of))
    if actor.may(P.ANSWERS_READ):
        made += [_stages(client_id), _living()]
    if actor.may(P.ASSESSMENT_READ):
        made += [_assessments(full=True), _ce_events()]
    elif actor.may(P.ASSESSMENT_READ_LIMITED):
        made.append(_assessments(full=False))
    return [_of_stay(actor, query, client_id, wanted) for query in made]


def _of_stay(actor: Actor, query: Select[Any], client_id: int, wanted: Wanted) -> Select[Any]:
    """With its enrollment, project and agency, within what may be read and is wanted."""
    readable = project_visible(actor) if enrollments.is_limited(actor) else stay_readable(actor)
    return placed(within(query, query.selected_columns.day, wanted), client_id, wanted, readable)


def placed(query: Select[Any], client_id: int, wanted: Wanted, readable: Any) -> Select[Any]:
    """Of the client's live enrollments that may be read, with project and agency."""
    query = (
        query.join(Project, Project.id == Enrollment.project_key)
        .join(Organization, Organization.id == Project.organization_key)
        .where(Enrollment.client_key == client_id, Enrollment.date_deleted.is_(None), readable)
    )
    return query if wanted.project_key is None else query.where(Project.id == wanted.project_key)


def _entries() -> Select[Any]:
    return row(
        What.ENTRY,
        Enrollment.entry_date,
        Enrollment.id,
        enrollment_key=Enrollment.id,
        code=Enrollment.relationship_to_hoh,
        **PROJECT,
    ).select_from(Enrollment)


def _active_entries(as_of: date) -> Select[Any]:
    """Limited viewing: those that have begun and are not over (access rules 4.1)."""
    over = select(1).where(
        Exit.enrollment_key == Enrollment.id, Exit.date_deleted.is_(None), Exit.exit_date < as_of
    )
    entries = row(What.ENTRY, Enrollment.entry_date, Enrollment.id, enrollment_key=Enrollment.id, **PROJECT)
    return entries.select_from(Enrollment).where(
        Enrollment.entry_date <= as_of, ~over.correlate(Enrollment).exists()
    )


def _exits() -> Select[Any]:
    query = row(
        What.EXIT,
        Exit.exit_date,
        Exit.id,
        enrollment_key=Enrollment.id,
        code=Exit.destination,
        **PROJECT,
    )
    return hanging(query, Exit)


def _living() -> Select[Any]:
    model = CurrentLivingSituation
    return hanging(
        row(
            What.LIVING,
            model.information_date,
            model.id,
            enrollment_key=Enrollment.id,
            code=model.current_living_situation,
            **PROJECT,
        ),
        model,
    )


def _assessments(*, full: bool) -> Select[Any]:
    """Coordinated entry assessments (4.19); limited viewing knows that there is one, and when."""
    told: dict[str, Any] = (
        {"code": Assessment.assessment_level, "code_2": Assessment.assessment_type} if full else {}
    )
    query = row(
        What.ASSESSMENT,
        Assessment.assessment_date,
        Assessment.id,
        enrollment_key=Enrollment.id,
        **told,
        **PROJECT,
    )
    return hanging(query, Assessment)


def _ce_events() -> Select[Any]:
    query = row(
        What.CE_EVENT,
        Event.event_date,
        Event.id,
        enrollment_key=Enrollment.id,
        code=Event.event,
        **PROJECT,
    )
    return hanging(query, Event)


def hanging(query: Select[Any], model: Any) -> Select[Any]:
    """Of live rows that hang on an enrollment."""
    joined = query.select_from(model).join(Enrollment, Enrollment.id == model.enrollment_key)
    return joined.where(model.date_deleted.is_(None))


def _stages(client_id: int) -> Select[Any]:
    """Updates, annual assessments and follow-ups: one a stay, stage and day, in whatever files the answers
    stand. HUD 5.03."""
    asked = union(
        *(
            select(model.enrollment_key, model.data_collection_stage, model.information_date).where(
                model.client_key == client_id,
                model.date_deleted.is_(None),
                model.data_collection_stage.in_(OWN_STAGES),
                model.information_date.is_not(None),
            )
            for model in ANSWERED
        )
    ).subquery("asked")
    query = row(
        What.STAGE,
        asked.c.information_date,
        Enrollment.id * 10 + asked.c.data_collection_stage,
        enrollment_key=Enrollment.id,
        code=asked.c.data_collection_stage,
        **PROJECT,
    )
    return query.select_from(asked).join(Enrollment, Enrollment.id == asked.c.enrollment_key)
