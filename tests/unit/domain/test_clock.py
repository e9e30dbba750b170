"""The moment that writers are told."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from hmis_web.domain.clock import Clock

PACIFIC = ZoneInfo("America/Los_Angeles")


def test_clock_before_local_midnight_is_still_yesterday_there() -> None:
    clock = Clock(datetime(2026, 3, 1, 7, 30, 15, 999, tzinfo=UTC), PACIFIC)

    assert clock.as_of == date(2026, 2, 28)
    assert clock.stamp == "2026-02-28 23:30:15"
