"""What is due on a caseload, the longest overdue first.

Each rule looks at one household and answers what is to be done by when. HUD 5.03 (annual assessment), 3.20
(move-in), 3.10 (entry); the limits are practice of the field.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.domain import anniversaries, cases, due_facts
from hmis_web.domain.cases import Case, CaseMember
from hmis_web.domain.due_facts import LONG_AGO, SOON, Facts
from hmis_web.standards.codes import ProjectType

PERMANENT_HOUSING = frozenset(
    {ProjectType.PSH, ProjectType.PH_HOUSING_ONLY, ProjectType.PH_WITH_SERVICES, ProjectType.RAPID_REHOUSING}
)
NO_CONTACT = timedelta(days=90)
MOVE_IN_AFTER, MOVE_IN_BY = timedelta(days=14), timedelta(days=90)
"""From when a household without a home of its own is told, and by when it should have one."""
OF_AGE = 18
FIRST_OF_MARCH = (3, 1)


class DueKind(StrEnum):
    """What is to be done."""

    ANNUAL = "annual"
    CONSENT = "consent"
    INCOMPLETE = "incomplete"
    MOVE_IN = "move-in"
    TURNED_18 = "turned-18"
    NO_CONTACT = "no-contact"
    ANSWERS = "answers"
    FILE = "file"


@dataclass(frozen=True)
class Due:
    """One thing to do, for one person or several of a household."""

    kind: DueKind
    day: date
    """By when it should be done."""
    client_id: int
    enrollment_id: int | None
    names: tuple[str, ...] = ()
    stage: int = 0
    """Of the record that needs a look (list 5.03.1); 0 for none."""
    record_day: date | None = None
    record_id: int | None = None
    count: int = 0
    key: str = ""
    """The question that needs a look."""

    def is_late(self, as_of: date) -> bool:
        """Whether the day is over."""
        return self.day < as_of


@dataclass(frozen=True)
class CaseLine:
    """A household and what is due for it, the most urgent first."""

    case: Case
    due: tuple[Due, ...]


def caseload(session: Session, actor: Actor, account_id: int, as_of: date) -> list[CaseLine]:
    """Somebody's caseload at the agency acted for, the longest overdue first; households that have left are
    told while something is left to do. Four statements at most."""
    found = cases.of_account(session, actor, account_id, as_of)
    members = [member for case in found for member in case.members]
    stays = {member.enrollment_id for member in members if member.enrollment_id is not None}
    facts = due_facts.read(session, actor, stays, {member.person.id for member in members}, as_of)
    lines = [CaseLine(case, of_case(case, facts, as_of)) for case in found]
    kept = [line for line in lines if line.due or not _is_over(line.case, as_of)]
    return sorted(kept, key=_urgency)


def of_case(case: Case, facts: Facts, as_of: date) -> tuple[Due, ...]:
    """What is due for one household, the most urgent first; the same for several members is one line."""
    found: dict[tuple[object, ...], Due] = {}
    for member in case.members:
        for due in _of_member(case, member, facts, as_of):
            key = (due.kind, due.day, due.stage, due.record_day, due.count)
            name = (member.person.name,) if len(case.members) > 1 else ()
            first = found.get(key)
            found[key] = replace(first, names=first.names + name) if first else replace(due, names=name)
    return tuple(sorted(found.values(), key=lambda due: (due.day, due.kind)))


def _of_member(case: Case, member: CaseMember, facts: Facts, as_of: date) -> Iterator[Due]:
    yield from _records(member, facts, as_of)
    if case.project_key is not None and not member.is_here(as_of):
        return
    yield from _consent(member, facts, as_of)
    yield from _files(member, facts)
    if case.project_key is None:
        return
    yield from _annual(case, member, facts, as_of)
    yield from _move_in(case, member, as_of)
    yield from _of_age(member, facts, as_of)
    yield from _contact(member, facts, as_of)


def _records(member: CaseMember, facts: Facts, as_of: date) -> Iterator[Due]:
    if member.enrollment_id is None:
        return
    for kind, gaps in ((DueKind.INCOMPLETE, facts.incomplete), (DueKind.ANSWERS, facts.findings)):
        for gap in gaps.get(member.enrollment_id, ()):
            due = _due(kind, gap.day or member.entry_date or as_of, member, stage=gap.stage, count=gap.count)
            yield replace(due, record_day=gap.day, record_id=gap.record_id, key=gap.key)


def _annual(case: Case, member: CaseMember, facts: Facts, as_of: date) -> Iterator[Due]:
    entry = case.head_entry
    if entry is None or member.enrollment_id is None:
        return
    recorded = facts.annual.get(member.enrollment_id, [])
    missing = anniversaries.due(entry, member.exit_date, as_of, recorded)
    if missing is not None and (member.entry_date is None or missing.anniversary.day >= member.entry_date):
        yield _due(DueKind.ANNUAL, missing.anniversary.closes, member)


def _consent(member: CaseMember, facts: Facts, as_of: date) -> Iterator[Due]:
    ends = facts.release.get(member.person.id)
    if ends is not None and as_of - LONG_AGO <= ends <= as_of + SOON:
        yield _due(DueKind.CONSENT, ends, member)


def _files(member: CaseMember, facts: Facts) -> Iterator[Due]:
    days = facts.files.get(member.person.id, [])
    if days:
        yield _due(DueKind.FILE, min(days), member, count=len(days))


def _move_in(case: Case, member: CaseMember, as_of: date) -> Iterator[Due]:
    waits = case.project_type in PERMANENT_HOUSING and member.is_head and member.move_in_date is None
    if waits and member.entry_date is not None and as_of - member.entry_date >= MOVE_IN_AFTER:
        yield _due(DueKind.MOVE_IN, member.entry_date + MOVE_IN_BY, member)


def _of_age(member: CaseMember, facts: Facts, as_of: date) -> Iterator[Due]:
    """Somebody who turned 18 during the stay is asked what adults are asked, from then on. HUD 4.02, 3.07."""
    if member.birth_date is None or member.entry_date is None or member.enrollment_id is None:
        return
    day = _birthday(member.birth_date, OF_AGE)
    asked = facts.income.get(member.enrollment_id)
    if member.entry_date < day <= as_of and (asked is None or asked < day):
        yield _due(DueKind.TURNED_18, day, member)


def _contact(member: CaseMember, facts: Facts, as_of: date) -> Iterator[Due]:
    """Nobody of the household's head was seen, served or written about for 90 days. HUD 4.12."""
    if not member.is_head:
        return
    days = [day for day in (member.entry_date, facts.contact.get(member.person.id)) if day is not None]
    if days and max(days) + NO_CONTACT <= as_of:
        yield _due(DueKind.NO_CONTACT, max(days) + NO_CONTACT, member)


def _due(kind: DueKind, day: date, member: CaseMember, **more: object) -> Due:
    return Due(kind, day, member.person.id, member.enrollment_id, **more)  # type: ignore[arg-type]


def _birthday(born: date, years: int) -> date:
    """The day on which somebody becomes so many years old; who was born on 29 February, on 1 March."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, *FIRST_OF_MARCH)


def _is_over(case: Case, as_of: date) -> bool:
    return case.project_key is not None and not any(
        member.exit_date is None or member.exit_date >= as_of for member in case.members
    )


def _urgency(line: CaseLine) -> tuple[date, str, int]:
    first = line.due[0].day if line.due else date.max
    return first, line.case.head.person.name.lower(), line.case.head.person.id
