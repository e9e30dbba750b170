"""A household taken in at once: people who are not in the system yet are added, those who are join them, and
all of them live together from a day on. HUD 3.01 to 3.07, 3.15, 4.21."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.scope import client_visible
from hmis_web.db.errors import DomainError
from hmis_web.db.keys import KeyRing
from hmis_web.domain import duplicates, household_changes, household_rows
from hmis_web.domain.client_changes import create_client
from hmis_web.domain.client_fields import ClientFields, settled
from hmis_web.domain.client_rules import Around, check_client
from hmis_web.domain.clock import Clock
from hmis_web.domain.household_records import HEAD
from hmis_web.models import Client

MOST = 20
"""Lines that a grid may have."""


@dataclass(frozen=True)
class Line:
    """One person of the grid: a client who is known, or somebody new as told."""

    number: int
    relationship_to_hoh: int | None
    client_id: int | None = None
    fields: ClientFields | None = None
    not_same: frozenset[int] = frozenset()
    """Records that are very like, and of which it was said that they are somebody else's."""


@dataclass(frozen=True)
class Existing:
    """A household that the people join."""

    id: int
    version: int


@dataclass(frozen=True)
class Plan:
    """The whole grid: who, since when; whoever acts for all agencies names one."""

    lines: Sequence[Line]
    on: date
    idempotency_key: str
    joins: Existing | None = None
    organization_id: int | None = None


@dataclass(frozen=True)
class TakenIn:
    """What a grid made: the household, and the client of each line by its number."""

    household_id: int
    clients: dict[int, int]


@dataclass(frozen=True)
class LineFault:
    """What must be put right: in which line, at which field."""

    number: int
    field: str
    message: str


class LinesRefused(DomainError):
    """Some lines can't be saved as they are: every fault, each at its field."""

    def __init__(self, faults: Sequence[LineFault]) -> None:
        super().__init__(faults[0].field, faults[0].message)
        self.faults = tuple(faults)


def take_in(session: Session, actor: Actor, keyring: KeyRing, plan: Plan, clock: Clock) -> TakenIn:
    """Add who is new, and let all of them live together from a day on: in a household of their own, or in one
    that is there (`joins`). Sent twice it is done once. Raises LinesRefused naming every fault (rules S001 to
    S030), DomainError, NotFound, StaleVersion as `household_changes`. Flushes. HUD 3.01 to 3.07, 3.15,
    4.21."""
    check_lines(plan.lines, clock.as_of, is_new=plan.joins is None)
    clients = {line.number: _client(session, actor, keyring, line, plan, clock) for line in plan.lines}
    relations = {clients[line.number]: int(line.relationship_to_hoh or 0) for line in plan.lines}
    if plan.joins is not None:
        _join(session, actor, relations, plan, clock)
        return TakenIn(plan.joins.id, clients)
    made = household_changes.create_household(
        session, actor, relations, plan.on, clock,
        idempotency_key=plan.idempotency_key, organization_id=plan.organization_id,
    )  # fmt: skip
    return TakenIn(made, clients)


def _client(session: Session, actor: Actor, keyring: KeyRing, line: Line, plan: Plan, clock: Clock) -> int:
    """The client of a line: the one who is known, or somebody added; what was said of records that are very
    like is kept."""
    if line.client_id is not None:
        return line.client_id
    made = create_client(
        session,
        actor,
        keyring,
        line.fields or ClientFields(),
        clock,
        idempotency_key=f"{plan.idempotency_key}-{line.number}",
        organization_id=plan.organization_id,
    )
    if line.not_same:
        duplicates.say_not_same(session, actor, made, line.not_same, clock)
    return made


def is_made(session: Session, actor: Actor, idempotency_key: str) -> bool:
    """Whether the actor's account sent this grid before, and somebody was added by it: then nobody asks
    whether they are known. One statement."""
    keys = [f"{actor.account_id}:{idempotency_key}-{number}" for number in range(MOST)]
    known = select(Client.id).where(Client.idempotency_key.in_(keys), client_visible(actor))
    return session.scalar(known.limit(1)) is not None


def check_lines(lines: Sequence[Line], as_of: date, *, is_new: bool) -> None:
    """Raises LinesRefused naming what a household of these people can't be: contradicting answers (S001 to
    S025), a missing relation, none or several heads, somebody twice (S027 to S030)."""
    faults: list[LineFault] = []
    for line in lines:
        if line.relationship_to_hoh is None:
            faults.append(
                LineFault(line.number, "relationship", "Choose what they are to the head of household")
            )
        if line.fields is not None:
            found = check_client(settled(line.fields), Around(as_of))
            faults += [LineFault(line.number, each.key, each.message) for each in found if each.blocks]
    faults += [*_heads(lines, is_new=is_new), *_twice(lines)]
    if faults:
        raise LinesRefused(sorted(faults, key=lambda each: each.number))


def _heads(lines: Sequence[Line], *, is_new: bool) -> Iterable[LineFault]:
    heads = [line for line in lines if line.relationship_to_hoh == HEAD]
    if not is_new:
        return [
            LineFault(line.number, "relationship", "This household has its head already") for line in heads
        ]
    several = [
        LineFault(line.number, "relationship", "Only one can be the head of household") for line in heads[1:]
    ]
    if heads or not lines:
        return several
    return [
        LineFault(lines[0].number, "relationship", "Choose who is the head of household: one of them must be")
    ]


def _twice(lines: Sequence[Line]) -> Iterable[LineFault]:
    seen: set[int] = set()
    for line in lines:
        if line.client_id in seen:
            yield LineFault(line.number, "who", "This person is in the list already")
        if line.client_id is not None:
            seen.add(line.client_id)


def _join(session: Session, actor: Actor, relations: dict[int, int], plan: Plan, clock: Clock) -> None:
    joins = plan.joins
    if joins is None:
        return
    present = {key: row.relationship_to_hoh for key, row in household_rows.present(session, joins.id).items()}
    if relations.items() <= present.items():
        return  # sent twice
    household_changes.change_members(
        session, actor, joins.id, present | relations, plan.on, clock, version=joins.version
    )
