"""What must hold before people enter a project together, said in words at the member and field at fault. What
is answered besides is checked by `answers`. HUD 3.10, 3.15, 3.16, 5.09."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from hmis_web import standards
from hmis_web.access.actor import Actor
from hmis_web.access.scope import enrollment_visible
from hmis_web.db.errors import DomainError, NotFound
from hmis_web.domain.answers import Answers
from hmis_web.domain.enrollment_places import EnrollmentPlace
from hmis_web.models import Enrollment, Exit
from hmis_web.standards.codes import RelationshipToHoH

HEAD = RelationshipToHoH.SELF
COC = re.compile(r"[A-Z]{2}-\d{3}")


@dataclass(frozen=True)
class MemberEntry:
    """How one person enters: as what, when, and what was answered. `complete` False: somebody will go on with
    it later; it stands on the worklist."""

    client_id: int
    relationship_to_hoh: int | None
    entry_date: date | None
    answers: Answers
    complete: bool = True


@dataclass(frozen=True)
class Fault:
    """What must be put right: `client_id` None concerns all of them."""

    client_id: int | None
    field: str
    message: str


class EntryError(DomainError):
    """People can't enter like this: every fault, each at its member and field."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(faults[0].field, faults[0].message)
        self.faults = tuple(faults)


@dataclass(frozen=True)
class Joined:
    """A household that is in the project already."""

    household_id: str
    project_key: int
    coc: str | None
    head_entry: date | None
    """Of the present head; None when it is not known."""
    has_head: bool
    members: frozenset[int]
    """Clients who are still there."""


def joined_stay(session: Session, actor: Actor, enrollment_id: int) -> Joined:
    """The household of a stay in a project of the actor's agency, to join. Raises NotFound when it is not
    theirs, DomainError("members") when all of it has left. Two statements."""
    stay = session.scalar(select(Enrollment).where(Enrollment.id == enrollment_id, enrollment_visible(actor)))
    if stay is None or not stay.household_id:
        raise NotFound("enrollment")
    query = (
        select(Enrollment, Exit.exit_date)
        .outerjoin(Exit, (Exit.enrollment_key == Enrollment.id) & Exit.date_deleted.is_(None))
        .where(
            Enrollment.data_source_id == stay.data_source_id,
            Enrollment.household_id == stay.household_id,
            Enrollment.project_key == stay.project_key,
            enrollment_visible(actor),
        )
    )
    there = [row for row, exit_date in session.execute(query) if exit_date is None]
    if not there:
        raise DomainError("members", "Everybody of this household has left; enroll them anew")
    head = next((row for row in there if row.relationship_to_hoh == HEAD), None)
    return Joined(
        household_id=stay.household_id,
        project_key=stay.project_key,
        coc=head.enrollment_coc if head else stay.enrollment_coc,
        head_entry=head.entry_date if head else None,
        has_head=head is not None,
        members=frozenset(row.client_key for row in there),
    )


def check_entry(
    place: EnrollmentPlace, members: Sequence[MemberEntry], coc: str | None, joined: Joined | None
) -> tuple[MemberEntry, ...]:
    """The members as they enter: who is alone heads the household (S030). Raises EntryError naming everything
    that can't be: nobody, a missing relation or entry date (S029, S036), no head or several (S027, S028), an
    entry before the head's (S034), a project that is not open then (S038), a CoC that is missing or not the
    project's (3.16)."""
    entering = list(members)
    if len(entering) == 1 and joined is None:
        entering = [replace(entering[0], relationship_to_hoh=int(HEAD))]
    faults = [*_each(place, entering), *_heads(entering, joined), *_coc(place, coc, joined)]
    if not entering:
        faults.append(Fault(None, "members", "Tick who enters"))
    if faults:
        raise EntryError(faults)
    return tuple(entering)


def _each(place: EnrollmentPlace, members: Iterable[MemberEntry]) -> Iterable[Fault]:
    codes = {int(code.value) for code in standards.offered("3.15.1")}
    for each in members:
        if each.relationship_to_hoh not in codes:
            yield Fault(each.client_id, "relation", "Choose what they are to the head of household")
        if each.entry_date is None:
            yield Fault(each.client_id, "entry", "Enter the entry date")
        elif not place.is_open(each.entry_date):
            yield Fault(each.client_id, "entry", "The program does not operate on that day")


def _heads(members: Sequence[MemberEntry], joined: Joined | None) -> Iterable[Fault]:
    heads = [each for each in members if each.relationship_to_hoh == HEAD]
    if joined is not None and joined.has_head:
        for each in heads:
            yield Fault(each.client_id, "relation", "This household has its head already")
        for each in members:
            if each.client_id in joined.members:
                yield Fault(each.client_id, "members", "They are in this household already")
        entry = joined.head_entry
    else:
        for each in heads[1:]:
            yield Fault(each.client_id, "relation", "Only one can be the head of household")
        if members and not heads:
            yield Fault(None, "members", "Choose who is the head of household: one of them must be")
        entry = heads[0].entry_date if heads else None
    for each in members:
        if each.relationship_to_hoh != HEAD and entry and each.entry_date and each.entry_date < entry:
            yield Fault(
                each.client_id, "entry", f"Nobody enters before the head of household, {entry:%d %b %Y}"
            )


def _coc(place: EnrollmentPlace, coc: str | None, joined: Joined | None) -> Iterable[Fault]:
    if joined is not None:
        return
    if coc is not None and not COC.fullmatch(coc):
        yield Fault(None, "coc", "Enter the CoC's code, such as XX-501")
    elif coc is None and place.cocs:
        yield Fault(None, "coc", "Choose the CoC in which the household stays")
    elif coc is not None and place.cocs and coc not in place.cocs:
        yield Fault(None, "coc", "Choose a CoC that the program serves")
