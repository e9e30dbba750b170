"""Contacts, nights and referrals: rules about how long ago the last one was. HUD 4.12, 4.14, 4.20."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hmis_web.domain.data_quality.common import Found, Limits, found, is_open, once, stays
from hmis_web.models import CurrentLivingSituation, Enrollment, Event, Project, Services
from hmis_web.standards.codes import ProjectType, RecordType

AUTOMATIC_EXIT = timedelta(days=90)
CONTACTED = (ProjectType.STREET_OUTREACH, ProjectType.COORDINATED_ENTRY)
REFERRALS = (10, 11, 12, 13, 14, 15, 17, 18)
"""List 4.20.2: events that wait for a result."""


def p003_no_contact(session: Session, as_of: date, limits: Limits) -> list[Found]:
    """P003: no current living situation for longer than the limit, in street outreach and coordinated
    entry. HUD 4.12."""
    last = _last(CurrentLivingSituation, CurrentLivingSituation.information_date)
    return _silent(session, as_of, last, CONTACTED, timedelta(days=limits.without_contact))


def p004_no_bed_night(session: Session, as_of: date, _limits: Limits) -> list[Found]:
    """P004: no bed night for 90 days: the stay ended the day after the last one. HUD 4.14."""
    return _silent(session, as_of, _last_night(), (ProjectType.ES_NIGHT_BY_NIGHT,), AUTOMATIC_EXIT)


def p005_few_bed_nights(session: Session, as_of: date, limits: Limits) -> list[Found]:
    """P005: no bed night for longer than the limit, and not yet for 90 days. HUD 4.14."""
    limit = timedelta(days=limits.without_bed_night)
    late = _silent(session, as_of, _last_night(), (ProjectType.ES_NIGHT_BY_NIGHT,), limit)
    return [each for each in late if each.day is None or each.day + AUTOMATIC_EXIT > as_of]


def p006_open_referral(session: Session, as_of: date, limits: Limits) -> list[Found]:
    """P006: a referral has had no result for longer than the limit. HUD 4.20."""
    query = (
        stays(as_of, Event.event_date)
        .join(Event, Event.enrollment_key == Enrollment.id)
        .where(
            Event.date_deleted.is_(None),
            Event.event.in_(REFERRALS),
            Event.referral_result.is_(None),
            Event.event_date < as_of - timedelta(days=limits.open_referral),
        )
        .order_by(Event.event_date)
    )
    return once(found(session, query))


def _silent(
    session: Session, as_of: date, last: Any, kinds: tuple[ProjectType, ...], limit: timedelta
) -> list[Found]:
    """Open stays whose last one, or else the entry, lies as long ago as the limit or longer."""
    day = func.coalesce(last, Enrollment.entry_date)
    return found(
        session,
        stays(as_of, day).where(
            is_open(as_of), Project.project_type.in_([int(kind) for kind in kinds]), day <= as_of - limit
        ),
    )


def _last_night() -> Any:
    return _last(Services, Services.date_provided, Services.record_type == RecordType.BED_NIGHT)


def _last(model: Any, day: Any, *conditions: Any) -> Any:
    query = select(func.max(day)).where(
        model.enrollment_key == Enrollment.id, model.date_deleted.is_(None), *conditions
    )
    return query.correlate(Enrollment).scalar_subquery()
