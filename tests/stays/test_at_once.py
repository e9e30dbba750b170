"""Two people who do the same to one household at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.db.errors import DomainError
from hmis_web.db.session import Database
from hmis_web.domain import bed_nights, exits
from hmis_web.domain.clock import Clock
from hmis_web.domain.exits import Leaving, Plan
from hmis_web.domain.stay_members import members_of
from hmis_web.models import Exit, HouseholdExit, Services
from tests.families import DESTINATION, Family
from tests.personas import Community
from tests.stays.conftest import Street

pytestmark = pytest.mark.both_databases
CLOCK = Clock(datetime.now(UTC), ZoneInfo("UTC"))
Act = Callable[[Session, Actor], object]


def together(database: Database, community: Community, acts: list[tuple[str, Act]]) -> list[object]:
    """What each act answered, or the error that it raised; all begin at the same moment."""
    start, answers = threading.Barrier(len(acts)), []

    def run(persona: str, act: Act) -> None:
        with database.session() as reading:
            actor = community.actor(reading, persona)
        start.wait()
        with database.session(write=True, wait=20) as session:
            try:
                answers.append(act(session, actor))
                session.commit()
            except DomainError as error:
                answers.append(error)

    threads = [threading.Thread(target=run, args=each) for each in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def leave(family: Family, key: str) -> Act:
    """The whole family leaves today."""

    def act(session: Session, actor: Actor) -> object:
        stay = family.stay(session, actor, family.teresa, CLOCK.as_of)
        leaving = [Leaving(each, CLOCK.as_of, DESTINATION) for each in family.all]
        return exits.exit_household(session, actor, stay, Plan(key, leaving), CLOCK).household_exit_id

    return act


def test_family_leaves_once_for_one_click_sent_twice_and_for_two_people(
    database: Database, community: Community, street: Street
) -> None:
    click, family = leave(street.rehousing, "same"), street.rehousing

    same = together(database, community, [("direct-service", click)] * 2)
    late = together(database, community, [("program-manager", leave(family, "other"))])

    assert len(set(same)) == 1
    assert isinstance(late[0], DomainError)
    with database.session() as session:
        assert session.scalar(select(func.count()).select_from(Exit)) == 3
        assert session.scalar(select(func.count()).select_from(HouseholdExit)) == 1

    def two(persona: str) -> tuple[str, Act]:
        return persona, leave(street.outreach, persona)

    answers = together(database, community, [two("direct-service"), two("program-manager")])
    assert sum(isinstance(answer, DomainError) for answer in answers) == 1
    with database.session() as session:
        assert session.scalar(select(func.count()).select_from(Exit)) == 6


def test_night_ticked_by_two_people_at_once_is_one(
    database: Database, community: Community, street: Street
) -> None:
    family = street.shelter
    night = (family.luz, CLOCK.as_of)

    def tick(session: Session, actor: Actor) -> object:
        stay = family.stay(session, actor, family.luz, CLOCK.as_of)
        members = members_of(session, actor, stay, CLOCK.as_of)
        return bed_nights.set_nights(session, actor, stay, members, set(), {night}, CLOCK).added

    added = together(database, community, [("direct-service", tick), ("services-only", tick)])

    assert sorted(added, key=str) == [0, 1]
    with database.session() as session:
        assert session.scalar(select(func.count()).select_from(Services)) == 1
