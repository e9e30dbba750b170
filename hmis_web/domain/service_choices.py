"""One door to log any service, of HUD's lists or of the agency's own catalogue. HUD 4.14, P1, P2, R14, W1,
W2, V2, V3, V8, C2."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select, union_all
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.access.scope import project_visible
from hmis_web.db.errors import NotFound
from hmis_web.domain import entered, own_services, projects, services
from hmis_web.domain.clock import Clock
from hmis_web.domain.service_details import ServiceInput, wanted_details
from hmis_web.domain.service_entries import Already, Choice, LoggedService, ServiceEntry
from hmis_web.domain.service_lists import ServiceType, offer, type_label
from hmis_web.models import Account, Enrollment, HudUser, OwnService, Project, ServiceItem, Services
from hmis_web.standards.codes import RecordType

__all__ = [
    "Already",
    "Choice",
    "LoggedService",
    "ServiceEntry",
    "already",
    "log",
    "logged_on",
    "made_before",
    "of_project",
    "undo",
]
HUD, OWN = "hud", "own"
MOST = 500


def of_project(session: Session, actor: Actor, project_key: int, day: date) -> tuple[Choice, ...]:
    """What may be logged on a day in a project that the actor sees, the agency's own first; nothing
    elsewhere. Three statements."""
    kind = session.execute(
        select(Project.project_type).where(Project.id == project_key, project_visible(actor))
    ).first()
    if kind is None:
        return ()
    offered = offer(kind.project_type, projects.funders_on(session, project_key, day)).types
    own = [_own_choice(item, name) for item, name in own_services.items_of(session, project_key, day)]
    return (*own, *(_hud_choice(each) for each in offered))


def log(
    session: Session, actor: Actor, client_id: int, enrollment_id: int, entry: ServiceEntry, clock: Clock
) -> LoggedService:
    """Log a service; the same key again answers the first. Errors as `services.record_service` and
    `own_services.record_own`. Flushes."""
    if (item_id := _item(entry.code)) is not None:
        said = own_services.OwnInput(item_id, entry.day, entry.key, entry.units, entry.amount, entry.note)
        row = own_services.record_own(session, actor, client_id, enrollment_id, said, clock)
        item = session.get_one(ServiceItem, row.item_id)
        return _own_logged(row, item, actor.display_name, with_amount=True)
    record_type, type_provided = _numbers(entry.code)
    details = dict(entry.details)
    if "fa_amount" in wanted_details(record_type, type_provided):
        details.setdefault("fa_amount", entry.amount)
    hud = ServiceInput(entry.key, entry.day, record_type, type_provided, **details, note=entry.note)
    line = services.record_service(session, actor, client_id, enrollment_id, hud, clock)
    return _hud_logged(session.get_one(Services, line.id), actor.display_name, with_amount=True)


def undo(
    session: Session, actor: Actor, client_id: int, enrollment_id: int, kind: str, row_id: int, clock: Clock
) -> None:
    """Take one's own service back within ten minutes. Raises NotFound for a kind that there is not; else as
    `services.undo_service`. Flushes."""
    undoing = {HUD: services.undo_service, OWN: own_services.undo_own}.get(kind)
    if undoing is None:
        raise NotFound("service")
    undoing(session, actor, client_id, enrollment_id, row_id, clock)


def made_before(
    session: Session, actor: Actor, enrollment_ids: Iterable[int], keys: Iterable[str]
) -> set[int]:
    """The enrollments on which one of the actor's keys has logged something, taken back or not. One
    statement."""
    wanted = {own_services.key_of(actor, stay, key) for stay in enrollment_ids for key in keys}
    return set(
        session.scalars(
            union_all(
                *(
                    select(model.enrollment_key).where(model.idempotency_key.in_(wanted))
                    for model in (Services, OwnService)
                )
            )
        )
    )


def already(
    session: Session, actor: Actor, enrollment_ids: Iterable[int], codes: Iterable[str], day: date
) -> dict[tuple[int, str], Already]:
    """{(enrollment, code): the latest of the same service on the same day}, for enrollments that the caller
    has fetched through scope. One statement a kind."""
    actor.require(Permission.SERVICE_CREATE)
    wanted, keys = set(codes), list(enrollment_ids)
    items = {item for code in wanted if (item := _item(code)) is not None}
    query = _lines().where(
        Services.enrollment_key.in_(keys), Services.date_provided == day, Services.date_deleted.is_(None)
    )
    found: list[LoggedService] = []
    if len(items) < len(wanted):
        rows = session.execute(query.order_by(Services.id))
        found += [_hud_logged(row, _name(*who), with_amount=False) for row, *who in rows]
    if items:
        own = own_services.standing(session, keys, items, day)
        found += [_own_logged(*row, with_amount=False) for row in own]
    return {
        (each.enrollment_id, each.code): Already(each.logged_at, each.by)
        for each in found
        if each.code in wanted and each.enrollment_id is not None
    }


def logged_on(
    session: Session, actor: Actor, project_key: int, day: date, *, by_me: bool = False
) -> list[LoggedService]:
    """The services of a day in a project that the actor sees, both kinds, the latest first, 500 at most;
    without amounts for limited viewing, nothing for who sees no services. Three statements at most."""
    full = actor.may(Permission.SERVICE_READ)
    if not (full or actor.may(Permission.SERVICE_READ_LIMITED)):
        return []
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
    found = [_hud_logged(row, _name(*who), with_amount=full) for row, *who in rows]
    own = own_services.of_project_on(session, actor, project_key, day, MOST, by_me=by_me)
    found += [_own_logged(*row, with_amount=full) for row in own]
    never = datetime.min.replace(tzinfo=UTC)  # came by an import: last
    return sorted(found, key=lambda each: each.logged_at or never, reverse=True)[:MOST]


def _lines() -> Any:
    return select(Services, HudUser.user_first_name, HudUser.user_last_name).outerjoin(
        HudUser,
        (HudUser.data_source_id == Services.data_source_id) & (HudUser.user_id == Services.user_id),
    )


def _hud_choice(each: ServiceType) -> Choice:
    category = type_label(each.record_type, None) if each.record_type == RecordType.BED_NIGHT else ""
    wants = wanted_details(each.record_type, each.type_provided)
    return Choice(_code(each.record_type, each.type_provided), each.label, category, wants=wants)


def _own_choice(item: ServiceItem, category: str) -> Choice:
    wants = {"units"} if item.unit is not None else set()
    if item.unit_cost is not None:
        wants.add("amount")
    told = (item.unit or "", item.unit_cost, item.default_units)
    return Choice(f"{OWN}-{item.id}", item.name, category, *told, frozenset(wants))


def _hud_logged(row: Services, by: str, *, with_amount: bool) -> LoggedService:
    return LoggedService(
        _code(row.record_type, row.type_provided),
        HUD,
        row.id,
        row.client_key,
        row.enrollment_key,
        row.date_provided,
        type_label(row.record_type, row.type_provided),
        row.edited_at,
        by,
        row.date_deleted is not None,
        amount=row.fa_amount if with_amount else None,
        note=row.note or "",
    )


def _own_logged(row: OwnService, item: ServiceItem, by: str | None, *, with_amount: bool) -> LoggedService:
    return LoggedService(
        f"{OWN}-{row.item_id}",
        OWN,
        row.id,
        row.client_id,
        row.enrollment_key,
        row.provided_on,
        item.name,
        row.created_at,
        by or "",
        row.deleted_at is not None,
        row.units,
        row.amount if with_amount else None,
        row.note or "",
    )


def _name(first: str | None, last: str | None) -> str:
    return " ".join(part for part in (first, last) if part)


def _item(code: str) -> int | None:
    """The item of a code of the agency's catalogue; None for HUD's."""
    kind, _, number = code.partition("-")
    return int(number) if kind == OWN and number.isascii() and number.isdecimal() else None


def _code(record_type: int | None, type_provided: int | None) -> str:
    return f"{HUD}-{record_type and int(record_type)}-{type_provided}"


def _numbers(code: str) -> tuple[int, int]:
    kind, *numbers = code.split("-")
    if kind != HUD or len(numbers) != len(("record type", "type")) or not all(n.isdecimal() for n in numbers):
        return 0, 0  # which no list offers
    return int(numbers[0]), int(numbers[1])
