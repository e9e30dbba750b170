"""A client of the home agency, and somebody of the other one who asks about her."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.orm import Session

from hmis_web import models
from hmis_web.access.actor import Actor
from hmis_web.db.errors import NotFound
from hmis_web.db.keys import KeyRing
from hmis_web.domain import acting, clients, sharing
from hmis_web.domain.clock import Clock
from hmis_web.domain.search.find import search
from hmis_web.domain.search.indexing import reindex_clients
from tests.factories import hud
from tests.personas import ADMINISTRATOR, Community

NOW = datetime.now(UTC)
TODAY = NOW.date()
CLOCK = Clock(NOW, ZoneInfo("UTC"))
LATER = TODAY + timedelta(days=30)
BORN = date(1960, 3, 14)


@dataclass
class World:
    """Ana, who stays at the home agency; somebody of the other agency asks about her."""

    session: Session
    keyring: KeyRing
    community: Community
    ana: models.Client
    stay: models.Enrollment

    def actor(self, persona: str, on: date = TODAY) -> Actor:
        """Somebody on a day."""
        account = self.session.get_one(models.Account, self.community.accounts[persona])
        agency = self.community.other.id if persona == "outsider" else self.community.home.id
        found = acting.actor_for(self.session, account, None if persona == ADMINISTRATOR else agency, on)
        assert found is not None
        return found

    def sees(self, on: date = TODAY) -> bool:
        """Whether the other agency's page of Ana opens."""
        try:
            clients.get_card(self.session, self.actor("outsider", on), self.keyring, self.ana.id, on)
        except NotFound:
            return False
        return True

    def finds(self, text: str = "ana ruiz", on: date = TODAY) -> list[int]:
        """Whom the other agency finds."""
        found = search(self.session, self.actor("outsider", on), text, self.keyring, on)
        return [match.client_id for match in found.matches]

    def release(self, ends_on: date = LATER) -> int:
        """Ana signs a release at the home agency."""
        manager = self.actor("agency-manager")
        return sharing.record_release(self.session, manager, self.ana.id, "signed", TODAY, ends_on, CLOCK)


@pytest.fixture
def world(community: Community, session: Session, keyring: KeyRing) -> World:
    """Nothing is released yet."""
    ana = hud.client(session, keyring, community.home, first_name="Ana", last_name="Ruiz", dob=BORN)
    stay = hud.enrollment(session, ana, hud.project(session, community.home, "Harbor"), entry_date=TODAY)
    hud.service(session, stay, TODAY)
    reindex_clients(session, [ana.id])
    return World(session, keyring, community, ana, stay)
