"""The answers that stand: of one stage, and the latest earlier ones. HUD 5.03, 5.04."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.access.scope import stay_readable
from hmis_web.db.errors import NotFound
from hmis_web.domain.answers.rows import (
    ONCE,
    STAGE_CODES,
    STAGE_FILES,
    answers_of,
    is_of_kind,
    kinds_of,
    stage_kinds,
)
from hmis_web.domain.custom_fields import values
from hmis_web.models import Enrollment, Exit, Project, hud_model
from hmis_web.standards.elements import STAGES, CollectionPoint, element
from hmis_web.standards.forms import Answers, questions_by_key


@dataclass(frozen=True)
class Prior:
    """An earlier answer: when, and at which stage it was given."""

    value: Any
    on: date
    stage: CollectionPoint


def read(
    session: Session, actor: Actor, enrollment_id: int, stage: CollectionPoint, on: date
) -> dict[str, Any]:
    """What stands in the rows of a stage and date; for entry and exit whatever their date. Raises NotFound
    out of scope, Forbidden without the right to read answers. Seven
    statements at most, two more where the community asks something itself."""
    return read_many(session, actor, [enrollment_id], stage, on)[enrollment_id]


def read_many(
    session: Session, actor: Actor, enrollment_ids: Collection[int], stage: CollectionPoint, on: date
) -> dict[int, dict[str, Any]]:
    """`read` for the members of a household, in as many statements as for one."""
    stays = _readable(session, actor, enrollment_ids)
    found: dict[int, dict[str, Any]] = {key: {} for key in stays}
    code = STAGE_CODES.get(stage)
    for file in STAGE_FILES if code is not None and stage is not CollectionPoint.POST_EXIT else ():
        model: Any = hud_model(file)
        query = select(model).where(_live(model, stays), model.data_collection_stage == code)
        if stage not in ONCE:
            query = query.where(model.information_date == on)
        for row in session.scalars(query.order_by(model.information_date, model.id)):
            _collect(found[row.enrollment_key], row, file)
    if stage in (CollectionPoint.ENTRY, CollectionPoint.OCCURRENCE):
        for key, stay in stays.items():
            found[key] |= _of_stage(_values(stay, "Enrollment"), stage)
    if stage in (CollectionPoint.EXIT, CollectionPoint.POST_EXIT):
        for row in session.scalars(select(Exit).where(_live(Exit, stays))):
            found[row.enrollment_key] |= _of_stage(_values(row, "Exit"), stage)
    for given in values.of_stays(session, list(stays)):
        if given.stage == code and (stage in ONCE or given.on == on):
            found[given.enrollment_key or 0][given.key] = given.value
    return found


def prior(
    session: Session,
    actor: Actor,
    enrollment_id: int,
    on: date,
    *,
    besides: CollectionPoint | None = None,
) -> Mapping[str, Prior]:
    """The latest answer to each question of a stay given on or before a day; those of the stage `besides` on
    that very day are left out. Raises NotFound and Forbidden as `read`. Six statements."""
    return prior_many(session, actor, [enrollment_id], on, besides=besides)[enrollment_id]


def prior_many(
    session: Session,
    actor: Actor,
    enrollment_ids: Collection[int],
    on: date,
    *,
    besides: CollectionPoint | None = None,
) -> dict[int, dict[str, Prior]]:
    """`prior` for the members of a household, in as many statements as for one."""
    stays = _readable(session, actor, enrollment_ids)
    found: dict[int, dict[str, Prior]] = {key: {} for key in stays}
    own = STAGE_CODES.get(besides) if besides else None
    for file in STAGE_FILES:
        model: Any = hud_model(file)
        query = select(model).where(_live(model, stays), model.information_date <= on)
        if own is not None:
            same = and_(model.data_collection_stage == own, model.information_date == on)
            query = query.where(or_(model.data_collection_stage.is_(None), ~same))
        for row in session.scalars(query.order_by(model.information_date, model.id)):
            found[row.enrollment_key] |= _priors(row, file)
    for given in values.of_stays(session, list(stays)):
        if given.on is not None and given.on <= on and not (given.stage == own and given.on == on):
            found[given.enrollment_key or 0][given.key] = Prior(given.value, given.on, _stage(given.stage))
    return found


def prior_of_clients(
    session: Session, actor: Actor, client_ids: Collection[int], on: date
) -> dict[int, dict[str, Prior]]:
    """{client: {key: latest answer given on or before a day}}, from all stays that the actor may read: what a
    new stay begins with. Raises Forbidden without the right to read answers. Five statements."""
    actor.require(Permission.ANSWERS_READ)
    found: dict[int, dict[str, Prior]] = {key: {} for key in client_ids}
    for file in STAGE_FILES:
        model: Any = hud_model(file)
        query = (
            select(model)
            .join(Enrollment, Enrollment.id == model.enrollment_key)
            .join(Project, Project.id == Enrollment.project_key)
            .where(
                model.client_key.in_(list(found)),
                model.date_deleted.is_(None),
                model.information_date <= on,
                Enrollment.date_deleted.is_(None),
                stay_readable(actor),
            )
        )
        for row in session.scalars(query.order_by(model.information_date, model.id)):
            found[row.client_key] |= _priors(row, file)
    return found


def _readable(session: Session, actor: Actor, ids: Iterable[int]) -> dict[int, Enrollment]:
    actor.require(Permission.ANSWERS_READ)
    wanted = set(ids)
    query = (
        select(Enrollment)
        .join(Project, Project.id == Enrollment.project_key)
        .where(Enrollment.id.in_(wanted), Enrollment.date_deleted.is_(None), stay_readable(actor))
    )
    stays = {stay.id: stay for stay in session.scalars(query)}
    if wanted - stays.keys():
        raise NotFound("enrollment")
    return stays


def _live(model: Any, stays: Mapping[int, Any]) -> Any:
    return and_(model.enrollment_key.in_(list(stays)), model.date_deleted.is_(None))


def _collect(answers: dict[str, Any], row: Any, file: str) -> None:
    for kind in stage_kinds(file):
        if is_of_kind(row, kind):
            answers |= answers_of(row, kind)


def _priors(row: Any, file: str) -> dict[str, Prior]:
    answers: dict[str, Any] = {}
    _collect(answers, row, file)
    stage = _stage(row.data_collection_stage)
    return {key: Prior(value, row.information_date, stage) for key, value in answers.items()}


def _values(row: Any, file: str) -> dict[str, Any]:
    (kind,) = kinds_of(each for each in questions_by_key().values() if each.column.file == file)
    return answers_of(row, kind)


def _of_stage(answers: Answers, stage: CollectionPoint) -> dict[str, Any]:
    asked = questions_by_key()
    return {key: value for key, value in answers.items() if stage in element(asked[key].element).collected}


def _stage(code: int | None) -> CollectionPoint:
    return next(
        (point for each, point in STAGES.items() if each == code), CollectionPoint.UPDATE
    )  # a row without a stage tells of some day
