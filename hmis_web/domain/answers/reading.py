"""The answers that stand: of one stage, and the latest earlier ones. HUD 5.03, 5.04."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.access.scope import stay_readable
from hmis_web.db.errors import NotFound
from hmis_web.domain.answers.gathering import STAY, rows_of
from hmis_web.domain.answers.rows import ONCE, STAGE_CODES, STAGE_FILES, answers_of, is_of_kind, stage_kinds
from hmis_web.domain.custom_fields import values
from hmis_web.domain.custom_fields.values import Given
from hmis_web.models import Enrollment, Project, hud_model
from hmis_web.standards.elements import STAGES, CollectionPoint, element
from hmis_web.standards.forms import questions_by_key


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
    out of scope, Forbidden without the right to read answers. One statement, two more where the community
    asks something itself."""
    return read_many(session, actor, [enrollment_id], stage, on)[enrollment_id]


def read_many(
    session: Session, actor: Actor, enrollment_ids: Collection[int], stage: CollectionPoint, on: date
) -> dict[int, dict[str, Any]]:
    """`read` for the members of a household, in as many statements as for one."""
    code = STAGE_CODES.get(stage)
    rows = gathered(session, actor, enrollment_ids, _wanted(stage, on))
    found: dict[int, dict[str, Any]] = {key: {} for key in enrollment_ids}
    for row in rows:
        if row.file in STAGE_FILES:
            collect(found[row.enrollment_key], row)
        elif row.file != STAY:
            found[row.enrollment_key] |= of_stage(row, stage)
    for given in values.of_stays(session, list(found)):
        if given.stage == code and (stage in ONCE or given.on == on):
            found[given.enrollment_key or 0][given.key] = given.value
    return found


def _wanted(stage: CollectionPoint, on: date) -> dict[str, Any]:
    """The rows in which the answers of a stage stand."""
    code = STAGE_CODES.get(stage)
    wanted: dict[str, Any] = {}
    if code is not None and stage is not CollectionPoint.POST_EXIT:
        for file in STAGE_FILES:
            model: Any = hud_model(file)
            wanted[file] = live(file) & (model.data_collection_stage == code)
            if stage not in ONCE:
                wanted[file] &= model.information_date == on
    if stage in (CollectionPoint.EXIT, CollectionPoint.POST_EXIT):
        wanted["Exit"] = live("Exit")
    if stage in (CollectionPoint.ENTRY, CollectionPoint.OCCURRENCE):
        wanted["Enrollment"] = live("Enrollment")
    return wanted


def prior(
    session: Session,
    actor: Actor,
    enrollment_id: int,
    on: date,
    *,
    besides: CollectionPoint | None = None,
) -> Mapping[str, Prior]:
    """The latest answer to each question of a stay given on or before a day; those of the stage `besides` on
    that very day are left out. Raises NotFound and Forbidden as `read`. One statement, two more where the
    community asks something itself."""
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
    own = STAGE_CODES.get(besides) if besides else None
    wanted = {file: live(file) & (hud_day(file) <= on) for file in STAGE_FILES}
    rows = gathered(session, actor, enrollment_ids, wanted)
    found: dict[int, dict[str, Prior]] = {key: {} for key in enrollment_ids}
    for row in rows:
        is_own = own is not None and (row.data_collection_stage, row.information_date) == (own, on)
        if row.file in STAGE_FILES and not is_own:
            found[row.enrollment_key] |= priors(row)
    for given in values.of_stays(session, list(found)):
        if given.on is not None and given.on <= on and not (given.stage == own and given.on == on):
            found[given.enrollment_key or 0][given.key] = prior_of(given)
    return found


def prior_of_clients(
    session: Session, actor: Actor, client_ids: Collection[int], on: date
) -> dict[int, dict[str, Prior]]:
    """{client: {key: latest answer given on or before a day}}, from all stays that the actor may read: what a
    new stay begins with. Raises Forbidden without the right to read answers. One statement."""
    actor.require(Permission.ANSWERS_READ)
    found: dict[int, dict[str, Prior]] = {key: {} for key in client_ids}
    stays = _readable(actor).where(Enrollment.client_key.in_(list(found)))
    wanted = {
        file: live(file) & (hud_day(file) <= on) & hud_model(file).enrollment_key.in_(stays)  # type: ignore[attr-defined]
        for file in STAGE_FILES
    }
    for row in rows_of(session, wanted):
        if row.client_key in found:
            found[row.client_key] |= priors(row)
    return found


def gathered(
    session: Session, actor: Actor, enrollment_ids: Collection[int], wanted: Mapping[str, Any]
) -> list[Any]:
    """The rows of files that some stays have, and those of the stays themselves. Raises NotFound when one of
    the stays is out of scope, Forbidden without the right to read answers. One statement."""
    actor.require(Permission.ANSWERS_READ)
    keys = list(set(enrollment_ids))
    parts = {file: _of_stays(file, keys) & where for file, where in wanted.items()}
    readable = Enrollment.id.in_(_readable(actor).where(Enrollment.id.in_(keys)))
    rows = rows_of(session, {STAY: readable, **parts})
    if set(keys) - {row.id for row in rows if row.file == STAY}:
        raise NotFound("enrollment")
    return rows


def live(file: str) -> Any:
    """That a row is not deleted."""
    model: Any = hud_model(file)
    return model.date_deleted.is_(None)


def hud_day(file: str) -> Any:
    """The information date of a file."""
    model: Any = hud_model(file)
    return model.information_date


def collect(answers: dict[str, Any], row: Any) -> None:
    """Add what a row of a stage's file tells to answers."""
    for kind in stage_kinds(row.file):
        if is_of_kind(row, kind):
            answers |= answers_of(row, kind)


def priors(row: Any) -> dict[str, Prior]:
    """What a row of a stage's file tells, with its day and stage."""
    answers: dict[str, Any] = {}
    collect(answers, row)
    stage = _stage(row.data_collection_stage)
    return {key: Prior(value, row.information_date, stage) for key, value in answers.items()}


def prior_of(given: Given) -> Prior:
    """The answer to a question of the community's, with its day and stage."""
    return Prior(given.value, given.on or date.min, _stage(given.stage))


def of_stage(row: Any, stage: CollectionPoint) -> dict[str, Any]:
    """What an enrollment or an exit tells at a stage."""
    answers: dict[str, Any] = {}
    collect(answers, row)
    asked = questions_by_key()
    return {key: value for key, value in answers.items() if stage in element(asked[key].element).collected}


def _of_stays(file: str, keys: list[int]) -> Any:
    model: Any = hud_model(file)
    return (Enrollment.id if model is Enrollment else model.enrollment_key).in_(keys)


def _readable(actor: Actor) -> Any:
    """The keys of the stays that the actor may read."""
    return (
        select(Enrollment.id)
        .join(Project, Project.id == Enrollment.project_key)
        .where(Enrollment.date_deleted.is_(None), stay_readable(actor))
        .correlate(None)
    )


def _stage(code: int | None) -> CollectionPoint:
    return next(
        (point for each, point in STAGES.items() if each == code), CollectionPoint.UPDATE
    )  # a row without a stage tells of some day
