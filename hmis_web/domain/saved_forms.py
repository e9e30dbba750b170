"""The forms of a client that can be printed filled in: entry and exit of each stay, and every update and
annual assessment that was recorded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.access.scope import stay_readable
from hmis_web.domain.enrollments import Stay
from hmis_web.models import Enrollment, IncomeBenefits, Project, StageRecord
from hmis_web.standards.codes import DataCollectionStage
from hmis_web.standards.elements import STAGES, CollectionPoint

REPEATED = (DataCollectionStage.UPDATE, DataCollectionStage.ANNUAL)
MOST = 40


@dataclass(frozen=True)
class SavedForm:
    """A form that was filled in."""

    enrollment_id: int
    project_name: str
    stage: CollectionPoint
    on: date


def of_stays(session: Session, actor: Actor, stays: Sequence[Stay]) -> list[SavedForm]:
    """The forms of stays that the caller has fetched through scope, the latest first; none for who may not
    read answers. One statement."""
    if not actor.may(Permission.ANSWERS_READ) or not stays:
        return []
    by_id = {stay.id: stay for stay in stays}
    found = [
        SavedForm(stay.id, stay.project_name, stage, day)
        for stay in stays
        for stage, day in ((CollectionPoint.ENTRY, stay.entry_date), (CollectionPoint.EXIT, stay.exit_date))
        if day is not None
    ]
    repeated = [
        SavedForm(key, by_id[key].project_name, STAGES[DataCollectionStage(stage)], day)
        for key, stage, day in session.execute(_repeated(actor, list(by_id)))
        if day is not None
    ]
    return sorted(found + repeated, key=lambda each: (each.on, each.enrollment_id), reverse=True)[:MOST]


def _repeated(actor: Actor, keys: list[int]) -> Any:
    saved = select(StageRecord.enrollment_key, StageRecord.stage, StageRecord.information_date).where(
        StageRecord.stage.in_(REPEATED)
    )
    rows = select(
        IncomeBenefits.enrollment_key, IncomeBenefits.data_collection_stage, IncomeBenefits.information_date
    ).where(IncomeBenefits.data_collection_stage.in_(REPEATED), IncomeBenefits.date_deleted.is_(None))
    readable = (
        select(Enrollment.id)
        .join(Project, Project.id == Enrollment.project_key)
        .where(Enrollment.id.in_(keys), stay_readable(actor))
    )
    return saved.where(StageRecord.enrollment_key.in_(readable)).union(
        rows.where(IncomeBenefits.enrollment_key.in_(readable))
    )
