"""The answers to a community's own questions: at the stages of stays, and about clients.

Who may see and write them is decided where the record that they belong to is opened.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.db.errors import StaleVersion
from hmis_web.domain.clock import Clock
from hmis_web.domain.custom_fields.definitions import CHOOSING, FieldLine, all_fields
from hmis_web.models import CustomChoice, CustomValue
from hmis_web.standards.own_questions import OWN, is_own

OPTION = re.compile(r"o\d+")
"""How an answer names an option."""


@dataclass(frozen=True)
class Given:
    """One answer that stands."""

    key: str
    value: Any
    enrollment_key: int | None
    stage: int | None
    on: date | None
    id: int


@dataclass(frozen=True)
class About:
    """What an answer is about: a client, and where it was given at a stage of a stay, which and when.
    `stage` is a code of list 5.03.1; `once`: the stay has one record of that stage, whatever its date."""

    client_key: int
    enrollment_key: int | None = None
    stage: int | None = None
    on: date | None = None
    once: bool = False


def of_stays(session: Session, enrollment_ids: Collection[int]) -> list[Given]:
    """Every answer that stands of some stays, the oldest first. One statement, none when the
    community asks nothing."""
    if not all_fields(session):
        return []
    return list(_given(session, CustomValue.enrollment_key.in_(list(enrollment_ids))))


def of_client(session: Session, client_id: int) -> tuple[dict[str, Any], int]:
    """({key: value}, version) of what stands about a client; the version grows with each save."""
    own = and_(CustomValue.client_key == client_id, CustomValue.enrollment_key.is_(None))
    newest = session.scalar(select(func.max(CustomValue.id)).where(own)) or 0
    return {each.key: each.value for each in _given(session, own)}, newest


def now(session: Session, about: About) -> dict[str, Any]:
    """{key: value} of what stands about something."""
    return {row.key: row.value for rows in _standing(session, about).values() for row in rows}


def save(session: Session, actor: Actor, about: About, answers: Mapping[str, Any], clock: Clock) -> bool:
    """Keep answers by the key of their question; None takes one away. Keys that are not the community's are
    left alone, and so are questions not among the answers. What was answered before stays, marked as
    replaced. Answers whether anything changed. Raises StaleVersion when somebody else saved the same at this
    moment. Flushes."""
    fields = {f"{OWN}.{each.id}": each for each in all_fields(session)}
    standing = _standing(session, about)
    changed = False
    for key, value in answers.items():
        if not is_own(key) or key not in fields:
            continue
        rows = standing.get(fields[key].id, [])
        before = {row.value for row in rows}
        moved = any(row.on != about.on for row in rows)
        if before == ({value} if value is not None else set()) and not moved:
            continue
        changed = True
        session.execute(
            update(CustomValue)
            .where(CustomValue.id.in_([row.id for row in rows]))
            .values(replaced_at=clock.now, slot=None)
        )
        if value is not None:
            _add(session, actor, about, fields[key], value, clock)
    return changed


def withdraw(session: Session, enrollment_ids: Collection[int], stage: int, clock: Clock) -> None:
    """Take back what was answered at a stage of some stays, with the record that it belongs to: it stays,
    marked as replaced."""
    session.execute(
        update(CustomValue)
        .where(_at_stage(enrollment_ids, stage), CustomValue.replaced_at.is_(None))
        .values(replaced_at=clock.now)
    )


def last_given(session: Session, enrollment_ids: Collection[int], stage: int) -> list[Given]:
    """What was answered last at a stage of some stays, though it was taken back, the oldest first."""
    if not all_fields(session):
        return []
    return list(_given(session, _at_stage(enrollment_ids, stage), replaced=True))


def move(session: Session, enrollment_id: int, stage: int, was: date, on: date) -> None:
    """Give the answers of a stage's record another day, as the record gets it."""
    session.execute(
        update(CustomValue)
        .where(
            _at_stage([enrollment_id], stage),
            CustomValue.information_date == was,
            CustomValue.replaced_at.is_(None),
        )
        .values(information_date=on)
    )


def _at_stage(enrollment_ids: Collection[int], stage: int) -> Any:
    return and_(CustomValue.enrollment_key.in_(list(enrollment_ids)), CustomValue.stage == stage)


def told(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Answers as the audit trail takes them. What people wrote in their own words stands with the answer and
    its earlier ones (`custom_value`); the trail says how long it was."""
    return {
        key: f"{len(value)} characters"
        if is_own(key) and isinstance(value, str) and OPTION.fullmatch(value) is None
        else value
        for key, value in answers.items()
    }


def _standing(session: Session, about: About) -> dict[int, list[Given]]:
    if about.enrollment_key is None:
        where = and_(CustomValue.client_key == about.client_key, CustomValue.enrollment_key.is_(None))
    else:
        where = and_(CustomValue.enrollment_key == about.enrollment_key, CustomValue.stage == about.stage)
        if not about.once:
            where = and_(where, CustomValue.information_date == about.on)
    found: dict[int, list[Given]] = {}
    for each in _given(session, where):
        found.setdefault(int(each.key.removeprefix(f"{OWN}.")), []).append(each)
    return found


def _add(session: Session, actor: Actor, about: About, field: FieldLine, value: Any, clock: Clock) -> None:
    row = CustomValue(
        field_id=field.id,
        field_version=field.version,
        client_key=about.client_key,
        enrollment_key=about.enrollment_key,
        stage=about.stage,
        information_date=about.on,
        text_value=value if field.kind == "text" else None,
        number_value=value if field.kind == "number" else None,
        date_value=value if field.kind == "date" else None,
        account_id=actor.account_id,
        organization_id=actor.organization_id,
        saved_at=clock.now,
        slot=about.client_key if about.enrollment_key is None else None,
    )
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError as error:  # somebody else answered the same at this moment
        raise StaleVersion("custom field") from error
    if field.kind in CHOOSING:
        chosen = {value} if field.kind == "choice" else set(value)
        session.add_all(
            CustomChoice(value_id=row.id, option_id=option.id)
            for option in field.options
            if option.code in chosen
        )
        session.flush()


def _given(session: Session, where: Any, *, replaced: bool = False) -> Iterator[Given]:
    """Answers that stand, in the order in which they were given; `replaced`: earlier ones, too."""
    standing = where if replaced else and_(where, CustomValue.replaced_at.is_(None))
    query = (
        select(CustomValue, CustomChoice.option_id)
        .outerjoin(CustomChoice, CustomChoice.value_id == CustomValue.id)
        .where(standing)
        .order_by(CustomValue.information_date, CustomValue.id, CustomChoice.option_id)
    )
    rows: dict[int, Any] = {}
    chosen: dict[int, list[str]] = {}
    for row, option_id in session.execute(query):
        rows[row.id] = row
        if option_id is not None:
            chosen.setdefault(row.id, []).append(f"o{option_id}")
    kinds = {field.id: field.kind for field in all_fields(session)} if rows else {}
    for row in rows.values():
        value = _value(row, kinds[row.field_id], tuple(chosen.get(row.id, ())))
        key = f"{OWN}.{row.field_id}"
        yield Given(key, value, row.enrollment_key, row.stage, row.information_date, row.id)


def _value(row: Any, kind: str, chosen: tuple[str, ...]) -> Any:
    match kind:
        case "text":
            return row.text_value
        case "number":
            return row.number_value
        case "date":
            return row.date_value
        case "choice":
            return chosen[0] if chosen else None
    return chosen
