"""A stay at a glance: what was recorded at which stage, what happened once, what is due or to look at. HUD
3.10 to 3.20, 4.12 to 4.14, 5.03."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import cast, false, func, null, select, true
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.access.scope import enrollment_visible
from hmis_web.db.errors import NotFound
from hmis_web.domain import anniversaries, occurrence_forms
from hmis_web.domain.anniversaries import Due
from hmis_web.domain.answers.rows import STAGE_CODES, STAGE_FILES
from hmis_web.domain.enrollments import Stay
from hmis_web.domain.stay_members import StayMember, head_of, members_of
from hmis_web.models import (
    Assessment,
    CurrentLivingSituation,
    Enrollment,
    Event,
    RecordFinding,
    Services,
    StageRecord,
    hud_model,
)
from hmis_web.models.stage_record import COMPLETE
from hmis_web.standards.codes import RecordType
from hmis_web.standards.elements import CollectionPoint

ENTRY, EXIT = STAGE_CODES[CollectionPoint.ENTRY], STAGE_CODES[CollectionPoint.EXIT]
POINTS = {code: point for point, code in STAGE_CODES.items()}
MOST_FINDINGS = 20


@dataclass(frozen=True)
class Recorded:
    """What was recorded at a stage. Without a state it came from elsewhere or before anybody counted."""

    stage: CollectionPoint
    on: date | None
    id: int | None = None
    state: str | None = None
    answered: int = 0
    asked: int = 0
    saved_at: datetime | None = None

    @property
    def is_incomplete(self) -> bool:
        """Whether somebody said that it is to be gone on with."""
        return self.state is not None and self.state != COMPLETE


@dataclass(frozen=True)
class Happened:
    """What a stay knows besides its stages. Counts are those of rows that stand."""

    coc: str | None
    move_in_date: date | None
    date_of_engagement: date | None
    date_of_path_status: date | None
    enrolled_in_path: int | None
    situations: int
    last_situation: date | None
    bed_nights: int
    last_bed_night: date | None
    services: int
    last_service: date | None
    assessments: int
    last_assessment: date | None
    events: int
    last_event: date | None


@dataclass(frozen=True)
class LookAt:
    """A finding that stands: which rule says what."""

    rule: str
    key: str
    severity: str


@dataclass(frozen=True)
class Sheet:
    """Everything that the page of a stay shows."""

    stay: Stay
    members: list[StayMember]
    recorded: list[Recorded]
    happened: Happened
    asked: frozenset[str]
    """Element numbers of the occurrences that the stay is asked for."""
    annual: Due | None
    findings: list[LookAt]

    @property
    def own(self) -> StayMember | None:
        """The client among the members."""
        return next((each for each in self.members if each.enrollment_id == self.stay.id), None)

    @property
    def entry(self) -> Recorded | None:
        """What was recorded at entry."""
        return next((each for each in self.recorded if each.stage is CollectionPoint.ENTRY), None)


def of_stay(session: Session, actor: Actor, stay: Stay, as_of: date) -> Sheet:
    """The page of a stay that the caller has fetched through scope. What is recorded and found is left out
    for who may not read answers. Seven statements at most. Raises NotFound."""
    members = members_of(session, actor, stay, as_of)
    own = next((each for each in members if each.enrollment_id == stay.id), None)
    if own is None:
        raise NotFound("enrollment")
    reads = actor.may(Permission.ANSWERS_READ)
    found = recorded(session, stay) if reads else []
    return Sheet(
        stay=stay,
        members=members,
        recorded=found,
        happened=_happened(session, actor, stay),
        asked=occurrence_forms.asked(session, stay, own, as_of),
        annual=_annual(stay, members, found, as_of) if reads else None,
        findings=_findings(session, stay) if reads else [],
    )


def recorded(session: Session, stay: Stay) -> list[Recorded]:
    """The stages of a stay that the caller has fetched through scope, the latest first. Entry is there from
    the beginning, exit with the exit date. One statement."""
    found: dict[tuple[int, date | None], Recorded] = {}
    for row in session.execute(_rows_of_stages(stay)):
        if row.stage in POINTS and (row.id is not None or _place(row.stage, row.day) not in found):
            found[_place(row.stage, row.day)] = Recorded(
                POINTS[row.stage], row.day, row.id, row.state, row.answered or 0, row.asked or 0, row.saved_at
            )
    found.setdefault((ENTRY, None), Recorded(CollectionPoint.ENTRY, stay.entry_date))
    if stay.exit_date is not None:
        found.setdefault((EXIT, None), Recorded(CollectionPoint.EXIT, stay.exit_date))
    return sorted(found.values(), key=lambda each: each.on or date.min, reverse=True)


def _place(stage: int, on: date | None) -> tuple[int, date | None]:
    """What tells two records apart: entry and exit are there once, whatever their date."""
    return stage, None if stage in (ENTRY, EXIT) else on


def _rows_of_stages(stay: Stay) -> Any:
    """What was saved here, and (stage, day) of the rows that HUD's files hold."""
    record = (
        StageRecord.id, StageRecord.state, StageRecord.answered, StageRecord.asked, StageRecord.saved_at
    )  # fmt: skip
    saved = select(
        StageRecord.stage.label("stage"), StageRecord.information_date.label("day"), *record
    ).where(StageRecord.enrollment_key == stay.id)
    parts = []
    for name in STAGE_FILES:
        model: Any = hud_model(name)
        blank = (cast(null(), each.type).label(each.key) for each in record)
        parts.append(
            select(model.data_collection_stage, model.information_date, *blank).where(
                model.enrollment_key == stay.id,
                model.date_deleted.is_(None),
                model.data_collection_stage.is_not(None),
            )
        )
    return saved.union(*parts)


def _happened(session: Session, actor: Actor, stay: Stay) -> Happened:
    """What stands on the enrollment, and how often, last on, of living situations, bed nights, other
    services, and of assessments and events as far as the role may know of them. One statement."""
    reads = actor.may(Permission.ASSESSMENT_READ)
    knows = reads or actor.may(Permission.ASSESSMENT_READ_LIMITED)
    is_night = Services.record_type == RecordType.BED_NIGHT
    counted: tuple[tuple[Any, Any, Any], ...] = (
        (CurrentLivingSituation, CurrentLivingSituation.information_date, true()),
        (Services, Services.date_provided, is_night),
        (Services, Services.date_provided, ~is_night),
        (Assessment, Assessment.assessment_date, true() if knows else false()),
        (Event, Event.event_date, true() if reads else false()),
    )
    counts = []
    for model, day, more in counted:
        for figure in (func.count(), func.max(day)):
            query = select(figure).select_from(model)
            rows = query.where(model.enrollment_key == Enrollment.id, model.date_deleted.is_(None), more)
            counts.append(rows.correlate(Enrollment).scalar_subquery())
    row = session.execute(
        select(
            Enrollment.enrollment_coc,
            Enrollment.move_in_date,
            Enrollment.date_of_engagement,
            Enrollment.date_of_path_status,
            Enrollment.client_enrolled_in_path,
            *counts,
        ).where(Enrollment.id == stay.id, enrollment_visible(actor))
    ).first()
    if row is None:
        raise NotFound("enrollment")
    return Happened(*row)


def _annual(stay: Stay, members: list[StayMember], recorded: list[Recorded], as_of: date) -> Due | None:
    """The annual assessment that is missing, by the head's entry. HUD 5.03."""
    head = head_of(members)
    entry = head.entry_date if head else stay.entry_date
    if entry is None:
        return None
    done = [each.on for each in recorded if each.stage is CollectionPoint.ANNUAL and each.on is not None]
    return anniversaries.due(entry, stay.exit_date, as_of, done)


def _findings(session: Session, stay: Stay) -> list[LookAt]:
    rows = session.scalars(
        select(RecordFinding)
        .where(RecordFinding.enrollment_key == stay.id, RecordFinding.resolved_at.is_(None))
        .order_by(RecordFinding.severity, RecordFinding.id)
        .limit(MOST_FINDINGS)
    )
    return [LookAt(row.rule, row.key, row.severity) for row in rows]
