"""Adding a person and changing what is known of them (HUD 3.01 to 3.07, 4.21, V1, 5.08)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields as dataclass_fields
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.access.scope import client_visible, is_barred
from hmis_web.db.errors import DomainError, NotFound, StaleVersion
from hmis_web.db.keys import KeyRing
from hmis_web.domain import as_received, audit, client_rules, entered, sharing_outcome
from hmis_web.domain.client_fields import RACES, ClientFields, nine, settled
from hmis_web.domain.client_rules import Around, Finding, check_client, refuse_errors
from hmis_web.domain.clock import Clock
from hmis_web.domain.ssn import sealed
from hmis_web.models import Client, ClientAgency, Enrollment, Organization
from hmis_web.standards.codes import NoYes

KEEP_SSN = "keep"
"""As the SSN of an edit: what is recorded stays, nobody typed it again."""


def create_client(
    session: Session,
    actor: Actor,
    keyring: KeyRing,
    fields: ClientFields,
    clock: Clock,
    *,
    idempotency_key: str | None = None,
    organization_id: int | None = None,
) -> int:
    """Add a person and answer the record's key. The record is the agency's acted for; whoever acts for all
    agencies names one. What nobody answered is recorded as not collected. The same idempotency key again
    answers the record that the first one made. Raises Forbidden, ClientRefused naming every field at fault
    (rules S001 to S025), DomainError("organization_id") without an agency. Flushes. HUD 3.01 to 3.07, 4.21,
    5.08."""
    actor.require(Permission.CLIENT_CREATE)
    agency = _agency(session, actor, organization_id)
    key = _key(actor, idempotency_key)
    made = _with_key(session, key)
    if made is not None:
        return made
    told = settled(fields)
    findings = check_client(told, Around(clock.as_of))
    refuse_errors(findings)
    row = Client(
        **entered.columns(session, actor, entered.local_source(session, clock), clock),
        **told.columns(),
        **sealed(keyring, told.ssn),
        personal_id=entered.new_identifier(),
        idempotency_key=key,
    )
    row.entered_organization_id = agency
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError:
        made = _with_key(session, key)
        if made is None:
            raise
        return made
    _begin(session, actor, keyring, row, told)
    client_rules.note(session, actor, row.id, findings, clock)
    sharing_outcome.refresh(session, [row.id], clock.as_of)
    return row.id


def made_before(session: Session, actor: Actor, idempotency_key: str) -> int | None:
    """The record that a form with this key made already; None when it made none."""
    return _with_key(session, _key(actor, idempotency_key))


def edit_client(
    session: Session,
    actor: Actor,
    keyring: KeyRing,
    client_id: int,
    fields: ClientFields,
    clock: Clock,
    *,
    version: int,
) -> tuple[Finding, ...]:
    """Change what is known of a person; an SSN of `KEEP_SSN` leaves the recorded one. Nothing that differs,
    nothing done. Answers what is worth another look. Raises Forbidden, NotFound out of scope, StaleVersion
    when somebody else saved since `version`, ClientRefused naming every field at fault (rules S001 to S025).
    Flushes. HUD 3.01 to 3.07, 4.21."""
    actor.require(Permission.CLIENT_EDIT)
    found = select(Client).where(Client.id == client_id, client_visible(actor)).with_for_update(of=Client)
    row = session.scalar(found, execution_options={"populate_existing": True})
    if row is None:
        raise NotFound("client")
    if row.version != version:
        raise StaleVersion("client")
    recorded = fields_of(row, keyring)
    told = settled(replace(fields, ssn=recorded.ssn) if fields.ssn == KEEP_SSN else fields)
    findings = check_edit(session, client_id, recorded, told, clock.as_of)
    refuse_errors(findings)
    before, after = _differences(row, told)
    if nine(recorded.ssn) != told.ssn:
        _set(row, sealed(keyring, told.ssn))
        before["ssn"], after["ssn"] = audit.digest(keyring, recorded.ssn), audit.digest(keyring, told.ssn)
    client_rules.note(session, actor, client_id, findings, clock)
    if not after:
        return findings
    _set(row, {name: value for name, value in after.items() if name != "ssn"})
    if row.as_received is not None:
        row.as_received = as_received.left(row.as_received, "Client", after)
    row.user_id = entered.ensure_hud_user(session, actor, row.data_source_id, clock)
    row.date_updated, row.edited_at, row.content_hash = clock.stamp, clock.now, None
    row.version += 1
    session.flush()
    audit.record(
        session, actor, "client:edit", "client", row.id, client_id=row.id, before=before, after=after
    )
    sharing_outcome.refresh(session, [row.id], clock.as_of)
    return findings


def check_edit(
    session: Session, client_id: int, recorded: ClientFields, told: ClientFields, as_of: date
) -> tuple[Finding, ...]:
    """Everything to be said of changed answers, as `settled` leaves them. An SSN that nobody touched is not
    held against who edits: files bring hashed ones. One statement."""
    entries = session.scalars(
        select(Enrollment.entry_date).where(
            Enrollment.client_key == client_id,
            Enrollment.date_deleted.is_(None),
            Enrollment.entry_date.is_not(None),
        )
    ).all()
    found = check_client(told, Around(as_of, tuple(day for day in entries if day is not None)))
    untouched = told.ssn is not None and told.ssn == nine(recorded.ssn)
    return tuple(each for each in found if not (untouched and each.key == "ssn"))


def read_fields(session: Session, actor: Actor, keyring: KeyRing, client_id: int) -> tuple[ClientFields, int]:
    """What is recorded of a person in the actor's scope, and the version to save against. Raises Forbidden,
    NotFound. One statement."""
    actor.require(Permission.CLIENT_EDIT)
    row = session.scalar(select(Client).where(Client.id == client_id, client_visible(actor)))
    if row is None:
        raise NotFound("client")
    return fields_of(row, keyring), row.version


def fields_of(row: Client, keyring: KeyRing) -> ClientFields:
    """A row of Client.csv as somebody would tell it."""
    names = [each.name for each in dataclass_fields(ClientFields)]
    told: dict[str, Any] = {name: getattr(row, name, None) for name in names}
    told["races"] = frozenset(race for race in RACES if getattr(row, race) == NoYes.YES)
    told["ssn"] = keyring.decrypt("ssn", row.ssn) if row.ssn else None
    return ClientFields(**told)


def _begin(session: Session, actor: Actor, keyring: KeyRing, row: Client, told: ClientFields) -> None:
    """Who sees a new person, and the trail's first line."""
    session.add(ClientAgency(organization_id=row.entered_organization_id, client_id=row.id))
    session.flush()
    after = {name: value for name, value in told.columns().items() if value is not None}
    after["ssn"] = audit.digest(keyring, told.ssn)
    audit.record(session, actor, "client:create", "client", row.id, client_id=row.id, after=after)


def _key(actor: Actor, idempotency_key: str | None) -> str | None:
    return f"{actor.account_id}:{idempotency_key}" if idempotency_key else None


def _with_key(session: Session, key: str | None) -> int | None:
    return session.scalar(select(Client.id).where(Client.idempotency_key == key)) if key else None


def _agency(session: Session, actor: Actor, organization_id: int | None) -> int:
    """The agency whose record it becomes. HUD 2.01."""
    if actor.organization_id is not None:
        return actor.organization_id
    known = select(Organization.id).where(
        Organization.id == organization_id, Organization.date_deleted.is_(None), ~is_barred(Organization)
    )
    found = session.scalar(known) if organization_id is not None else None
    if found is None:
        raise DomainError("organization_id", "Choose the agency that meets this person")
    return found


def _differences(row: Client, told: ClientFields) -> tuple[dict[str, Any], dict[str, Any]]:
    """(before, after) of the columns that change. A race that files left blank stays so until it is Yes."""
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for name, new in told.columns().items():
        old = getattr(row, name)
        same = (old == NoYes.YES) == (new == NoYes.YES) if name in RACES else old == new
        if not same:
            before[name], after[name] = old, new
    return before, after


def _set(row: Client, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
