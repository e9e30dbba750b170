"""A small town to search in: people are added by name, the index follows, and a persona asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from hmis_web.db.keys import KeyRing
from hmis_web.domain.search.find import search
from hmis_web.domain.search.indexing import reindex_clients
from hmis_web.domain.search.results import Match, SearchResult
from hmis_web.models import Client, Organization
from tests.factories import hud
from tests.personas import ADMINISTRATOR, Community, known_community

TODAY = date(2026, 3, 14)
WORKER = "direct-service"


@dataclass(frozen=True)
class Town:
    """People, and who may look for them."""

    session: Session
    keyring: KeyRing
    community: Community

    def add(self, first: str | None, last: str | None, *agencies: Organization, **values: Any) -> Client:
        """A person, seen by Open Door unless agencies are given; found from now on."""
        person = hud.client(
            self.session,
            self.keyring,
            *(agencies or (self.community.home,)),
            **({"first_name": first, "last_name": last, "dob": None} | values),
        )
        reindex_clients(self.session, [person.id])
        return person

    def ask(self, text: str, persona: str = WORKER, **options: Any) -> SearchResult:
        """What the persona is answered."""
        actor = self.community.actor(self.session, persona)
        return search(self.session, actor, text, self.keyring, TODAY, **options)

    def found(self, text: str, persona: str = WORKER) -> list[int]:
        """Ids of who is found, in order."""
        return [match.client_id for match in self.ask(text, persona).matches]

    def first(self, text: str, persona: str = WORKER) -> Match:
        """The best match."""
        return self.ask(text, persona).matches[0]

    def everyone(self, text: str) -> list[int]:
        """What a system administrator finds."""
        return self.found(text, ADMINISTRATOR)


@pytest.fixture
def town(community: Community, session: Session, keyring: KeyRing) -> Town:
    """Two agencies, every persona, nobody to find yet."""
    return Town(session, keyring, known_community(session))
