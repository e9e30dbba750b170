"""Who is active in a project on a day: the names of the service desk and of rosters. HUD 3.10, 3.11, 4.14."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.scope import client_visible, project_visible
from hmis_web.domain.clients import age_on, full_name
from hmis_web.domain.enrollments import is_limited
from hmis_web.models import Client, Enrollment, Exit, OwnService, Project, Services

MOST = 500
"""So many names stand in a page; beyond, the server searches."""
LATELY = timedelta(days=30)


@dataclass(frozen=True)
class ActiveStay:
    """Somebody's enrollment in a project, active on a day."""

    enrollment_id: int
    client_id: int
    household_id: str | None
    name: str
    age: int | None
    last_service: date | None
    """The latest up to the day, of HUD's services and the agency's own; None before the first."""
    count: int
    """How many lie within the last 30 days."""

    @property
    def record_number(self) -> str:
        """The number to say on the phone."""
        return f"R-{self.client_id}"


class ActiveStays(list[ActiveStay]):
    """The stays, by last and first name; `more` when there are others beyond them."""

    more: bool = False


def active(
    session: Session, actor: Actor, project_key: int, day: date, *, night: bool = False, most: int = MOST
) -> ActiveStays:
    """Who is active on a day in a project of the agency acted for, as far as the role sees it: who entered by
    that day and has not left before it; for a `night`, who has not left by it either. At most `most`, with
    `more` set when there are others. Nobody for another agency's project. One statement."""
    rows = session.execute(
        _named(actor, day, night=night).where(Enrollment.project_key == project_key).limit(most + 1)
    ).all()
    stays = ActiveStays(_stays(rows, day))
    stays.more = len(rows) > most
    del stays[most:]
    return stays


def among(
    session: Session, actor: Actor, project_key: int, day: date, enrollment_ids: Iterable[int]
) -> ActiveStays:
    """Those of some enrollments that are active on a day, as `active` has them. One statement."""
    query = _named(actor, day).where(
        Enrollment.project_key == project_key, Enrollment.id.in_(list(enrollment_ids))
    )
    return ActiveStays(_stays(session.execute(query).all(), day))


def household_of(
    session: Session, actor: Actor, project_key: int, day: date, enrollment_id: int
) -> ActiveStays:
    """Everybody active of the household of an enrollment, it included; it alone without a household, nobody
    when it is not active. One statement. HUD 5.09."""
    own = (
        select(Enrollment.data_source_id, Enrollment.household_id)
        .where(Enrollment.id == enrollment_id, Enrollment.project_key == project_key)
        .subquery()
    )
    same = (
        select(1)
        .where(
            own.c.data_source_id == Enrollment.data_source_id, own.c.household_id == Enrollment.household_id
        )
        .correlate(Enrollment)
        .exists()
    )
    query = _named(actor, day).where(
        Enrollment.project_key == project_key, or_(Enrollment.id == enrollment_id, same)
    )
    found = ActiveStays(_stays(session.execute(query).all(), day))
    return found if any(stay.enrollment_id == enrollment_id for stay in found) else ActiveStays()


def like(
    session: Session, actor: Actor, project_key: int, day: date, text: str, most: int = 8
) -> ActiveStays:
    """Who is active and whose name has a word that begins with each word of `text`, whatever the order and
    the capitals. At most `most`. Nobody for an empty text. One statement."""
    words = [_pattern(word) for word in text.casefold().split()]
    if not words:
        return ActiveStays()
    said = func.lower(
        func.coalesce(Client.first_name, "").concat(" ").concat(func.coalesce(Client.last_name, ""))
    )
    starts = [or_(said.like(f"{word}%", escape="\\"), said.like(f"% {word}%", escape="\\")) for word in words]
    rows = session.execute(
        _named(actor, day).where(Enrollment.project_key == project_key, *starts).limit(most + 1)
    ).all()
    found = ActiveStays(_stays(rows, day))
    found.more = len(rows) > most
    del found[most:]
    return found


def by_client(session: Session, actor: Actor, project_key: int, day: date, client_id: int) -> ActiveStays:
    """The active enrollments of one client there: none when they are not enrolled. One statement."""
    query = _named(actor, day).where(
        Enrollment.project_key == project_key, Enrollment.client_key == client_id
    )
    return ActiveStays(_stays(session.execute(query).all(), day))


def active_on(day: date, *, night: bool = False) -> ColumnElement[bool]:
    """Enrollments active on a day, or in a night. Use it in a query over Enrollment joined to Exit from the
    outside."""
    stays_on = Exit.exit_date > day if night else Exit.exit_date >= day
    return or_(Enrollment.entry_date.is_(None), Enrollment.entry_date <= day) & or_(
        Exit.exit_date.is_(None), stays_on
    )


def _named(actor: Actor, day: date, *, night: bool = False) -> Any:
    query = (
        select(
            Enrollment.id,
            Enrollment.client_key,
            Enrollment.household_id,
            Client.first_name,
            Client.middle_name,
            Client.last_name,
            Client.name_suffix,
            Client.dob,
            _of_stay(func.max(Services.date_provided), Services.date_provided <= day).label("last_service"),
            _of_stay(func.count(), Services.date_provided.between(day - LATELY, day)).label("count"),
            _own_of_stay(func.max(OwnService.provided_on), OwnService.provided_on <= day).label("last_own"),
            _own_of_stay(func.count(), OwnService.provided_on.between(day - LATELY, day)).label("own_count"),
        )
        .join(Client, Client.id == Enrollment.client_key)
        .join(Project, Project.id == Enrollment.project_key)
        .outerjoin(Exit, (Exit.enrollment_key == Enrollment.id) & Exit.date_deleted.is_(None))
        .where(Enrollment.date_deleted.is_(None), active_on(day, night=night))
        .where(project_visible(actor), client_visible(actor))
        .order_by(func.lower(Client.last_name), func.lower(Client.first_name), Enrollment.id)
    )
    if is_limited(actor) and actor.as_of is not None:
        query = query.where(active_on(actor.as_of))  # limited viewing knows no stay that is over
    return query


def _of_stay(answer: Any, when: ColumnElement[bool]) -> Any:
    return (
        select(answer)
        .select_from(Services)
        .where(Services.enrollment_key == Enrollment.id, Services.date_deleted.is_(None), when)
        .correlate(Enrollment)
        .scalar_subquery()
    )


def _own_of_stay(answer: Any, when: ColumnElement[bool]) -> Any:
    return (
        select(answer)
        .select_from(OwnService)
        .where(OwnService.enrollment_key == Enrollment.id, OwnService.deleted_at.is_(None), when)
        .correlate(Enrollment)
        .scalar_subquery()
    )


def _stays(rows: Iterable[Any], day: date) -> list[ActiveStay]:
    """One line an enrollment, though two exits may stand for it."""
    found: dict[int, ActiveStay] = {}
    for row in rows:
        name = full_name(row.first_name, row.middle_name, row.last_name, row.name_suffix)
        found.setdefault(
            row.id,
            ActiveStay(
                row.id,
                row.client_key,
                row.household_id,
                name,
                age_on(row.dob, day),
                max((each for each in (row.last_service, row.last_own) if each is not None), default=None),
                row.count + row.own_count,
            ),
        )
    return list(found.values())


def _pattern(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
