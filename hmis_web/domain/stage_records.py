"""Updates, annual assessments and follow-ups after exit: when each may be dated, saving a page of them,
moving one to another day. HUD 5.03, 5.04, R20."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.db.errors import DomainError, HmisError, NotFound, StaleVersion
from hmis_web.domain import answers, row_changes, stage_rules, stay_sheet
from hmis_web.domain.answers import Finding
from hmis_web.domain.answers.rows import STAGE_CODES, STAGE_FILES
from hmis_web.domain.clock import Clock
from hmis_web.domain.custom_fields import values
from hmis_web.domain.enrollments import Stay
from hmis_web.domain.stage_rules import DAY
from hmis_web.domain.stay_members import StayMember
from hmis_web.models import StageRecord, hud_model
from hmis_web.models.stage_record import COMPLETE
from hmis_web.standards.elements import STAGES, CollectionPoint
from hmis_web.standards.forms import FORM_VERSION

PROVIDED, AFTERCARE_DATE = "exit.aftercare_provided", "exit.aftercare_date"
"""The day of a follow-up is the day of the aftercare: asked once."""
POINTS = {int(code): point for code, point in STAGES.items()}
"""{code of list 5.03.1: stage}."""


@dataclass(frozen=True)
class Record:
    """A form of a stage as it was saved last."""

    id: int
    enrollment_id: int
    stage: CollectionPoint
    on: date
    is_complete: bool
    answered: int
    asked: int
    version: int


@dataclass(frozen=True)
class Told:
    """What was answered for one member on a day. `complete`: whether somebody called it complete."""

    enrollment_id: int
    on: date
    answers: Mapping[str, Any]
    complete: bool = True


class RecordsRefused(HmisError):
    """Contradictions, each at its member: {enrollment: findings}. Nothing was written."""

    def __init__(self, findings: Mapping[int, Sequence[Finding]]) -> None:
        super().__init__("the answers contradict one another")
        self.findings = findings


def of_stay(session: Session, actor: Actor, stay: Stay) -> list[Record]:
    """What was saved here of a stay that the caller has fetched through scope, the latest first. One
    statement."""
    actor.require(Permission.ANSWERS_READ)
    query = (
        select(StageRecord)
        .where(StageRecord.enrollment_key == stay.id)
        .order_by(StageRecord.information_date.desc(), StageRecord.id.desc())
    )
    return [_record(row) for row in session.scalars(query)]


def get(session: Session, actor: Actor, stay: Stay, record_id: int) -> Record:
    """One record of a stay that the caller has fetched through scope. Raises NotFound."""
    actor.require(Permission.ANSWERS_READ)
    row = session.scalar(
        select(StageRecord).where(StageRecord.id == record_id, StageRecord.enrollment_key == stay.id)
    )
    if row is None:
        raise NotFound("record")
    return _record(row)


def of_day(session: Session, stay: Stay, stage: CollectionPoint, on: date | None = None) -> int | None:
    """The key of the stay's record of a stage, and of a day if one is given; None without. For stays that
    the caller has fetched through scope. One statement."""
    query = select(StageRecord.id).where(
        StageRecord.enrollment_key == stay.id, StageRecord.stage == STAGE_CODES[stage]
    )
    if on is not None:
        query = query.where(StageRecord.information_date == on)
    return session.scalar(query.order_by(StageRecord.id.desc()).limit(1))


def brought(session: Session, actor: Actor, stay: Stay, stage: CollectionPoint, on: date) -> Record:
    """What a file brought of a stage and day, of a stay that the caller has fetched through scope: nobody
    counted its answers yet, its key and version are 0. Raises NotFound when there is nothing. One
    statement."""
    actor.require(Permission.ANSWERS_READ)
    for each in stay_sheet.recorded(session, stay):
        day = stay.exit_date if stage is CollectionPoint.EXIT else each.on
        if each.stage is stage and day == on and each.id is None:
            return Record(0, stay.id, stage, on, is_complete=True, answered=0, asked=0, version=0)
    raise NotFound("record")


def adopt(session: Session, actor: Actor, record: Record, stay: Stay, clock: Clock) -> Record:
    """Begin to keep count of what a file brought; `save_changed` says what. Raises StaleVersion when somebody
    else did meanwhile. Flushes."""
    actor.require(Permission.ANSWERS_EDIT)
    row = StageRecord(
        enrollment_key=stay.id,
        client_key=stay.client_id,
        stage=STAGE_CODES[record.stage],
        information_date=record.on,
        state=COMPLETE,
        answered=0,
        asked=0,
        form_version=FORM_VERSION,
        saved_at=clock.now,
        version=1,
    )
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError as error:
        raise StaleVersion("record") from error
    return _record(row)


def save_new(
    session: Session,
    actor: Actor,
    members: Mapping[int, StayMember],
    stage: CollectionPoint,
    told: Sequence[Told],
    clock: Clock,
) -> list[int]:
    """Save a page of new records, one a member, of members whom the caller has fetched through scope;
    answers their keys. The same page a second time changes nothing. Raises DomainError: "members" when
    nobody is ticked, "information_date" as `stage_rules.check_day`, or when another record of that day
    stands; RecordsRefused for contradictions. Flushes."""
    actor.require(Permission.ANSWERS_EDIT)
    if not told:
        raise DomainError("members", "Tick whom this is about")
    refused: dict[int, Sequence[Finding]] = {}
    saved: list[int] = []
    for each in told:
        stage_rules.check_day(members[each.enrollment_id], stage, each.on, clock.as_of)
        try:
            saved.append(_save(session, actor, each, stage, clock, None))
        except answers.Refused as error:
            refused[each.enrollment_id] = error.findings
        except StaleVersion as error:
            name = members[each.enrollment_id].person.name
            raise DomainError(
                DAY, f"A record of that day stands for {name} already; change that one, or choose another day"
            ) from error
    if refused:
        raise RecordsRefused(refused)
    return saved


def save_changed(
    session: Session, actor: Actor, stay: Stay, member: StayMember, record: Record, told: Told, clock: Clock
) -> int:
    """Save a record anew that was read as `record`, on its day or another one. Raises NotFound, StaleVersion
    when somebody else saved since, DomainError("information_date") as `save_new`, answers.Refused.
    Flushes."""
    actor.require(Permission.ANSWERS_EDIT)
    stands = get(session, actor, stay, record.id)
    if stands.version != record.version:
        raise StaleVersion("record")
    if record.stage is CollectionPoint.EXIT:
        stage_rules.check_exit(session, stay, member, told.on, clock.as_of)
    else:
        stage_rules.check_day(member, record.stage, told.on, clock.as_of)
        if told.on != stands.on:
            _move(session, actor, stay, stands, told.on, clock)
    return _save(session, actor, told, record.stage, clock, stands.version)


def _save(
    session: Session, actor: Actor, told: Told, stage: CollectionPoint, clock: Clock, version: int | None
) -> int:
    given = dict(told.answers)
    if stage is CollectionPoint.POST_EXIT and given.get(PROVIDED) is not None:
        given[AFTERCARE_DATE] = told.on
    return answers.save(
        session, actor, told.enrollment_id, stage, told.on, given, clock,
        version=version, complete=told.complete,
    )  # fmt: skip


def _move(session: Session, actor: Actor, stay: Stay, record: Record, on: date, clock: Clock) -> None:
    """Give a record and its rows another day."""
    code = STAGE_CODES[record.stage]
    try:
        with session.begin_nested():
            session.execute(
                update(StageRecord).where(StageRecord.id == record.id).values(information_date=on)
            )
    except IntegrityError as error:
        raise DomainError(DAY, "A record of that day stands already; choose another day") from error
    values.move(session, stay.id, code, record.on, on)
    for file in STAGE_FILES if record.stage is not CollectionPoint.POST_EXIT else ():
        model: Any = hud_model(file)
        rows = session.scalars(
            select(model).where(
                model.enrollment_key == stay.id,
                model.data_collection_stage == code,
                model.information_date == record.on,
                model.date_deleted.is_(None),
            )
        )
        for row in rows:
            row.information_date = on
            row_changes.touch(session, actor, stay.data_source_id, row, clock)
    session.flush()
    session.expire_all()


def _record(row: StageRecord) -> Record:
    return Record(
        id=row.id,
        enrollment_id=row.enrollment_key,
        stage=POINTS[row.stage],
        on=row.information_date,
        is_complete=row.state == COMPLETE,
        answered=row.answered,
        asked=row.asked,
        version=row.version,
    )
