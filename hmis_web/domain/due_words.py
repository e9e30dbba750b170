"""What is due, in words: the same on the screen and on paper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from hmis_web import standards
from hmis_web.domain.cases import Case
from hmis_web.domain.due import NO_CONTACT, Due, DueKind
from hmis_web.standards.codes import DataCollectionStage

STAGES = {
    DataCollectionStage.ENTRY: "Entry",
    DataCollectionStage.UPDATE: "Update",
    DataCollectionStage.EXIT: "Exit",
    DataCollectionStage.ANNUAL: "Annual assessment",
    DataCollectionStage.POST_EXIT: "Post-exit",
}
UNNAMED = "Name not known"


def text(due: Due, as_of: date) -> str:
    """`Annual assessment by 12 Dec 2026: Luz Martin`."""
    what = _TEXTS[due.kind](due, as_of)
    return f"{what}: {', '.join(name or UNNAMED for name in due.names)}" if due.names else what


def when(due: Due, as_of: date) -> str:
    """`12 days late`, `today`, `in 3 days`."""
    days = (due.day - as_of).days
    if days == 0:
        return "today"
    return f"{_counted(-days, 'day')} late" if days < 0 else f"in {_counted(days, 'day')}"


def detail(case: Case) -> str:
    """`Keys · since 12 Mar 2026 · with Luz Martin`."""
    head, others = case.head, [member.person.name or UNNAMED for member in case.members[1:]]
    parts = (
        case.project_name or "in no program now",
        f"since {_day(head.entry_date)}" if head.entry_date else "",
        f"left on {_day(head.exit_date)}" if head.exit_date else "",
        f"with {', '.join(others)}" if others else "",
    )
    return " · ".join(part for part in parts if part)


def stage_name(stage: int) -> str:
    """`Entry`, `Exit`: what a record is called."""
    known = {int(code): words for code, words in STAGES.items()}
    return known.get(stage) or standards.label("5.03.1", stage) or "Record"


def _day(value: date) -> str:
    return f"{value:%d %b %Y}"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _incomplete(due: Due, _as_of: date) -> str:
    missing = f", {_counted(due.count, 'answer')} missing" if due.count else ""
    return f"{stage_name(due.stage)} not complete{missing}"


def _answers(due: Due, _as_of: date) -> str:
    needs = "needs" if due.count == 1 else "need"
    what = f"{_counted(due.count, 'answer')} {needs} a look"
    return f"{stage_name(due.stage)}: {what}" if due.stage else what


def _consent(due: Due, as_of: date) -> str:
    return f"Consent {'over since' if due.is_late(as_of) else 'ends on'} {_day(due.day)}"


def _file(due: Due, _as_of: date) -> str:
    return "A file expires" if due.count == 1 else f"{due.count} files expire"


_TEXTS: dict[DueKind, Callable[[Due, date], str]] = {
    DueKind.ANNUAL: lambda due, _today: f"Annual assessment by {_day(due.day)}",
    DueKind.CONSENT: _consent,
    DueKind.INCOMPLETE: _incomplete,
    DueKind.MOVE_IN: lambda _due, _today: "No move-in date yet",
    DueKind.TURNED_18: lambda due, _today: f"Turned 18 on {_day(due.day)}: ask what adults are asked",
    DueKind.NO_CONTACT: lambda due, _today: f"No contact since {_day(due.day - NO_CONTACT)}",
    DueKind.ANSWERS: _answers,
    DueKind.FILE: _file,
}
