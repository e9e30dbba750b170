"""Whom a line of the household grid may mean: the likely duplicates of what was typed, but for who is in the
list already."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.db.keys import KeyRing
from hmis_web.domain.audit import Act
from hmis_web.domain.client_fields import ClientFields
from hmis_web.domain.duplicates import likely
from hmis_web.domain.search.results import Match

SHOWN = 4


@dataclass(frozen=True)
class Found:
    """Who may be meant, the likeliest first; `act` is for the audit trail."""

    matches: tuple[Match, ...] = ()
    strong: frozenset[int] = frozenset()
    """Clients of whom somebody must say whether it is them."""
    elsewhere: tuple[str, ...] = ()
    """Record numbers of other agencies' records that fit exactly (decision 20)."""
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
    """Clients like a person as told (`duplicates.likely`), those of `besides` left out. Raises Forbidden."""
    found = likely(session, actor, keyring, told, as_of)
    shown = [each for each in found.candidates if each.match.client_id not in besides][:SHOWN]
    strong = frozenset(each.match.client_id for each in shown if each.strong)
    return Found(tuple(each.match for each in shown), strong, found.elsewhere, found.act)
