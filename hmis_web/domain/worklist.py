"""The worklist: what is still to look at in an agency's records, or in those that one entered oneself:
findings of saved forms, forms that are not complete, what the daily check found (access rules, row 60)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    Date,
    Integer,
    Text,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.access.scope import client_visible, project_visible
from hmis_web.domain.clients import Person, person_of
from hmis_web.domain.entered import hud_user_id
from hmis_web.models import (
    Account,
    Client,
    Enrollment,
    Project,
    QualityFinding,
    RecordFinding,
    StageRecord,
)

PER_PAGE = 25
SEVERITIES = ("error", "high", "warning")
FINDING, INCOMPLETE, CHECK = "finding", "incomplete", "check"
"""Where an item comes from: a saved form, a form that is not complete, the daily check."""


@dataclass(frozen=True)
class Wanted:
    """What of the worklist to show; None is everything."""

    project_key: int | None = None
    account_id: int | None = None
    """Who entered it."""
    severity: str | None = None
    page: int = 1


@dataclass(frozen=True)
class Item:
    """One thing to look at."""

    kind: str
    severity: str
    rule_id: str
    """Empty for a form that is not complete."""
    key: str
    """The question; empty for a whole record or project."""
    person: Person | None
    """None for what is about a project."""
    enrollment_id: int | None
    project_name: str
    stage: int
    day: date | None
    missing: int
    """Answers that a form lacks."""
    record_id: int | None
    """The saved form."""
    assessment_id: int | None
    """The assessment of coordinated entry."""
    entered_by: str


def items(session: Session, actor: Actor, wanted: Wanted, as_of: date) -> list[Item]:
    """A page of the worklist, the worst first, then the oldest; what has no day comes last. Raises Forbidden
    without the right to it. One statement."""
    found = _found(session, actor, wanted)
    rank = case({name: place for place, name in enumerate(SEVERITIES)}, value=found.c.severity, else_=9)
    query = (
        select(
            found,
            Client.id,
            Client.first_name,
            Client.middle_name,
            Client.last_name,
            Client.name_suffix,
            Client.dob,
            Client.dob_data_quality,
            Project.project_name,
            Account.display_name,
        )
        .outerjoin(Client, Client.id == found.c.client)
        .outerjoin(Project, Project.id == found.c.project)
        .outerjoin(Account, Account.id == found.c.account)
        .order_by(rank, found.c.day.is_(None), found.c.day, found.c.kind, found.c.number)
        .limit(PER_PAGE)
        .offset(PER_PAGE * (wanted.page - 1))
    )
    return [_item(row, as_of) for row in session.execute(query)]


def counts(session: Session, actor: Actor, wanted: Wanted) -> dict[str, int]:
    """{severity: how many items}, whatever severity is chosen. Raises Forbidden without the right to the
    worklist. One statement."""
    found = _found(session, actor, Wanted(wanted.project_key, wanted.account_id))
    query = select(found.c.severity, func.count()).group_by(found.c.severity)
    return {severity: number for severity, number in session.execute(query)}  # noqa: C416 - of rows


def writers(session: Session, actor: Actor) -> list[tuple[int, str]]:
    """Who entered something that is on the worklist, by name; nobody for whoever sees their own alone. One
    statement."""
    if not actor.may(Permission.WORKLIST_READ):
        return []
    found = _found(session, actor, Wanted())
    query = (
        select(Account.id, Account.display_name)
        .where(Account.id.in_(select(found.c.account)))
        .order_by(Account.display_name, Account.id)
    )
    return [(row.id, row.display_name) for row in session.execute(query)]


def _found(session: Session, actor: Actor, wanted: Wanted) -> Any:
    actor.require(Permission.WORKLIST_READ_OWN)
    account = wanted.account_id if actor.may(Permission.WORKLIST_READ) else actor.account_id
    parts = [_findings(actor, account), _incomplete(actor, account), _checks(session, actor, account)]
    found = union_all(*parts).subquery()
    chosen = [
        column == value
        for column, value in ((found.c.project, wanted.project_key), (found.c.severity, wanted.severity))
        if value is not None
    ]
    return select(found).where(*chosen).subquery()


def _findings(actor: Actor, account: int | None) -> Any:
    row = RecordFinding
    about_stay = and_(Enrollment.date_deleted.is_(None), project_visible(actor))
    day = func.coalesce(StageRecord.information_date, Enrollment.entry_date)
    query = (
        _part(FINDING, row.id, row.severity, row.rule, row.key, row.client_key, row.enrollment_key,
              Enrollment.project_key, StageRecord.stage, day, literal(0), row.account_id, row.stage_record_id,
              row.assessment_key)
        .select_from(row)
        .join(Client, Client.id == row.client_key)
        .outerjoin(Enrollment, Enrollment.id == row.enrollment_key)
        .outerjoin(Project, Project.id == Enrollment.project_key)
        .outerjoin(StageRecord, StageRecord.id == row.stage_record_id)
        .where(
            row.resolved_at.is_(None),
            client_visible(actor),
            or_(row.enrollment_key.is_(None), about_stay),
        )
    )  # fmt: skip
    return query if account is None else query.where(row.account_id == account)


def _incomplete(actor: Actor, account: int | None) -> Any:
    row = StageRecord
    query = (
        _part(INCOMPLETE, row.id, literal("high"), literal(""), literal(""), row.client_key,
              row.enrollment_key, Enrollment.project_key, row.stage, row.information_date,
              row.asked - row.answered, row.account_id, row.id, cast(null(), Integer))
        .select_from(row)
        .join(Enrollment, Enrollment.id == row.enrollment_key)
        .join(Project, Project.id == Enrollment.project_key)
        .join(Client, Client.id == row.client_key)
        .where(
            row.state == "incomplete",
            Enrollment.date_deleted.is_(None),
            project_visible(actor),
            client_visible(actor),
        )
    )  # fmt: skip
    return query if account is None else query.where(row.account_id == account)


def _checks(session: Session, actor: Actor, account: int | None) -> Any:
    """What the daily check found; a stay counts as entered by whom its HUD row names."""
    row = QualityFinding
    visible = and_(Enrollment.date_deleted.is_(None), client_visible(actor))
    query = (
        _part(CHECK, row.id, row.severity, row.rule_id, literal(""), Enrollment.client_key,
              row.enrollment_key, row.project_key, literal(0), row.day, literal(0), cast(null(), Integer),
              cast(null(), Integer), cast(null(), Integer))
        .select_from(row)
        .join(Project, Project.id == row.project_key)
        .outerjoin(Enrollment, Enrollment.id == row.enrollment_key)
        .outerjoin(Client, Client.id == Enrollment.client_key)
        .where(project_visible(actor), or_(row.enrollment_key.is_(None), visible))
    )  # fmt: skip
    if account is None:
        return query
    return query.where(Enrollment.user_id == hud_user_id(session.get(Account, account)))


def _part(kind: str, *columns: Any) -> Any:
    (
        number, severity, rule, key, client, stay, project, stage, day, missing, account, record, assessment,
    ) = columns  # fmt: skip
    return select(
        literal(kind).label("kind"),
        number.label("number"),
        severity.label("severity"),
        cast(rule, Text).label("rule"),
        cast(key, Text).label("key"),
        cast(client, Integer).label("client"),
        cast(stay, Integer).label("stay"),
        cast(project, Integer).label("project"),
        cast(stage, Integer).label("stage"),
        type_coerce(day, Date).label("day"),
        cast(missing, Integer).label("missing"),
        account.label("account"),
        record.label("record"),
        assessment.label("assessment"),
    )


def _item(row: Any, as_of: date) -> Item:
    return Item(
        kind=row.kind,
        severity=row.severity,
        rule_id=row.rule,
        key=row.key,
        person=None if row.id is None else person_of(row, as_of),
        enrollment_id=row.stay,
        project_name=row.project_name or "",
        stage=row.stage or 0,
        day=row.day,
        missing=row.missing,
        record_id=row.record,
        assessment_id=row.assessment,
        entered_by=row.display_name or "",
    )
