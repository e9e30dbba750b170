"""What a search answers, cut down to what the actor may see (access.md, rows 1, 2, 6 and 4.1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import false, select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.access.scope import client_mentionable, client_visible
from hmis_web.db.keys import KeyRing
from hmis_web.domain.audit import Act
from hmis_web.domain.clients import photo_there
from hmis_web.domain.search.query import Query
from hmis_web.domain.search.scoring import Judgement, Rank, Why
from hmis_web.models import Client, ClientSearchPerson

_FOR_BIRTH_DATE_READERS = frozenset({Why.SWAPPED_DATE, Why.CLOSE_DATE})


@dataclass(frozen=True)
class Match:
    """One person found. Fields that the actor may not see are None."""

    client_id: int
    record_number: str
    name: str
    age: int | None
    birth_date: date | None
    personal_id: str | None
    last4: str | None
    rank: Rank
    score: float
    why: tuple[Why, ...]
    has_photo: bool = False


@dataclass(frozen=True)
class SearchResult:
    """The best matches, best first. `act` is for the audit trail: the web writes it beside the read.
    `elsewhere`: record numbers of other agencies' clients that fit exactly (decision 20)."""

    query: Query
    matches: tuple[Match, ...]
    act: Act
    elsewhere: tuple[str, ...] = ()


class Details(NamedTuple):
    """A client as shown and as compared."""

    client_id: int
    first_name: str | None
    middle_name: str | None
    last_name: str | None
    name_suffix: str | None
    dob: date | None
    personal_id: str
    ssn: str | None
    ssn4_index: str | None
    given: str
    middle: str
    family: str
    born: int
    has_photo: bool


def record_number(client_id: int) -> str:
    """Our own number of a client: R-12345."""
    return f"R-{client_id}"


def age_on(born: date | None, as_of: date) -> int | None:
    """Completed years on a day; None when the birth date is unknown or later."""
    if born is None or born > as_of:
        return None
    return as_of.year - born.year - ((as_of.month, as_of.day) < (born.month, born.day))


def load_details(session: Session, actor: Actor, client_ids: Iterable[int]) -> list[Details]:
    """The clients among those that the actor sees. This condition, not the index, decides who appears."""
    query = (
        select(
            Client.id, Client.first_name, Client.middle_name, Client.last_name, Client.name_suffix,
            Client.dob, Client.personal_id, Client.ssn, Client.ssn4_index, ClientSearchPerson.given,
            ClientSearchPerson.middle, ClientSearchPerson.family, ClientSearchPerson.born,
            photo_there() if actor.may(Permission.PHOTO_READ) else false(),
        )
        .join(ClientSearchPerson, ClientSearchPerson.client_id == Client.id)
        .where(Client.id.in_(list(client_ids)), client_visible(actor))
    )  # fmt: skip
    return [Details(*tuple(row)) for row in session.execute(query)]


def mentionable(session: Session, client_ids: Iterable[int]) -> list[int]:
    """Those of whom another agency may learn that a record exists (decision 20)."""
    known = select(Client.id).where(Client.id.in_(list(client_ids)), client_mentionable())
    return list(session.scalars(known))


def to_matches(
    actor: Actor, keyring: KeyRing, found: list[tuple[Details, Judgement]], as_of: date
) -> tuple[Match, ...]:
    """What the actor may see of the people found, in order."""
    full = actor.may(Permission.CLIENT_READ)
    dates = actor.may(Permission.BIRTH_DATE_READ)
    looks = Counter(_look(details, as_of) for details, _ in found)
    matches = []
    for details, judgement in found:
        is_twin = looks[_look(details, as_of)] > 1
        why = judgement.why if dates else tuple(w for w in judgement.why if w not in _FOR_BIRTH_DATE_READERS)
        matches.append(
            Match(
                client_id=details.client_id,
                record_number=record_number(details.client_id),
                name=shown_name(details),
                age=age_on(details.dob, as_of),
                birth_date=details.dob if dates else None,
                personal_id=details.personal_id if full else None,
                last4=_last4(details, keyring) if full or is_twin else None,
                rank=judgement.rank,
                score=round(judgement.score, 4),
                why=why,
                has_photo=bool(details.has_photo),
            )
        )
    return tuple(matches)


def shown_name(details: Details) -> str:
    """First, middle, last name and suffix; "(no name)" when all are blank."""
    names = (details.first_name, details.middle_name, details.last_name, details.name_suffix)
    return " ".join(name.strip() for name in names if name and name.strip()) or "(no name)"


def _look(details: Details, as_of: date) -> tuple[str, str, int | None]:
    return details.given, details.family, age_on(details.dob, as_of)


def _last4(details: Details, keyring: KeyRing) -> str | None:
    """The last four digits; None without an SSN or when its end is unknown."""
    if details.ssn is None or details.ssn4_index is None:
        return None
    return keyring.decrypt("ssn", details.ssn)[-4:]
