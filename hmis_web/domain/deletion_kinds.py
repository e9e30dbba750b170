"""What can be deleted and restored: the rows, whose they are, what goes with them, and what keeps one from
coming back (access rules 4.2).

Clients, releases and the audit trail are no kinds: nobody deletes them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.domain import enrollment_deletion, household_deletion, service_rules
from hmis_web.domain.clock import Clock
from hmis_web.domain.service_lists import type_label
from hmis_web.models import (
    Assessment,
    AssessmentQuestions,
    AssessmentResults,
    ClientContact,
    ClientFile,
    ClientLocation,
    CurrentLivingSituation,
    Disabilities,
    EmploymentEducation,
    Enrollment,
    Event,
    Exit,
    HealthAndDV,
    Household,
    HouseholdMember,
    HudRow,
    IncomeBenefits,
    Note,
    Project,
    PublicAlert,
    Services,
    YouthEducationStatus,
)
from hmis_web.standards.codes import RecordType

OF_ENROLLMENT: tuple[Any, ...] = (
    Exit, IncomeBenefits, HealthAndDV, EmploymentEducation, Disabilities, Services, CurrentLivingSituation,
    Assessment, AssessmentQuestions, AssessmentResults, Event, YouthEducationStatus,
)  # fmt: skip
"""Rows that go with their enrollment and come back with it."""
EXCERPT = 60


@dataclass(frozen=True)
class Kind:
    """One sort of row."""

    model: Any
    client: Any
    """The column that says whose it is."""
    agency: Any
    """The agency that entered it."""
    right: Permission
    """Who may delete it."""
    words: Callable[[Any], str]
    """What a list of deleted rows calls one."""
    children: tuple[Any, ...] = ()
    refusal: Callable[[Session, Any], str] = lambda _session, _row: ""
    """Why a row can't come back at present; empty when it can."""
    keeping: Callable[[Session, Any], str] = lambda _session, _row: ""
    """Why a row can't go at present; empty when it can."""
    after: Callable[[Session, Actor, Any, Clock], None] = lambda _session, _actor, _row, _clock: None
    """What is looked at again once a row is gone, or back."""


def is_deleted(row: Any) -> bool:
    """Whether a row is deleted: HUD's rows carry a local stamp, ours a moment."""
    return getattr(row, "date_deleted" if isinstance(row, HudRow) else "deleted_at") is not None


def _entered(row: Any) -> Any:
    """Who entered a row of HUD's: what came by an import is its project's agency's (decision 20)."""
    of_project = select(Project.organization_key).join(Enrollment, Enrollment.project_key == Project.id)
    own = Enrollment.id == (row.id if row is Enrollment else row.enrollment_key)
    if row is Enrollment:
        of_project = select(Project.organization_key).where(Project.id == Enrollment.project_key)
        return func.coalesce(row.entered_organization_id, of_project.correlate(Enrollment).scalar_subquery())
    return func.coalesce(row.entered_organization_id, of_project.where(own).correlate(row).scalar_subquery())


def _service_refusal(session: Session, row: Services) -> str:
    """A service stands within its enrollment, and a night is spent once. HUD 4.14."""
    stay = session.get_one(Enrollment, row.enrollment_key)
    if stay.date_deleted is not None:
        return "Its enrollment is deleted; restore that first"
    again = select(Services.id).where(
        Services.enrollment_key == row.enrollment_key,
        Services.date_provided == row.date_provided,
        Services.record_type == RecordType.BED_NIGHT,
        Services.date_deleted.is_(None),
    )
    if row.record_type == RecordType.BED_NIGHT and session.scalar(again.limit(1)) is not None:
        return "That night has been recorded again meanwhile"
    return ""


def _day(day: Any) -> str:
    return "" if day is None else f"{day:%d %b %Y}"


def _begin(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= EXCERPT else f"{line[:EXCERPT].rstrip()}…"


def _of_household() -> Any:
    """One of a household's people: its page hangs on a client's."""
    someone = select(func.min(HouseholdMember.client_id)).where(HouseholdMember.household_id == Household.id)
    return someone.correlate(Household).scalar_subquery()


def _own(model: Any, right: Permission, words: Callable[[Any], str]) -> Kind:
    return Kind(model, model.client_id, model.organization_id, right, words)


P = Permission
KINDS: dict[str, Kind] = {
    "enrollment": Kind(
        Enrollment, Enrollment.client_key, _entered(Enrollment), P.ENROLLMENT_DELETE_OWN,
        lambda row: f"Enrollment of {_day(row.entry_date)}", children=OF_ENROLLMENT,
        refusal=enrollment_deletion.restore_refusal,
    ),
    "service": Kind(
        Services, Services.client_key, _entered(Services), P.SERVICE_DELETE_OWN,
        lambda row: f"{type_label(row.record_type, row.type_provided)}, {_day(row.date_provided)}",
        refusal=_service_refusal, keeping=service_rules.keeps_first_night, after=service_rules.note_night,
    ),
    "note": _own(
        Note, P.NOTE_DELETE_OWN, lambda row: f"Note of {_day(row.written_on)}: {_begin(row.text)}"
    ),
    "alert": _own(PublicAlert, P.ALERT_DELETE_OWN, lambda row: f"Alert: {row.title}"),
    "contact": _own(
        ClientContact, P.CONTACT_DELETE_OWN, lambda row: row.name or row.phone or row.email or "Contact"
    ),
    "location": _own(ClientLocation, P.LOCATION_DELETE_OWN, lambda row: row.label),
    "file": _own(ClientFile, P.FILE_DELETE_OWN, lambda row: row.name),
    household_deletion.KIND: Kind(
        Household, _of_household(), Household.organization_id, P.HOUSEHOLD_DELETE,
        lambda row: f"Household {row.id}", refusal=household_deletion.restore_refusal,
    ),
}  # fmt: skip
"""{kind: row}; the name stands in `deletion.subject_kind`."""
TABLES: dict[str, Any] = {
    **{model.__tablename__: model for model in OF_ENROLLMENT},
    household_deletion.MEMBER: HouseholdMember,
    **{name: kind.model for name, kind in KINDS.items()},
}
"""The same, and what goes with others by the name of its table."""
