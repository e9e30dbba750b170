"""A client on one or two sheets of paper: who they are, with whom, where they stayed, what they received."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from hmis_web import standards
from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.access.scope import client_visible
from hmis_web.db.keys import KeyRing
from hmis_web.domain import enrollments, overview
from hmis_web.domain.overview import Header
from hmis_web.domain.services_received import Received, received
from hmis_web.models import Client
from hmis_web.standards.questions import questions_by_key

RACES = (
    "am_ind_ak_native", "asian", "black_af_american", "hispanic_latinao", "mid_east_n_african",
    "native_hi_pacific", "white",
)  # fmt: skip
LATELY = timedelta(days=365)
MOST_SERVICES = 40


@dataclass(frozen=True)
class ClientSheet:
    """What is printed about a client."""

    above: Header
    races: tuple[str, ...]
    """In HUD's words; why none is known, when none is. HUD 3.04."""
    last_contact: dict[int, date]
    services: list[Received]
    """Of the past year, the latest ones."""
    has_more_services: bool


def sheet(session: Session, actor: Actor, keyring: KeyRing, client_id: int, as_of: date) -> ClientSheet:
    """The sheet of a client in the actor's scope. Raises NotFound otherwise, Forbidden without the right to
    print. Eight statements at most."""
    actor.require(Permission.CLIENT_PRINT)
    above = overview.header(session, actor, keyring, client_id, as_of)
    services = received(session, actor, client_id, as_of - LATELY, as_of)
    return ClientSheet(
        above=above,
        races=_races(session, actor, client_id),
        last_contact=enrollments.last_contacts(session, actor, above.active),
        services=services[:MOST_SERVICES],
        has_more_services=len(services) > MOST_SERVICES,
    )


def _races(session: Session, actor: Actor, client_id: int) -> tuple[str, ...]:
    columns = [getattr(Client, name) for name in RACES]
    row = session.execute(
        select(*columns, Client.race_none).where(Client.id == client_id, client_visible(actor))
    ).one()
    named = tuple(questions_by_key()[f"client.{name}"].label for name in RACES if getattr(row, name) == 1)
    return named or tuple(filter(None, [standards.label("1.6", row.race_none)]))
