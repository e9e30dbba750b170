"""One door to log any service, whatever list it is of: here HUD's. HUD 4.14, P1, R14, W1, V2, C2."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.access.scope import project_visible
from hmis_web.db.errors import DomainError
from hmis_web.domain import entered, projects, services
from hmis_web.domain.clock import Clock
from hmis_web.domain.service_details import ServiceInput, wanted_details
from hmis_web.domain.service_lists import offer, type_label
from hmis_web.models import Account, Enrollment, HudUser, Project, Services
from hmis_web.standards.codes import RecordType

HUD = "hud"
MOST = 500


@dataclass(frozen=True)
class Choice:
    """A service that may be logged: `code` is `hud-<record type>-<type>`."""

    code: str
    label: str
    category: str
    wants: frozenset[str] = frozenset()
    """Names of the details that it asks for besides."""


@dataclass(frozen=True)
class ServiceEntry:
    """What is said of one service; `key` is made once for each that is meant."""

    code: str
    day: date
    key: str
    units: Decimal | None = None
    amount: Decimal | None = None
    note: str = ""
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class LoggedService:
    """A service as it stands."""

    code: str
    kind: str
    id: int
    client_id: int
    enrollment_id: int
    day: date | None
    name: str
    logged_at: datetime | None
    by: str
    undone: bool = False
    units: Decimal | None = None
    amount: Decimal | None = None
    note: str = ""


@dataclass(frozen=True)
class Already:
    """The same service of the same day, as it stands: when it was logged, and by whom."""

    logged_at: datetime | None
    by: str


def of_project(session: Session, actor: Actor, project_key: int, day: date) -> tuple[Choice, ...]:
    """What may be logged on a day in a project that the actor sees; nothing elsewhere. Two statements."""
    kind = session.execute(
        select(Project.project_type).where(Project.id == project_key, project_visible(actor))
    ).first()
    if kind is None:
        return ()
    offered = offer(kind.project_type, projects.funders_on(session, project_key, day)).types
    return tuple(
        Choice(
            _code(each.record_type, each.type_provided),
            each.label,
            type_label(each.record_type, None) if each.record_type == RecordType.BED_NIGHT else "",
            wanted_details(each.record_type, each.type_provided),
        )
        for each in offered
    )


def log(
    session: Session, actor: Actor, client_id: int, enrollment_id: int, entry: ServiceEntry, clock: Clock
) -> LoggedService:
    """Log a service; the same key again answers the first. Errors as `services.record_service`. Flushes."""
    record_type, type_provided = _numbers(entry.code)
    said = ServiceInput(entry.key, entry.day, record_type, type_provided, **entry.details)
    line = services.record_service(session, actor, client_id, enrollment_id, said, clock)
    name = (entry.code, HUD, line.id, client_id, enrollment_id, line.date_provided, line.name)
    return LoggedService(*name, clock.now, actor.display_name, line.undone)


def undo(
    session: Session, actor: Actor, client_id: int, enrollment_id: int, kind: str, row_id: int, clock: Clock
) -> None:
    """Take one's own service back within ten minutes. Errors as `services.undo_service`. Flushes."""
    if kind != HUD:
        raise DomainError("service", "There is no such service")
    services.undo_service(session, actor, client_id, enrollment_id, row_id, clock)


def already(
    session: Session, actor: Actor, enrollment_ids: Iterable[int], codes: Iterable[str], day: date
) -> dict[tuple[int, str], Already]:
    """{(enrollment, code): the latest of the same service on the same day}, for enrollments that the caller
    has fetched through scope. One statement."""
    actor.require(Permission.SERVICE_CREATE)
    wanted = set(codes)
    query = _lines().where(
        Services.enrollment_key.in_(list(enrollment_ids)),
        Services.date_provided == day,
        Services.date_deleted.is_(None),
    )
    found = [_logged(*row) for row in session.execute(query.order_by(Services.id))]
    return {
        (each.enrollment_id, each.code): Already(each.logged_at, each.by)
        for each in found
        if each.code in wanted
    }


def logged_on(
    session: Session, actor: Actor, project_key: int, day: date, *, by_me: bool = False
) -> list[LoggedService]:
    """The services of a day in a project that the actor sees, the latest first, 500 at most. Two
    statements."""
    query = _lines().join(Enrollment, Enrollment.id == Services.enrollment_key)
    query = query.join(Project, Project.id == Enrollment.project_key).where(
        Enrollment.project_key == project_key,
        Services.date_provided == day,
        Services.date_deleted.is_(None),
        Enrollment.date_deleted.is_(None),
        project_visible(actor),
    )
    if by_me:
        account = session.get(Account, actor.account_id) if actor.account_id is not None else None
        query = query.where(Services.user_id == entered.hud_user_id(account))
    rows = session.execute(query.order_by(Services.edited_at.desc(), Services.id.desc()).limit(MOST))
    return [_logged(*row) for row in rows]


def _lines() -> Any:
    return select(Services, HudUser.user_first_name, HudUser.user_last_name).outerjoin(
        HudUser,
        (HudUser.data_source_id == Services.data_source_id) & (HudUser.user_id == Services.user_id),
    )


def _logged(row: Services, first: str | None, last: str | None) -> LoggedService:
    return LoggedService(
        _code(row.record_type, row.type_provided),
        HUD,
        row.id,
        row.client_key,
        row.enrollment_key,
        row.date_provided,
        type_label(row.record_type, row.type_provided),
        row.edited_at,
        " ".join(part for part in (first, last) if part),
        row.date_deleted is not None,
    )


def _code(record_type: int | None, type_provided: int | None) -> str:
    return f"{HUD}-{record_type and int(record_type)}-{type_provided}"


def _numbers(code: str) -> tuple[int, int]:
    kind, *numbers = code.split("-")
    if kind != HUD or len(numbers) != len(("record type", "type")) or not all(n.isdecimal() for n in numbers):
        return 0, 0  # which no list offers
    return int(numbers[0]), int(numbers[1])
