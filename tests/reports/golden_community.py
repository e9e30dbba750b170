"""Nine people whose every count was worked out by hand; the comments say why each stands where it stands.

Report 01 Oct 2025 to 30 Sep 2026, one entry/exit shelter. Last Wednesdays: 29 Oct 2025, 28 Jan, 29 Apr and 29
Jul 2026.
"""

from __future__ import annotations

from datetime import date

from hmis_web.reports.engine.universe import Universe
from hmis_web.reports.universe import Frames, from_frames
from tests.reports.communities import Community, params


def golden() -> Universe:
    """The universe of the nine."""
    return from_frames(golden_frames(), params())


def golden_frames() -> Frames:
    """The rows of the nine, with three more people who must not count."""
    made = Community().project()
    _ana_and_bo(made)
    made.person(3, date(1959, 6, 30))  # 66, alone since 2024: 791 days, chronic by a year on the street
    made.stay(3, date(2024, 8, 1), disabling_condition=1, date_to_street_essh=date(2023, 1, 1))
    made.person(4, date(2005, 12, 24))  # 20 on the day of entry, with her child of 1: parenting youth
    made.person(5, date(2024, 12, 1))
    made.stay(4, date(2026, 1, 10), household_id="C")
    made.stay(5, date(2026, 1, 10), household_id="C", relationship_to_hoh=2)
    made.person(6, date(2009, 9, 1))  # 16, alone, gone: only children, youth, child head, leaver
    made.stay(6, date(2026, 2, 1), date(2026, 2, 20))
    made.person(7, None, dob_data_quality=8)  # would not tell: unknown household
    made.stay(7, date(2025, 12, 1))
    made.person(8, date(1995, 7, 7))  # 30, left; lives with somebody of unknown age: unknown household
    made.person(9, None)
    made.stay(8, date(2026, 5, 5), date(2026, 5, 10), household_id="F")
    made.stay(9, date(2026, 5, 5), household_id="F", relationship_to_hoh=3)
    _nobody(made)
    return made.frames()


def _ana_and_bo(made: Community) -> None:
    """A mother and veteran of 40 with a child of 7; both leave, she comes back alone on 1 August and is
    reported there: 41, without children, stayer. The child stays reported with children and adults,
    leaver."""
    made.person(1, date(1985, 1, 15), veteran_status=1).person(2, date(2018, 5, 1))
    made.stay(1, date(2025, 11, 1), date(2026, 3, 31), household_id="A")
    made.stay(2, date(2025, 11, 1), date(2026, 3, 31), household_id="A", relationship_to_hoh=2)
    made.stay(1, date(2026, 8, 1), household_id="G")


def _nobody(made: Community) -> None:
    """Gone the day before, not yet come, deleted."""
    for key in (10, 11, 12):
        made.person(key, date(1980, 1, 1))
    made.stay(10, date(2025, 1, 1), date(2025, 9, 30))
    made.stay(11, date(2026, 10, 1))
    made.stay(12, date(2026, 1, 1), date_deleted="2026-01-02 08:00:00")
