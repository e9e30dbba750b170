"""Finding sources and projects by the names that scripts use."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hmis_web.cli.common import FINDING, USAGE, fail
from hmis_web.models import DataSource, Enrollment, Project


def source_id(session: Session, name: str | None) -> int | None:
    """The key of the source called `name`; None for none given. Ends with status 1 for an unknown one."""
    if name is None:
        return None
    found = session.scalar(select(DataSource.id).where(DataSource.name == name))
    if found is None:
        fail(f"There is no data source called {name}", FINDING)
    return found


def project_keys(session: Session, project_ids: Sequence[str], source: int | None) -> tuple[int, ...]:
    """Our keys of HUD ProjectIDs (all live projects of the source when none is given). Ends with status 1
    for an unknown id, 2 for one that two sources share."""
    query = select(Project.project_id, Project.id).where(Project.date_deleted.is_(None))
    if source is not None:
        query = query.where(Project.data_source_id == source)
    if project_ids:
        query = query.where(Project.project_id.in_(project_ids))
    found: dict[str, list[int]] = {}
    for project_id, key in session.execute(query):
        found.setdefault(project_id, []).append(key)
    for project_id in project_ids:
        if project_id not in found:
            fail(f"There is no project {project_id}", FINDING)
        if len(found[project_id]) > 1:
            fail(f"More than one source has a project {project_id}; say which with --source", USAGE)
    return tuple(key for keys in found.values() for key in keys)


def whole_life(session: Session, projects: Sequence[int], as_of: date) -> tuple[date, date]:
    """The period that holds every stay of some projects: from the first entry to a day, the later of `as_of`
    and that entry."""
    first = session.scalar(
        select(func.min(Enrollment.entry_date)).where(
            Enrollment.project_key.in_(projects), Enrollment.date_deleted.is_(None)
        )
    )
    start = first or as_of
    return start, max(start, as_of)
