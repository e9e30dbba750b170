"""Coordinated entry within a stay: assessments and events, entered and changed. HUD 4.19, 4.20."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.db.errors import NotFound, StaleVersion
from hmis_web.domain import answers, assessment_lines, audit, entered, occurrence_forms, row_changes
from hmis_web.domain.assessment_lines import NO_LINES, Lines
from hmis_web.domain.clock import Clock
from hmis_web.domain.coordinated_entry_rules import ASSESSMENT, EVENT, Kind, checked, findings
from hmis_web.domain.enrollments import Stay
from hmis_web.domain.stay_members import StayMember
from hmis_web.models import Enrollment
from hmis_web.standards.forms import Answers, Section


@dataclass(frozen=True)
class Told:
    """What a form says: answers by question, and the lines of an assessment."""

    answers: Answers
    lines: Lines = NO_LINES


@dataclass(frozen=True)
class Recorded:
    """An assessment or event as it stands; `answers` by question."""

    id: int
    version: int
    on: date | None
    answers: Mapping[str, Any]
    lines: Lines = NO_LINES


def questions_of(
    session: Session, stay: Stay, member: StayMember, kind: Kind, as_of: date, *, stands: bool = False
) -> tuple[Section, ...]:
    """What is asked, less the pairs of `assessment_lines`; nothing where the project is no access point or
    the member not the head, unless a row `stands` there. Two statements at most. HUD 2.09, 4.19, 4.20."""
    found = occurrence_forms.questions_of(session, stay, member, kind.element, as_of, stands=stands)
    columns = kind.model.__table__.columns
    return tuple(
        replace(each, questions=tuple(q for q in each.questions if q.column.attribute in columns))
        for each in found
    )


def of_stay(session: Session, actor: Actor, stay: Stay, kind: Kind) -> list[Recorded]:
    """What stands in a stay that the caller has fetched through scope, the latest first. Whoever may only
    know that there is an assessment gets its day without answers, and no events. One statement."""
    if not actor.may(Permission.ASSESSMENT_READ):
        actor.require(Permission.ASSESSMENT_READ_LIMITED)
        if kind is EVENT:
            return []
    model, day = kind.model, getattr(kind.model, kind.day)
    rows = session.scalars(
        select(model)
        .where(model.enrollment_key == stay.id, model.date_deleted.is_(None))
        .order_by(day.desc(), model.id.desc())
    )
    found = [_recorded(kind, row) for row in rows]
    if actor.may(Permission.ASSESSMENT_READ):
        return found
    return [replace(each, answers={}) for each in found]


def get(session: Session, actor: Actor, stay: Stay, kind: Kind, row_id: int) -> Recorded:
    """One row of a stay that the caller has fetched through scope, with its lines. Raises NotFound."""
    actor.require(Permission.ASSESSMENT_READ)
    return _with_lines(session, kind, _row(session, stay, kind, row_id))


def add(
    session: Session,
    actor: Actor,
    stay: Stay,
    kind: Kind,
    sections: tuple[Section, ...],
    told: Told,
    key: str,
    clock: Clock,
) -> Recorded:
    """Record an assessment or event. The same idempotency key again answers the first one. What the other
    answers don't open is left out. Raises NotFound where the stay is not asked for it, DomainError naming the
    question (S110 to S114). Flushes."""
    actor.require(Permission.ASSESSMENT_CREATE)
    if not sections:
        raise NotFound(kind.name)
    full_key = f"{actor.account_id}:{stay.id}:{key}"
    known = _by_key(session, stay, kind, full_key)
    if known is not None:
        return known
    values = checked(stay, kind, sections, told.answers, clock.as_of)
    assessment_lines.check(told.lines)
    row = _new_row(session, actor, stay, kind, values, full_key, clock)
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError:
        known = _by_key(session, stay, kind, full_key)
        if known is None:
            raise
        return known
    after = {name: value for name, value in values.items() if value is not None}
    _note(session, actor, stay, kind, sections, row, clock)
    if kind is ASSESSMENT:
        assessment_lines.write(session, actor, row, told.lines, clock)
        after |= assessment_lines.in_trail(told.lines)
    audit.record(session, actor, f"{kind.name}:create", kind.name, row.id,
                 client_id=stay.client_id, after=after)  # fmt: skip
    return _with_lines(session, kind, row)


def change(
    session: Session,
    actor: Actor,
    stay: Stay,
    kind: Kind,
    sections: tuple[Section, ...],
    read: Recorded,
    told: Told,
    clock: Clock,
) -> Recorded:
    """Correct a row that was read as `read`. Raises NotFound, StaleVersion when somebody else changed it
    since, and as `add`. Flushes."""
    actor.require(Permission.ASSESSMENT_EDIT)
    row = _row(session, stay, kind, read.id, lock=True)
    now = _with_lines(session, kind, row)
    values = checked(stay, kind, sections, told.answers, clock.as_of, now.answers)
    assessment_lines.check(told.lines)
    if all(getattr(row, name) == value for name, value in values.items()) and now.lines.same(told.lines):
        return now  # saved already: a double click
    if row.version != read.version:
        raise StaleVersion("Somebody else has changed this since")
    for name, value in values.items():
        setattr(row, name, value)
    before, after = audit.changes(row)
    if kind is ASSESSMENT and not now.lines.same(told.lines):
        assessment_lines.write(session, actor, row, told.lines, clock)
        before |= assessment_lines.in_trail(now.lines)
        after |= assessment_lines.in_trail(told.lines)
    row_changes.touch(session, actor, stay.data_source_id, row, clock)
    session.flush()
    _note(session, actor, stay, kind, sections, row, clock)
    audit.record(session, actor, f"{kind.name}:edit", kind.name, row.id,
                 client_id=stay.client_id, before=before, after=after)  # fmt: skip
    return _with_lines(session, kind, row)


def _new_row(
    session: Session, actor: Actor, stay: Stay, kind: Kind, values: dict[str, Any], key: str, clock: Clock
) -> Any:
    enrollment_id, personal_id = session.execute(
        select(Enrollment.enrollment_id, Enrollment.personal_id).where(Enrollment.id == stay.id)
    ).one()
    return kind.model(
        **entered.columns(session, actor, stay.data_source_id, clock),
        **values,
        **{kind.key: entered.new_identifier()},
        enrollment_key=stay.id,
        client_key=stay.client_id,
        enrollment_id=enrollment_id,
        personal_id=personal_id,
        idempotency_key=key,
    )


def _note(
    session: Session,
    actor: Actor,
    stay: Stay,
    kind: Kind,
    sections: tuple[Section, ...],
    row: Any,
    clock: Clock,
) -> None:
    """Keep for the worklist what an assessment lacks. S111."""
    if kind is ASSESSMENT:
        found = findings(stay, sections, _recorded(kind, row).answers, clock.as_of)
        odd = [each for each in found if not each.blocks]
        answers.note_assessment(session, actor, stay.client_id, stay.id, row.id, odd, clock)


def _row(session: Session, stay: Stay, kind: Kind, row_id: int, *, lock: bool = False) -> Any:
    model = kind.model
    query = select(model).where(
        model.id == row_id, model.enrollment_key == stay.id, model.date_deleted.is_(None)
    )
    row = session.scalar(query.with_for_update() if lock else query)
    if row is None:
        raise NotFound(kind.name)
    return row


def _by_key(session: Session, stay: Stay, kind: Kind, key: str) -> Recorded | None:
    model = kind.model
    row = session.scalar(select(model).where(model.idempotency_key == key, model.enrollment_key == stay.id))
    return None if row is None else _with_lines(session, kind, row)


def _with_lines(session: Session, kind: Kind, row: Any) -> Recorded:
    found = _recorded(kind, row)
    return replace(found, lines=assessment_lines.of(session, row.id)) if kind is ASSESSMENT else found


def _recorded(kind: Kind, row: Any) -> Recorded:
    columns = {column.key: getattr(row, column.key) for column in kind.model.__table__.columns}
    told = occurrence_forms.as_answers(kind.element, columns)
    return Recorded(row.id, row.version, getattr(row, kind.day), told)
