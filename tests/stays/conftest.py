"""Somebody at work, and a family that has entered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.orm import Session

from hmis_web import models
from hmis_web.access.actor import Actor
from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.domain import exits
from hmis_web.domain.clock import Clock
from hmis_web.domain.exits import Leaving, NewHead, Outcome, Plan
from tests.families import DESTINATION, Family, settle
from tests.personas import Community

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
CLOCK = Clock(NOW, ZoneInfo("UTC"))
TODAY = NOW.date()
DAY = timedelta(days=1)


@dataclass
class Desk:
    """Somebody at work at Open Door."""

    session: Session
    keyring: KeyRing
    community: Community

    def actor(self, persona: str = "direct-service") -> Actor:
        """Who works."""
        return self.community.actor(self.session, persona)

    def family(self, project_type: int = 13, *funders: int, entry: date | None = None) -> Family:
        """A family that has entered a project of its own."""
        return settle(self.session, self.keyring, self.community, TODAY, project_type, funders or (3,), entry)

    def leave(
        self,
        family: Family,
        days: dict[int, date],
        *,
        key: str = "once",
        head: NewHead | None = None,
        told: dict[str, Any] | None = None,
        persona: str = "direct-service",
        clock: Clock = CLOCK,
    ) -> Outcome:
        """Exit members on their days."""
        actor = self.actor(persona)
        stay = family.stay(self.session, actor, next(iter(days)), TODAY)
        leaving = [Leaving(each, day, told or DESTINATION) for each, day in days.items()]
        return exits.exit_household(self.session, actor, stay, Plan(key, leaving, head), clock)


@dataclass(frozen=True)
class Street:
    """Families as the pages find them, on the day of the pages, and who else asks."""

    today: date
    rehousing: Family
    outreach: Family
    shelter: Family
    stranger: Family
    """Another agency's, in a night-by-night shelter."""


@pytest.fixture
def street(database: Database, community: Community, keyring: KeyRing) -> Street:
    """Rapid rehousing of a CoC; street outreach that PATH and ESG pay; a night-by-night shelter."""
    today = datetime.now(UTC).date()
    with database.session(write=True) as session:
        there = replace(community, home=community.other)
        made = Street(
            today,
            settle(session, keyring, community, today, 13, (3,)),
            settle(session, keyring, community, today, 4, (21, 11)),
            settle(session, keyring, community, today, 1, (8,)),
            settle(session, keyring, there, today, 1, (8,)),
        )
        session.commit()
    return made


@pytest.fixture
def desk(community: Community, session: Session, keyring: KeyRing) -> Desk:
    """Nobody has come yet."""
    return Desk(session, keyring, community)


def later(**past: float) -> Clock:
    """The clock some time later."""
    return replace(CLOCK, now=NOW + timedelta(**past))


def relations(desk: Desk, *enrollments: int) -> list[int | None]:
    """What members are to the head."""
    desk.session.expire_all()
    return [desk.session.get_one(models.Enrollment, each).relationship_to_hoh for each in enrollments]
