"""Whom a line of the household grid may mean: clients in scope who are like what was typed, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.db.keys import KeyRing
from hmis_web.domain.audit import Act
from hmis_web.domain.client_fields import ClientFields
from hmis_web.domain.search.find import search
from hmis_web.domain.search.results import Match
from hmis_web.domain.search.scoring import Rank, Why

SHOWN = 4
NAMES = frozenset({Why.SAME_NAME, Why.NICKNAME, Why.SOUND, Why.SPELLING})
DATES = frozenset({Why.BIRTH_DATE, Why.SWAPPED_DATE, Why.CLOSE_DATE})
ALWAYS = frozenset({Why.SSN, Why.RECORD})


@dataclass(frozen=True)
class Found:
    """Who may be meant, best first; `act` is for the audit trail."""

    matches: tuple[Match, ...] = ()
    strong: frozenset[int] = frozenset()
    """Clients of whom somebody must say whether it is them."""
    act: Act | None = None


def find(
    session: Session,
    actor: Actor,
    keyring: KeyRing,
    told: ClientFields,
    as_of: date,
    *,
    besides: frozenset[int],
) -> Found:
    """Clients like a person as told, those of `besides` left out. Strong is the same SSN; a name alike with a
    birth date alike; and the whole name alone, when no birth date was told. Nothing is looked for before
    there are two names, or a name and a birth date, or an SSN. Raises Forbidden."""
    text = _asked(told)
    if not text:
        return Found()
    result = search(session, actor, text, keyring, as_of, SHOWN + len(besides))
    matches = tuple(match for match in result.matches if match.client_id not in besides)[:SHOWN]
    strong = frozenset(match.client_id for match in matches if is_strong(match, told))
    return Found(matches, strong, result.act)


def is_strong(match: Match, told: ClientFields) -> bool:
    """Whether somebody must answer whether it is this client."""
    why = frozenset(match.why)
    if why & ALWAYS:
        return True
    if told.dob is None:
        return match.rank is Rank.EXACT and bool(told.first_name and told.last_name)
    is_named = match.rank is Rank.EXACT or bool(why & NAMES)
    return is_named and bool(why & DATES)


def _asked(told: ClientFields) -> str:
    """What the search box would be asked."""
    names = [name for name in (told.first_name, told.last_name) if name]
    ssn = told.ssn if told.ssn and len([sign for sign in told.ssn if sign.isdigit()]) == 9 else None
    if ssn is None and len(names) + (told.dob is not None) < 2:
        return ""
    born = f"{told.dob:%m/%d/%Y}" if told.dob else ""
    return " ".join(part for part in (*names, born, ssn or "") if part)
