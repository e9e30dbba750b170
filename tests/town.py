"""A small town for the page tests: one person at home, one whom only the other agency knows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from hmis_web.db.keys import KeyRing
from hmis_web.domain import presets
from tests.factories import hud, own
from tests.personas import Community, known_community

CANARY = "Zzyzx"
"""A name, program and word that nobody at Open Door may ever see."""


@dataclass(frozen=True)
class Town:
    """What is there: the keys of the rows."""

    today: date
    client: int
    child: int
    shelter: int
    """Night-by-night shelter, where the client is."""
    outreach: int
    stay: int
    past_stay: int
    stranger: int
    strange_stay: int
    account: int
    """Somebody in direct service at home."""
    role: int
    """A preset."""
    household: int
    """Of the client and the child, outside enrollments."""

    def service_page(self, client: int | None = None, stay: int | None = None) -> str:
        """The page that logs a service."""
        return f"/clients/{client or self.client}/enrollments/{stay or self.stay}/services/new"


def settle(session: Session, keyring: KeyRing) -> Town:
    """Teresa and her child stay at Harbor Nights; she has left Street Team, which PATH pays. Elm House has
    a stranger."""
    today = datetime.now(UTC).date()  # as the pages reckon it: the tests' installation is in UTC
    month = timedelta(days=30)
    community = known_community(session)
    home, other = community.home, community.other
    nights = hud.project(session, home, "Harbor Nights", project_type=1)
    team = hud.project(session, home, "Street Team", project_type=4)
    hud.funder(session, team, 21)
    teresa = hud.client(session, keyring, home, ssn="900121234")
    child = hud.client(session, keyring, home, first_name="Luz", dob=today.replace(year=today.year - 7))
    stay = hud.enrollment(session, teresa, nights, entry_date=today - month, household_id="H-1")
    hud.enrollment(
        session, child, nights, entry_date=today - month, household_id="H-1", relationship_to_hoh=2
    )
    past = hud.enrollment(session, teresa, team, entry_date=today - 6 * month)
    hud.exit(session, past, today - 2 * month, destination=410)
    hud.service(session, stay, today - month)
    hud.service(session, past, today - 3 * month, record_type=141, type_provided=6)
    theirs = hud.project(session, other, f"{CANARY} House", project_type=1)
    stranger = hud.client(session, keyring, other, first_name=CANARY, last_name="Martin", ssn="900999999")
    strange = hud.enrollment(session, stranger, theirs, entry_date=today - month)
    hud.enrollment(session, teresa, theirs, entry_date=today - month)
    return Town(
        *(today, teresa.id, child.id, nights.id, team.id, stay.id, past.id, stranger.id, strange.id),
        account=community.accounts["direct-service"],
        role=presets.ensure_roles(session)["read-only"],
        household=own.household(session, home, {teresa: 1, child: 2}, today - month).id,
    )


@pytest.fixture
def town(settled: Town, community: Community) -> Town:
    """The town of `settle`."""
    return settled
