"""Who is active in a project on a day, as each role sees it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from hmis_web.db.keys import KeyRing
from hmis_web.domain import active_stays
from hmis_web.models import Project
from tests.factories import hud
from tests.personas import Community
from tests.town import Town

DAY = timedelta(days=1)


def names(found: list[active_stays.ActiveStay]) -> list[str]:
    """Last names."""
    return [stay.name.split()[-1] for stay in found]


@pytest.mark.both_databases
def test_active_stays_are_those_of_the_day_the_project_and_the_role(
    settled: Town, session: Session, keyring: KeyRing, community: Community
) -> None:
    today, shelter = settled.today, session.get_one(Project, settled.shelter)
    for name, entered, left in (
        ("Left", 40, 3),
        ("Leaves", 40, 0),
        ("Comes", -2, None),
        ("100%_Sure", 5, None),
    ):
        person = hud.client(session, keyring, community.home, first_name="Ana", last_name=name)
        stay = hud.enrollment(session, person, shelter, entry_date=today - entered * DAY)
        if left is not None:
            hud.exit(session, stay, today - left * DAY)
    desk, outsider = (community.actor(session, each) for each in ("services-only", "outsider"))
    worker = community.actor(session, "direct-service")

    there = active_stays.active(session, desk, settled.shelter, today)
    assert names(there) == ["100%_Sure", "Leaves", "Martin", "Martin"]
    assert (there[3].last_service, there[3].count, there[3].age is not None) == (today - 30 * DAY, 1, True)
    assert names(active_stays.active(session, desk, settled.shelter, today, night=True)) == [
        "100%_Sure",
        "Martin",
        "Martin",
    ]
    few = active_stays.active(session, desk, settled.shelter, today, most=2)
    assert (len(few), few.more, there.more) == (2, True, False)
    assert "Left" in names(active_stays.active(session, worker, settled.shelter, today - 4 * DAY))
    assert "Left" not in names(active_stays.active(session, desk, settled.shelter, today - 4 * DAY))
    assert active_stays.active(session, outsider, settled.shelter, today) == []


@pytest.mark.both_databases
def test_one_of_them_is_found_by_words_of_the_name_by_client_and_with_the_household(
    settled: Town, session: Session, keyring: KeyRing, community: Community
) -> None:
    today, shelter = settled.today, session.get_one(Project, settled.shelter)
    person = hud.client(session, keyring, community.home, first_name="Ana", last_name="100%_Sure")
    hud.enrollment(session, person, shelter, entry_date=today)
    desk = community.actor(session, "services-only")

    def like(text: str) -> list[str]:
        return names(active_stays.like(session, desk, settled.shelter, today, text))

    assert [like(text) for text in ("mart te", "TERESA", "artin", "", "100%_", "%")] == [
        ["Martin"],
        ["Martin"],
        [],
        [],
        ["100%_Sure"],
        [],
    ]
    household = active_stays.household_of(session, desk, settled.shelter, today, settled.stay)
    assert [stay.client_id for stay in household] == [settled.child, settled.client]
    assert active_stays.household_of(session, desk, settled.shelter, today, settled.past_stay) == []
    assert names(active_stays.by_client(session, desk, settled.shelter, today, settled.client)) == ["Martin"]
    ids = [settled.stay, settled.past_stay, settled.strange_stay]
    assert names(active_stays.among(session, desk, settled.shelter, today, ids)) == ["Martin"]
