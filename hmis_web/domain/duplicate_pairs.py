"""Pairs of records that are likely one person, for the system administrator to look through.

Bounded: the newest records of a window are compared with all older ones by plain keys (birth date, SSN),
never everybody with everybody. The next window lies before the last.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session, aliased

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.domain import clients
from hmis_web.domain.clients import Person
from hmis_web.domain.names import parts
from hmis_web.domain.search.alike import Way, fit
from hmis_web.domain.search.dates import Born
from hmis_web.domain.search.query import Word
from hmis_web.domain.search.scoring import Why, born_fit
from hmis_web.models import Client, ClientSearchName, ClientSearchPerson, NotSame
from hmis_web.models.client_search import EVERYONE

WINDOW = 400
"""Records that one page compares with all older ones."""
MOST = 300
"""Pairs that one key may bring."""
LEAST_BORN = 0.8
"""Day and month swapped, or one digit off."""


_SAID = {
    Way.BEGINS: Why.BEGINS,
    Way.NICKNAME: Why.NICKNAME,
    Way.SOUND: Why.SOUND,
    Way.SPELLING: Why.SPELLING,
}


@dataclass(frozen=True)
class Pair:
    """Two records, the older one first, and why they may be one person."""

    older: Person
    newer: Person
    why: tuple[Why, ...]


@dataclass(frozen=True)
class Window:
    """The pairs of a window. `before`: the key before which the next one lies; None when nothing is older."""

    pairs: tuple[Pair, ...]
    before: int | None


def window(session: Session, actor: Actor, as_of: date, before: int | None = None) -> Window:
    """The likely pairs whose newer record is among the newest, or those before a key. Pairs that somebody
    told apart are left out. Raises Forbidden. Six statements."""
    actor.require(Permission.CLIENT_MERGE)
    live = Client.date_deleted.is_(None)
    keys = select(Client.id).where(live, *([Client.id < before] if before is not None else []))
    ids = list(session.scalars(keys.order_by(Client.id.desc()).limit(WINDOW)))
    if not ids:
        return Window((), None)
    lowest, highest = ids[-1], ids[0]
    found = _pairs(session, lowest, highest)
    told_apart = select(NotSame.client_id, NotSame.other_id).where(NotSame.client_id.between(lowest, highest))
    apart = {(row[0], row[1]) for row in session.execute(told_apart)}
    kept = {pair: why for pair, why in found.items() if pair not in apart}
    people = clients.by_ids(session, actor, {key for pair in kept for key in pair}, as_of) if kept else {}
    pairs = [
        Pair(people[older], people[newer], why)
        for (newer, older), why in sorted(kept.items(), reverse=True)
        if newer in people and older in people
    ]
    return Window(tuple(pairs), lowest if len(ids) == WINDOW else None)


def _pairs(session: Session, lowest: int, highest: int) -> dict[tuple[int, int], tuple[Why, ...]]:
    """{(newer, older): why} by SSN, by birth date with names alike, by name with birth dates alike."""
    found: dict[tuple[int, int], tuple[Why, ...]] = {}
    for row in session.execute(_by_ssn(lowest, highest)):
        found[row[0], row[1]] = (Why.SSN,)
    for statement in (_by_birth_date(lowest, highest), _by_name(lowest, highest)):
        for newer, older, *compared in session.execute(statement):
            why = _reasons(*compared)
            if why:
                found[newer, older] = tuple(dict.fromkeys((*found.get((newer, older), ()), *why)))
    return found


def _by_ssn(lowest: int, highest: int) -> Select[int, int]:
    """The same whole SSN."""
    newer, older = aliased(Client), aliased(Client)
    return (
        select(newer.id, older.id)
        .join(older, and_(older.ssn_index == newer.ssn_index, older.id < newer.id))
        .where(
            newer.id.between(lowest, highest),
            newer.ssn_data_quality == 1,
            newer.date_deleted.is_(None),
            older.date_deleted.is_(None),
        )
        .limit(MOST)
    )


def _by_birth_date(lowest: int, highest: int) -> Select[Any]:
    """Born on the same day, with the first or the last name the same."""
    newer, older = aliased(ClientSearchPerson), aliased(ClientSearchPerson)
    same = and_(older.born == newer.born, older.client_id < newer.client_id)
    named = or_(older.given == newer.given, older.family == newer.family)
    query = _compared(newer, older).select_from(newer).join(older, same)
    return query.where(newer.client_id.between(lowest, highest), newer.born > 0, named).limit(MOST)


def _by_name(lowest: int, highest: int) -> Select[Any]:
    """The same first and last name, born on another day."""
    newer, older = aliased(ClientSearchPerson), aliased(ClientSearchPerson)
    name = aliased(ClientSearchName)
    same = and_(
        name.scope == EVERYONE,
        name.name == newer.given,
        name.other == newer.family,
        name.client_id < newer.client_id,
    )
    query = _compared(newer, older).select_from(newer).join(name, same)
    return (
        query.join(older, older.client_id == name.client_id)
        .where(
            newer.client_id.between(lowest, highest),
            newer.given != "",
            newer.born > 0,
            older.born > 0,
            older.born != newer.born,
        )
        .limit(MOST)
    )


def _compared(newer: Any, older: Any) -> Select[Any]:
    return select(
        newer.client_id, older.client_id, newer.given, newer.family, newer.born,
        older.given, older.family, older.born,
    )  # fmt: skip


def _reasons(
    given: str, family: str, born: int, other_given: str, other_family: str, other_born: int
) -> tuple[Why, ...]:
    """Why two people may be one; nothing when first or last name, or the birth date, is another."""
    ways = [_way(given, other_given), _way(family, other_family)]
    day = Born(born, born)
    value, when = born_fit(day, other_born)
    if Way.NONE in ways or value < LEAST_BORN or when is None:
        return ()
    named = Why.SAME_NAME if set(ways) == {Way.SAME} else _SAID[max(ways)]
    return named, when


def _way(one: str, two: str) -> Way:
    """How two plain names fit each other, by their main words."""
    mine, theirs = parts(one), parts(two)
    if not mine or not theirs:
        return Way.NONE
    return min(fit(Word(mine[0], mine[1:]), name)[1] for name in theirs)
