"""When a household's annual assessment may be dated."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from hmis_web.domain import anniversaries, enrollments
from tests.factories import hud
from tests.unit.domain.conftest import World

ENTRY = date(2023, 3, 10)


@pytest.mark.parametrize(
    ("entry", "number", "day"),
    [
        (ENTRY, 1, date(2024, 3, 10)),
        (date(2024, 2, 29), 1, date(2025, 2, 28)),
        (date(2024, 2, 29), 4, date(2028, 2, 29)),
    ],
)
def test_anniversary_is_the_same_day_of_the_year(entry: date, number: int, day: date) -> None:
    found = anniversaries.anniversary(entry, number)

    assert found.day == day
    assert [found.holds(day + timedelta(days=shift)) for shift in (-31, -30, 0, 30, 31)] == [
        False, True, True, True, False,
    ]  # fmt: skip


def test_due_is_the_earliest_window_without_an_assessment() -> None:
    def state(as_of: date, *recorded: date, exit_date: date | None = None) -> tuple[int, bool] | None:
        found = anniversaries.due(ENTRY, exit_date, as_of, recorded)
        return None if found is None else (found.anniversary.number, found.is_late)

    assert state(date(2024, 2, 8)) is None
    assert state(date(2024, 2, 9)) == (1, False)
    assert state(date(2024, 4, 9)) == (1, False)
    assert state(date(2024, 4, 10)) == (1, True)
    assert state(date(2024, 4, 10), date(2024, 4, 9)) is None
    assert state(date(2024, 4, 10), date(2024, 4, 10)) == (1, True)  # outside the window: not counted
    assert state(date(2025, 3, 1), date(2024, 3, 1)) == (2, False)
    assert state(date(2026, 1, 1), exit_date=date(2024, 3, 10)) is None
    assert state(date(2026, 1, 1), date(2024, 3, 9), exit_date=date(2025, 3, 1)) is None


@pytest.mark.parametrize(
    ("as_of", "suggested", "about"),
    [
        (date(2023, 5, 1), date(2023, 5, 1), 1),
        (date(2024, 2, 20), date(2024, 2, 20), 1),
        (date(2024, 7, 1), date(2024, 3, 10), 1),
        (date(2025, 2, 20), date(2025, 2, 20), 2),
    ],
)
def test_assessment_begins_with_a_day_in_the_window(as_of: date, suggested: date, about: int) -> None:
    day = anniversaries.suggested_date(ENTRY, None, as_of)

    assert day == suggested
    assert anniversaries.nearest(ENTRY, day).number == about


@pytest.mark.both_databases
def test_entry_of_the_head_decides_for_everybody(world: World) -> None:
    home = hud.project(world.session, world.community.home, "Hill Street", project_type=3)
    late, alone = date(2024, 6, 1), date(2024, 1, 1)
    child = hud.client(world.session, world.keyring, world.community.home, first_name="Luz")
    hud.enrollment(world.session, world.ana, home, entry_date=ENTRY, household_id="HH")
    joined = hud.enrollment(
        world.session, child, home, entry_date=late, household_id="HH", relationship_to_hoh=2
    )
    single = hud.enrollment(world.session, world.ana, home, entry_date=alone, household_id=None)
    manager = world.actor("agency-manager")
    stays = [
        *enrollments.of_client(world.session, manager, child.id, late),
        *enrollments.of_client(world.session, manager, world.ana.id, late),
    ]

    found = anniversaries.head_entries(world.session, stays)

    assert found[joined.id] == ENTRY
    assert found[single.id] == alone
    assert found[world.stay.id] == world.stay.entry_date
