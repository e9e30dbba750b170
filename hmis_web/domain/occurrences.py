"""What happens once in a stay, on a day of its own: engagement (4.13), move-in (3.20), PATH status (P3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hmis_web import standards
from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.db.errors import DomainError, NotFound, StaleVersion
from hmis_web.domain import audit, occurrence_findings, row_changes
from hmis_web.domain.clock import Clock
from hmis_web.domain.enrollments import Stay
from hmis_web.domain.occurrence_forms import ENGAGEMENT, MOVE_IN, PATH_STATUS, columns_of, questions_of
from hmis_web.domain.stay_members import StayMember
from hmis_web.models import CurrentLivingSituation, Enrollment
from hmis_web.standards.codes import NoYes, ProjectType

REASONS = "P3.A"
VERBS = {
    MOVE_IN: "enrollment:set-move-in",
    ENGAGEMENT: "enrollment:set-engagement",
    PATH_STATUS: "enrollment:set-path-status",
}


@dataclass(frozen=True)
class Once:
    """What stands in the enrollment for an element: {column: value}, and the version of the row."""

    values: Mapping[str, Any]
    version: int


def once(session: Session, actor: Actor, stay: Stay, member: StayMember, element: str, as_of: date) -> Once:
    """What is recorded for engagement, move-in or PATH status of a stay that the caller has fetched through
    scope. Raises NotFound when the stay is not asked for it and nothing stands there (S059)."""
    actor.require(Permission.ENROLLMENT_READ)
    row = _row(session, stay, lock=False)
    values = {name: getattr(row, name) for name in columns_of(element)}
    is_empty = all(value is None for value in values.values())
    if is_empty and not questions_of(session, stay, member, element, as_of):
        raise NotFound("occurrence")
    return Once(values, row.version)


def record_engagement(
    session: Session, actor: Actor, stay: Stay, day: date | None, version: int, clock: Clock
) -> list[str]:
    """Set the date of engagement; None takes it away. Answers what should be looked at again, in words
    (S106). Raises DomainError for a day that is yet to come, StaleVersion. Flushes. HUD 4.13."""
    if day is not None and day > clock.as_of:
        raise DomainError("date_of_engagement", "Enter a date that is not in the future")
    row = _keep(session, actor, stay, ENGAGEMENT, {"date_of_engagement": day}, version, clock)
    found = occurrence_findings.note(session, actor, stay, ENGAGEMENT, row, clock)
    return found if day is None else [*_engagement_doubts(session, stay, day), *found]


def record_move_in(
    session: Session, actor: Actor, stay: Stay, day: date | None, version: int, clock: Clock
) -> list[str]:
    """Set a household's move-in date on its head's record; None takes it away. Answers what should be looked
    at again (S042). Raises DomainError for a day
    before the entry, after the exit or yet to come (S056, S057), on the day of the exit in PSH (S058);
    StaleVersion. Flushes. HUD 3.20."""
    if day is not None:
        _check_move_in(stay, day, clock.as_of)
    row = _keep(session, actor, stay, MOVE_IN, {"move_in_date": day}, version, clock)
    return occurrence_findings.note(session, actor, stay, MOVE_IN, row, clock)


def record_path_status(
    session: Session, actor: Actor, stay: Stay, told: Mapping[str, Any], version: int, clock: Clock
) -> list[str]:
    """Set the PATH status: {date_of_path_status, client_enrolled_in_path, reason_not_enrolled}. Answers what
    should be looked at again (S121). Raises DomainError for a status without a date or a date without a
    status, a refusal without its reason (S120), a day yet to come; StaleVersion. Flushes. HUD P3."""
    day, enrolled = told["date_of_path_status"], told["client_enrolled_in_path"]
    reason = told["reason_not_enrolled"] if enrolled == NoYes.NO else None
    if day is not None and day > clock.as_of:
        raise DomainError("date_of_path_status", "Enter a date that is not in the future")
    if enrolled not in (None, NoYes.NO, NoYes.YES):
        raise DomainError("client_enrolled_in_path", "Choose yes or no")
    if enrolled is not None and day is None:
        raise DomainError("date_of_path_status", "Enter the day on which it was decided")
    if day is not None and enrolled is None:
        raise DomainError("client_enrolled_in_path", "Say whether the client was enrolled in PATH")
    reasons = {int(code.value) for code in standards.offered(REASONS)}
    if enrolled == NoYes.NO and reason not in reasons:
        raise DomainError("reason_not_enrolled", "Choose why the client was not enrolled")
    values = {"date_of_path_status": day, "client_enrolled_in_path": enrolled, "reason_not_enrolled": reason}
    row = _keep(session, actor, stay, PATH_STATUS, values, version, clock)
    found = occurrence_findings.note(session, actor, stay, PATH_STATUS, row, clock)
    return found if day is None else [*_path_doubts(stay, day, row.date_of_engagement), *found]


def _keep(
    session: Session,
    actor: Actor,
    stay: Stay,
    element: str,
    values: Mapping[str, Any],
    version: int,
    clock: Clock,
) -> Enrollment:
    actor.require(Permission.ENROLLMENT_EDIT)
    row = _row(session, stay, lock=True)
    if all(getattr(row, name) == value for name, value in values.items()):
        return row  # saved already: a double click
    if row.version != version:
        raise StaleVersion("Somebody else has changed this enrollment since")
    for name, value in values.items():
        setattr(row, name, value)
    before, after = audit.changes(row)
    row_changes.touch(session, actor, stay.data_source_id, row, clock)
    session.flush()
    audit.record(session, actor, VERBS[element], "enrollment", row.id, client_id=stay.client_id,
                 before=before, after=after)  # fmt: skip
    return row


def _row(session: Session, stay: Stay, *, lock: bool) -> Enrollment:
    query = select(Enrollment).where(Enrollment.id == stay.id, Enrollment.date_deleted.is_(None))
    row = session.scalar(query.with_for_update() if lock else query)
    if row is None:
        raise NotFound("enrollment")
    return row


def _check_move_in(stay: Stay, day: date, as_of: date) -> None:
    if day > as_of:
        raise DomainError("move_in_date", "Enter the day on which they moved in, today at the latest")
    if stay.entry_date is not None and day < stay.entry_date:
        raise DomainError(
            "move_in_date", f"The stay began on {_read(stay.entry_date)}; enter that day or a later one"
        )
    if stay.exit_date is None:
        return
    if day > stay.exit_date:
        raise DomainError(
            "move_in_date", f"The stay ended on {_read(stay.exit_date)}; enter that day or an earlier one"
        )
    if day == stay.exit_date and stay.project_type == ProjectType.PSH:
        raise DomainError(
            "move_in_date",
            "In permanent supportive housing nobody moves in on the day of the exit; correct one of them",
        )


def _engagement_doubts(session: Session, stay: Stay, day: date) -> list[str]:
    doubts = _outside(stay, day, "The date of engagement")
    if stay.project_type == ProjectType.STREET_OUTREACH:
        contact = select(CurrentLivingSituation.id).where(
            CurrentLivingSituation.enrollment_key == stay.id,
            CurrentLivingSituation.date_deleted.is_(None),
            CurrentLivingSituation.information_date <= day,
        )
        if session.scalar(contact.limit(1)) is None:
            doubts.append(
                "There is no current living situation on or before this day: record where the client was"
            )
    return doubts


def _path_doubts(stay: Stay, day: date, engaged_on: date | None) -> list[str]:
    doubts = _outside(stay, day, "The PATH status")
    if engaged_on is not None and day < engaged_on:
        doubts.append(
            f"The PATH status is older than the engagement of {_read(engaged_on)}; check both dates"
        )
    return doubts


def _outside(stay: Stay, day: date, what: str) -> list[str]:
    if stay.entry_date is not None and day < stay.entry_date:
        return [f"{what} lies before the entry of {_read(stay.entry_date)}; check both dates"]
    if stay.exit_date is not None and day > stay.exit_date:
        return [f"{what} lies after the exit of {_read(stay.exit_date)}; check both dates"]
    return []


def _read(day: date) -> str:
    return f"{day:%d %b %Y}"
