"""ID cards: one valid card a client and agency; codes work where the client is seen, and nowhere else."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.db.errors import DomainError, Forbidden, NotFound
from hmis_web.db.keys import KeyRing
from hmis_web.domain import cards, desk_find, merging
from hmis_web.domain.cards import REVOKED, UNKNOWN, VALID, Found
from hmis_web.domain.clock import Clock
from hmis_web.models import AuditEvent, ClientAgency, ClientCard
from tests.factories import hud
from tests.personas import ADMINISTRATOR, OUTSIDER, Community
from tests.town import Town

pytestmark = pytest.mark.both_databases
NOW = Clock(datetime.now(UTC), ZoneInfo("UTC"))


@pytest.fixture
def manager(community: Community, session: Session) -> Actor:
    """Who may do all of it."""
    return community.actor(session, "agency-manager")


def test_card_is_given_once_replaced_and_ended(
    settled: Town, session: Session, community: Community, manager: Actor
) -> None:
    desk, elsewhere = community.actor(session, "services-only"), community.actor(session, OUTSIDER)
    first = cards.issue(session, manager, settled.client, NOW)
    assert cards.issue(session, manager, settled.client, NOW) is first
    assert str(settled.client) != first.code
    assert cards.find(session, desk, f" {first.code.lower()} ") == Found(settled.client, VALID)

    second = cards.replace(session, manager, settled.client, first.id, NOW)
    assert second.code != first.code
    assert cards.replace(session, manager, settled.client, first.id, NOW) is second  # a second click
    assert cards.find(session, desk, first.code) == Found(settled.client, REVOKED)
    assert cards.find(session, desk, first.code).state == REVOKED
    session.add(ClientAgency(organization_id=community.other.id, client_id=settled.client))
    session.flush()
    theirs = cards.issue(session, elsewhere, settled.client, NOW)
    assert cards.find(session, desk, theirs.code) == Found(settled.client, VALID)
    assert [line.code for line in cards.of_client(session, manager, settled.client)] == [
        second.code,
        first.code,
    ]

    with pytest.raises(DomainError):
        cards.revoke(session, manager, settled.client, second.id, "bored", NOW)
    cards.revoke(session, manager, settled.client, second.id, "lost", NOW)
    cards.revoke(session, manager, settled.client, second.id, "found", NOW)
    assert second.reason == "lost"
    assert cards.valid_of(session, manager, [settled.client]) == {}
    said = select(AuditEvent.verb).where(AuditEvent.subject_type == "card").order_by(AuditEvent.id)
    assert session.scalars(said).all() == [
        "card:issue", "card:revoke", "card:issue", "card:issue", "card:revoke",
    ]  # fmt: skip
    assert first.code not in str(session.scalars(select(AuditEvent.details)).all())


def test_cards_stay_within_scope_and_rights(
    settled: Town, session: Session, community: Community, manager: Actor
) -> None:
    elsewhere = community.actor(session, OUTSIDER)
    strange = cards.issue(session, elsewhere, settled.stranger, NOW)

    assert cards.find(session, manager, strange.code) == Found(None, UNKNOWN)
    for act in (
        lambda: cards.issue(session, manager, settled.stranger, NOW),
        lambda: cards.replace(session, manager, settled.client, strange.id, NOW),
        lambda: cards.revoke(session, manager, settled.client, 987_654, "lost", NOW),
    ):
        with pytest.raises(NotFound):
            act()
    for persona in ("services-only", "read-only"):
        with pytest.raises(Forbidden):
            cards.issue(session, community.actor(session, persona), settled.client, NOW)
    everywhere = community.actor(session, ADMINISTRATOR)
    with pytest.raises(DomainError):
        cards.issue(session, everywhere, settled.client, NOW)
    assert cards.find(session, everywhere, strange.code) == Found(settled.stranger, VALID)


def test_program_gets_the_cards_that_are_missing(settled: Town, session: Session, manager: Actor) -> None:
    mine = cards.issue(session, manager, settled.child, NOW)

    people, new = cards.issue_missing(session, manager, settled.shelter, NOW)
    assert (set(people), new) == ({settled.client, settled.child}, 1)
    assert cards.issue_missing(session, manager, settled.shelter, NOW) == (people, 0)
    assert cards.valid_of(session, manager, people)[settled.child] == mine.code
    assert session.scalar(select(func.count(ClientCard.id))) == 2
    with pytest.raises(DomainError):
        cards.issue_missing(session, manager, settled.outreach, NOW)


def test_database_keeps_one_valid_card(settled: Town, session: Session, manager: Actor) -> None:
    card = cards.issue(session, manager, settled.client, NOW)
    values = {"client_id": settled.client, "organization_id": card.organization_id, "issued_at": NOW.now}

    for code, more in (("X", {}), (card.code, {"revoked_at": NOW.now, "reason": "lost"})):
        doubled = insert(ClientCard).values(code=code, **values, **more)
        with pytest.raises(IntegrityError), session.begin_nested():
            session.execute(doubled)


def test_card_follows_into_the_record_that_survives_a_merge(
    settled: Town, session: Session, community: Community, manager: Actor, keyring: KeyRing
) -> None:
    twin = hud.client(session, keyring, community.home, first_name="Tere")
    everywhere = community.actor(session, ADMINISTRATOR)
    old = cards.issue(session, manager, settled.client, NOW)
    cards.revoke(session, manager, settled.client, old.id, "lost", NOW)
    card = cards.issue(session, manager, twin.id, NOW)
    code = card.code
    session.flush()

    merging.merge(session, everywhere, keyring, settled.client, twin.id, {}, (1, 1), NOW)

    assert cards.find(session, manager, code) == Found(settled.client, VALID)


def test_desk_takes_the_code_of_a_card_and_nothing_of_an_ended_one(
    settled: Town, session: Session, community: Community, manager: Actor
) -> None:
    desk, day = community.actor(session, "services-only"), settled.today
    card = cards.issue(session, manager, settled.client, NOW)

    found = desk_find.find(session, desk, settled.shelter, day, card.code)
    assert [stay.enrollment_id for stay in found.stays] == [settled.stay]
    elsewhere = desk_find.find(session, desk, settled.outreach, day, card.code)
    assert (list(elsewhere.stays), elsewhere.card_ended) == ([], False)
    assert elsewhere.person is not None
    cards.revoke(session, manager, settled.client, card.id, "lost", NOW)
    ended = desk_find.find(session, desk, settled.shelter, day, card.code)
    assert (list(ended.stays), ended.card_ended) == ([], True)
    assert ended.person is not None
    assert ended.person.id == settled.client
