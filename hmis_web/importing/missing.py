"""Rows that this source sent before and that a file which replaces everything does not have any more.

"Everything" is what such a file could have: rows of the projects in it and, for a reporting period, of
stays that overlap it and dated up to its end. Rows entered or edited here are never missing: the source
does not know them. Nor are rows that the file has but that were stopped by an error. HMIS CSV Format
Specifications FY2026, ExportDirective and ExportPeriodType.
"""

from __future__ import annotations

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Table,
    and_,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
)

from hmis_web import standards
from hmis_web.importing.export_file import Period
from hmis_web.importing.stage import TABLES, live_table
from hmis_web.models import Enrollment, Exit
from hmis_web.standards import HudFile

DATED_BY = {
    "Exit": "exit_date",
    "Services": "date_provided",
    "Assessment": "assessment_date",
    "Event": "event_date",
    "AssessmentQuestions": None,
    "AssessmentResults": None,
}
"""The column that dates a row about an enrollment, where it is not InformationDate."""


def find_missing(connection: Connection, source_id: int, period: Period) -> dict[str, int]:
    """Fill the tables of missing rows; answers {file: how many}. Enrollments before clients: a client
    without stays left is missing too."""
    _index_identifiers(connection)
    connection.execute(TABLES.missing.delete())
    order = [
        file
        for file in standards.files()
        if file.name not in ("Export", "User", "Organization", "Project", "Client")
    ]
    for file in (*order, standards.file("Client")):
        table, missing = live_table(file), TABLES.missing
        condition = and_(*_sent_before(table, file, source_id), _in_reach(table, file, period))
        connection.execute(
            insert(missing).from_select(
                ["file", "live_id"], select(literal(file.name), table.c.id).where(condition)
            )
        )
    counts = select(TABLES.missing.c.file, func.count()).group_by(TABLES.missing.c.file)
    return dict(connection.execute(counts).all())


def _index_identifiers(connection: Connection) -> None:
    """Rows here are looked up among the staged ones by identifier."""
    for file in standards.files():
        staged = TABLES.rows[file.name]
        name = f"ix_{file.table}_key"
        schema = connection.get_execution_options()["schema_translate_map"][staged.schema]
        where = (
            f"{schema}.{name} ON {staged.name}"
            if connection.dialect.name == "sqlite"
            else f"{name} ON {schema}.{staged.name}"
        )
        connection.exec_driver_sql(f"CREATE INDEX IF NOT EXISTS {where} ({file.key.attribute})")


def _sent_before(table: Table, file: HudFile, source_id: int) -> tuple[ColumnElement[bool], ...]:
    """Live rows of the source, as it sent them, that the file does not have."""
    staged, key = TABLES.rows[file.name], file.key.attribute
    stopped = TABLES.stopped
    return (
        table.c.data_source_id == source_id,
        table.c.import_run_id.is_not(None),
        table.c.edited_at.is_(None),
        table.c.date_deleted.is_(None),
        ~exists().where(staged.c[key] == table.c[key]),
        ~exists().where(stopped.c.file == file.name, stopped.c.key == table.c[key]),
    )


def _in_reach(table: Table, file: HudFile, period: Period) -> ColumnElement[bool]:
    """Whether the file could have had the row."""
    if file.name == "Client":
        return _nothing_left(table)
    if file.name == "Enrollment":
        return _stay_in_reach(table, period)
    if "enrollment_key" not in table.c:
        return _project_in_file(table.c.project_id)
    stay = Enrollment.__table__.alias("stay")
    whole = exists().where(stay.c.id == table.c.enrollment_key, _stay_in_reach(stay, period))
    dated = DATED_BY.get(file.name, "information_date")
    if dated is None or not period.reporting_period or period.end is None:
        return whole
    return and_(whole, or_(table.c[dated].is_(None), table.c[dated] <= period.end))


def _project_in_file(project_id: ColumnElement[str]) -> ColumnElement[bool]:
    staged = TABLES.rows["Project"]
    return exists().where(staged.c.project_id == project_id)


def _stay_in_reach(stay: FromClause, period: Period) -> ColumnElement[bool]:
    """Stays in a project of the file, and for a reporting period those that overlap it."""
    found = _project_in_file(stay.c.project_id)
    if not period.reporting_period or period.start is None or period.end is None:
        return found
    left = Exit.__table__.alias("left_before")
    gone = exists().where(
        left.c.enrollment_key == stay.c.id, left.c.date_deleted.is_(None), left.c.exit_date < period.start
    )
    return and_(found, or_(stay.c.entry_date.is_(None), stay.c.entry_date <= period.end), ~gone)


def _nothing_left(table: Table) -> ColumnElement[bool]:
    """Clients all of whose stays here are missing, deleted, or never were."""
    stay = Enrollment.__table__.alias("stay")
    missing = TABLES.missing
    return ~exists().where(
        stay.c.client_key == table.c.id,
        stay.c.date_deleted.is_(None),
        ~exists().where(missing.c.file == "Enrollment", missing.c.live_id == stay.c.id),
    )
