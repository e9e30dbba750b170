"""Keeping what rules found, for the worklist, until a later save no longer finds it."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.domain.answers.findings import Finding
from hmis_web.domain.clock import Clock
from hmis_web.models import Enrollment, RecordFinding


def note(
    session: Session,
    actor: Actor,
    stay: Enrollment,
    stage_record_id: int,
    findings: Iterable[Finding],
    clock: Clock,
) -> None:
    """Keep the findings of a stage's record: new ones are added, those no longer found are resolved.
    Flushes."""
    known = session.scalars(
        select(RecordFinding).where(
            RecordFinding.stage_record_id == stage_record_id, RecordFinding.resolved_at.is_(None)
        )
    ).all()
    _settle(session, actor, list(known), findings, clock, stay.client_key, stay.id, stage_record_id)


def note_client(
    session: Session, actor: Actor, client_id: int, findings: Iterable[Finding], clock: Clock
) -> None:
    """Keep the findings about a person, whatever the stay. Flushes."""
    known = session.scalars(
        select(RecordFinding).where(
            RecordFinding.client_key == client_id,
            RecordFinding.enrollment_key.is_(None),
            RecordFinding.resolved_at.is_(None),
        )
    ).all()
    _settle(session, actor, list(known), findings, clock, client_id, None, None)


def _settle(
    session: Session,
    actor: Actor,
    known: list[RecordFinding],
    findings: Iterable[Finding],
    clock: Clock,
    client_key: int,
    enrollment_key: int | None,
    stage_record_id: int | None,
) -> None:
    found = {(finding.rule_id, finding.key): finding for finding in findings}
    for row in known:
        if found.pop((row.rule, row.key), None) is None:
            row.resolved_at = clock.now
    session.add_all(
        RecordFinding(
            rule=finding.rule_id,
            key=finding.key,
            severity=finding.severity.value,
            client_key=client_key,
            enrollment_key=enrollment_key,
            stage_record_id=stage_record_id,
            account_id=actor.account_id,
            noted_at=clock.now,
        )
        for finding in found.values()
    )
    session.flush()
