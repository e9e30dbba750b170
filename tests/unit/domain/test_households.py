"""Households outside enrollments: exactly one head, days, and two people at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, SessionTransaction

from hmis_web.access.actor import Actor
from hmis_web.db.errors import DomainError, Forbidden, NotFound, StaleVersion
from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.domain import household_changes as changes
from hmis_web.domain import household_records as records
from hmis_web.domain import households
from hmis_web.domain.clock import Clock
from hmis_web.domain.household_deletion import delete_household as deleting
from hmis_web.models import AuditEvent, ClientAgency, ClientSharing, HouseholdMember
from tests.factories import hud
from tests.personas import ADMINISTRATOR, OUTSIDER, Community

pytestmark = pytest.mark.both_databases
HEAD, CHILD, SPOUSE, OTHER = 1, 2, 3, 4
DAY = timedelta(days=1)


@pytest.fixture
def session(community: Community, database: Database) -> Iterator[Session]:
    """A writing session, once the community is there."""
    with database.session(write=True) as opened:
        yield opened


@pytest.fixture
def moment() -> Clock:
    return Clock(datetime.now(UTC), ZoneInfo("UTC"))


@pytest.fixture
def worker(session: Session, community: Community) -> Actor:
    return community.actor(session, "direct-service")


@pytest.fixture
def people(session: Session, community: Community, keyring: KeyRing) -> list[int]:
    """Four people of the agency, a stranger last."""
    names = ("Ana", "Ben", "Cai", "Dee")
    made = [hud.client(session, keyring, community.home, first_name=name, last_name="Ro") for name in names]
    return [*(row.id for row in made), hud.client(session, keyring, community.other).id]


def settle(session: Session, worker: Actor, people: list[int], moment: Clock, key: str = "k") -> int:
    """Ana heads a household with Ben, her spouse, and Cai, her child, since three days."""
    ana, ben, cai, *_others = people
    relations = {ana: HEAD, ben: SPOUSE, cai: CHILD}
    return changes.create_household(
        session, worker, relations, moment.as_of - 3 * DAY, moment, idempotency_key=key
    )


def now(session: Session, household_id: int) -> dict[int, int]:
    """{client: relation} of who belongs to it."""
    rows = session.scalars(
        select(HouseholdMember).where(
            HouseholdMember.household_id == household_id,
            HouseholdMember.left_on.is_(None),
            HouseholdMember.deleted_at.is_(None),
        )
    )
    return {row.client_id: row.relationship_to_hoh for row in rows}


def test_household_made_twice_with_one_key_is_one_and_is_audited_for_each_member(
    session: Session, worker: Actor, people: list[int], moment: Clock
) -> None:
    first = settle(session, worker, people, moment)

    assert settle(session, worker, people, moment) == first
    assert now(session, first) == {people[0]: HEAD, people[1]: SPOUSE, people[2]: CHILD}
    told = session.scalars(select(AuditEvent.client_id).where(AuditEvent.verb == "household:join")).all()
    assert sorted(told) == people[:3]  # type: ignore[type-var]


def test_household_changes_day_by_day_and_keeps_who_was_what_when(
    session: Session, worker: Actor, people: list[int], moment: Clock
) -> None:
    ana, ben, cai, dee, _stranger = people
    today = moment.as_of
    household = settle(session, worker, people, moment)

    def change(relations: dict[int, int], on: date, version: int) -> None:
        changes.change_members(session, worker, household, relations, on, moment, version=version)

    change({ana: HEAD, ben: SPOUSE, cai: CHILD, dee: OTHER}, today - 2 * DAY, 1)  # Dee joins
    change({ben: HEAD, cai: CHILD, dee: OTHER}, today - DAY, 2)  # Ana leaves, Ben heads it
    change({ben: OTHER, cai: CHILD, dee: HEAD}, today, 3)  # Dee heads it
    record = records.get_visible(session, worker, ben, household, today)

    assert record.head is not None
    assert record.head.person.id == dee
    assert {each.person.id: each.relationship_to_hoh for each in record.members} == {
        ben: OTHER, cai: CHILD, dee: HEAD
    }  # fmt: skip
    past = {(each.person.id, each.relationship_to_hoh): each.left_on for each in record.past}
    assert past == {
        (ana, HEAD): today - DAY,
        (ben, SPOUSE): today - DAY,
        (ben, HEAD): today,
        (dee, OTHER): today,
    }
    change({cai: CHILD}, today, 4)  # the last one heads it, whatever was said
    assert now(session, household) == {cai: HEAD}
    change({}, today, 5)
    assert now(session, household) == {}
    assert records.current_id(session, worker, cai) is None


def test_household_split_has_two_heads_in_two_households(
    session: Session, worker: Actor, people: list[int], moment: Clock
) -> None:
    ana, ben, cai, *_others = people
    household = settle(session, worker, people, moment)

    def split() -> int:
        return changes.split_household(
            session, worker, household, {ana: HEAD}, {ben: HEAD, cai: CHILD}, moment.as_of, moment,
            version=1, idempotency_key="split",
        )  # fmt: skip

    other = split()

    assert split() == other
    assert now(session, household) == {ana: HEAD}
    assert now(session, other) == {ben: HEAD, cai: CHILD}
    assert [each.person.id for each in households.together(session, worker, cai, [], moment.as_of)] == [ben]


def test_what_a_household_cannot_be_is_refused_in_words(
    session: Session, worker: Actor, people: list[int], moment: Clock
) -> None:
    ana, ben, cai, dee, stranger = people
    today = moment.as_of
    household = settle(session, worker, people, moment)
    changes.change_members(
        session, worker, household, {ana: HEAD, ben: SPOUSE}, today - DAY, moment, version=1
    )

    def change(relations: dict[int, int], on: date = today, version: int = 2) -> None:
        changes.change_members(session, worker, household, relations, on, moment, version=version)

    for relations, on, field, words in (
        ({ana: SPOUSE, ben: SPOUSE}, today, "relations", "needs one"),
        ({ana: HEAD, ben: HEAD}, today, "relations", "can't be more than one"),
        ({ana: HEAD, ben: 77}, today, "relations", "what each person is"),
        ({ana: HEAD, ben: CHILD}, today + DAY, "on", "not in the future"),
        ({ana: HEAD, ben: CHILD}, today - 2 * DAY, "on", "last changed on"),
    ):
        with pytest.raises(DomainError) as refused:
            change(relations, on)
        assert (refused.value.field, words in refused.value.message) == (field, True), refused.value.message
    with pytest.raises(NotFound):
        change({ana: HEAD, stranger: CHILD})
    with pytest.raises(StaleVersion):
        change({ana: HEAD}, version=1)
    pair = {cai: HEAD, dee: CHILD}
    changes.create_household(session, worker, pair, today, moment, idempotency_key="other")
    with pytest.raises(DomainError, match="Cai Ro belongs to another household"):
        change({ana: HEAD, cai: CHILD})
    with pytest.raises(DomainError, match="Only members"):
        changes.split_household(
            session, worker, household, {ana: HEAD}, {dee: HEAD}, today, moment,
            version=2, idempotency_key="x",
        )  # fmt: skip


def keep(row: HouseholdMember, step: SessionTransaction) -> None:
    """Write a row behind the domain's back."""
    step.session.add(row)
    step.session.flush()


def test_second_head_is_refused_by_the_database_itself(
    session: Session, worker: Actor, people: list[int], moment: Clock
) -> None:
    household = settle(session, worker, people, moment)
    row = session.scalars(select(HouseholdMember).where(HouseholdMember.client_id == people[2])).one()
    values = {"household_id": household, "organization_id": row.organization_id, "joined_on": moment.as_of}

    for other in (
        HouseholdMember(client_id=people[3], relationship_to_hoh=HEAD, **values),
        HouseholdMember(client_id=people[2], relationship_to_hoh=CHILD, **values),
    ):
        with pytest.raises(IntegrityError), session.begin_nested() as step:
            keep(other, step)


def test_household_deleted_by_the_administrator_frees_its_people(
    session: Session, worker: Actor, people: list[int], moment: Clock, community: Community
) -> None:
    household = settle(session, worker, people, moment)
    administrator, outsider = (community.actor(session, each) for each in (ADMINISTRATOR, OUTSIDER))

    with pytest.raises(NotFound):
        changes.change_members(session, outsider, household, {}, moment.as_of, moment, version=1)
    with pytest.raises(Forbidden):
        deleting(session, worker, people[0], household, "a mistake", moment, version=1)
    with pytest.raises(DomainError, match="Say why"):
        deleting(session, administrator, people[0], household, " ", moment, version=1)
    deleting(session, administrator, people[0], household, "They never met", moment, version=1)

    assert records.of_client(session, worker, people[0], moment.as_of) == []
    assert settle(session, worker, people, moment, key="again") != household


def test_shared_client_shows_the_household_of_another_agency_and_no_unshared_member(
    session: Session, worker: Actor, people: list[int], moment: Clock, community: Community
) -> None:
    household = settle(session, worker, people, moment)
    outsider = community.actor(session, OUTSIDER)
    for shared in people[:2]:
        session.add(ClientSharing(client_id=shared, until=moment.as_of + DAY))
        session.add(ClientAgency(organization_id=community.other.id, client_id=shared, by_release=True))
    session.flush()

    [record] = records.of_client(session, outsider, people[0], moment.as_of)

    assert [each.person.id for each in record.members] == people[:2]
    with pytest.raises(NotFound):
        records.get_visible(session, outsider, people[0], household, moment.as_of)


def test_two_people_at_once_make_one_household_of_a_client(
    database: Database, community: Community, keyring: KeyRing, moment: Clock
) -> None:
    with database.session(write=True) as session:
        ana = hud.client(session, keyring, community.home).id
        worker = community.actor(session, "direct-service")
        changes.create_household(session, worker, {ana: HEAD}, moment.as_of, moment, idempotency_key="a")
        session.commit()

    with database.session(write=True) as session, pytest.raises(DomainError, match="another household"):
        changes.create_household(session, worker, {ana: HEAD}, moment.as_of, moment, idempotency_key="b")

    with database.session() as session:
        assert len(session.scalars(select(HouseholdMember)).all()) == 1
