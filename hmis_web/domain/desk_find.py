"""Who is meant at the service desk: a card, an identifier, or letters of a name."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.scope import client_visible
from hmis_web.domain import active_stays, cards, clients
from hmis_web.domain.active_stays import ActiveStays
from hmis_web.domain.clients import Person
from hmis_web.models import Client, DataSource

RECORD_NUMBER = re.compile(r"(?i:r-?)?(\d{1,9})")
IDENTIFIER = re.compile(r"(?=.*\d)[\w-]{1,36}")
"""Nobody's name has a digit."""
LONGEST = 100


@dataclass(frozen=True)
class Found:
    """Whom a text may mean."""

    stays: ActiveStays = field(default_factory=ActiveStays)
    """Active in the program."""
    person: Person | None = None
    """Known by this identifier, but not active in the program; or whose card no longer works."""
    card_ended: bool = False
    """Whether it was a card that no longer works: nothing is logged for it."""


def find(session: Session, actor: Actor, project_key: int, day: date, text: str) -> Found:
    """Whom the code of an ID card, an identifier (record number `R-12` or HUD's PersonalID, whole) or words
    of a name mean among those who are active in a program on a day. Four statements at most."""
    said = text.strip()[:LONGEST]
    if not said:
        return Found()
    card = cards.find(session, actor, said)
    if card.state == cards.REVOKED and card.client_id is not None:
        holder = clients.by_ids(session, actor, [card.client_id], day).get(card.client_id)
        return Found(person=holder, card_ended=True)
    client_id = card.client_id or _by_identifier(session, actor, said)
    if client_id is None:
        return Found(active_stays.like(session, actor, project_key, day, said))
    stays = active_stays.by_client(session, actor, project_key, day, client_id)
    if stays:
        return Found(stays)
    return Found(person=clients.by_ids(session, actor, [client_id], day).get(client_id))


def _by_identifier(session: Session, actor: Actor, said: str) -> int | None:
    number = RECORD_NUMBER.fullmatch(said)
    if number:
        found = session.scalar(select(Client.id).where(Client.id == int(number[1]), client_visible(actor)))
        if found is not None:
            return found
    if not IDENTIFIER.fullmatch(said):
        return None
    query = select(Client.id).where(
        Client.data_source_id.in_(select(DataSource.id)), Client.personal_id == said, client_visible(actor)
    )
    return session.scalar(query.order_by(Client.id).limit(1))
