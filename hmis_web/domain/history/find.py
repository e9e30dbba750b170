"""Reading a page of a client's history: one UNION of all sorts, and the alerts, put in one line."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Date, Integer, literal, select, tuple_, union_all
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.domain.clock import Clock
from hmis_web.domain.history import own, rows, service_rows
from hmis_web.domain.history.events import GROUPS, Event, Page, Place, Wanted, What

PER_PAGE = 40


def page(
    session: Session,
    actor: Actor,
    client_id: int,
    wanted: Wanted,
    clock: Clock,
    after: Place | None = None,
    limit: int = PER_PAGE,
) -> Page:
    """Events of a client behind a place, the latest first, each sort as far as its own page would show it to
    the role. The caller has fetched the client through scope. Raises Forbidden. Two statements at most."""
    if not actor.may(Permission.HISTORY_READ):
        actor.require(Permission.HISTORY_READ_LIMITED)
    found = _dated(session, actor, client_id, wanted, clock.as_of, after, limit + 1)
    found += _alerts(session, actor, client_id, wanted, clock, after)
    found.sort(key=lambda event: event.place, reverse=True)
    shown = found[:limit]
    return Page(shown, shown[-1].place if len(found) > limit else None)


def _dated(
    session: Session,
    actor: Actor,
    client_id: int,
    wanted: Wanted,
    as_of: date,
    after: Place | None,
    limit: int,
) -> list[Event]:
    sorts = set(GROUPS[wanted.group].sorts) if wanted.group in GROUPS else set(What)
    queries = rows.of_stays(actor, client_id, wanted, as_of)
    queries += service_rows.of_client(actor, client_id, wanted)
    if wanted.project_key is None:
        queries += own.of_client(actor, client_id, wanted, as_of)
    asked = [query for query in queries if _sort_of(query) in sorts]
    if not asked:
        return []
    line = union_all(*asked).subquery("line")
    query = select(line)
    if after is not None:
        behind = (literal(after.day, Date()), literal(after.what, Integer()), literal(after.key, Integer()))
        query = query.where(tuple_(line.c.day, line.c.what, line.c.key) < tuple_(*behind))
    query = query.order_by(line.c.day.desc(), line.c.what.desc(), line.c.key.desc()).limit(limit)
    return [_event(row) for row in session.execute(query).mappings()]


def _sort_of(query: Any) -> What:
    return What(query.selected_columns.what.element.value)


def _event(row: Any) -> Event:
    told = {name: value for name, value in row.items() if value is not None}
    return Event(**told | {"what": What(row["what"])})


def _alerts(
    session: Session, actor: Actor, client_id: int, wanted: Wanted, clock: Clock, after: Place | None
) -> list[Event]:
    """Alerts by the day of the installation on which they were posted."""
    is_asked = wanted.group in (None, "alerts") and wanted.project_key is None
    query = own.alerts(actor, client_id) if is_asked else None
    if query is None:
        return []
    found = (
        Event(
            day=row.created_at.astimezone(clock.zone).date(),
            what=What.ALERT,
            key=row.id,
            agency=row.organization_name or "",
            agency_key=row.agency_key,
            first_day=row.ends_on,
            kind=row.priority,
            words=row.title,
        )
        for row in session.execute(query)
    )
    return [event for event in found if _fits(event, wanted) and (after is None or event.place < after)]


def _fits(event: Event, wanted: Wanted) -> bool:
    first, last = wanted.first or date.min, wanted.last or date.max
    return first <= event.day <= last
