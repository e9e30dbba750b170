"""Events that have a moment and no day: alerts, and records that became part of this one. Their day is the
installation's, which no two databases would reckon alike."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.domain.clock import Clock
from hmis_web.domain.history.events import Event, Wanted, What
from hmis_web.models import ClientMerge, Organization, PublicAlert

P = Permission


def of_client(session: Session, actor: Actor, client_id: int, wanted: Wanted, clock: Clock) -> list[Event]:
    """What is asked for, as far as the role sees it. The caller has fetched the client through scope. Two
    statements at most."""
    if wanted.project_key is not None:
        return []
    found: list[Event] = []
    if wanted.group in (None, "alerts") and actor.may(P.ALERT_READ):
        found += _alerts(session, client_id, clock)
    if wanted.group in (None, "merges") and actor.may(P.HISTORY_READ):
        found += _merges(session, client_id, clock)
    first, last = wanted.first or date.min, wanted.last or date.max
    return [event for event in found if first <= event.day <= last]


def _alerts(session: Session, client_id: int, clock: Clock) -> Iterator[Event]:
    query = (
        select(PublicAlert, Organization.organization_name)
        .join(Organization, Organization.id == PublicAlert.organization_id)
        .where(PublicAlert.client_id == client_id, PublicAlert.deleted_at.is_(None))
    )
    for row, agency in session.execute(query):
        yield Event(
            day=_day_of(row.created_at, clock),
            what=What.ALERT,
            key=row.id,
            agency=agency or "",
            agency_key=row.organization_id,
            first_day=row.ends_on,
            kind=row.priority,
            words=row.title,
        )


def _merges(session: Session, client_id: int, clock: Clock) -> Iterator[Event]:
    query = select(ClientMerge).where(ClientMerge.survivor_id == client_id, ClientMerge.undone_at.is_(None))
    for row in session.scalars(query):
        yield Event(_day_of(row.merged_at, clock), What.MERGE, row.id, code=row.merged_id)


def _day_of(moment: datetime, clock: Clock) -> date:
    """The day of a moment in the installation's zone."""
    return moment.astimezone(clock.zone).date()
