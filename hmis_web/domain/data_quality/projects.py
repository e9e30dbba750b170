"""Projects: rules about their inventory and their use. HUD 2.02, 2.07."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from hmis_web.domain.data_quality.common import YEAR, Found, Limits
from hmis_web.models import Enrollment, Exit, Inventory, Project
from hmis_web.standards.codes import ProjectType, RRHSubType

RESIDENTIAL = (
    ProjectType.ES_ENTRY_EXIT, ProjectType.ES_NIGHT_BY_NIGHT, ProjectType.TRANSITIONAL_HOUSING,
    ProjectType.PSH, ProjectType.SAFE_HAVEN, ProjectType.PH_HOUSING_ONLY, ProjectType.PH_WITH_SERVICES,
)  # fmt: skip


def p008_without_stays(session: Session, as_of: date, limits: Limits) -> list[Found]:
    """P008: a project without an end has had nobody for longer than the limit. HUD 2.02."""
    since = as_of - timedelta(days=limits.without_stays)
    return _of_projects(
        session,
        or_(Project.operating_start_date.is_(None), Project.operating_start_date < since),
        Project.operating_end_date.is_(None),
        ~_used_since(since),
    )


def b014_without_inventory(session: Session, as_of: date, _limits: Limits) -> list[Found]:
    """B014: a residential project that operates has no inventory. HUD 2.07."""
    residential = or_(
        Project.project_type.in_([int(each) for each in RESIDENTIAL]),
        and_(
            Project.project_type == ProjectType.RAPID_REHOUSING,
            Project.rrh_sub_type == RRHSubType.HOUSING,
        ),
    )
    return _of_projects(session, _operates(as_of), residential, ~_inventory().exists())


def b015_unused_beds(session: Session, as_of: date, _limits: Limits) -> list[Found]:
    """B015: beds of a year ago or longer that nobody used in the past year. HUD 2.07."""
    beds = _inventory().where(
        Inventory.bed_inventory > 0,
        or_(Inventory.inventory_start_date.is_(None), Inventory.inventory_start_date <= as_of - YEAR),
        or_(Inventory.inventory_end_date.is_(None), Inventory.inventory_end_date >= as_of),
    )
    return _of_projects(session, _operates(as_of), beds.exists(), ~_used_since(as_of - YEAR))


def _of_projects(session: Session, *conditions: Any) -> list[Found]:
    query = select(Project.id).where(Project.date_deleted.is_(None), *conditions).order_by(Project.id)
    return [Found(key) for key in session.scalars(query)]


def _operates(as_of: date) -> Any:
    return or_(Project.operating_end_date.is_(None), Project.operating_end_date >= as_of)


def _inventory() -> Any:
    query = select(1).where(Inventory.project_key == Project.id, Inventory.date_deleted.is_(None))
    return query.correlate(Project)


def _used_since(day: date) -> Any:
    stay = (
        select(1)
        .select_from(Enrollment)
        .outerjoin(Exit, and_(Exit.enrollment_key == Enrollment.id, Exit.date_deleted.is_(None)))
        .where(
            Enrollment.project_key == Project.id,
            Enrollment.date_deleted.is_(None),
            func.coalesce(Exit.exit_date, date.max) >= day,
        )
    )
    return stay.correlate(Project).exists()
