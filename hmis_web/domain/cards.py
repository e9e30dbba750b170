"""ID cards of clients: given, replaced, made invalid, and whom a scanned code stands for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.access.scope import client_visible
from hmis_web.db.errors import DomainError, NotFound
from hmis_web.domain import active_stays, audit, card_codes
from hmis_web.domain.clock import Clock
from hmis_web.domain.own_rows import agency_of
from hmis_web.models import Account, Client, ClientCard, Organization, Project

NEEDED = Permission.CLIENT_EDIT
"""Who keeps the client's record gives cards; who only logs services reads them."""
READ = "card:read"
"""The audit verb of a card that was scanned or typed: for whoever shows the client for it."""
REASONS = ("lost", "found", "ended")
VALID, REVOKED, UNKNOWN = "valid", "revoked", "unknown"


@dataclass(frozen=True)
class Found:
    """Whose card it is. `state`: VALID; REVOKED: it was theirs and no longer works; UNKNOWN: no card of
    anybody whom the actor sees, and `client_id` is None."""

    client_id: int | None
    state: str


@dataclass(frozen=True)
class CardLine:
    """A card as its client's page shows it."""

    id: int
    code: str
    issued_at: datetime
    issued_by: str
    revoked_at: datetime | None
    revoked_by: str
    reason: str | None
    agency: str
    is_own: bool
    """Whether the agency acted for gave it."""


def find(session: Session, actor: Actor, code: str) -> Found:
    """Whose card a code is, as typed or scanned, whichever agency gave it. One statement at most, none for
    what is no code."""
    kept = card_codes.tidy(code)
    if not kept:
        return Found(None, UNKNOWN)
    row = session.execute(
        select(ClientCard.client_id, ClientCard.revoked_at)
        .join(Client, Client.id == ClientCard.client_id)
        .where(ClientCard.code == kept, client_visible(actor))
    ).first()
    if row is None:
        return Found(None, UNKNOWN)
    return Found(row.client_id, VALID if row.revoked_at is None else REVOKED)


def of_client(session: Session, actor: Actor, client_id: int) -> list[CardLine]:
    """The cards of a client in scope, the newest first: those of the agency acted for, all for a system
    administrator. Raises Forbidden. One statement."""
    actor.require(NEEDED)
    revoker = aliased(Account)
    query = (
        select(ClientCard, Account.display_name, revoker.display_name, Organization.organization_name)
        .join(Client, Client.id == ClientCard.client_id)
        .join(Organization, Organization.id == ClientCard.organization_id)
        .outerjoin(Account, Account.id == ClientCard.issued_by)
        .outerjoin(revoker, revoker.id == ClientCard.revoked_by)
        .where(ClientCard.client_id == client_id, client_visible(actor))
        .order_by(ClientCard.id.desc())
    )
    if not actor.is_system_administrator:
        query = query.where(ClientCard.organization_id == actor.organization_id)
    return [
        CardLine(
            *(row.id, row.code, row.issued_at, issuer or "", row.revoked_at, revoked_by or "", row.reason),
            agency=agency or "",
            is_own=row.organization_id == actor.organization_id,
        )
        for row, issuer, revoked_by, agency in session.execute(query)
    ]


def valid_of(session: Session, actor: Actor, client_ids: Collection[int]) -> dict[int, str]:
    """{client: code} for those in scope who have a valid card of the agency acted for. One statement."""
    rows = session.execute(
        select(ClientCard.client_id, ClientCard.code)
        .join(Client, Client.id == ClientCard.client_id)
        .where(
            ClientCard.client_id.in_(client_ids),
            ClientCard.organization_id == actor.organization_id,
            ClientCard.revoked_at.is_(None),
            client_visible(actor),
        )
    )
    return {client_id: code for client_id, code in rows}  # noqa: C416 - typed rows


def issue(session: Session, actor: Actor, client_id: int, clock: Clock) -> ClientCard:
    """The client's valid card of the agency acted for: a new one when there is none. Raises Forbidden,
    NotFound out of scope, DomainError("agency"). Flushes."""
    agency = _prepared(session, actor, client_id)
    return _valid(session, agency, client_id) or _new(session, actor, agency, client_id, clock)


def replace(session: Session, actor: Actor, client_id: int, card_id: int, clock: Clock) -> ClientCard:
    """A new card in place of a valid one, which no longer works from this moment. When somebody was faster,
    theirs. Raises Forbidden, NotFound out of scope or for no card of the client's from this agency,
    DomainError("agency"). Flushes."""
    agency = _prepared(session, actor, client_id)
    card = _own(session, agency, client_id, card_id)
    if card.revoked_at is None:
        _end(session, actor, card, "replaced", clock)
    return _valid(session, agency, client_id) or _new(session, actor, agency, client_id, clock)


def revoke(
    session: Session, actor: Actor, client_id: int, card_id: int, reason: str, clock: Clock
) -> ClientCard:
    """Make a card invalid; one that is stays as it is. Raises Forbidden, NotFound as `replace`,
    DomainError("reason", "agency"). Flushes."""
    agency = _prepared(session, actor, client_id)
    if reason not in REASONS:
        raise DomainError("reason", "Say why the card is no longer valid")
    card = _own(session, agency, client_id, card_id)
    if card.revoked_at is None:
        _end(session, actor, card, reason, clock)
    return card


def issue_missing(session: Session, actor: Actor, project_key: int, clock: Clock) -> tuple[list[int], int]:
    """(clients, how many cards are new): a card for everybody active in a program today who has none of this
    agency. Raises Forbidden, DomainError("agency"), DomainError("project") for a program of another agency or
    without anybody. Flushes."""
    actor.require(NEEDED)
    agency_of(actor)
    clients = active_clients(session, actor, project_key, clock)
    if not clients:
        raise DomainError("project", "Nobody is active there today")
    # one after the other: so nobody gets two when two people print the same program
    session.scalar(select(Project.id).where(Project.id == project_key).with_for_update())
    have = valid_of(session, actor, clients)
    missing = [client_id for client_id in clients if client_id not in have]
    for client_id in missing:
        issue(session, actor, client_id, clock)
    return clients, len(missing)


def active_clients(session: Session, actor: Actor, project_key: int, clock: Clock) -> list[int]:
    """Who is active in a program today, by name, each once; at most 500. One statement."""
    stays = active_stays.active(session, actor, project_key, clock.as_of)
    return list(dict.fromkeys(stay.client_id for stay in stays))


def _prepared(session: Session, actor: Actor, client_id: int) -> int:
    """The agency that gives the card. Nobody else gives the client one until the transaction ends."""
    actor.require(NEEDED)
    visible = select(Client.id).where(Client.id == client_id, client_visible(actor))
    if session.scalar(visible.with_for_update(of=Client)) is None:
        raise NotFound("client")
    return agency_of(actor)


def _valid(session: Session, agency: int, client_id: int) -> ClientCard | None:
    return session.scalar(
        select(ClientCard).where(
            ClientCard.client_id == client_id,
            ClientCard.organization_id == agency,
            ClientCard.revoked_at.is_(None),
        )
    )


def _own(session: Session, agency: int, client_id: int, card_id: int) -> ClientCard:
    card = session.get(ClientCard, card_id)
    if card is None or card.client_id != client_id or card.organization_id != agency:
        raise NotFound("card")
    return card


def _new(session: Session, actor: Actor, agency: int, client_id: int, clock: Clock) -> ClientCard:
    card = ClientCard(
        client_id=client_id,
        organization_id=agency,
        code=card_codes.draw(),
        issued_at=clock.now,
        issued_by=actor.account_id,
    )
    session.add(card)
    session.flush()
    audit.record(session, actor, "card:issue", "card", card.id, client_id=client_id)
    return card


def _end(session: Session, actor: Actor, card: ClientCard, reason: str, clock: Clock) -> None:
    card.revoked_at, card.revoked_by, card.reason = clock.now, actor.account_id, reason
    session.flush()
    audit.record(
        session, actor, "card:revoke", "card", card.id, client_id=card.client_id, details={"reason": reason}
    )
