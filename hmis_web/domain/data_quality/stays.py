"""Stays: rules about their dates, their length and their annual assessments. HUD 3.10, 3.20, 5.03."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from hmis_web.domain import anniversaries
from hmis_web.domain.anniversaries import Due
from hmis_web.domain.data_quality.common import Found, Limits, found, is_open, longest, once, stays
from hmis_web.models import Enrollment, Exit, HMISParticipation, IncomeBenefits, Project, StageRecord
from hmis_web.standards.codes import DataCollectionStage, ProjectType, RelationshipToHoH

LASTING = (ProjectType.PSH, ProjectType.PH_HOUSING_ONLY, ProjectType.PH_WITH_SERVICES)
USUAL_LENGTH = {
    **dict.fromkeys(
        (
            ProjectType.ES_ENTRY_EXIT, ProjectType.ES_NIGHT_BY_NIGHT, ProjectType.TRANSITIONAL_HOUSING,
            ProjectType.SAFE_HAVEN, ProjectType.HOMELESSNESS_PREVENTION, ProjectType.RAPID_REHOUSING,
        ),
        0.02,
    ),
    **dict.fromkeys(LASTING, 0.01),
}  # fmt: skip
"""{project type: the share of open stays that is unusually long}; other types have a limit in days."""
WITHOUT_HOME = {ProjectType.RAPID_REHOUSING: 0.02, **dict.fromkeys(LASTING, 0.01)}
PARTICIPATES = 1
"""List 2.08.1: HMIS participating."""


def p001_annual_missing(session: Session, as_of: date, _limits: Limits) -> list[Found]:
    """P001: the annual assessment of an anniversary is missing, and its window is over. HUD 5.03."""
    return [
        Found(project, stay, due.anniversary.closes)
        for project, stay, due in _annual(session, as_of)
        if due.is_late
    ]


def p002_annual_due(session: Session, as_of: date, _limits: Limits) -> list[Found]:
    """P002: the window of an anniversary is open, and there is no annual assessment yet. HUD 5.03."""
    return [
        Found(project, stay, due.anniversary.closes)
        for project, stay, due in _annual(session, as_of)
        if not due.is_late
    ]


def p007_long_stay(session: Session, as_of: date, limits: Limits) -> list[Found]:
    """P007: the stay has been open unusually long: among the longest of its project type, or over the limit
    where stays have no usual length. HUD 3.10."""
    return _long(session, as_of, USUAL_LENGTH, limits.long_stay)


def b011_long_without_home(session: Session, as_of: date, _limits: Limits) -> list[Found]:
    """B011: a head of household in permanent housing waits among the longest for a move-in date. HUD 3.20."""
    waits = (
        Enrollment.move_in_date.is_(None),
        Enrollment.relationship_to_hoh == RelationshipToHoH.SELF,
        Project.project_type.in_([int(each) for each in WITHOUT_HOME]),
    )
    return _long(session, as_of, WITHOUT_HOME, None, *waits)


def b008_outside_operation(session: Session, as_of: date, _limits: Limits) -> list[Found]:
    """B008: the stay reaches beyond the project's operating dates. HUD 3.10, 2.02."""
    return found(
        session,
        stays(as_of, Enrollment.entry_date).where(
            or_(
                Enrollment.entry_date < Project.operating_start_date,
                func.coalesce(Exit.exit_date, as_of) > Project.operating_end_date,
            )
        ),
    )


def b009_outside_participation(session: Session, as_of: date, _limits: Limits) -> list[Found]:
    """B009: the stay lies outside every HMIS participation of the project. HUD 2.08."""
    touches = _participation(
        and_(_starts <= _last_day(as_of), or_(_ends.is_(None), _ends >= Enrollment.entry_date))
    )
    return found(session, stays(as_of, Enrollment.entry_date).where(_participation(and_(True)), ~touches))


def b010_crosses_participation(session: Session, as_of: date, _limits: Limits) -> list[Found]:
    """B010: the stay crosses the first or last day of the project's HMIS participation. HUD 2.08."""
    touches = and_(_starts <= _last_day(as_of), or_(_ends.is_(None), _ends >= Enrollment.entry_date))
    crosses = or_(_starts > Enrollment.entry_date, and_(_ends.is_not(None), _ends < _last_day(as_of)))
    return once(
        found(session, stays(as_of, Enrollment.entry_date).where(_participation(and_(touches, crosses))))
    )


_starts, _ends = (
    HMISParticipation.hmis_participation_status_start_date,
    HMISParticipation.hmis_participation_status_end_date,
)


def _last_day(as_of: date) -> Any:
    return func.coalesce(Exit.exit_date, as_of)


def _participation(condition: Any) -> Any:
    query = select(1).where(
        HMISParticipation.project_key == Project.id,
        HMISParticipation.hmis_participation_type == PARTICIPATES,
        HMISParticipation.date_deleted.is_(None),
        condition,
    )
    return query.correlate(Project, Enrollment, Exit).exists()


def _long(
    session: Session, as_of: date, shares: dict[ProjectType, float], limit: int | None, *conditions: Any
) -> list[Found]:
    query = stays(as_of, Enrollment.entry_date, Project.project_type).where(is_open(as_of), *conditions)
    rows = {row[1]: row for row in session.execute(query)}
    by_type: dict[int | None, dict[int, int]] = {}
    for stay, row in rows.items():
        by_type.setdefault(row.project_type, {})[stay] = (as_of - row.entry_date).days
    long: set[int] = set()
    for kind, lengths in by_type.items():
        share = {int(each): part for each, part in shares.items()}.get(-1 if kind is None else kind)
        if share is not None:
            long |= longest(lengths, share)
        elif limit is not None:
            long |= {stay for stay, days in lengths.items() if days > limit}
    return [Found(rows[stay][0], stay, rows[stay].entry_date) for stay in sorted(long)]


def _annual(session: Session, as_of: date) -> list[tuple[int, int, Due]]:
    """The open stays with an anniversary that lacks its assessment. The head's entry counts for all."""
    head = aliased(Enrollment)
    entry = (
        select(func.min(head.entry_date))
        .where(
            head.data_source_id == Enrollment.data_source_id,
            head.project_key == Enrollment.project_key,
            head.household_id == Enrollment.household_id,
            head.relationship_to_hoh == RelationshipToHoH.SELF,
            head.date_deleted.is_(None),
        )
        .correlate(Enrollment)
        .scalar_subquery()
    )
    query = stays(as_of, Enrollment.entry_date, Exit.exit_date, entry.label("head_entry"))
    recorded = _recorded(session)
    missing = []
    for row in session.execute(query.where(is_open(as_of))):
        due = anniversaries.due(
            row.head_entry or row.entry_date, row.exit_date, as_of, recorded.get(row[1], [])
        )
        if due is not None and due.anniversary.day >= row.entry_date:
            missing.append((row[0], row[1], due))
    return missing


def _recorded(session: Session) -> dict[int, list[date]]:
    """{stay: days of its annual assessments}."""
    rows = select(IncomeBenefits.enrollment_key, IncomeBenefits.information_date).where(
        IncomeBenefits.data_collection_stage == DataCollectionStage.ANNUAL,
        IncomeBenefits.date_deleted.is_(None),
    )
    forms = select(StageRecord.enrollment_key, StageRecord.information_date).where(
        StageRecord.stage == DataCollectionStage.ANNUAL
    )
    found_days: dict[int, list[date]] = {}
    for stay, day in session.execute(rows.union(forms)):
        if day is not None:
            found_days.setdefault(stay, []).append(day)
    return found_days
