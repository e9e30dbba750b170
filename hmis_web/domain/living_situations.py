"""Current living situations: where somebody is on the day of a contact. HUD 4.12."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hmis_web import standards
from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.db.errors import DomainError, NotFound, StaleVersion
from hmis_web.domain import audit, entered
from hmis_web.domain.clock import Clock
from hmis_web.domain.enrollments import Stay
from hmis_web.models import CurrentLivingSituation, Enrollment
from hmis_web.standards.codes import NoYes, ProjectType

SITUATIONS, SUBSIDIES, KNOWN = "3.12.1", "3.12.A", "1.8"
RENTAL_SUBSIDY = 435
NOT_COLLECTED = 99
HOUSED = frozenset({
    204, 205, 206, 207, 215, 225, 302, 314, 329, 332, 335, 336, 410, 411, 421, 435,
})  # fmt: skip
"""Situations of which it is asked whether the person has to leave. HUD 4.12.B."""
FOLLOW_UPS = ("subsequent_residence", "resources_to_obtain", "lease_own60_day", "moved_two_or_more")
"""Asked of who has to leave within two weeks. HUD 4.12.C to F."""
LONGEST = {"verified_by": 200, "location_details": 250}
FIELDS = (
    "information_date", "current_living_situation", "cls_subsidy_type", "verified_by",
    "leave_situation14_days", *FOLLOW_UPS, "location_details",
)  # fmt: skip


@dataclass(frozen=True)
class Situation:
    """One answer to 4.12; what was not answered is None."""

    information_date: date
    current_living_situation: int | None = None
    cls_subsidy_type: int | None = None
    verified_by: str | None = None
    leave_situation14_days: int | None = None
    subsequent_residence: int | None = None
    resources_to_obtain: int | None = None
    lease_own60_day: int | None = None
    moved_two_or_more: int | None = None
    location_details: str | None = None


@dataclass(frozen=True)
class Recorded:
    """A situation as it stands."""

    id: int
    version: int
    situation: Situation


def wanted(situation: int | None, leaves: int | None, project_type: int | None) -> tuple[str, ...]:
    """The questions that are asked besides date, situation and place, in the order of the form. S102, S104,
    S105; HUD 4.12.A to F."""
    found = ["cls_subsidy_type"] if situation == RENTAL_SUBSIDY else []
    if project_type == ProjectType.COORDINATED_ENTRY:
        found.append("verified_by")
    if situation in HOUSED:
        found.append("leave_situation14_days")
        if leaves == NoYes.YES:
            found.extend(FOLLOW_UPS)
    return tuple(found)


def of_stay(session: Session, actor: Actor, stay: Stay) -> list[Recorded]:
    """The situations of a stay that the caller has fetched through scope, the latest first; none without the
    right to answers. One statement."""
    if not actor.may(Permission.ANSWERS_READ):
        return []
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


def add(session: Session, actor: Actor, stay: Stay, told: Situation, key: str, clock: Clock) -> Recorded:
    """Record a situation. The same idempotency key again answers the first one. What the other answers don't
    ask for is left out; a missing answer is 99. Raises DomainError naming the field (S101 to S105).
    Flushes."""
    actor.require(Permission.ANSWERS_EDIT)
    full_key = f"{actor.account_id}:{stay.id}:{key}"
    known = _by_key(session, stay, full_key)
    if known is not None:
        return known
    kept = checked(stay, told, clock.as_of)
    enrollment_id, personal_id = session.execute(
        select(Enrollment.enrollment_id, Enrollment.personal_id).where(Enrollment.id == stay.id)
    ).one()
    row = CurrentLivingSituation(
        **entered.columns(session, actor, stay.data_source_id, clock),
        **vars(kept),
        current_living_sit_id=entered.new_identifier(),
        enrollment_key=stay.id,
        client_key=stay.client_id,
        enrollment_id=enrollment_id,
        personal_id=personal_id,
        idempotency_key=full_key,
    )
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError:
        known = _by_key(session, stay, full_key)
        if known is None:
            raise
        return known
    audit.record(session, actor, "living-situation:create", "living-situation", row.id,
                 client_id=stay.client_id, after=_told(kept))  # fmt: skip
    return _recorded(row)


def change(
    session: Session, actor: Actor, stay: Stay, situation_id: int, told: Situation, version: int, clock: Clock
) -> Recorded:
    """Correct a situation. Raises NotFound, StaleVersion when somebody else changed it first, and as `add`.
    Flushes."""
    actor.require(Permission.ANSWERS_EDIT)
    row = _row(session, stay, situation_id, lock=True)
    if row.version != version:
        raise StaleVersion("Somebody else has changed this current living situation since")
    for name, value in vars(checked(stay, told, clock.as_of)).items():
        setattr(row, name, value)
    before, after = audit.changes(row)
    if not after:
        return _recorded(row)
    row.user_id = entered.ensure_hud_user(session, actor, stay.data_source_id, clock)
    row.date_updated, row.edited_at, row.content_hash = clock.stamp, clock.now, None
    row.version += 1
    session.flush()
    audit.record(session, actor, "living-situation:edit", "living-situation", row.id,
                 client_id=stay.client_id, before=before, after=after)  # fmt: skip
    return _recorded(row)


def checked(stay: Stay, told: Situation, as_of: date) -> Situation:
    """A situation that holds together. Raises DomainError naming the field (S101 to S105). HUD 4.12."""
    _check_day(stay, told.information_date, as_of)
    code = told.current_living_situation
    asked = wanted(code, told.leave_situation14_days, stay.project_type)
    offered = {int(each.value) for each in standards.offered(SITUATIONS, "current")}
    if code is not None and code not in offered:
        raise DomainError("current_living_situation", "Choose one of the situations")
    if code == RENTAL_SUBSIDY and told.cls_subsidy_type not in _codes(SUBSIDIES):
        raise DomainError("cls_subsidy_type", "Choose the kind of subsidy")
    if "verified_by" in asked and not told.verified_by:
        raise DomainError("verified_by", "Say who verified it: coordinated entry asks for the project")
    for name, most in LONGEST.items():
        if len(getattr(told, name) or "") > most:
            raise DomainError(name, f"Write {most} characters at most")
    values: dict[str, Any] = {name: None for name in FIELDS if name not in asked}
    values |= {"location_details": told.location_details or None, "information_date": told.information_date}
    values |= {
        name: getattr(told, name) if getattr(told, name) in _codes(KNOWN) else NOT_COLLECTED
        for name in asked
        if name in ("leave_situation14_days", *FOLLOW_UPS)
    }
    return replace(told, **values | {"current_living_situation": NOT_COLLECTED if code is None else code})


def _check_day(stay: Stay, day: date, as_of: date) -> None:
    if day > as_of:
        raise DomainError("information_date", "Enter a date that is not in the future")
    if stay.entry_date is not None and day < stay.entry_date:
        raise DomainError(
            "information_date", f"The stay began on {stay.entry_date:%d %b %Y}; enter that day or a later one"
        )
    if stay.exit_date is not None and day > stay.exit_date:
        raise DomainError(
            "information_date",
            f"The stay ended on {stay.exit_date:%d %b %Y}; enter that day or an earlier one",
        )


def _codes(list_id: str) -> frozenset[int]:
    return frozenset(int(code.value) for code in standards.offered(list_id))


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
    return Recorded(row.id, row.version, Situation(**{name: getattr(row, name) for name in FIELDS}))


def _told(kept: Situation) -> dict[str, Any]:
    return {name: value for name, value in vars(kept).items() if value is not None}
