"""On which days a stage may be recorded, and about whom. S043, S045, S095, S108, S129; HUD 5.04, R20."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy.orm import Session

from hmis_web.db.errors import DomainError
from hmis_web.domain import answers, exit_facts, exit_rules
from hmis_web.domain.enrollments import Stay
from hmis_web.domain.stay_members import StayMember
from hmis_web.standards.elements import CollectionPoint

AFTERCARE = timedelta(days=180)
"""How long after an exit aftercare is recorded. HUD R20."""
DAY = "information_date"


def present(members: Sequence[StayMember], stage: CollectionPoint, on: date) -> list[StayMember]:
    """The members whom a record of a day can be about: who stays on it; after exit, who has left by then."""
    if stage is CollectionPoint.POST_EXIT:
        return [each for each in members if each.exit_date is not None and each.exit_date <= on]
    return [
        each
        for each in members
        if (each.entry_date is None or each.entry_date <= on)
        and (each.exit_date is None or on <= each.exit_date)
    ]


def check_day(member: StayMember, stage: CollectionPoint, on: date, as_of: date) -> None:
    """Raises DomainError("information_date") for a day on which a stage can't be recorded for a member: in
    the future, outside the stay (S095), or past 180 days after the exit (S129)."""
    name = member.person.name or "The client"
    if on > as_of:
        raise DomainError(DAY, "Enter a date that is not in the future")
    if stage is CollectionPoint.POST_EXIT:
        if member.exit_date is None:
            raise DomainError(DAY, f"{name} has not left yet; a follow-up is recorded after the exit")
        if not member.exit_date <= on <= member.exit_date + AFTERCARE:
            last = member.exit_date + AFTERCARE
            raise DomainError(
                DAY,
                f"{name} left on {_read(member.exit_date)}; enter a day from then until {_read(last)}",
            )
        return
    if member.entry_date is not None and on < member.entry_date:
        raise DomainError(DAY, f"{name} entered on {_read(member.entry_date)}; enter that day or a later one")
    if member.exit_date is not None and on > member.exit_date:
        raise DomainError(DAY, f"{name} left on {_read(member.exit_date)}; enter that day or an earlier one")


def check_exit(session: Session, stay: Stay, member: StayMember, on: date, as_of: date) -> None:
    """Raises answers.Refused for another day of exit that contradicts the stay."""
    facts = exit_facts.facts_of(session, stay, [member], {member.enrollment_id: on})
    found = exit_rules.check_date(facts[member.enrollment_id], on, as_of)
    blocking = [finding for finding in found if finding.blocks]
    if blocking:
        raise answers.Refused(blocking)


def _read(day: date) -> str:
    return f"{day:%d %b %Y}"
