"""What must hold when somebody leaves a project, in words that say what to do. Rules S034, S035, S043, S044,
S045, S056, S058, S108 and S115; what is asked at exit (S046 to S052) is checked with the answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from hmis_web.domain.answers import Finding
from hmis_web.domain.stay_members import StayMember, head_of
from hmis_web.standards.codes import ProjectType
from hmis_web.standards.validation import Severity, validation_rule

RESIDENTIAL = frozenset({
    ProjectType.ES_ENTRY_EXIT, ProjectType.ES_NIGHT_BY_NIGHT, ProjectType.TRANSITIONAL_HOUSING,
    ProjectType.PSH, ProjectType.SAFE_HAVEN, ProjectType.PH_HOUSING_ONLY, ProjectType.PH_WITH_SERVICES,
    ProjectType.RAPID_REHOUSING,
})  # fmt: skip
"""Project types that give a place to stay. APR glossary, residential."""
EXIT_DATE = "exit.exit_date"
WORDS = {
    "S043": "{name} entered on {entry}; enter that day or a later one",
    "S044": "{name} leaves on the day of the entry. Stays shorter than a day are left out of the LSA: check "
    "both dates",
    "S045": "Enter the day on which {name} left, today at the latest",
    "S056": "{name} moved in on {moved}; enter that day or a later one, or correct the move-in date first",
    "S058": "{name} moved in on this day; in permanent supportive housing the exit is a later day. Correct "
    "one of the two dates",
    "S108": "The night of {night} is recorded for {name}; enter the day after the last night, or take that "
    "night away first",
    "S115": "{count} of {name}'s services are dated after the exit; check their dates",
}
LATER_SERVICES = "S115"
"""Flagged here and no hindrance: the exit may well be right, and the service's date wrong."""


@dataclass(frozen=True)
class ExitFacts:
    """What is known of one member's stay, besides the day of the exit."""

    name: str
    entry_date: date | None
    project_type: int | None
    move_in_date: date | None
    last_bed_night: date | None
    """The latest night recorded; None where there is none."""
    later_services: int = 0
    """How many services are dated after the exit."""


def check_date(facts: ExitFacts, exit_date: date, as_of: date) -> list[Finding]:
    """The rules about the day on which one member leaves."""
    told = {
        "name": facts.name,
        "entry": _read(facts.entry_date),
        "moved": _read(facts.move_in_date),
        "night": _read(facts.last_bed_night),
        "count": facts.later_services,
    }
    return [
        Finding(rule_id, _severity(rule_id), EXIT_DATE, WORDS[rule_id].format(**told))
        for rule_id in _broken(facts, exit_date, as_of)
    ]


def _broken(facts: ExitFacts, exit_date: date, as_of: date) -> Iterator[str]:
    entry, moved, night = facts.entry_date, facts.move_in_date, facts.last_bed_night
    if exit_date > as_of:
        yield "S045"
    if entry is not None and exit_date < entry:
        yield "S043"
    if exit_date == entry and facts.project_type in RESIDENTIAL:
        yield "S044"
    if moved is not None and moved > exit_date:
        yield "S056"
    if moved == exit_date and facts.project_type == ProjectType.PSH:
        yield "S058"
    if night is not None and night >= exit_date:
        yield "S108"
    if facts.later_services:
        yield LATER_SERVICES


def without_head(members: Iterable[StayMember], leaving: dict[int, date]) -> list[StayMember]:
    """The members who would stay after their head has left, or leave later (S035): of these somebody must
    become the head. Those who stay longest come alone: nobody else can lead the others to the end. Empty when
    the head stays, or all leave by the head's day. `leaving` are the days of this exit, by enrollment."""
    members = list(members)
    head = head_of(members)
    if head is None:
        return []
    ends = {member.enrollment_id: leaving.get(member.enrollment_id, member.exit_date) for member in members}
    last = ends[head.enrollment_id]
    if last is None or head.enrollment_id not in leaving:
        return []
    beyond = [member for member in members if (ends[member.enrollment_id] or date.max) > last]
    end = max((ends[member.enrollment_id] or date.max for member in beyond), default=None)
    return [member for member in beyond if (ends[member.enrollment_id] or date.max) == end]


def head_refusal(candidates: list[StayMember], chosen: StayMember) -> str:
    """Why somebody can't lead the household from the start of the stay (S034): another one who could was
    there before. Empty when nothing speaks against it. HUD 3.15."""
    first = min(candidates, key=lambda member: member.entry_date or date.max)
    if (chosen.entry_date or date.max) <= (first.entry_date or date.max):
        return ""
    return (
        f"{first.person.name} was there before {chosen.person.name}. The head is set back to the start of "
        f"the stay, so choose {first.person.name} or somebody who entered on that day"
    )


def _read(day: date | None) -> str:
    return "" if day is None else f"{day:%d %b %Y}"


def _severity(rule_id: str) -> Severity:
    return Severity.HIGH if rule_id == LATER_SERVICES else validation_rule(rule_id).severity
