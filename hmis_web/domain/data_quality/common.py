"""What the rules share: which stays they look at, how they answer, the community's own limits."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from hmis_web.models import Client, Enrollment, Exit, Project, Setting

LIMITS = "data_quality_limits"
"""Setting, JSON: the community's own limits in days, by the names of `Limits`."""
YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Limits:
    """After how many days something is worth a look."""

    without_contact: int = 90
    """Street outreach and coordinated entry. HUD 4.12."""
    without_bed_night: int = 30
    """Night-by-night shelters. HUD 4.14."""
    open_referral: int = 30
    """HUD 4.20."""
    long_stay: int = 730
    """Projects whose stays have no usual length."""
    without_stays: int = 365
    """HUD 2.02."""


@dataclass(frozen=True)
class Found:
    """What a rule found: about a stay, or (None) about the project itself."""

    project_key: int
    enrollment_key: int | None = None
    day: date | None = None
    """The day that the finding is about."""


def limits_of(session: Session) -> Limits:
    """The limits in force; unknown names and values that are no numbers are passed over."""
    value = session.scalar(select(Setting.value).where(Setting.name == LIMITS))
    told = json.loads(value) if value else {}
    names = {each.name for each in fields(Limits)}
    return Limits(**{name: days for name, days in told.items() if name in names and isinstance(days, int)})


def stays(as_of: date, *columns: Any) -> Any:
    """Stays that are open or ended within a year, with their project, client and exit; begun by the day.
    Every agency's: what a reader may see is asked when the worklist is read."""
    return (
        select(Project.id, Enrollment.id, *columns)
        .select_from(Enrollment)
        .join(Project, Project.id == Enrollment.project_key)
        .join(Client, Client.id == Enrollment.client_key)
        .outerjoin(Exit, and_(Exit.enrollment_key == Enrollment.id, Exit.date_deleted.is_(None)))
        .where(
            Enrollment.date_deleted.is_(None),
            Project.date_deleted.is_(None),
            Client.date_deleted.is_(None),
            Enrollment.entry_date <= as_of,
            or_(Exit.exit_date.is_(None), Exit.exit_date >= as_of - YEAR),
        )
    )


def is_open(as_of: date) -> Any:
    """Whether a stay of `stays` is not over."""
    return or_(Exit.exit_date.is_(None), Exit.exit_date > as_of)


def found(session: Session, query: Any) -> list[Found]:
    """The rows of a query over project, stay and day."""
    return [Found(*row) for row in session.execute(query)]


def longest(lengths: dict[int, int], share: float) -> set[int]:
    """The keys of the longest `share` of lengths; nobody while there are too few to have such a share."""
    ordered = sorted(lengths.items(), key=lambda each: (-each[1], each[0]))
    return {key for key, _days in ordered[: int(len(ordered) * share)]}


def once(rows: Iterable[Found]) -> list[Found]:
    """Each stay, or project, once: the first of its rows."""
    kept: dict[tuple[int, int | None], Found] = {}
    for row in rows:
        kept.setdefault((row.project_key if row.enrollment_key is None else 0, row.enrollment_key), row)
    return list(kept.values())
