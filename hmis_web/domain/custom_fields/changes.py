"""Adding and changing the community's own questions: only who manages roles and settings does (row 66)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.db.errors import DomainError, NotFound, StaleVersion
from hmis_web.domain import audit
from hmis_web.domain.clock import Clock
from hmis_web.domain.custom_fields.checking import (
    LONGEST_OPTION,
    MOST_OPTIONS,
    FieldRules,
    check,
    free_label,
    plain,
)
from hmis_web.domain.custom_fields.definitions import (
    BY_CODE,
    CHOOSING,
    CLIENT,
    STAY,
    FieldLine,
    forget,
    get_field,
)
from hmis_web.models import CustomField, CustomFieldVersion, CustomOption
from hmis_web.models.custom_field import KINDS


def create_field(
    session: Session,
    actor: Actor,
    subject: str,
    kind: str,
    rules: FieldRules,
    clock: Clock,
    idempotency_key: str | None = None,
) -> int:
    """Add a question at the end and answer its id; the same key again answers what the first one made.
    Raises Forbidden, NotFound for a project that isn't there, DomainError at "subject", "kind", "label",
    "hint", "who", "stages", "project_types" or "new_options". Flushes."""
    actor.require(Permission.ROLE_EDIT)
    if idempotency_key:
        made = session.scalar(select(CustomField.id).where(CustomField.idempotency_key == idempotency_key))
        if made is not None:
            return made
    if subject not in (CLIENT, STAY):
        raise DomainError("subject", "Say whether it is about the client or about a stay")
    if kind not in KINDS:
        raise DomainError("kind", "Choose a kind of answer")
    check(session, subject, rules, but=0)
    last = session.scalar(select(func.max(CustomField.position))) or 0
    row = CustomField(
        subject=subject,
        kind=kind,
        position=last + 1,
        version=1,
        created_at=clock.now,
        idempotency_key=idempotency_key,
    )
    session.add(row)
    session.flush()
    _write(session, actor, row, rules, clock)
    _options(session, row, rules, clock, ())
    _told(session, actor, "field:create", row.id, None)
    return row.id


def save_field(
    session: Session, actor: Actor, field_id: int, rules: FieldRules, version: int, clock: Clock
) -> None:
    """Change what a question says: a new version, the earlier ones stay with their answers. About what and
    of which kind it is never changes. Raises NotFound, StaleVersion, and DomainError as `create_field`.
    Flushes."""
    row, before = _locked(session, actor, field_id, version)
    check(session, row.subject, rules, but=field_id)
    _write(session, actor, row, rules, clock)
    _options(session, row, rules, clock, tuple(option.id for option in before.options))
    _told(session, actor, "field:change", field_id, before)


def retire_field(session: Session, actor: Actor, field_id: int, version: int, clock: Clock) -> None:
    """Ask no longer; every answer stays and can be read. Raises NotFound, StaleVersion. Flushes."""
    row, before = _locked(session, actor, field_id, version)
    row.retired_at = row.retired_at or clock.now
    _again(session, actor, row, clock)
    _told(session, actor, "field:retire", field_id, before)


def reactivate_field(session: Session, actor: Actor, field_id: int, version: int, clock: Clock) -> None:
    """Ask again what was retired. Raises NotFound, StaleVersion, DomainError("label") when another field says
    the same by now. Flushes."""
    row, before = _locked(session, actor, field_id, version)
    free_label(session, before.label, but=field_id)
    row.retired_at = None
    _again(session, actor, row, clock)
    _told(session, actor, "field:reactivate", field_id, before)


def move_field(session: Session, actor: Actor, field_id: int, *, up: bool) -> None:
    """Ask a question one earlier or later. Raises NotFound. Flushes."""
    actor.require(Permission.ROLE_EDIT)
    get_field(session, field_id)
    rows = session.scalars(
        select(CustomField)
        .where(CustomField.retired_at.is_(None))
        .order_by(CustomField.position, CustomField.id)
        .with_for_update()
    ).all()
    order = [row.id for row in rows]
    if field_id not in order:
        raise NotFound("custom field")
    here = order.index(field_id)
    there = here - 1 if up else here + 1
    if 0 <= there < len(order):
        order[here], order[there] = order[there], order[here]
        for row in rows:
            row.position = order.index(row.id) + 1
        session.flush()
        forget(session)
        audit.record(session, actor, "field:move", "custom_field", field_id, details={"to": there + 1})


def _write(session: Session, actor: Actor, row: CustomField, rules: FieldRules, clock: Clock) -> None:
    codes = sorted(code for code, point in BY_CODE.items() if point in rules.stages)
    is_stay = row.subject == STAY
    session.add(
        CustomFieldVersion(
            field_id=row.id,
            number=row.version,
            label=plain(rules.label),
            hint=plain(rules.hint),
            who=rules.who,
            stages=json.dumps(codes if is_stay else []),
            project_types=json.dumps(sorted(rules.project_types) if is_stay else []),
            project_keys=json.dumps(sorted(rules.project_keys) if is_stay else []),
            is_required=rules.is_required,
            account_id=actor.account_id,
            saved_at=clock.now,
        )
    )
    session.flush()
    forget(session)


def _options(
    session: Session, row: CustomField, rules: FieldRules, clock: Clock, known: Iterable[int]
) -> None:
    """Add and retire options. A choice needs one that is offered."""
    if row.kind not in CHOOSING:
        return
    rows = {
        each.id: each for each in session.scalars(select(CustomOption).where(CustomOption.field_id == row.id))
    }
    if rules.offered is not None:
        if not rules.offered <= set(known):
            raise DomainError("offered", "Choose from the answers there are")
        for each in rows.values():
            each.retired_at = None if each.id in rules.offered else (each.retired_at or clock.now)
    labels = list(dict.fromkeys(filter(None, map(plain, rules.new_options))))
    there = {each.label.casefold() for each in rows.values()}
    if any(len(label) > LONGEST_OPTION for label in labels):
        raise DomainError("new_options", f"An answer has at most {LONGEST_OPTION} characters")
    if any(label.casefold() in there for label in labels):
        raise DomainError("new_options", "One of these answers is there already; tick it above")
    if len(rows) + len(labels) > MOST_OPTIONS:
        raise DomainError("new_options", f"A question has at most {MOST_OPTIONS} answers")
    if not labels and all(each.retired_at for each in rows.values()):
        raise DomainError("new_options", "Enter the answers to choose from, one to a line")
    session.add_all(
        CustomOption(field_id=row.id, position=len(rows) + number, label=label)
        for number, label in enumerate(labels, 1)
    )
    session.flush()
    forget(session)


def _locked(session: Session, actor: Actor, field_id: int, version: int) -> tuple[CustomField, FieldLine]:
    actor.require(Permission.ROLE_EDIT)
    row = session.get(CustomField, field_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound("custom field")
    if row.version != version:
        raise StaleVersion("Somebody else has changed this question since")
    before = get_field(session, field_id)
    row.version += 1
    return row, before


def _again(session: Session, actor: Actor, row: CustomField, clock: Clock) -> None:
    """The same words under the next number: retiring and asking again are versions, too."""
    last = session.scalars(
        select(CustomFieldVersion)
        .where(CustomFieldVersion.field_id == row.id)
        .order_by(CustomFieldVersion.number.desc())
        .limit(1)
    ).one()
    kept = {
        name: getattr(last, name)
        for name in ("label", "hint", "who", "stages", "project_types", "project_keys", "is_required")
    }
    session.add(
        CustomFieldVersion(
            field_id=row.id,
            number=row.version,
            account_id=actor.account_id,
            saved_at=clock.now,
            **kept,
        )
    )
    session.flush()
    forget(session)


def _told(session: Session, actor: Actor, verb: str, field_id: int, before: FieldLine | None) -> None:
    after = get_field(session, field_id)
    details = {"version": after.version, "kind": after.kind, "about": after.subject}
    audit.record(
        session, actor, verb, "custom_field", field_id, details=details,
        before=_for_audit(before) if before else None, after=_for_audit(after),
    )  # fmt: skip


def _for_audit(line: FieldLine) -> dict[str, Any]:
    return {
        "label": line.label,
        "hint": line.hint,
        "who": line.who,
        "stages": sorted(each.value for each in line.stages),
        "project_types": sorted(line.project_types),
        "projects": sorted(line.project_keys),
        "required": line.is_required,
        "asked": line.retired_at is None,
        "options": [each.label for each in line.options if not each.is_retired],
    }
