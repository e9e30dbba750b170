"""Keeping what rules found, for the worklist, until a later save no longer finds it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.domain.answers.checking import check_occurrence
from hmis_web.domain.answers.context import Context
from hmis_web.domain.answers.findings import Finding
from hmis_web.domain.clock import Clock
from hmis_web.models import Enrollment, Project, RecordFinding, Services, StageRecord
from hmis_web.standards.codes import DataCollectionStage, RecordType
from hmis_web.standards.forms import Place

FIRST_NIGHT = "S107"


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
    about = {"client_key": stay.client_key, "enrollment_key": stay.id, "stage_record_id": stage_record_id}
    _settle(session, actor, RecordFinding.stage_record_id == stage_record_id, findings, about, clock)


def note_client(
    session: Session, actor: Actor, client_id: int, findings: Iterable[Finding], clock: Clock
) -> None:
    """Keep the findings about a person, whatever the stay. Flushes."""
    own = (RecordFinding.client_key == client_id) & RecordFinding.enrollment_key.is_(None)
    _settle(session, actor, own, findings, {"client_key": client_id}, clock)


def note_assessment(
    session: Session,
    actor: Actor,
    client_id: int,
    enrollment_id: int,
    assessment_id: int,
    findings: Iterable[Finding],
    clock: Clock,
) -> None:
    """Keep the findings about one assessment of coordinated entry; a stay has several. S111. Flushes."""
    about = {"client_key": client_id, "enrollment_key": enrollment_id, "assessment_key": assessment_id}
    _settle(session, actor, RecordFinding.assessment_key == assessment_id, findings, about, clock)


def note_first_night(session: Session, actor: Actor, enrollment_ids: Iterable[int], clock: Clock) -> None:
    """Look again whether stays at a night-by-night shelter have the night of their entry, after nights were
    recorded or taken away. S107. Three statements for each stay. Flushes."""
    for key in enrollment_ids:
        stay = session.get_one(Enrollment, key)
        record = session.scalar(
            select(StageRecord.id)
            .where(StageRecord.enrollment_key == key, StageRecord.stage == DataCollectionStage.ENTRY)
            .order_by(StageRecord.id.desc())
            .limit(1)
        )
        own = (RecordFinding.enrollment_key == key) & (RecordFinding.rule == FIRST_NIGHT)
        about = {"client_key": stay.client_key, "enrollment_key": key, "stage_record_id": record}
        _settle(session, actor, own, _first_night(session, stay, clock), about, clock)


def _first_night(session: Session, stay: Enrollment, clock: Clock) -> list[Finding]:
    nights = select(Services.date_provided).where(
        Services.enrollment_key == stay.id,
        Services.record_type == RecordType.BED_NIGHT,
        Services.date_provided == stay.entry_date,
        Services.date_deleted.is_(None),
    )
    place = Place(session.scalar(select(Project.project_type).where(Project.id == stay.project_key)))
    context = Context(
        as_of=clock.as_of,
        place=place,
        entry_date=stay.entry_date,
        bed_nights=frozenset(day for day in session.scalars(nights) if day is not None),
    )
    return [each for each in check_occurrence({}, context) if each.rule_id == FIRST_NIGHT]


def _settle(
    session: Session,
    actor: Actor,
    own: ColumnElement[bool],
    findings: Iterable[Finding],
    about: Mapping[str, int | None],
    clock: Clock,
) -> None:
    """Findings among a record's `own` that are no longer found are resolved, new ones written about it."""
    known = session.scalars(select(RecordFinding).where(own, RecordFinding.resolved_at.is_(None))).all()
    found = {(finding.rule_id, finding.key): finding for finding in findings}
    for row in known:
        if found.pop((row.rule, row.key), None) is None:
            row.resolved_at = clock.now
    session.add_all(
        RecordFinding(
            rule=finding.rule_id,
            key=finding.key,
            severity=finding.severity.value,
            account_id=actor.account_id,
            noted_at=clock.now,
            **about,
        )
        for finding in found.values()
    )
    session.flush()
