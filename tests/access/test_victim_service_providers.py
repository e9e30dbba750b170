"""A victim service provider has no place in a shared installation; its own one serves it like any agency
(decision 12)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from sqlalchemy.orm import Session

from hmis_web import models
from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.domain.search.indexing import reindex_clients
from hmis_web.models import COMPARABLE_DATABASE
from tests.browser import Visitor, page
from tests.factories import hud
from tests.personas import ADMINISTRATOR, ROLES, Community

Enter = Callable[[str], Visitor]
NAME = "Marisol Quintanilla"
ASKED = (NAME, f"{NAME} 3/14/1960", "900-12-7788", "Quintanilla 7788")


@dataclass(frozen=True)
class Refuge:
    """A refuge and the woman who stays there."""

    agency: int
    client: int
    stay: int


@pytest.fixture
def refuge(database: Database, community: Community, keyring: KeyRing) -> Refuge:
    """The other agency turns out to be a victim service provider."""
    with database.session(write=True) as session:
        agency = session.merge(community.other)
        agency.victim_service_provider = 1
        first, last = NAME.split()
        her = hud.client(
            session, keyring, agency, first_name=first, last_name=last, dob=date(1960, 3, 14), ssn="900127788"
        )
        stay = hud.enrollment(session, her, hud.project(session, agency, "Quiet House"))
        reindex_clients(session, [her.id])
        session.commit()
        return Refuge(agency.id, her.id, stay.id)


def is_own_installation(session: Session) -> None:
    """This installation is the refuge's own."""
    session.add(models.Setting(name=COMPARABLE_DATABASE, value="true"))


@pytest.mark.parametrize("persona", ["agency-manager", "services-only", ADMINISTRATOR])
def test_its_clients_are_found_and_opened_by_nobody(signed_in: Enter, refuge: Refuge, persona: str) -> None:
    visitor = signed_in(persona)

    for text in (*ASKED, f"R-{refuge.client}"):
        shown = page(visitor.post("/clients/search", {"q": text})).main.text
        assert "Marisol" not in shown, text
        assert f"R-{refuge.client}" not in shown.replace(text, ""), text
    for address in (
        f"/clients/{refuge.client}",
        f"/clients/{refuge.client}/enrollments/{refuge.stay}/services/new",
        *(f"/clients/{refuge.client}/{tab}" for tab in ("notes", "contacts", "services")),
    ):
        assert visitor.get(address).status_code == 404


def test_nobody_works_for_it_here(signed_in: Enter, refuge: Refuge) -> None:
    visitor = signed_in("outsider")

    assert visitor.get("/clients/search").status_code == 303
    assert visitor.get(f"/clients/{refuge.client}").status_code == 303
    waiting = visitor.client.get("/", follow_redirects=True)
    assert "Marisol" not in waiting.text
    assert "Quiet House" not in waiting.text


@pytest.mark.parametrize("persona", ROLES)
def test_nobody_switches_to_it(signed_in: Enter, refuge: Refuge, persona: str) -> None:
    answer = signed_in(persona).post("/switch-agency", {"organization_id": str(refuge.agency)})

    assert answer.status_code == 404


def test_its_own_installation_serves_it_like_any_agency(
    signed_in: Enter, refuge: Refuge, database: Database
) -> None:
    with database.session(write=True) as session:
        is_own_installation(session)
        session.commit()
    visitor = signed_in("outsider")

    assert NAME in page(visitor.post("/clients/search", {"q": NAME})).main.text
    assert visitor.get(f"/clients/{refuge.client}").status_code == 200
