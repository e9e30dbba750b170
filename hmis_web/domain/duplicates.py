"""Records that may be the same person, why, and what people said of them.

Candidates come from the search and never leave the actor's scope; of other agencies' records at most that one
exists is told (decision 20).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, insert, or_, select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.access.scope import client_visible
from hmis_web.db.errors import NotFound
from hmis_web.db.keys import KeyRing
from hmis_web.domain import audit, clients
from hmis_web.domain.audit import Act
from hmis_web.domain.client_changes import fields_of
from hmis_web.domain.client_fields import ClientFields, nine
from hmis_web.domain.clients import Person
from hmis_web.domain.clock import Clock
from hmis_web.domain.search.dates import Born
from hmis_web.domain.search.find import search_query
from hmis_web.domain.search.query import Query, of_person
from hmis_web.domain.search.results import Match
from hmis_web.domain.search.scoring import Rank, Why
from hmis_web.models import Account, Client, NotSame
from hmis_web.standards.codes import DOBDataQuality

MOST = 5
"""Candidates shown beside a form."""
LOOKED_AT = 12
NEAR = 0.88
"""Score from which a birth date that is one digit off speaks for the same person."""
NAMES = frozenset({Why.SAME_NAME, Why.BEGINS, Why.NICKNAME, Why.SOUND, Why.SPELLING})
PROOFS = frozenset({Why.LAST4, Why.BIRTH_DATE, Why.SWAPPED_DATE})


@dataclass(frozen=True)
class Candidate:
    """A record that may be the same person. A strong one is asked about before saving."""

    match: Match
    strong: bool


@dataclass(frozen=True)
class Likely:
    """Candidates, the likeliest first, and record numbers of other agencies' records that fit exactly. `act`
    is for the audit trail; None when too little was told to look."""

    candidates: tuple[Candidate, ...] = ()
    elsewhere: tuple[str, ...] = ()
    act: Act | None = None

    def unanswered(self, answered: Iterable[int]) -> tuple[Candidate, ...]:
        """Strong candidates of whom nobody said that they are somebody else."""
        known = set(answered)
        return tuple(each for each in self.candidates if each.strong and each.match.client_id not in known)


@dataclass(frozen=True)
class Answer:
    """That somebody else is somebody else: who they are, who said so, and when."""

    person: Person
    author: str
    said_at: datetime


def likely(
    session: Session,
    actor: Actor,
    keyring: KeyRing,
    told: ClientFields,
    as_of: date,
    *,
    client_id: int | None = None,
) -> Likely:
    """Records in scope that may be the person told of: name as it sounds, nickname, day and month swapped,
    one digit off, last four. Those of whom somebody said that they are not the same as `client_id` are left
    out. HUD 3.01 to 3.03, 5.08."""
    query = _query(told)
    if query is None:
        return Likely()
    found = search_query(session, actor, query, keyring, as_of, LOOKED_AT)
    left_out = {client_id, *(_said_not_same(session, client_id) if client_id is not None else ())}
    candidates = [
        Candidate(match, _is_strong(match, query))
        for match in found.matches
        if match.client_id not in left_out
    ]
    candidates.sort(key=lambda each: not each.strong)
    return Likely(tuple(candidates[:MOST]), found.elsewhere, found.act)


def of_client(session: Session, actor: Actor, keyring: KeyRing, client_id: int, as_of: date) -> Likely:
    """Records that may be the same person as one in scope. Raises NotFound."""
    row = session.scalar(select(Client).where(Client.id == client_id, client_visible(actor)))
    if row is None:
        raise NotFound("client")
    return likely(session, actor, keyring, fields_of(row, keyring), as_of, client_id=client_id)


def say_not_same(session: Session, actor: Actor, client_id: int, others: Iterable[int], clock: Clock) -> None:
    """Keep that these are other people; nobody is asked again. A second time changes nothing. Raises
    Forbidden, NotFound when one of them is out of scope. Flushes."""
    _require(actor)
    wanted = sorted(set(others) - {client_id})
    if _seen(session, actor, [client_id, *wanted]) != {client_id, *wanted}:
        raise NotFound("client")
    known = _said_not_same(session, client_id)
    for other in (each for each in wanted if each not in known):
        for one, two in ((client_id, other), (other, client_id)):
            said = insert(NotSame).values(
                client_id=one,
                other_id=two,
                organization_id=actor.organization_id,
                account_id=actor.account_id,
                said_at=clock.now,
            )
            session.execute(said)
        _record(session, actor, "client:not-same", client_id, other)


def take_back(session: Session, actor: Actor, client_id: int, other_id: int) -> None:
    """They may be the same after all: ask again. A second time changes nothing. Raises Forbidden, NotFound
    out of scope. Flushes."""
    _require(actor)
    if _seen(session, actor, [client_id, other_id]) != {client_id, other_id}:
        raise NotFound("client")
    pair = or_(
        (NotSame.client_id == client_id) & (NotSame.other_id == other_id),
        (NotSame.client_id == other_id) & (NotSame.other_id == client_id),
    )
    if session.execute(delete(NotSame).where(pair)).rowcount:  # type: ignore[attr-defined]
        _record(session, actor, "client:maybe-same", client_id, other_id)


def answers(session: Session, actor: Actor, client_id: int, as_of: date) -> list[Answer]:
    """Who was said to be somebody else, as far as in scope, the latest answer first. Two statements."""
    rows = session.execute(
        select(NotSame.other_id, NotSame.said_at, Account.display_name)
        .outerjoin(Account, Account.id == NotSame.account_id)
        .where(NotSame.client_id == client_id)
        .order_by(NotSame.said_at.desc(), NotSame.other_id)
    ).all()
    people = clients.by_ids(session, actor, [row.other_id for row in rows], as_of) if rows else {}
    return [
        Answer(people[row.other_id], row.display_name or "", row.said_at)
        for row in rows
        if row.other_id in people
    ]


def _query(told: ClientFields) -> Query | None:
    """What to look for; None when that is too little: a single name, or nothing."""
    born = None
    if told.dob is not None:
        is_year = (told.dob.month, told.dob.day) == (1, 1)
        is_partial = is_year and told.dob_data_quality == DOBDataQuality.PARTIAL
        born = Born.in_year(told.dob.year) if is_partial else Born.on(told.dob)
    query = of_person((told.first_name, told.last_name), born, nine(told.ssn))
    enough = len(query.words) > 1 or query.ssn or query.last4 or (born is not None and born.is_day)
    return query if enough else None


def _is_strong(match: Match, query: Query) -> bool:
    """Whether somebody must say that this is another person before a new record is made."""
    why = set(match.why)
    if Why.SSN in why:
        return True
    if why & NAMES and (why & PROOFS or (Why.CLOSE_DATE in why and match.score >= NEAR)):
        return True
    return query.born is None and match.rank is Rank.EXACT and len(query.words) > 1


def _said_not_same(session: Session, client_id: int) -> set[int]:
    return set(session.scalars(select(NotSame.other_id).where(NotSame.client_id == client_id)))


def _seen(session: Session, actor: Actor, ids: Iterable[int]) -> set[int]:
    return set(session.scalars(select(Client.id).where(Client.id.in_(list(ids)), client_visible(actor))))


def _require(actor: Actor) -> None:
    """Whoever may add people or change them may say who they are not."""
    if not actor.may(Permission.CLIENT_CREATE):
        actor.require(Permission.CLIENT_EDIT)


def _record(session: Session, actor: Actor, verb: str, client_id: int, other: int) -> None:
    for one, two in ((client_id, other), (other, client_id)):
        audit.record(session, actor, verb, "client", one, client_id=one, details={"other": two})
