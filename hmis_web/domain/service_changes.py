"""Changing a service that was logged. HUD 4.14, P1, P2, R14, W1, W2, V2, V3, V8, C2."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.access.scope import project_visible
from hmis_web.db.errors import DomainError, NotFound
from hmis_web.domain import audit, enrollments, own_rows, row_changes, service_rules
from hmis_web.domain.clock import Clock
from hmis_web.domain.enrollments import Stay
from hmis_web.domain.service_details import OTHER_TEXT, ServiceInput, check_details
from hmis_web.domain.service_lists import Offer, ServiceType, type_label
from hmis_web.domain.services import offered
from hmis_web.models import Enrollment, Project, Services

DETAILS = (
    "sub_type_provided", "other_type_provided", "moving_on_other_type", "fa_amount", "fa_start_date",
    "fa_end_date", "referral_outcome",
)  # fmt: skip


@dataclass(frozen=True)
class Logged:
    """A service as it stands, to be changed."""

    id: int
    stay: Stay
    version: int
    entry: ServiceInput


def get_logged(
    session: Session, actor: Actor, client_id: int, enrollment_id: int, service_id: int, clock: Clock
) -> Logged:
    """A service on a stay of the actor's agency. Raises Forbidden, NotFound for another agency's, a deleted
    one and none. Two statements."""
    actor.require(Permission.SERVICE_EDIT)
    stay = enrollments.get_visible(session, actor, client_id, enrollment_id, clock.as_of)
    row = _live(session, actor, stay, service_id)
    return Logged(row.id, stay, row.version, _entry(row, clock))


def to_choose(session: Session, logged: Logged) -> Offer:
    """What the service may be changed to: what the stay offers, and what it is. One statement."""
    found = offered(session, logged.stay, logged.entry.date_provided)
    present = (logged.entry.record_type, logged.entry.type_provided)
    if found.find(*present) is not None:
        return found
    return Offer((*found.types, ServiceType(*present, type_label(*present))))


def edit_service(
    session: Session,
    actor: Actor,
    client_id: int,
    enrollment_id: int,
    service_id: int,
    entry: ServiceInput,
    version: int,
    clock: Clock,
) -> None:
    """Change a service on a stay of the actor's agency. Raises Forbidden, NotFound, StaleVersion, and
    DomainError naming the field as `record_service`. Flushes."""
    actor.require(Permission.SERVICE_EDIT)
    stay = enrollments.get_visible(session, actor, client_id, enrollment_id, clock.as_of)
    row = _live(session, actor, stay, service_id, lock=True)
    own_rows.require_version(row, version)
    service_rules.refuse_broken(session, actor, stay, entry, clock.as_of, row)
    chosen = (entry.record_type, entry.type_provided)
    details = dict.fromkeys(DETAILS) | check_details(entry)
    kept = service_rules.keeps_first_night(session, row)
    if kept and (entry.record_type, entry.date_provided) != (row.record_type, row.date_provided):
        raise DomainError("date_provided", kept)
    row.record_type, row.type_provided = chosen
    row.date_provided = entry.date_provided
    for name, value in details.items():
        setattr(row, name, value)
    before, after = audit.changes(row)
    if not after:
        return
    row_changes.touch(session, actor, row.data_source_id, row, clock)
    session.flush()
    service_rules.note_night(session, actor, row, clock)
    audit.record(
        session, actor, "service:edit", "service", row.id, client_id=client_id, before=before, after=after
    )


def _live(session: Session, actor: Actor, stay: Stay, service_id: int, *, lock: bool = False) -> Services:
    query = (
        select(Services)
        .join(Enrollment, Enrollment.id == Services.enrollment_key)
        .join(Project, Project.id == Enrollment.project_key)
        .where(
            Services.id == service_id,
            Services.enrollment_key == stay.id,
            Services.date_deleted.is_(None),
            project_visible(actor),
        )
    )
    if lock:
        query = query.with_for_update(of=Services).execution_options(populate_existing=True)
    row = session.scalar(query)
    if row is None:
        raise NotFound("service")
    return row


def _entry(row: Services, clock: Clock) -> ServiceInput:
    chosen: Any = (row.record_type or 0, row.type_provided or 0)
    other = OTHER_TEXT.get(chosen)
    return ServiceInput(
        idempotency_key="",
        date_provided=row.date_provided or clock.as_of,
        record_type=chosen[0],
        type_provided=chosen[1],
        sub_type_provided=row.sub_type_provided,
        other_type=getattr(row, other) if other else None,
        fa_amount=row.fa_amount,
        fa_start_date=row.fa_start_date,
        fa_end_date=row.fa_end_date,
        referral_outcome=row.referral_outcome,
    )
