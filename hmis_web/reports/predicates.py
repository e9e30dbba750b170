"""The conditions that tables are made of, each named once, with HUD's section. "Glossary" is the HMIS
Standard Reporting Terminology Glossary FY2026, "APR" the CoC APR and ESG CAPER programming specifications
FY2026."""

from __future__ import annotations

import polars as pl

from hmis_web.reports.engine.predicate import Predicate
from hmis_web.reports.universe.codes import ADULT_AGE, UNKNOWN_ANSWERS, YEAR_DAYS, YOUTH_AGES
from hmis_web.reports.universe.presence import MONTHS

_AGE = ("age", "age_on")

REPORTED = Predicate(
    "reported",
    pl.col("is_reported"),
    "APR, Report Programming Basics",
    "the person's latest active stay in the projects",
    ("entry_date",),
)
ENGAGED = Predicate(
    "reported for data quality",
    pl.col("is_reported_engaged"),
    "Glossary, HMIS Data Quality Report, Project Stays to Include",
    "the person's latest stay, street outreach and PATH stays before engagement left out",
    ("entry_date", "date_of_engagement"),
)

ADULT = Predicate("adult", pl.col("is_adult"), "Glossary, Age", f"{ADULT_AGE} years or older", _AGE)
CHILD = Predicate("child", pl.col("is_child"), "Glossary, Age", f"younger than {ADULT_AGE}", _AGE)
AGE_UNKNOWN = Predicate(
    "age unknown",
    pl.col("age").is_null(),
    "Glossary, Age",
    "birth date missing or impossible",
    (*_AGE, "dob_data_quality"),
)
_NOT_TOLD = Predicate(
    "birth date not told",
    pl.col("dob_data_quality").is_in(UNKNOWN_ANSWERS),
    "Glossary, Age; element 3.03",
    "the client doesn't know the birth date or prefers not to answer",
    ("dob_data_quality",),
)
AGE_NOT_TOLD = AGE_UNKNOWN & _NOT_TOLD
AGE_NOT_COLLECTED = AGE_UNKNOWN & ~_NOT_TOLD

HEAD = Predicate(
    "head of household",
    pl.col("is_head"),
    "APR, Client Types",
    "relationship to the head of household is self",
    ("relationship_to_hoh",),
)
LEAVER = Predicate(
    "leaver",
    pl.col("is_leaver"),
    "Glossary, Project Leavers",
    "exit by the end of the report",
    ("exit_date",),
)
STAYER = Predicate(
    "stayer",
    ~pl.col("is_leaver"),
    "Glossary, Project Stayers",
    "no exit by the end of the report",
    ("exit_date",),
)
VETERAN = ADULT & Predicate(
    "veteran status yes",
    pl.col("veteran_status") == 1,
    "Glossary, Data Quality Q1 row 11",
    "veteran status is yes",
    ("veteran_status",),
)
CHRONIC = Predicate(
    "chronically homeless",
    pl.col("chronic") == "yes",
    "Glossary, CH at Project Start",
    "chronically homeless at project start",
    ("chronic", "entry_date"),
)
YOUTH = Predicate(
    "youth",
    pl.col("is_youth_household") & pl.col("age").is_between(*YOUTH_AGES),
    "APR, Client Types; Glossary, Youth Households",
    f"{YOUTH_AGES[0]} to {YOUTH_AGES[1]} in a household where nobody is known to be older",
    (*_AGE, "is_youth_household"),
)
PARENTING_YOUTH = YOUTH & Predicate(
    "with a child of the head",
    pl.col("has_child_of_head"),
    "Glossary, Data Quality Q1",
    "a child of the head of household lives with them",
    ("has_child_of_head",),
)
_A_YEAR = (HEAD | ADULT) & Predicate(
    "365 days or more",
    pl.col("days") >= YEAR_DAYS,
    "Glossary, Length of Stay in Project",
    "a stay of 365 days or more",
    ("days",),
)
_WITH_LONG_HEAD = ADULT & Predicate(
    "head 365 days or more",
    pl.col("head_stays_a_year"),
    "Glossary, Data Quality Q1",
    "the head of household has stayed 365 days or more",
    ("head_stays_a_year",),
)
LONG_TERM_STAYER = STAYER & (_A_YEAR | _WITH_LONG_HEAD)

WITHOUT_CHILDREN, WITH_CHILDREN_AND_ADULTS, WITH_ONLY_CHILDREN, HOUSEHOLD_UNKNOWN = (
    Predicate(
        f"household {kind}" if kind.startswith("with") else "household type unknown",
        pl.col("reported_household_type") == kind,
        "Glossary, Household Types",
        f"household type of the reported stay: {kind}",
        ("reported_household_type",),
    )
    for kind in ("without children", "with children and adults", "with only children", "unknown")
)

_MOVE_IN_ASKED = Predicate(
    "move-in asked",
    pl.col("reports_move_in"),
    "APR, Q7a instruction 2",
    "permanent supportive housing, rapid re-housing or pay for success",
    ("project_type",),
)
MOVED_IN = _MOVE_IN_ASKED & Predicate(
    "moved in",
    pl.col("move_in").is_not_null(),
    "Glossary, Handling Housing Move-In Dates",
    "a valid move-in date by the end of the report",
    ("move_in",),
)
HEAD_MOVED_IN = (HEAD & _MOVE_IN_ASKED) & Predicate(
    "household moved in",
    pl.col("head_move_in").is_not_null(),
    "Glossary, Handling Housing Move-In Dates",
    "a valid move-in date of the head of household by the end of the report",
    ("head_move_in",),
)

PRESENT = {
    month: Predicate(
        f"present in {month.title()}",
        pl.col(f"present_{month}"),
        "APR, Q7b",
        f"in the project on the last Wednesday of {month.title()}",
        ("entry_date", "exit_date", "move_in"),
    )
    for month in MONTHS
}


def aged(first: int, last: int | None) -> Predicate:
    """Known ages from `first` to `last`, both included; None is no upper end. Glossary, "Age"."""
    age = pl.col("age")
    name = f"age {first}-{last}" if last is not None else f"age {first}+"
    within = age.is_between(first, last) if last is not None else age >= first
    return Predicate(name, within, "Glossary, Age", name, _AGE)


def in_project(key: int) -> Predicate:
    """Stays in one project, by our key. APR, Q4a columns P and Q."""
    return Predicate(
        f"project {key}", pl.col("project_key") == key, "APR, Q4a", "in this project", ("project_key",)
    )
