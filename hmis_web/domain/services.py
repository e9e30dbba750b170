"""Services received: what a stay offers, logging one, taking it back. HUD 4.14, P1, P2, R14, W1, W2, V2, V3,
V8, C2."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.access.scope import project_visible, stay_readable
from hmis_web.db.errors import DomainError, Forbidden, NotFound
from hmis_web.domain import as_received, audit, enrollments, entered, projects, service_rules
from hmis_web.domain.clock import Clock
from hmis_web.domain.enrollments import Stay
from hmis_web.domain.service_details import ServiceInput, check_details, checked_note
from hmis_web.domain.service_lists import Offer, offer, outcome_label, sub_type_label, type_label
from hmis_web.models import Account, Enrollment, Project, Services

UNDO_MINUTES = 10
TOO_LATE = f"A service can be undone for {UNDO_MINUTES} minutes; that time is over"


@dataclass(frozen=True)
class ServiceLine:
    """A service as a list shows it."""

    id: int
    enrollment_id: int
    date_provided: date | None
    name: str
    detail: str
    amount: Decimal | None
    project_name: str
    undone: bool = False


def stay_for_service(session: Session, actor: Actor, client_id: int, enrollment_id: int, as_of: date) -> Stay:
    """The stay that the actor may log a service on. Raises NotFound out of scope, Forbidden when the stay is
    over and the role may only log on active ones (access rules, rows 21 and 23)."""
    actor.require(Permission.SERVICE_CREATE)
    stay = enrollments.get_visible(session, actor, client_id, enrollment_id, as_of)
    if not may_log_on(actor, stay, as_of):
        raise Forbidden(Permission.SERVICE_CREATE_PAST)
    return stay


def may_log_on(actor: Actor, stay: Stay, as_of: date) -> bool:
    """Whether the role may log services on a stay: on one of its own agency; on one that is over only with
    the right to back-date."""
    needed = Permission.SERVICE_CREATE_PAST if stay.is_over(as_of) else Permission.SERVICE_CREATE
    return enrollments.is_own(actor, stay) and actor.may(needed)


def offered(session: Session, stay: Stay, day: date) -> Offer:
    """The services to offer on a stay on a day. One statement."""
    return offer(stay.project_type, projects.funders_on(session, stay.project_key, day))


def record_service(
    session: Session, actor: Actor, client_id: int, enrollment_id: int, entry: ServiceInput, clock: Clock
) -> ServiceLine:
    """Log one service on a stay. The same idempotency key again answers the service that the first one made.
    Raises DomainError naming the field: a date in the future or outside the stay (a bed night must lie before
    the exit), a service that the project does not offer, a missing or contradicting detail, a bed night
    twice (S108, S109, S115 to S119); NotFound and Forbidden as `stay_for_service`. Flushes. HUD 4.14.1, P1,
    P2, R14, W1, W2, V2, V3, V8, C2."""
    stay = stay_for_service(session, actor, client_id, enrollment_id, clock.as_of)
    key = f"{actor.account_id}:{stay.id}:{entry.idempotency_key}"
    before = _by_key(session, stay, key)
    if before is not None:
        return before
    try:
        service_rules.refuse_broken(session, actor, stay, entry, clock.as_of)
    except DomainError:
        before = _by_key(session, stay, key)
        if before is None:  # not the night that the same entry has just made in another request
            raise
        return before
    row = Services(
        **entered.columns(session, actor, stay.data_source_id, clock),
        **check_details(entry),
        **_keys(session, stay),
        services_id=entered.new_identifier(),
        date_provided=entry.date_provided,
        record_type=entry.record_type,
        type_provided=entry.type_provided,
        idempotency_key=key,
        note=checked_note(entry.note),
    )
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError:
        before = _by_key(session, stay, key)
        if before is None:
            raise
        return before
    if row.date_provided == stay.entry_date:
        service_rules.note_night(session, actor, row, clock)
    audit.record(session, actor, "service:create", "service", row.id, client_id=client_id, after=_told(row))
    return line_of(row, stay.project_name, with_amount=True)


def undo_service(
    session: Session, actor: Actor, client_id: int, enrollment_id: int, service_id: int, clock: Clock
) -> ServiceLine:
    """Take back one's own service within ten minutes: it is marked as deleted. A second time changes nothing.
    Raises NotFound for anything but one's own row in scope, DomainError("service") when the time is over.
    Flushes."""
    actor.require(Permission.SERVICE_UNDO_OWN)
    stay = enrollments.get_visible(session, actor, client_id, enrollment_id, clock.as_of)
    query = select(Services).where(Services.id == service_id, Services.enrollment_key == stay.id)
    row = session.scalar(query.with_for_update().execution_options(populate_existing=True))
    if row is None or not _is_own(session, actor, row):
        raise NotFound("service")
    if row.date_deleted is None:
        fresh = row.edited_at is not None and row.edited_at >= clock.now - timedelta(minutes=UNDO_MINUTES)
        if row.version > 1 or not fresh:  # changed since it was logged: deleting is another right
            raise DomainError("service", TOO_LATE)
        before = _told(row) | {"date_deleted": None}
        row.date_deleted = row.date_updated = clock.stamp
        row.edited_at = clock.now
        as_received.keep_unchanged(row)
        row.version += 1
        session.flush()
        if row.date_provided == stay.entry_date:
            service_rules.note_night(session, actor, row, clock)
        audit.record(
            session, actor, "service:undo", "service", row.id, client_id=client_id, before=before,
            after={"date_deleted": row.date_deleted},
        )  # fmt: skip
    return line_of(row, stay.project_name, with_amount=True)


def latest(session: Session, actor: Actor, client_id: int, limit: int = 6) -> list[ServiceLine]:
    """A client's latest services in projects that the actor sees, and in stays shared with it; for limited
    viewing those of the own agency, without amounts. One statement."""
    full = actor.may(Permission.SERVICE_READ)
    if not (full or actor.may(Permission.SERVICE_READ_LIMITED)):
        return []
    rows = session.execute(
        _of_client(actor, client_id).order_by(Services.date_provided.desc(), Services.id.desc()).limit(limit)
    )
    return [line_of(row, project or "", with_amount=full) for row, project in rows]


def _of_client(actor: Actor, client_id: int) -> Any:
    return (
        select(Services, Project.project_name)
        .join(Enrollment, Enrollment.id == Services.enrollment_key)
        .join(Project, Project.id == Enrollment.project_key)
        .where(
            Services.client_key == client_id,
            Services.date_deleted.is_(None),
            Enrollment.date_deleted.is_(None),
            stay_readable(actor) if actor.may(Permission.SERVICE_READ) else project_visible(actor),
        )
    )


def _by_key(session: Session, stay: Stay, key: str) -> ServiceLine | None:
    row = session.scalar(
        select(Services).where(Services.idempotency_key == key, Services.enrollment_key == stay.id)
    )
    return line_of(row, stay.project_name, with_amount=True) if row is not None else None


def _keys(session: Session, stay: Stay) -> dict[str, Any]:
    enrollment_id, personal_id = session.execute(
        select(Enrollment.enrollment_id, Enrollment.personal_id).where(Enrollment.id == stay.id)
    ).one()
    return {
        "enrollment_key": stay.id,
        "client_key": stay.client_id,
        "enrollment_id": enrollment_id,
        "personal_id": personal_id,
    }


def _is_own(session: Session, actor: Actor, row: Services) -> bool:
    account = session.get(Account, actor.account_id) if actor.account_id is not None else None
    return row.import_run_id is None and row.user_id == entered.hud_user_id(account)


def line_of(row: Services, project_name: str, *, with_amount: bool) -> ServiceLine:
    """A service as a list shows it."""
    closer = sub_type_label(row.record_type, row.type_provided, row.sub_type_provided)
    closer = closer or outcome_label(row.referral_outcome)
    return ServiceLine(
        id=row.id,
        enrollment_id=row.enrollment_key,
        date_provided=row.date_provided,
        name=type_label(row.record_type, row.type_provided),
        detail=closer or row.other_type_provided or row.moving_on_other_type or "",
        amount=row.fa_amount if with_amount else None,
        project_name=project_name,
        undone=row.date_deleted is not None,
    )


def _told(row: Services) -> dict[str, Any]:
    names = (
        "date_provided",
        "record_type",
        "type_provided",
        "sub_type_provided",
        "fa_amount",
        "referral_outcome",
        "date_deleted",
    )
    return {name: getattr(row, name) for name in names if getattr(row, name) is not None}
