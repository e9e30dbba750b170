"""The service desk: what somebody logs at the moment, and logging it for whoever comes next. HUD 4.14."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.access.scope import project_visible
from hmis_web.db.errors import DomainError, NotFound
from hmis_web.domain import active_stays, service_choices
from hmis_web.domain.active_stays import ActiveStay
from hmis_web.domain.case_workers import HAS_CASELOAD
from hmis_web.domain.clock import Clock
from hmis_web.domain.drafts import ALL_AGENCIES
from hmis_web.domain.projects import ProjectChoice
from hmis_web.domain.service_choices import Already, Choice, LoggedService, ServiceEntry
from hmis_web.models import DataSource, Enrollment, Exit, Organization, Project, ServiceDesk

MOST_SERVICES = 3
MOST_PROGRAMS = 200
AT_HAND = frozenset({"units", "amount"})
"""What the desk asks besides; services that want to know more are logged on the client's page."""


@dataclass(frozen=True)
class SetUp:
    """What is logged: where, which services, of which day, how much of it."""

    project_key: int
    codes: tuple[str, ...]
    day: date
    units: Decimal | None = None
    amount: Decimal | None = None
    note: str = ""


@dataclass(frozen=True)
class Entry:
    """One Enter at the desk: for whom, and the key that was made for it. `again`: the same service of the
    same day is meant to be logged once more."""

    key: str
    enrollment_id: int
    household: bool = False
    again: bool = False


@dataclass(frozen=True)
class Outcome:
    """What became of an entry for one person: what was logged, or what stands already and is asked about, or
    why it was refused."""

    stay: ActiveStay
    key: str
    logged: tuple[LoggedService, ...] = ()
    asked: tuple[tuple[str, Already], ...] = ()
    """(code, what stands)."""
    refused: str = ""


def is_home(actor: Actor) -> bool:
    """Whether the desk is the first page of a role: it records services and has no caseload."""
    return actor.may(Permission.SERVICE_CREATE) and not actor.may(HAS_CASELOAD)


def programs(session: Session, actor: Actor, day: date) -> list[ProjectChoice]:
    """The programs of the agency acted for that somebody is active in on a day, by name; 200 at most. One
    statement."""
    somebody = (
        select(1)
        .select_from(Enrollment)
        .outerjoin(Exit, (Exit.enrollment_key == Enrollment.id) & Exit.date_deleted.is_(None))
        .where(Enrollment.project_key == Project.id, Enrollment.date_deleted.is_(None))
        .where(active_stays.active_on(day))
        .correlate(Project)
        .exists()
    )
    query = (
        select(
            Project.id,
            Project.project_name,
            Project.project_type,
            Organization.organization_name,
            Project.data_source_id,
            DataSource.name,
        )
        .join(Organization, Organization.id == Project.organization_key)
        .join(DataSource, DataSource.id == Project.data_source_id)
        .where(project_visible(actor), somebody)
        .order_by(Project.project_name, Project.id)
        .limit(MOST_PROGRAMS)
    )
    return [
        ProjectChoice(key, name or "", kind, agency or "", source_id, source)
        for key, name, kind, agency, source_id, source in session.execute(query)
    ]


def offered(session: Session, actor: Actor, project_key: int, day: date) -> tuple[Choice, ...]:
    """The services that the desk offers in a program on a day."""
    return tuple(
        choice
        for choice in service_choices.of_project(session, actor, project_key, day)
        if choice.wants <= AT_HAND
    )


def remembered(session: Session, actor: Actor, clock: Clock) -> SetUp | None:
    """What the actor's account logged last at the agency acted for: None before the first. On another day,
    day, amount and note begin afresh. One statement."""
    row = session.scalar(_own(actor))
    if row is None:
        return None
    kept = SetUp(row.project_key, tuple(row.choices.split()), row.day, row.units, row.amount, row.note)
    changed_on = row.changed_at.astimezone(clock.zone).date()
    return kept if changed_on == clock.as_of else SetUp(kept.project_key, kept.codes, clock.as_of)


def remember(session: Session, actor: Actor, chosen: SetUp, clock: Clock) -> None:
    """Keep what is logged from now on. Raises DomainError naming the field: a day that is yet to come, no
    service, more than three, one that the program does not offer; NotFound for a program out of scope.
    Flushes."""
    actor.require(Permission.SERVICE_CREATE)
    check(session, actor, chosen, clock)
    row = session.scalar(_own(actor).with_for_update())
    if row is None:
        row = ServiceDesk(account_id=actor.account_id, organization_id=actor.organization_id or ALL_AGENCIES)
        session.add(row)
    row.project_key, row.choices, row.day = chosen.project_key, " ".join(chosen.codes), chosen.day
    row.units, row.amount, row.note = chosen.units, chosen.amount, chosen.note
    row.changed_at = clock.now
    session.flush()


def check(session: Session, actor: Actor, chosen: SetUp, clock: Clock) -> None:
    """Errors as `remember` says."""
    if chosen.day > clock.as_of:
        raise DomainError("day", "Enter a date that is not in the future")
    visible = select(Project.id).where(Project.id == chosen.project_key, project_visible(actor))
    if session.scalar(visible) is None:
        raise NotFound("project")
    if not 1 <= len(set(chosen.codes)) <= MOST_SERVICES:
        raise DomainError("services", "Choose one, two or three services")
    known = {choice.code for choice in offered(session, actor, chosen.project_key, chosen.day)}
    if not set(chosen.codes) <= known:
        raise DomainError("services", "Choose a service that this program offers on that date")


def log(session: Session, actor: Actor, chosen: SetUp, entry: Entry, clock: Clock) -> list[Outcome]:
    """Log the chosen services for somebody, or for everybody active of the household. Who has one of them on
    that day already is asked about instead, once: nothing of theirs is logged unless `again`. The same key
    again answers what it made. The enrollments are kept from others until the transaction ends, so that two
    desks at the same moment make one service and one question. Raises NotFound for an enrollment that is not
    active there. Flushes."""
    actor.require(Permission.SERVICE_CREATE)
    if not 1 <= len(chosen.codes) <= MOST_SERVICES:
        raise DomainError("services", "Choose one, two or three services")
    if entry.household:
        stays = active_stays.household_of(session, actor, chosen.project_key, chosen.day, entry.enrollment_id)
    else:
        stays = active_stays.among(session, actor, chosen.project_key, chosen.day, [entry.enrollment_id])
    if not stays:
        raise NotFound("enrollment")
    ids = [stay.enrollment_id for stay in stays]
    _lock(session, ids)
    there = {} if entry.again else service_choices.already(session, actor, ids, chosen.codes, chosen.day)
    made = _made_before(session, actor, ids, chosen.codes, entry.key) if there else set()
    outcomes = []
    for stay in stays:
        standing = [(code, there[stay.enrollment_id, code]) for code in chosen.codes
                    if (stay.enrollment_id, code) in there]  # fmt: skip
        if standing and stay.enrollment_id not in made:
            outcomes.append(Outcome(stay, entry.key, asked=tuple(standing)))
        else:
            outcomes.append(_log_for(session, actor, chosen, stay, entry.key, clock))
    return outcomes


def undo(
    session: Session, actor: Actor, client_id: int, enrollment_id: int, rows: Sequence[tuple[str, int]],
    clock: Clock,
) -> None:  # fmt: skip
    """Take back the services of one entry, within ten minutes, by who made it. `rows`: (kind, id). Errors as
    `service_choices.undo`. Flushes."""
    for kind, row_id in rows:
        service_choices.undo(session, actor, client_id, enrollment_id, kind, row_id, clock)


def _log_for(
    session: Session, actor: Actor, chosen: SetUp, stay: ActiveStay, key: str, clock: Clock
) -> Outcome:
    try:
        with session.begin_nested() if len(chosen.codes) > 1 else nullcontext():
            logged = tuple(
                service_choices.log(
                    session, actor, stay.client_id, stay.enrollment_id,
                    ServiceEntry(code, chosen.day, f"{key}.{code}", chosen.units, chosen.amount, chosen.note),
                    clock,
                )
                for code in chosen.codes
            )  # fmt: skip
    except DomainError as error:
        return Outcome(stay, key, refused=error.message)
    last = max(filter(None, (stay.last_service, chosen.day)))
    counted = replace(stay, last_service=last, count=stay.count + len(logged))
    return Outcome(counted, key, logged=logged)


def _made_before(
    session: Session, actor: Actor, ids: Iterable[int], codes: Iterable[str], key: str
) -> set[int]:
    """The enrollments for which this key has logged something. One statement."""
    return service_choices.made_before(session, actor, ids, [f"{key}.{code}" for code in codes])


def _lock(session: Session, ids: Iterable[int]) -> None:
    query = select(Enrollment.id).where(Enrollment.id.in_(list(ids))).order_by(Enrollment.id)
    session.execute(query.with_for_update()).all()


def _own(actor: Actor) -> Any:
    return select(ServiceDesk).where(
        ServiceDesk.account_id == actor.account_id,
        ServiceDesk.organization_id == (actor.organization_id or ALL_AGENCIES),
    )
