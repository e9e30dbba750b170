"""Current living situations: where somebody is on the day of a contact. HUD 4.12."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.db.errors import DomainError, NotFound, StaleVersion
from hmis_web.domain import audit, entered, occurrence_forms, row_changes
from hmis_web.domain.clock import Clock
from hmis_web.domain.enrollments import Stay
from hmis_web.domain.occurrence_forms import SITUATION
from hmis_web.models import CurrentLivingSituation, Enrollment
from hmis_web.standards.forms import Answers, Section, options, shown

RENTAL_SUBSIDY = 435
DAY = "information_date"


@dataclass(frozen=True)
class Recorded:
    """A situation as it stands; `answers` by question."""

    id: int
    version: int
    on: date | None
    answers: Mapping[str, Any]


def of_stay(session: Session, actor: Actor, stay: Stay) -> list[Recorded]:
    """The situations of a stay that the caller has fetched through scope, the latest first. One statement."""
    actor.require(Permission.ANSWERS_READ)
    query = (
        select(CurrentLivingSituation)
        .where(
            CurrentLivingSituation.enrollment_key == stay.id, CurrentLivingSituation.date_deleted.is_(None)
        )
        .order_by(CurrentLivingSituation.information_date.desc(), CurrentLivingSituation.id.desc())
    )
    return [_recorded(row) for row in session.scalars(query)]


def get(session: Session, actor: Actor, stay: Stay, situation_id: int) -> Recorded:
    """One situation of a stay that the caller has fetched through scope. Raises NotFound."""
    actor.require(Permission.ANSWERS_READ)
    return _recorded(_row(session, stay, situation_id))


def add(
    session: Session,
    actor: Actor,
    stay: Stay,
    sections: tuple[Section, ...],
    on: date,
    told: Answers,
    key: str,
    clock: Clock,
) -> Recorded:
    """Record a situation, by the questions of `occurrence_forms`. The same idempotency key again answers the
    first one. What the other answers don't open is left out, a missing answer is 99. Raises NotFound where
    the stay is not asked for it, DomainError naming column or day (S101 to S105). Flushes."""
    actor.require(Permission.ANSWERS_EDIT)
    if not sections:
        raise NotFound("living situation")
    full_key = f"{actor.account_id}:{stay.id}:{key}"
    known = _by_key(session, stay, full_key)
    if known is not None:
        return known
    values = _checked(stay, sections, on, told, clock.as_of)
    row = _new_row(session, actor, stay, values, full_key, clock)
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError:
        known = _by_key(session, stay, full_key)
        if known is None:
            raise
        return known
    audit.record(
        session, actor, "living-situation:create", "living-situation", row.id, client_id=stay.client_id,
        after={name: value for name, value in values.items() if value is not None},
    )  # fmt: skip
    return _recorded(row)


def change(
    session: Session,
    actor: Actor,
    stay: Stay,
    sections: tuple[Section, ...],
    situation: Recorded,
    on: date,
    told: Answers,
    clock: Clock,
) -> Recorded:
    """Correct a situation that was read as `situation`. Raises NotFound, StaleVersion when somebody else
    changed it since, and as `add`. Flushes."""
    actor.require(Permission.ANSWERS_EDIT)
    row = _row(session, stay, situation.id, lock=True)
    values = _checked(stay, sections, on, told, clock.as_of)
    if all(getattr(row, name) == value for name, value in values.items()):
        return _recorded(row)  # saved already: a double click
    if row.version != situation.version:
        raise StaleVersion("Somebody else has changed this current living situation since")
    for name, value in values.items():
        setattr(row, name, value)
    before, after = audit.changes(row)
    row_changes.touch(session, actor, stay.data_source_id, row, clock)
    session.flush()
    audit.record(session, actor, "living-situation:edit", "living-situation", row.id,
                 client_id=stay.client_id, before=before, after=after)  # fmt: skip
    return _recorded(row)


def _new_row(
    session: Session, actor: Actor, stay: Stay, values: dict[str, Any], key: str, clock: Clock
) -> CurrentLivingSituation:
    enrollment_id, personal_id = session.execute(
        select(Enrollment.enrollment_id, Enrollment.personal_id).where(Enrollment.id == stay.id)
    ).one()
    return CurrentLivingSituation(
        **entered.columns(session, actor, stay.data_source_id, clock),
        **values,
        current_living_sit_id=entered.new_identifier(),
        enrollment_key=stay.id,
        client_key=stay.client_id,
        enrollment_id=enrollment_id,
        personal_id=personal_id,
        idempotency_key=key,
    )


def _checked(
    stay: Stay, sections: tuple[Section, ...], on: date, told: Answers, as_of: date
) -> dict[str, Any]:
    """The columns to write. Raises DomainError (S101 to S105)."""
    check_day(stay, on, as_of, DAY)
    values = occurrence_forms.as_columns(sections, told, filled=True)
    for question in (each for section in shown(sections, told) for each in section.questions):
        value = values[question.column.attribute]
        codes = {code.value for code in options(question, told)} if question.kind == "choice" else set()
        if codes and value is not None and str(value) not in codes:
            raise DomainError(question.column.attribute, "Choose one of the answers offered")
    if values["current_living_situation"] == RENTAL_SUBSIDY and values["cls_subsidy_type"] is None:
        raise DomainError("cls_subsidy_type", "Choose the kind of subsidy")
    if any(_asks_verifier(section, told) for section in sections) and not values["verified_by"]:
        raise DomainError("verified_by", "Say which project verified it")
    return values | {DAY: on}


def _asks_verifier(section: Section, told: Answers) -> bool:
    return any(
        question.column.attribute == "verified_by"
        for each in shown((section,), told)
        for question in each.questions
    )


def check_day(stay: Stay, on: date, as_of: date, field: str) -> None:
    """Raises DomainError naming `field` for a day in the future or outside the stay; its first and last day
    belong to it. S101, S110, S112."""
    if on > as_of:
        raise DomainError(field, "Enter a date that is not in the future")
    if stay.entry_date is not None and on < stay.entry_date:
        raise DomainError(
            field, f"The stay began on {stay.entry_date:%d %b %Y}; enter that day or a later one"
        )
    if stay.exit_date is not None and on > stay.exit_date:
        raise DomainError(
            field, f"The stay ended on {stay.exit_date:%d %b %Y}; enter that day or an earlier one"
        )


def _row(session: Session, stay: Stay, situation_id: int, *, lock: bool = False) -> CurrentLivingSituation:
    query = select(CurrentLivingSituation).where(
        CurrentLivingSituation.id == situation_id,
        CurrentLivingSituation.enrollment_key == stay.id,
        CurrentLivingSituation.date_deleted.is_(None),
    )
    row = session.scalar(query.with_for_update() if lock else query)
    if row is None:
        raise NotFound("living situation")
    return row


def _by_key(session: Session, stay: Stay, key: str) -> Recorded | None:
    row = session.scalar(
        select(CurrentLivingSituation).where(
            CurrentLivingSituation.idempotency_key == key, CurrentLivingSituation.enrollment_key == stay.id
        )
    )
    return None if row is None else _recorded(row)


def _recorded(row: CurrentLivingSituation) -> Recorded:
    columns = {name: getattr(row, name) for name in occurrence_forms.columns_of(SITUATION)}
    return Recorded(
        row.id, row.version, row.information_date, occurrence_forms.as_answers(SITUATION, columns)
    )
