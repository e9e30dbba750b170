"""Who was served in a period, and what was known by its end. HMIS CSV Format Specifications FY2026, Export
Period Types.

Reporting period: enrollments that overlap it (both ends inclusive) with all that is dated up to its end,
deleted rows left out. Updated: rows created, changed or deleted in it, with the client, stay and project that
they hang on.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, Connection, Table, exists, false, func, or_, select, true
from sqlalchemy.orm import aliased

from hmis_web.db.base import Base
from hmis_web.exporting.hmis_csv_params import ExportParams
from hmis_web.models import COMPARABLE_DATABASE, Client, Enrollment, Exit, Organization, ProjectCoC, Setting
from hmis_web.standards import files
from hmis_web.standards.codes import ExportPeriodType, NoYes, RelationshipToHoH

INFORMATION_DATES = ("information_date", "exit_date", "date_provided", "assessment_date", "event_date")
"""What decides whether a row of an enrollment is from after the end of the period."""
STAMPS = ("date_created", "date_updated", "date_deleted")

AFTERCARE = (
    "AftercareDate",
    "AftercareProvided",
    "EmailSocialMedia",
    "Telephone",
    "InPersonIndividual",
    "InPersonGroup",
)
NOT_AFTER: dict[str, dict[str, str]] = {
    "Enrollment": {
        "MoveInDate": "move_in_date",
        "DateOfEngagement": "date_of_engagement",
        "DateOfPATHStatus": "date_of_path_status",
        "ClientEnrolledInPATH": "date_of_path_status",
        "ReasonNotEnrolled": "date_of_path_status",
        "DateOfBCPStatus": "date_of_bcp_status",
        "EligibleForRHY": "date_of_bcp_status",
        "ReasonNoServices": "date_of_bcp_status",
        "RunawayYouth": "date_of_bcp_status",
    },
    "Exit": dict.fromkeys(AFTERCARE, "aftercare_date"),
}
"""Answers with a date of their own within the row: blank in an export that ends before that date."""


def barred_organizations(connection: Connection) -> ColumnElement[bool]:
    """Organizations whose clients never leave: victim service providers, unless this is their own
    installation."""
    setting = connection.scalar(select(Setting.value).where(Setting.name == COMPARABLE_DATABASE))
    return false() if setting == "true" else Organization.victim_service_provider == NoYes.YES


def served(params: ExportParams) -> ColumnElement[bool]:
    """Enrollments, joined with their client, that the period and the CoC codes take in."""
    if params.everything:
        return true()
    start, end = params.period()
    of_coc = _coc_code().in_(params.coc_codes) if params.coc_codes else true()
    if params.period_type is ExportPeriodType.UPDATED:
        return of_coc & _touched(start, end)
    left_before = exists().where(
        Exit.enrollment_key == Enrollment.id, Exit.date_deleted.is_(None), Exit.exit_date < start
    )
    live = Enrollment.date_deleted.is_(None) & Client.date_deleted.is_(None)
    return live & (Enrollment.entry_date <= end) & ~left_before & of_coc


def row_belongs(table: Table, params: ExportParams) -> ColumnElement[bool]:
    """Which rows of a chosen enrollment or project go along."""
    if params.everything:
        return true()
    start, end = params.period()
    if params.period_type is ExportPeriodType.UPDATED:
        return _changed(table, start, end) if "enrollment_key" in table.c else true()
    condition = _live_and_known(table, end)
    if "assessment_key" in table.c:
        assessment = Base.metadata.tables["assessment"]
        known = select(assessment.c.id).where(_live_and_known(assessment, end))
        condition &= table.c.assessment_key.in_(known)
    return condition


def _live_and_known(table: Table, end: date) -> ColumnElement[bool]:
    """Not deleted, and dated no later than the end; a row without its date can't be told to be later."""
    condition: ColumnElement[bool] = table.c.date_deleted.is_(None)
    for name in INFORMATION_DATES:
        if name in table.c:
            condition &= or_(table.c[name].is_(None), table.c[name] <= end)
    return condition


def _touched(start: date, end: date) -> ColumnElement[bool]:
    """Enrollments where something changed in the period: the stay, its client, or any row of it."""
    tables = (Base.metadata.tables[file.table] for file in files())
    rows = (
        exists().where(table.c.enrollment_key == Enrollment.id, _changed(table, start, end))
        for table in tables
        if "enrollment_key" in table.c
    )
    stay, person = Base.metadata.tables["enrollment"], Base.metadata.tables["client"]
    return or_(_changed(stay, start, end), _changed(person, start, end), *rows)


def _changed(table: Table, start: date, end: date) -> ColumnElement[bool]:
    """A stamp of the row falls on a day of the period; stamps are local text that starts with the day."""
    days = (func.substr(table.c[name], 1, 10) for name in STAMPS)
    return or_(*(day.between(start.isoformat(), end.isoformat()) for day in days))


def _coc_code() -> ColumnElement[str | None]:
    """The CoC of an enrollment: its head of household's (3.16 is asked of no other member), else its own,
    else the project's only one."""
    head = aliased(Enrollment)
    of_head = (
        select(func.min(head.enrollment_coc))
        .where(
            head.data_source_id == Enrollment.data_source_id,
            head.household_id == Enrollment.household_id,
            head.project_key == Enrollment.project_key,
            head.relationship_to_hoh == RelationshipToHoH.SELF,
            head.date_deleted.is_(None),
        )
        .correlate(Enrollment)
        .scalar_subquery()
    )
    only_one = (
        select(func.min(ProjectCoC.coc_code))
        .where(ProjectCoC.project_key == Enrollment.project_key, ProjectCoC.date_deleted.is_(None))
        .having(func.count(func.distinct(ProjectCoC.coc_code)) == 1)
        .correlate(Enrollment)
        .scalar_subquery()
    )
    return func.coalesce(of_head, Enrollment.enrollment_coc, only_one)
