"""Changing how somebody entered: the day, what the members are to each other, the CoC, and what was answered
at entry. HUD 3.10, 3.15, 3.16."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.access.scope import enrollment_visible
from hmis_web.db.errors import DomainError, NotFound, StaleVersion
from hmis_web.domain import answers, enrollments, heads, row_changes
from hmis_web.domain.answers import Answers
from hmis_web.domain.clock import Clock
from hmis_web.domain.enrollment_places import EnrollmentPlace, get_place
from hmis_web.domain.enrollment_rules import COC, HEAD
from hmis_web.domain.enrollments import Stay
from hmis_web.domain.stay_members import StayMember, members_of
from hmis_web.models import Enrollment
from hmis_web.standards.elements import CollectionPoint

VERB = "enrollment:edit"


@dataclass(frozen=True)
class Versions:
    """What the person saw: the enrollment's version, and that of the record of entry (None: there was
    none)."""

    enrollment: int
    record: int | None


@dataclass(frozen=True)
class EntryEdit:
    """How the entry is to read. `relations` are {enrollment: code} of members of the household."""

    entry_date: date | None
    coc: str | None
    relations: Mapping[int, int]
    answers: Answers
    versions: Versions
    complete: bool = True


@dataclass(frozen=True)
class EntryNow:
    """How the entry reads: for the page, and to be compared with what somebody typed."""

    stay: Stay
    place: EnrollmentPlace
    members: list[StayMember]
    coc: str | None
    answers: dict[str, Any]
    versions: Versions

    @property
    def own(self) -> StayMember:
        """The member whose entry it is."""
        return next(each for each in self.members if each.enrollment_id == self.stay.id)


def read_entry(session: Session, actor: Actor, client_id: int, enrollment_id: int, as_of: date) -> EntryNow:
    """The entry of a stay in a project of the actor's agency. Raises NotFound, Forbidden. Seven
    statements, one more where the community asks something itself."""
    actor.require(Permission.ENROLLMENT_EDIT)
    stay = enrollments.get_visible(session, actor, client_id, enrollment_id, as_of)
    members = members_of(session, actor, stay, as_of)
    own = next((each for each in members if each.enrollment_id == stay.id), None)
    if own is None:
        raise NotFound("enrollment")
    on = stay.entry_date or as_of
    record = answers.find_record(session, actor, enrollment_id, CollectionPoint.ENTRY, on)
    return EntryNow(
        stay=stay,
        place=get_place(session, actor, stay.project_key),
        members=members,
        coc=own.coc,
        answers=answers.read(session, actor, enrollment_id, CollectionPoint.ENTRY, on),
        versions=Versions(own.version, record.version if record else None),
    )


def change_entry(
    session: Session, actor: Actor, client_id: int, enrollment_id: int, edit: EntryEdit, clock: Clock
) -> None:
    """Change how somebody entered. A household keeps exactly one head; another head takes CoC and move-in
    date over.

    Raises NotFound, Forbidden, StaleVersion when somebody else saved in between; DomainError naming the
    field: "entry_date" (missing, the program not open then, before the head's or after a member's entry,
    S034, S036, S038), "relations" (S027 to S029), "coc" (3.16); Refused for contradicting answers. Flushes.
    HUD 3.10, 3.15, 3.16.
    """
    now = read_entry(session, actor, client_id, enrollment_id, clock.as_of)
    if now.versions != edit.versions:
        raise StaleVersion("Somebody else has changed this entry since")
    day = _checked_day(now, edit)
    relations = {each.enrollment_id: each.relationship_to_hoh for each in now.members} | dict(edit.relations)
    head = _checked_head(now, relations)
    _check_order(now, day, head)
    row = _row(session, actor, enrollment_id, lock=True)
    _write_relations(session, actor, now, relations, head, clock)
    wanted: dict[str, Any] = {"entry_date": day}
    if head == enrollment_id:
        wanted["enrollment_coc"] = _checked_coc(now, edit.coc)
    row_changes.write(session, actor, now.stay, row, wanted, VERB, clock)
    session.flush()
    told = {
        "enrollment.relationship_to_hoh": row.relationship_to_hoh,
        "enrollment.enrollment_coc": row.enrollment_coc,
    }
    kept = {key: value for key, value in told.items() if value is not None}
    answers.save(
        session, actor, enrollment_id, CollectionPoint.ENTRY, day, kept | dict(edit.answers), clock,
        version=edit.versions.record, complete=edit.complete,
    )  # fmt: skip


def _row(session: Session, actor: Actor, enrollment_id: int, *, lock: bool = False) -> Enrollment:
    query = select(Enrollment).where(Enrollment.id == enrollment_id, enrollment_visible(actor))
    row = session.scalar(query.with_for_update(of=Enrollment) if lock else query)
    if row is None:
        raise NotFound("enrollment")
    return row


def _checked_day(now: EntryNow, edit: EntryEdit) -> date:
    day = edit.entry_date
    if day is None:
        raise DomainError("entry_date", "Enter the entry date")
    if not now.place.is_open(day):
        raise DomainError("entry_date", "The program does not operate on that day")
    if now.stay.exit_date is not None and day > now.stay.exit_date:
        raise DomainError(
            "entry_date", f"The stay ended on {now.stay.exit_date:%d %b %Y}; enter that day or before"
        )
    return day


def _checked_head(now: EntryNow, relations: Mapping[int, int | None]) -> int:
    """The enrollment of the head. Only one member may be; who is alone is."""
    if len(now.members) == 1:
        return now.stay.id
    present = {each.enrollment_id for each in now.members}
    found = [key for key, code in relations.items() if code == HEAD and key in present]
    if len(found) != 1:
        few = "Choose who is the head of household: a household needs one"
        many = "Choose one head of household: there can't be more than one"
        raise DomainError("relations", many if found else few)
    return found[0]


def _check_order(now: EntryNow, day: date, head: int) -> None:
    """Nobody enters before the head. Rule S034."""
    days = {each.enrollment_id: each.entry_date for each in now.members} | {now.stay.id: day}
    began = days[head]
    early = [key for key, each in days.items() if began is not None and each is not None and each < began]
    if now.stay.id in early:
        raise DomainError("entry_date", f"Nobody enters before the head of household, {began:%d %b %Y}")
    if early:
        field = "entry_date" if head == now.stay.id else "relations"
        raise DomainError(field, "Somebody else entered before that head; nobody may")


def _checked_coc(now: EntryNow, coc: str | None) -> str | None:
    if coc is not None and not COC.fullmatch(coc):
        raise DomainError("coc", "Enter the CoC's code, such as XX-501")
    if now.place.cocs and coc not in {*now.place.cocs, now.coc}:
        raise DomainError("coc", "Choose a CoC that the program serves")
    return coc


def _write_relations(
    session: Session,
    actor: Actor,
    now: EntryNow,
    relations: Mapping[int, int | None],
    head: int,
    clock: Clock,
) -> None:
    before = {each.enrollment_id: each.relationship_to_hoh for each in now.members}
    wanted = {key: int(HEAD) if key == head else relations.get(key) for key in before}
    if wanted == before:
        return
    if before[head] != HEAD:
        others = {key: int(code) for key, code in wanted.items() if key != head and code is not None}
        heads.set_head(session, actor, now.stay, now.members, head, others, clock)
        return
    rows = session.scalars(
        select(Enrollment).where(Enrollment.id.in_(list(before)), enrollment_visible(actor))
    )
    for row in rows:
        change = {"relationship_to_hoh": wanted[row.id]}
        row_changes.write(session, actor, now.stay, row, change, VERB, clock)
    session.flush()
