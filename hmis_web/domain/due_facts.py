"""What is known about the households of a caseload, read at once: what was recorded when, what is missing,
what expires."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Date, Integer, Text, cast, func, literal, null, select, type_coerce, union_all
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.access.scope import client_visible
from hmis_web.domain.file_lines import readable
from hmis_web.models import (
    Client,
    ClientFile,
    CurrentLivingSituation,
    IncomeBenefits,
    Note,
    RecordFinding,
    Release,
    Services,
    StageRecord,
)
from hmis_web.standards.codes import DataCollectionStage

SOON = timedelta(days=30)
"""What ends within this time is told."""
LONG_AGO = timedelta(days=365)
"""What ended before this time is nobody's task any more."""
WORTH_TELLING = ("error", "high")


@dataclass(frozen=True)
class Gap:
    """A record of a stage that is not complete, or answers of it that are missing or contradict."""

    stage: int
    day: date | None
    record_id: int | None
    count: int
    key: str = ""
    """The first question that needs a look."""


@dataclass
class Facts:
    """By enrollment, and by client."""

    annual: dict[int, list[date]] = field(default_factory=dict)
    """Days of annual assessments."""
    income: dict[int, date] = field(default_factory=dict)
    """The last day on which income was asked."""
    contact: dict[int, date] = field(default_factory=dict)
    """By client: the last service, current living situation or note."""
    release: dict[int, date] = field(default_factory=dict)
    """By client: the last day of the release that lasts longest."""
    files: dict[int, list[date]] = field(default_factory=dict)
    """By client: last days of files."""
    incomplete: dict[int, list[Gap]] = field(default_factory=dict)
    findings: dict[int, list[Gap]] = field(default_factory=dict)


def read(
    session: Session, actor: Actor, stays: Collection[int], clients: Collection[int], as_of: date
) -> Facts:
    """What is known about stays and clients that the caller has fetched through scope. One statement."""
    facts = Facts()
    if not clients:
        return facts
    parts = [*_of_stays(list(stays)), *_of_clients(actor, list(clients), as_of)]
    for kind, subject, number, day, text, extra in session.execute(union_all(*parts)):
        _ADD[kind](facts, subject, number, day, text, extra)
    return facts


def _of_stays(stays: list[int]) -> list[Any]:
    income = IncomeBenefits
    record = StageRecord
    finding = RecordFinding
    return [
        _part("income", income.enrollment_key, income.data_collection_stage, income.information_date).where(
            income.enrollment_key.in_(stays), income.date_deleted.is_(None)
        ),
        _part("stage", record.enrollment_key, record.stage, record.information_date).where(
            record.enrollment_key.in_(stays)
        ),
        _part(
            "incomplete", record.enrollment_key, record.stage, record.information_date,
            extra=record.asked - record.answered, text=cast(record.id, Text),
        ).where(record.enrollment_key.in_(stays), record.state == "incomplete"),
        _part(
            "finding", finding.enrollment_key, func.coalesce(record.stage, 0), record.information_date,
            text=finding.key, extra=finding.stage_record_id,
        )
        .outerjoin(record, record.id == finding.stage_record_id)
        .where(
            finding.enrollment_key.in_(stays),
            finding.resolved_at.is_(None),
            finding.severity.in_(WORTH_TELLING),
        ),
    ]  # fmt: skip


def _of_clients(actor: Actor, clients: list[int], as_of: date) -> list[Any]:
    seen, notes = CurrentLivingSituation, Note
    parts = [
        _last("contact", Services.client_key, Services.date_provided).where(
            Services.client_key.in_(clients), Services.date_deleted.is_(None)
        ),
        _last("contact", seen.client_key, seen.information_date).where(
            seen.client_key.in_(clients), seen.date_deleted.is_(None)
        ),
        _last("release", Release.client_id, Release.ends_on).where(
            Release.client_id.in_(clients), Release.revoked_on.is_(None)
        ),
    ]
    if actor.may(Permission.NOTE_READ):
        own = [] if actor.is_system_administrator else [notes.organization_id == actor.organization_id]
        parts.append(
            _last("contact", notes.client_id, notes.written_on).where(
                notes.client_id.in_(clients), notes.deleted_at.is_(None), *own
            )
        )
    if actor.may(Permission.FILE_READ):
        parts.append(
            _part("file", ClientFile.client_id, literal(0), ClientFile.expires_on)
            .join(Client, Client.id == ClientFile.client_id)
            .where(
                ClientFile.client_id.in_(clients),
                ClientFile.organization_id == actor.organization_id,
                ClientFile.expires_on >= as_of - LONG_AGO,
                ClientFile.expires_on <= as_of + SOON,
                readable(actor),
                client_visible(actor),
            )
        )
    return parts


def _part(kind: str, subject: Any, number: Any, day: Any, *, text: Any = None, extra: Any = None) -> Any:
    return select(
        literal(kind).label("kind"),
        subject.label("subject"),
        cast(number, Integer).label("number"),
        type_coerce(day, Date).label("day"),
        (cast(null(), Text) if text is None else text).label("text"),
        (cast(null(), Integer) if extra is None else cast(extra, Integer)).label("extra"),
    )


def _last(kind: str, subject: Any, day: Any) -> Any:
    return _part(kind, subject, literal(0), func.max(day)).group_by(subject)


def _income(facts: Facts, stay: int, stage: int | None, day: date | None, _text: Any, _extra: Any) -> None:
    if day is None:
        return
    facts.income[stay] = max(day, facts.income.get(stay, day))
    _stage(facts, stay, stage, day, None, None)


def _stage(facts: Facts, stay: int, stage: int | None, day: date | None, _text: Any, _extra: Any) -> None:
    if stage == DataCollectionStage.ANNUAL and day is not None:
        facts.annual.setdefault(stay, []).append(day)


def _contact(facts: Facts, client: int, _n: int, day: date | None, _text: Any, _extra: Any) -> None:
    if day is not None:
        facts.contact[client] = max(day, facts.contact.get(client, day))


def _release(facts: Facts, client: int, _n: int, day: date | None, _text: Any, _extra: Any) -> None:
    if day is not None:
        facts.release[client] = day


def _file(facts: Facts, client: int, _n: int, day: date | None, _text: Any, _extra: Any) -> None:
    if day is not None:
        facts.files.setdefault(client, []).append(day)


def _incomplete(facts: Facts, stay: int, stage: int, day: date | None, text: str, extra: int | None) -> None:
    facts.incomplete.setdefault(stay, []).append(Gap(stage, day, int(text), extra or 0))


def _finding(facts: Facts, stay: int, stage: int, day: date | None, key: str, record: int | None) -> None:
    kept = facts.findings.setdefault(stay, [])
    for index, gap in enumerate(kept):
        if (gap.stage, gap.day) == (stage, day):
            kept[index] = Gap(stage, day, record, gap.count + 1, min(gap.key, key, key=_stays_own))
            return
    kept.append(Gap(stage, day, record, 1, key))


def _stays_own(key: str) -> tuple[bool, str]:
    """To open first: a question of the stay before one about the person; rows come in any order."""
    return key.startswith("client."), key


_ADD = {
    "income": _income,
    "stage": _stage,
    "contact": _contact,
    "release": _release,
    "file": _file,
    "incomplete": _incomplete,
    "finding": _finding,
}
