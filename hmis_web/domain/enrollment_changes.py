"""Opening stays: one HouseholdID for all who enter a project together, and what they answered at entry. HUD
3.10, 3.15, 3.16, 5.06, 5.08, 5.09."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.access.scope import client_visible
from hmis_web.db.errors import DomainError, NotFound
from hmis_web.domain import answers, audit, caseload, entered, sharing_outcome
from hmis_web.domain.answers import Finding, Refused
from hmis_web.domain.clock import Clock
from hmis_web.domain.enrollment_places import EnrollmentPlace, get_place
from hmis_web.domain.enrollment_rules import HEAD, MemberEntry, check_entry, joined_stay
from hmis_web.models import Client, ClientAgency, Enrollment
from hmis_web.standards.elements import CollectionPoint


@dataclass(frozen=True)
class Entry:
    """Who enters which project together. `joins`: a stay that runs already, whose household they join. `coc`
    is the code of the head's CoC (3.16)."""

    project_key: int
    members: tuple[MemberEntry, ...]
    coc: str | None
    idempotency_key: str
    joins: int | None = None

    @property
    def clients(self) -> list[int]:
        """Who enters."""
        return [each.client_id for each in self.members]


class EntryRefused(DomainError):
    """Answers of some members contradict themselves or something else: {client: findings}."""

    def __init__(self, findings: Mapping[int, tuple[Finding, ...]]) -> None:
        first = next(iter(findings.values()))[0]
        super().__init__(first.key, first.message)
        self.findings = dict(findings)


def open_enrollments(session: Session, actor: Actor, entry: Entry, clock: Clock) -> dict[int, int]:
    """Enroll people who enter a project together, with what they answered; {client: enrollment}. All or
    nothing, and once: the same idempotency key again answers what the first one made.

    Raises Forbidden; NotFound for a project that is not the agency's, a client out of scope, a stay to join
    that is not theirs; EntryError naming member and field for what can't be (no or several heads, no
    relation, no entry date, a CoC to choose); EntryRefused for contradicting answers (S013 to S042 and the
    elements' own rules). Flushes. HUD 3.10, 3.15, 3.16, 5.06, 5.08, 5.09.
    """
    actor.require(Permission.ENROLLMENT_CREATE)
    actor.require(Permission.ANSWERS_EDIT)
    place = get_place(session, actor, entry.project_key)
    keys = {key: f"{actor.account_id}:{entry.idempotency_key}:{key}" for key in entry.clients}
    made = _made(session, keys)
    if made:
        return made
    joined = joined_stay(session, actor, entry.joins) if entry.joins is not None else None
    members = check_entry(place, entry.members, entry.coc, joined)
    people = _people(session, actor, keys)
    household_id = joined.household_id if joined else entered.new_identifier()
    try:
        with session.begin_nested():
            rows = [
                Enrollment(
                    **_columns(session, actor, place, each, entry, clock),
                    personal_id=people[each.client_id],
                    household_id=household_id,
                    idempotency_key=keys[each.client_id],
                )
                for each in members
            ]
            session.add_all(rows)
            session.flush()
            _known_to_agency(session, place, people, clock)
            _save_answers(session, actor, rows, members, clock)
    except IntegrityError:
        made = _made(session, keys)  # somebody sent the same a moment earlier
        if not made:
            raise
        return made
    for row in rows:
        _told(session, actor, row)
    caseload.assign(session, actor, [row.id for row in rows], clock)
    return {row.client_key: row.id for row in rows}


def _made(session: Session, keys: Mapping[int, str]) -> dict[int, int]:
    """What an earlier request with the same key made. It is the actor's own: the key begins with the
    account."""
    rows = session.execute(
        select(Enrollment.client_key, Enrollment.id).where(
            Enrollment.idempotency_key.in_(list(keys.values()))
        )
    )
    return {row.client_key: row.id for row in rows}


def _people(session: Session, actor: Actor, wanted: Iterable[int]) -> dict[int, str]:
    """{client: PersonalID} of those who are to be enrolled."""
    ids = set(wanted)
    query = select(Client.id, Client.personal_id).where(Client.id.in_(ids), client_visible(actor))
    found = {row.id: row.personal_id for row in session.execute(query)}
    if ids - found.keys():
        raise NotFound("client")
    return found


def _columns(
    session: Session, actor: Actor, place: EnrollmentPlace, member: MemberEntry, entry: Entry, clock: Clock
) -> dict[str, Any]:
    """The columns of one enrollment. The CoC is the head's alone (3.16)."""
    common = entered.columns(session, actor, place.data_source_id, clock)
    return common | {
        "entered_organization_id": actor.organization_id or place.organization_id,
        "enrollment_id": entered.new_identifier(),
        "project_id": place.project_id,
        "project_key": place.id,
        "client_key": member.client_id,
        "entry_date": member.entry_date,
        "relationship_to_hoh": member.relationship_to_hoh,
        "enrollment_coc": entry.coc if member.relationship_to_hoh == HEAD else None,
    }


def _known_to_agency(
    session: Session, place: EnrollmentPlace, people: Mapping[int, str], clock: Clock
) -> None:
    """The project's agency sees whom it enrolls in its own right, whatever becomes of a release (decision
    20)."""
    own = session.scalars(
        select(ClientAgency).where(
            ClientAgency.organization_id == place.organization_id, ClientAgency.client_id.in_(list(people))
        )
    ).all()
    by_release = [row for row in own if row.by_release]
    missing = set(people) - {row.client_id for row in own}
    if not by_release and not missing:
        return
    for row in by_release:
        row.by_release = False
    session.add_all(
        ClientAgency(organization_id=place.organization_id, client_id=key) for key in sorted(missing)
    )
    session.flush()
    sharing_outcome.refresh(session, [*missing, *(row.client_id for row in by_release)], clock.as_of)


def _save_answers(
    session: Session, actor: Actor, rows: list[Enrollment], members: tuple[MemberEntry, ...], clock: Clock
) -> None:
    """What each member answered at entry; all that is refused, at once."""
    refused: dict[int, tuple[Finding, ...]] = {}
    for row, member in zip(rows, members, strict=True):
        day = member.entry_date or clock.as_of
        try:
            answers.save(
                session, actor, row.id, CollectionPoint.ENTRY, day, told_of_stay(row) | dict(member.answers),
                clock, complete=member.complete,
            )  # fmt: skip
        except Refused as error:
            refused[member.client_id] = error.findings
    if refused:
        raise EntryRefused(refused)


def told_of_stay(row: Enrollment) -> dict[str, Any]:
    """What pages ask in their own way (entry date, relation, CoC), as the form's questions."""
    told = {
        "enrollment.entry_date": row.entry_date,
        "enrollment.relationship_to_hoh": row.relationship_to_hoh,
        "enrollment.enrollment_coc": row.enrollment_coc,
    }
    return {key: value for key, value in told.items() if value is not None}


def _told(session: Session, actor: Actor, row: Enrollment) -> None:
    after: dict[str, Any] = {
        "entry_date": row.entry_date,
        "relationship_to_hoh": row.relationship_to_hoh,
        "enrollment_coc": row.enrollment_coc,
        "household_id": row.household_id,
    }
    audit.record(
        session, actor, "enrollment:create", "enrollment", row.id, client_id=row.client_key,
        details={"project": row.project_key}, after=after,
    )  # fmt: skip


__all__ = ["Entry", "EntryRefused", "MemberEntry", "open_enrollments"]
