"""Rules about when and where somebody stays, and how a stay ends: S036 to S059."""

from __future__ import annotations

from datetime import date
from typing import Any

from hmis_web.domain.answers import OtherStay
from hmis_web.standards.forms import Place
from tests.answers.cases import ENTRY, HOPWA, RRH, Case

ENTERED, LEFT, MOVED = "enrollment.entry_date", "exit.exit_date", "enrollment.move_in_date"
COC, DESTINATION = "enrollment.enrollment_coc", "exit.destination"
BEFORE, FEBRUARY, MARCH, APRIL = (date(2025, 12, 1), date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 1))
FUTURE, TODAY = date(2026, 11, 21), date(2026, 11, 20)
SHELTER, PSH, NIGHTS = Place(0), Place(3), Place(1)
HERE, THERE = 7, 8


def dated(rule: str, key: str, broken: date | None, kept: date, **more: Any) -> Case:
    return Case(rule, key, {key: broken}, {key: kept}, **more)


def beside(other: OtherStay, **more: Any) -> dict[str, Any]:
    return {"project_key": HERE, "place": SHELTER, "other_stays": (other,)} | more


def there(project_type: int, begin: date, end: date | None, move_in: date | None = None) -> OtherStay:
    return OtherStay(99, THERE, project_type, begin, end, move_in)


CASES = [
    dated("S036", ENTERED, None, ENTRY),
    dated("S037", ENTERED, FUTURE, TODAY),
    dated("S038", ENTERED, BEFORE, ENTRY, around={"operating_start": ENTRY}),
    dated("S038", ENTERED, FEBRUARY, ENTRY, around={"operating_end": ENTRY}),
    dated("S039", ENTERED, ENTRY, MARCH, around=beside(OtherStay(9, HERE, 0, ENTRY, None))),
    dated(
        "S040",
        ENTERED,
        ENTRY,
        MARCH,
        around=beside(OtherStay(9, HERE, 0, BEFORE, MARCH)),
    ),
    dated("S040", LEFT, MARCH, FEBRUARY, around=beside(OtherStay(9, HERE, 0, FEBRUARY, None))),
    dated("S041", ENTERED, ENTRY, MARCH, around=beside(there(2, BEFORE, MARCH))),
    dated("S041", ENTERED, ENTRY, MARCH, around=beside(there(3, BEFORE, MARCH, BEFORE))),
    dated(
        "S041",
        ENTERED,
        ENTRY,
        ENTRY,
        around=beside(there(13, BEFORE, MARCH, BEFORE)),
        else_around=beside(there(13, BEFORE, MARCH, None)),
    ),
    dated("S041", ENTERED, ENTRY, MARCH, around={"place": SHELTER, "bed_nights": frozenset({FEBRUARY})}),
    dated(
        "S042",
        MOVED,
        FEBRUARY,
        MARCH,
        around=beside(there(0, BEFORE, MARCH), place=RRH),
    ),
    dated("S043", LEFT, BEFORE, ENTRY),
    dated("S044", LEFT, ENTRY, FEBRUARY, around={"place": SHELTER}),
    dated("S044", LEFT, ENTRY, ENTRY, around={"place": PSH}, else_around={"place": Place(4)}),
    dated("S045", LEFT, FUTURE, TODAY),
    Case("S046", DESTINATION, {DESTINATION: None}, {DESTINATION: 99}, missing=True),
    *(Case("S047", DESTINATION, {DESTINATION: code}, {DESTINATION: 410}) for code in (8, 9, 30, 99)),
    Case(
        "S048",
        "exit.destination_subsidy_type",
        {DESTINATION: 410, "exit.destination_subsidy_type": 419},
        {DESTINATION: 435, "exit.destination_subsidy_type": 419},
    ),
    Case(
        "S048",
        "exit.destination_subsidy_type",
        {DESTINATION: 435, "exit.destination_subsidy_type": None},
        {DESTINATION: 410, "exit.destination_subsidy_type": None},
        missing=True,
    ),
    Case(
        "S049",
        "exit.other_destination",
        {DESTINATION: 410, "exit.other_destination": "a barn"},
        {DESTINATION: 17, "exit.other_destination": "a barn"},
    ),
    Case(
        "S049",
        "exit.other_destination",
        {DESTINATION: 17, "exit.other_destination": ""},
        {DESTINATION: 410, "exit.other_destination": ""},
        missing=True,
    ),
    *(Case("S050", DESTINATION, {DESTINATION: code}, {DESTINATION: 422}) for code in (335, 336, 37)),
    Case(
        "S051",
        DESTINATION,
        {LEFT: FEBRUARY, DESTINATION: 24},
        {LEFT: MARCH, DESTINATION: 24},
        around={"last_activity": MARCH},
    ),
    *(
        Case(
            "S052",
            DESTINATION,
            {DESTINATION: code},
            {DESTINATION: code},
            around={"place": RRH},
            else_around={"place": HOPWA},
        )
        for code in (426, 327)
    ),
    Case("S053", COC, {COC: None}, {COC: "XX-501"}, missing=True),
    Case(
        "S054",
        COC,
        {COC: "XX-502"},
        {COC: "XX-501"},
        around={"cocs": frozenset({"XX-501"}), "is_continuum": True},
    ),
    Case("S055", COC, {COC: "xx501"}, {COC: "XX-501"}),
    dated("S056", MOVED, BEFORE, ENTRY, around={"place": RRH}),
    dated("S056", MOVED, APRIL, MARCH, around={"place": RRH, "exit_date": MARCH}),
    dated("S056", LEFT, FEBRUARY, MARCH, around={"place": RRH, "move_in_date": MARCH}),
    dated("S057", MOVED, FUTURE, TODAY, around={"place": RRH}),
    dated("S058", MOVED, MARCH, FEBRUARY, around={"place": PSH, "exit_date": MARCH}),
    dated(
        "S058", LEFT, MARCH, MARCH, around={"place": PSH, "move_in_date": MARCH}, else_around={"place": RRH}
    ),
    dated("S059", MOVED, MARCH, MARCH, around={"place": SHELTER}, else_around={"place": PSH}),
    dated(
        "S059",
        MOVED,
        MARCH,
        MARCH,
        around={"place": Place(6)},
        else_around={"place": Place(6, frozenset({45}))},
    ),
]
