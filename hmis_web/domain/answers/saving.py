"""Saving the answers of a stage: checked, written as HUD wants them, counted, and told to the audit trail."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.access.scope import project_visible
from hmis_web.db.errors import NotFound, StaleVersion
from hmis_web.domain import audit
from hmis_web.domain.answers import noted, own
from hmis_web.domain.answers.around import context_of
from hmis_web.domain.answers.checking import check
from hmis_web.domain.answers.context import Context
from hmis_web.domain.answers.findings import NOT_COLLECTED, Finding, Refused
from hmis_web.domain.answers.rows import ONCE, STAGE_CODES
from hmis_web.domain.answers.writing import Writer
from hmis_web.domain.clock import Clock
from hmis_web.models import Enrollment, Project, StageRecord
from hmis_web.models.stage_record import COMPLETE, INCOMPLETE
from hmis_web.standards.elements import CollectionPoint
from hmis_web.standards.forms import (
    FORM_VERSION,
    Answers,
    Section,
    answered,
    cleaned,
    form_for,
    options,
    shown,
    with_known,
    without,
)

DATES = {CollectionPoint.ENTRY: "enrollment.entry_date", CollectionPoint.EXIT: "exit.exit_date"}
"""The question that the information date answers."""
STAY = "stay"
"""The section that pages ask in their own way; of it only what was sent is written."""


def form_at(
    session: Session, actor: Actor, enrollment_id: int, stage: CollectionPoint, on: date, as_of: date
) -> tuple[tuple[Section, ...], Context]:
    """The form of a stage for a stay on a day, and what its rules look at. Raises NotFound. Ten
    statements."""
    context = context_of(session, actor, enrollment_id, stage, on, as_of)
    return with_known(form_for(stage, context.place, context.person), context.known), context


def save(  # noqa: PLR0913 - a record has so many sides, each by its name
    session: Session,
    actor: Actor,
    enrollment_id: int,
    stage: CollectionPoint,
    on: date,
    answers: Answers,
    clock: Clock,
    *,
    version: int | None = None,
    complete: bool = True,
) -> int:
    """Save what was answered at a stage and answer the key of its record. Hidden answers are dropped,
    computed ones worked out; of a complete form what nobody answered is 99 where HUD's list has it, of an
    incomplete one blank where HUD allows it. `version` is the record's when the page was opened, None for a
    new one; the same new record a second time changes nothing.

    Raises NotFound out of scope or for the aftercare of a stay without exit, Forbidden without the right to
    answers, StaleVersion when somebody else saved in between, Refused with everything that blocks. Flushes.
    HUD 5.03, 5.04."""
    stay = _writable(session, actor, enrollment_id)
    sections, context = form_at(session, actor, enrollment_id, stage, on, clock.as_of)
    values = _values(sections, answers, stage, on)
    if stage is CollectionPoint.POST_EXIT and context.exit_date is None:
        raise NotFound("exit")
    form = without(sections, STAY)
    written = (*_sent(sections, values), *without(form, own.SECTION))
    findings = check(written, values, context)
    findings += tuple(own.unanswered(form, answers)) if complete else ()
    _refuse([finding for finding in findings if finding.blocks])
    count = answered(form, values)
    values = _filled(sections, values, stage, complete=complete)
    writer = Writer(session, actor, clock, stay, stage, on)
    record, before = _record(session, stay, stage, on), _standing(writer, written, form, answers)
    if record is not None and record.version != version:
        if version is None and values == before:
            return record.id
        raise StaleVersion("record")
    writer.write(written, values, context.known)
    own.keep(writer, form, answers)
    kept = _keep(session, actor, stay, stage, on, clock, record, count, complete=complete)
    noted.note(session, actor, stay, kept.id, findings, clock)
    audit.record(
        session, actor, "answers:save", "stage_record", kept.id, client_id=stay.client_key,
        details={"enrollment": stay.id, "stage": kept.stage, "on": on, "state": kept.state},
        before=own.told(before), after=own.told(_standing(writer, written, form, answers)),
    )  # fmt: skip
    return kept.id


def find_record(
    session: Session, actor: Actor, enrollment_id: int, stage: CollectionPoint, on: date
) -> StageRecord | None:
    """The record of a stage and date, for entry and exit whatever the date; None when it was never saved
    here. Raises NotFound out of scope."""
    return _record(session, _writable(session, actor, enrollment_id), stage, on)


def _standing(
    writer: Writer, written: tuple[Section, ...], form: tuple[Section, ...], answers: Answers
) -> dict[str, Any]:
    return writer.standing(written) | own.standing(writer, form, answers)


def _refuse(blocking: list[Finding]) -> None:
    if blocking:
        raise Refused(blocking)


def _writable(session: Session, actor: Actor, enrollment_id: int) -> Enrollment:
    actor.require(Permission.ANSWERS_EDIT)
    stay = session.scalar(
        select(Enrollment)
        .join(Project, Project.id == Enrollment.project_key)
        .where(Enrollment.id == enrollment_id, Enrollment.date_deleted.is_(None), project_visible(actor))
    )
    if stay is None:
        raise NotFound("enrollment")
    return stay


def _values(
    sections: tuple[Section, ...], answers: Answers, stage: CollectionPoint, on: date
) -> dict[str, Any]:
    dated = {DATES[stage]: on} if stage in DATES else {}
    return cleaned(sections, {**answers, **dated})


def _filled(
    sections: tuple[Section, ...], values: dict[str, Any], stage: CollectionPoint, *, complete: bool
) -> dict[str, Any]:
    """With 99 for what nobody answered; an update tells of what changed, and leaves the rest blank."""
    filled = dict(values)
    for section in shown(without(sections, STAY), values):
        for question in section.questions:
            if question.key in filled or question.kind != "choice" or question.is_computed:
                continue
            wanted = complete and stage is not CollectionPoint.UPDATE
            if (wanted or not question.column.nullable) and _has_not_collected(question):
                filled[question.key] = NOT_COLLECTED
    return filled


def _has_not_collected(question: Any) -> bool:
    return any(code.value == str(NOT_COLLECTED) for code in options(question))


def _sent(sections: tuple[Section, ...], values: Answers) -> tuple[Section, ...]:
    """The questions of the stay that the page sent along."""
    return tuple(
        replace(section, questions=tuple(each for each in section.questions if each.key in values))
        for section in sections
        if section.key == STAY
    )


def _record(session: Session, stay: Enrollment, stage: CollectionPoint, on: date) -> StageRecord | None:
    query = select(StageRecord).where(
        StageRecord.enrollment_key == stay.id, StageRecord.stage == STAGE_CODES[stage]
    )
    if stage not in ONCE:
        query = query.where(StageRecord.information_date == on)
    return session.scalars(query.order_by(StageRecord.id.desc()).limit(1)).first()


def _keep(  # noqa: PLR0913 - all that a record says
    session: Session,
    actor: Actor,
    stay: Enrollment,
    stage: CollectionPoint,
    on: date,
    clock: Clock,
    record: StageRecord | None,
    count: tuple[int, int],
    *,
    complete: bool,
) -> StageRecord:
    if record is None:
        record = StageRecord(enrollment_key=stay.id, stage=STAGE_CODES[stage], version=0)
    record.client_key = stay.client_key
    record.information_date = on
    record.state = COMPLETE if complete else INCOMPLETE
    record.answered, record.asked = count
    record.form_version = FORM_VERSION
    record.account_id = actor.account_id
    record.organization_id = actor.organization_id
    record.saved_at = clock.now
    record.version += 1
    try:
        with session.begin_nested():
            session.add(record)
            session.flush()
    except IntegrityError as error:  # the same record, saved by somebody else at this moment
        raise StaleVersion("record") from error
    return record
