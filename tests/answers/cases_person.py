"""Rules about people and households: S001 to S035."""

from __future__ import annotations

from datetime import date
from typing import Any

from hmis_web.domain.answers import Member, OtherStay
from tests.answers.cases import BORN, ENTRY, GROWN_HEAD, Case


def person(rule: str, name: str, broken: dict[str, Any], kept: dict[str, Any], **more: Any) -> Case:
    return Case(rule, f"client.{name}", broken, kept, **more)


def home(rule: str, name: str, broken: list[Member], kept: list[Member], **more: Any) -> Case:
    return Case(
        rule, name, {}, {}, around={"members": tuple(broken)} | more, else_around={"members": tuple(kept)}
    )


HEAD = Member(1, 1, ENTRY, birth_date=BORN, project_key=7)
CHILD = Member(2, 2, ENTRY, birth_date=date(2015, 1, 1), project_key=7)
LATER, EARLIER = date(2026, 2, 1), date(2025, 12, 1)
RELATION = "enrollment.relationship_to_hoh"
FULL_NAME = {"first_name": "Ana", "last_name": "Ruiz", "name_data_quality": 1}
VETERAN = {"veteran_status": 1, "dob": BORN}

CASES = [
    person("S001", "last_name", {"first_name": "Ana", "name_data_quality": 1}, FULL_NAME),
    person("S002", "name_data_quality", {"name_data_quality": 2}, {"name_data_quality": 9}),
    person("S002", "name_data_quality", {}, FULL_NAME, missing=True),
    person("S003", "name_data_quality", FULL_NAME | {"name_data_quality": 2}, FULL_NAME),
    person("S004", "ssn", {"ssn": "12345678"}, {"ssn": "12345678X"}),
    person(
        "S005",
        "ssn",
        {"ssn": "xxxxx6789", "ssn_data_quality": 1},
        {"ssn": "219096789", "ssn_data_quality": 1},
    ),
    person(
        "S006",
        "ssn_data_quality",
        {"ssn": "xxxxx6789", "ssn_data_quality": 1},
        {"ssn": "xxxxx6789", "ssn_data_quality": 2},
    ),
    person("S007", "ssn", {"ssn_data_quality": 1}, {"ssn_data_quality": 8}),
    person(
        "S007",
        "ssn_data_quality",
        {"ssn": "219096789", "ssn_data_quality": 8},
        {"ssn": "219096789", "ssn_data_quality": 1},
    ),
    person("S007", "ssn_data_quality", {}, {"ssn_data_quality": 99}, missing=True),
    *(
        person("S008", "ssn", {"ssn": ssn}, {"ssn": "219096789"})
        for ssn in ("000096789", "666096789", "912096789", "219006789", "219090000")
    ),
    person("S009", "ssn", {"ssn": "222222222"}, {"ssn": "219096789"}),
    person("S009", "ssn", {"ssn": "345678901"}, {"ssn": "xxxxx8901"}),
    person("S010", "ssn", {"ssn": "xxx096789"}, {"ssn": "xxxxx6789"}),
    person("S010", "ssn", {"ssn": "xxxxx0000"}, {"ssn": "219096789"}),
    person("S011", "dob", {"dob_data_quality": 1}, {"dob": BORN, "dob_data_quality": 1}),
    person("S011", "dob_data_quality", {}, {"dob_data_quality": 8}, missing=True),
    person("S012", "dob", {"dob": date(2026, 11, 21)}, {"dob": date(2026, 11, 20)}),
    person("S013", "dob", {"dob": LATER}, {"dob": ENTRY}, around={"entry_dates": (ENTRY,)}),
    person("S014", "dob", {"dob": date(1925, 11, 19)}, {"dob": date(1926, 11, 20)}),
    person("S015", "dob", {"dob": date(1900, 1, 1)}, {"dob": date(1900, 1, 2)}),
    person(
        "S015", "dob", {"dob": ENTRY}, {"dob": BORN}, around={"entry_dates": (ENTRY,), "person": GROWN_HEAD}
    ),
    person("S016", "race_none", {"asian": 1, "race_none": 8}, {"asian": 1, "white": 0}),
    person("S016", "race_none", {"asian": 0}, {"race_none": 99}, missing=True),
    person("S017", "race_none", {"race_none": 9}, {"white": 1}),
    person(
        "S018",
        "additional_race_ethnicity",
        {"additional_race_ethnicity": "x" * 101},
        {"additional_race_ethnicity": "x" * 100},
    ),
    person(
        "S019",
        "veteran_status",
        {"veteran_status": 1, "dob": date(2010, 1, 1)},
        {"veteran_status": 1, "dob": date(2008, 1, 5)},
        around={"entry_dates": (EARLIER, ENTRY)},
    ),
    person("S020", "veteran_status", {"dob": BORN, "veteran_status": 99}, {"dob": date(2010, 1, 1)}),
    person("S021", "korean_war", {"veteran_status": 0, "korean_war": 0}, VETERAN | {"korean_war": 0}),
    person(
        "S022",
        "year_entered_service",
        VETERAN | {"year_entered_service": 1979},
        VETERAN | {"year_entered_service": 1998},
    ),
    person("S022", "year_entered_service", {"year_entered_service": 1919}, {"year_entered_service": 1920}),
    person(
        "S023",
        "year_separated",
        {"year_entered_service": 2000, "year_separated": 1999},
        {"year_entered_service": 2000, "year_separated": 2000},
    ),
    person("S023", "year_separated", {"year_separated": 2027}, {"year_separated": 2026}),
    person(
        "S024",
        "year_entered_service",
        VETERAN | {"year_entered_service": 1995},
        VETERAN | {"year_entered_service": 1996},
    ),
    *(
        person(
            "S025",
            theater,
            {"year_entered_service": begin, "year_separated": end, theater: 1},
            {"year_entered_service": begin, "year_separated": end, theater: 0},
        )
        for theater, begin, end in (
            ("world_war_ii", 1948, 1950),
            ("korean_war", 1956, 1960),
            ("vietnam_war", 1976, 1980),
            ("desert_storm", 1992, 1999),
            ("afghanistan_oef", 1990, 2000),
            ("iraq_oif", 2011, 2015),
            ("iraq_ond", 2000, 2009),
        )
    ),
    person("S026", "sex", {}, {"sex": 8}, around={"asks_sex": True}),
    home("S027", RELATION, [Member(1, 2, ENTRY), Member(2, 3, ENTRY)], [HEAD, CHILD]),
    home("S028", RELATION, [HEAD, Member(2, 1, ENTRY)], [HEAD, CHILD]),
    home("S029", RELATION, [HEAD, Member(2, 99, ENTRY)], [HEAD, CHILD]),
    home("S029", RELATION, [HEAD, Member(2, None, ENTRY)], [HEAD, Member(2, 5, ENTRY)]),
    home("S030", RELATION, [Member(1, 3, ENTRY)], [HEAD]),
    home("S031", RELATION, [HEAD, Member(2, 3, ENTRY, birth_date=date(2012, 1, 1))], [HEAD, CHILD]),
    home("S031", RELATION, [HEAD, Member(2, 2, ENTRY, birth_date=date(1970, 1, 1))], [HEAD, CHILD]),
    Case(
        "S032",
        "enrollment.household_id",
        {},
        {},
        around={
            "household": (1, "H"),
            "other_stays": (OtherStay(9, 8, 0, EARLIER, EARLIER, None, (1, "H")),),
        },
        else_around={"household": (1, "other")},
    ),
    home("S033", "enrollment.project_id", [HEAD, Member(2, 2, ENTRY, project_key=8)], [HEAD, CHILD]),
    home("S034", "enrollment.entry_date", [HEAD, Member(2, 2, EARLIER)], [HEAD, Member(2, 2, LATER)]),
    home(
        "S035",
        "exit.exit_date",
        [Member(1, 1, ENTRY, LATER), Member(2, 2, ENTRY, None)],
        [Member(1, 1, ENTRY, LATER), Member(2, 2, ENTRY, LATER)],
    ),
]
