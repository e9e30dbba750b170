"""The page of a client whom a release shares with every agency (decision 11)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from hmis_web.config import Settings
from hmis_web.db.session import Database
from hmis_web.domain import sharing
from hmis_web.domain.clock import Clock
from hmis_web.models import Enrollment
from tests.browser import Visitor, page
from tests.personas import OUTSIDER, Community
from tests.town import Town

Enter = Callable[[str], Visitor]


@pytest.fixture
def release(database: Database, community: Community, town: Town, settings: Settings) -> int:
    """The child's release, recorded at home; only the home agency knows the child."""
    with database.session(write=True) as session:
        number = sharing.record_release(
            session,
            community.actor(session, "agency-manager"),
            town.child,
            "guardian",
            town.today,
            town.today + timedelta(days=365),
            Clock(datetime.now(UTC), settings.timezone),
        )
        session.commit()
    return number


def test_without_a_release_the_other_agency_finds_no_page(signed_in: Enter, town: Town) -> None:
    assert signed_in(OUTSIDER).get(f"/clients/{town.child}").status_code == 404


def test_release_opens_the_page_with_stays_to_read_only(signed_in: Enter, town: Town, release: int) -> None:
    shown = page(signed_in(OUTSIDER).get(f"/clients/{town.child}")).main

    assert "Release until" in shown.text
    assert "every agency sees this record" in shown.text
    assert "Harbor Nights" in shown.text
    assert shown.select("a[href*='/services/new']") == []


def test_release_lets_nobody_write_to_another_agencys_stay(
    signed_in: Enter, town: Town, release: int, database: Database
) -> None:
    visitor = signed_in(OUTSIDER)
    with database.session() as session:
        stay = session.query(Enrollment).filter_by(client_key=town.child).one().id

    assert visitor.get(town.service_page(town.child, stay)).status_code == 404
    assert visitor.post(town.service_page(town.child, stay)).status_code == 404


def test_the_agency_that_recorded_it_sees_the_rule_in_force(
    signed_in: Enter, town: Town, release: int
) -> None:
    visitor = signed_in("direct-service")

    assert "Release until" in page(visitor.get(f"/clients/{town.child}")).main.text
    assert "No release: own agency only" in page(visitor.get(f"/clients/{town.client}")).main.text
