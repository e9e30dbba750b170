"""What the rules of answers say of one service before it is kept: S107 to S109, S115 to S119. HUD 4.14, P1,
P2, R14, W1, W2, V2, V3, V8, C2."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.scope import stay_readable
from hmis_web.db.errors import DomainError
from hmis_web.domain import answers, projects
from hmis_web.domain.answers import Context, Finding
from hmis_web.domain.clock import Clock
from hmis_web.domain.enrollments import Stay
from hmis_web.domain.service_details import AMOUNT, OUTCOME, ServiceInput
from hmis_web.domain.service_lists import offer
from hmis_web.models import Enrollment, Project, Services
from hmis_web.standards.codes import ProjectType, RecordType
from hmis_web.standards.forms import Place

KEPT = frozenset({"S108", "S109", "S115", "S116", "S117", "S118", "S119"})
NOT_OFFERED = "Choose a service that this program offers on that date"
WORDS = {
    "sub_type_provided": "Choose which kind it was",
    "fa_amount": AMOUNT,
    "fa_start_date": "Enter the first day that it pays for",
    "fa_end_date": "Enter an end that is not before the start",
}
"""What is said at a field that a rule finds wrong."""


def refuse_broken(
    session: Session,
    actor: Actor,
    stay: Stay,
    entry: ServiceInput,
    as_of: date,
    standing: Services | None = None,
) -> None:
    """Raises DomainError naming the field that breaks a rule: a day outside the stay or in the future (S115,
    of a bed night S108), a night that the client spends in a shelter already (S109), a type of another list
    (S116), a list that the project does not record (S117), assistance in parts (S118), a referral without its
    outcome or an outcome of anything else (S119). The `standing` row that is changed may stay what it is,
    whatever the project records now. Two statements at most."""
    funders = projects.funders_on(session, stay.project_key, entry.date_provided)
    context = Context(
        as_of=as_of,
        place=Place(stay.project_type, funders),
        entry_date=stay.entry_date,
        exit_date=stay.exit_date,
        bed_nights=_nights(session, actor, stay, entry, standing),
    )
    for found in answers.check_occurrence(_told(entry), context):
        column = found.key.rpartition(".")[2]
        if found.rule_id not in KEPT or (column == "type_provided" and _is_as_before(entry, standing)):
            continue
        raise _said(found, column, stay, entry, as_of)
    offered = offer(stay.project_type, funders).find(entry.record_type, entry.type_provided)
    if offered is None and not _is_as_before(entry, standing):
        raise DomainError("service", NOT_OFFERED)  # a retired code


def keeps_first_night(session: Session, row: Services) -> str:
    """Why a service must stay where it is: the night of the entry to a night-by-night shelter belongs to the
    stay (S107). Empty for any other, and for a night that another row tells, too. Two statements at most."""
    if row.record_type != RecordType.BED_NIGHT:
        return ""
    of_stay = (
        select(Enrollment.entry_date)
        .join(Project, Project.id == Enrollment.project_key)
        .where(Enrollment.id == row.enrollment_key, Project.project_type == ProjectType.ES_NIGHT_BY_NIGHT)
    )
    begun = session.scalar(of_stay)
    if begun is None or begun != row.date_provided:
        return ""
    again = select(Services.id).where(
        Services.enrollment_key == row.enrollment_key,
        Services.date_provided == begun,
        Services.record_type == RecordType.BED_NIGHT,
        Services.date_deleted.is_(None),
        Services.id != row.id,
    )
    if session.scalar(again.limit(1)) is not None:
        return ""
    return f"The stay began on {_read(begun)}: that night belongs to it. Change the entry date first"


def note_night(session: Session, actor: Actor, row: Services, clock: Clock) -> None:
    """Look again whether the night of the entry is there, after a night was logged, moved or taken away.
    S107. Flushes."""
    if row.record_type == RecordType.BED_NIGHT:
        answers.note_first_night(session, actor, [row.enrollment_key], clock)


def _told(entry: ServiceInput) -> dict[str, object]:
    names = (
        "date_provided", "type_provided", "sub_type_provided", "fa_amount", "fa_start_date", "fa_end_date",
        "referral_outcome",
    )  # fmt: skip
    values = {name: getattr(entry, name) for name in names}
    return {
        f"services.{entry.record_type}.{name}": value for name, value in values.items() if value is not None
    }


def _is_as_before(entry: ServiceInput, standing: Services | None) -> bool:
    chosen = (entry.record_type, entry.type_provided)
    return standing is not None and chosen == (standing.record_type, standing.type_provided)


def _nights(
    session: Session, actor: Actor, stay: Stay, entry: ServiceInput, standing: Services | None
) -> frozenset[date]:
    """The night itself, when another row of the client says that it was spent in a shelter: in this stay, or
    in another that the actor may read."""
    if entry.record_type != RecordType.BED_NIGHT:
        return frozenset()
    known = (
        select(Services.date_provided)
        .join(Enrollment, Enrollment.id == Services.enrollment_key)
        .join(Project, Project.id == Enrollment.project_key)
        .where(
            Services.client_key == stay.client_id,
            Services.date_provided == entry.date_provided,
            Services.record_type == RecordType.BED_NIGHT,
            Services.date_deleted.is_(None),
            Services.id != (standing.id if standing is not None else 0),
            Enrollment.date_deleted.is_(None),
            stay_readable(actor),
        )
    )
    return frozenset(night for night in session.scalars(known.limit(1)) if night is not None)


def _said(found: Finding, column: str, stay: Stay, entry: ServiceInput, as_of: date) -> DomainError:
    match column:
        case "date_provided" if found.rule_id == "S109":
            return DomainError(column, f"The night of {_read(entry.date_provided)} is recorded already")
        case "date_provided":
            return DomainError(column, outside(stay, entry.date_provided, as_of))
        case "type_provided":
            return DomainError("service", NOT_OFFERED)
        case "referral_outcome" if entry.record_type != RecordType.PATH_REFERRAL:
            return DomainError(column, "Only a PATH referral has an outcome")
        case "referral_outcome":
            return DomainError(column, OUTCOME)
    return DomainError(column, WORDS[column])


def outside(stay: Stay, day: date, as_of: date) -> str:
    """Why a service can't be of a day that lies outside the stay or ahead. S108, S115."""
    if day > as_of:
        return "Enter a date that is not in the future"
    if stay.entry_date is not None and day < stay.entry_date:
        return f"The stay began on {_read(stay.entry_date)}; enter that day or a later one"
    if day == stay.exit_date:
        return "The night of the exit is not spent here; enter an earlier night"
    return f"The stay ended on {_read(stay.exit_date or day)}; enter that day or an earlier one"


def _read(day: date) -> str:
    return f"{day:%d %b %Y}"
