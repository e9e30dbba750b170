"""Reading a page of a client's history: one UNION of all sorts that have a day, and those of a moment."""

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
from hmis_web.domain.history.moments import of_client as moments_of

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
    the role. The caller has fetched the client through scope. Raises Forbidden. Three statements at most."""
    if not actor.may(Permission.HISTORY_READ):
        actor.require(Permission.HISTORY_READ_LIMITED)
    found = _dated(session, actor, client_id, wanted, clock.as_of, after, limit + 1)
    moments = moments_of(session, actor, client_id, wanted, clock)
    found += [event for event in moments if after is None or event.place < after]
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
