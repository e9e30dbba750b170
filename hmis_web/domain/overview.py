"""A client at a glance: everything that the Overview shows, each part as far as the role sees it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.db.keys import KeyRing
from hmis_web.domain import alerts, clients, enrollments, households, notes, services, sharing
from hmis_web.domain.alerts import Alert
from hmis_web.domain.clients import ClientCard
from hmis_web.domain.enrollments import Stay
from hmis_web.domain.households import Member
from hmis_web.domain.notes import NoteLine
from hmis_web.domain.services import ServiceLine
from hmis_web.domain.sharing import SharingRule


@dataclass(frozen=True)
class Header:
    """Who this is, with whom, and what nobody may overlook: above every page of a client."""

    card: ClientCard
    alerts: list[Alert]
    household: list[Member]
    active: list[Stay]
    past: list[Stay]
    sharing: SharingRule


@dataclass(frozen=True)
class Overview(Header):
    """The header, where somebody stays, and what happened last."""

    last_contact: dict[int, date]
    services: list[ServiceLine]
    notes: list[NoteLine]


def header(session: Session, actor: Actor, keyring: KeyRing, client_id: int, as_of: date) -> Header:
    """The header of a client in the actor's scope. Raises NotFound otherwise. Six statements at most."""
    card = clients.get_card(session, actor, keyring, client_id, as_of)
    stays = enrollments.of_client(session, actor, client_id, as_of)
    active = [stay for stay in stays if not stay.is_over(as_of)]
    return Header(
        card=card,
        alerts=alerts.active(session, actor, client_id, as_of),
        household=households.together(session, actor, client_id, active, as_of),
        active=active,
        past=[stay for stay in stays if stay.is_over(as_of)],
        sharing=sharing.rule(session, actor, client_id, as_of),
    )


def of_client(session: Session, actor: Actor, keyring: KeyRing, client_id: int, as_of: date) -> Overview:
    """The overview of a client in the actor's scope. Raises NotFound otherwise. Nine statements at most."""
    above = header(session, actor, keyring, client_id, as_of)
    return Overview(
        **vars(above),
        last_contact=enrollments.last_contacts(session, actor, above.active),
        services=services.latest(session, actor, client_id),
        notes=notes.latest(session, actor, client_id),
    )
