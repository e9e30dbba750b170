"""Chronic homelessness at project start. Reporting Glossary, "CH at Project Start" (flowchart and other
household members)."""

from __future__ import annotations

import polars as pl

from hmis_web.reports.universe.codes import HEAD_OF_HOUSEHOLD, HOMELESS_PROJECTS, UNKNOWN_ANSWERS, YEAR_DAYS

YES, NO, UNKNOWN, MISSING = range(4)
"""In the order in which the best answer of a household wins, once nobody's is yes."""
STATUSES = pl.Enum(["yes", "no", "doesn't know or prefers not to answer", "missing"])

FOUR_TIMES = 4
TWELVE_MONTHS = (112, 113)
FEWER_MONTHS = range(101, 112)
STANDS_ALONE = (6, 8)
"""Developmental disability and HIV/AIDS qualify without asking for impairment."""
NEEDS_IMPAIRMENT = (5, 7, 9)
SUBSTANCE_USE, SUBSTANCES = 10, (1, 2, 3)


def qualifying(disabilities: pl.DataFrame) -> pl.DataFrame:
    """Stays (`enrollment_key`) with a condition, recorded at start, that makes a disabling condition of
    itself."""
    kind, response = pl.col("disability_type"), pl.col("disability_response")
    impairs = pl.col("indefinite_and_impairs") == 1
    found = (
        (kind.is_in(STANDS_ALONE) & (response == 1))
        | (kind.is_in(NEEDS_IMPAIRMENT) & (response == 1) & impairs)
        | ((kind == SUBSTANCE_USE) & response.is_in(SUBSTANCES) & impairs)
    )
    return disabilities.filter(found).select("enrollment_key").unique().with_columns(has_condition=True)


def with_chronic(stays: pl.DataFrame, disabilities: pl.DataFrame) -> pl.DataFrame:
    """Adds `chronic` (one of STATUSES). Needs every member of each household, those gone before the report
    too: the status is that of the household's first day, whoever left since (D-35)."""
    conditions = qualifying(disabilities)
    own = stays.join(conditions, on="enrollment_key", how="left").with_columns(own_chronic=_individual())
    return _of_household(own).drop("has_condition", "own_chronic")


def _individual() -> pl.Expr:
    """Lines 1 to 26 of the flowchart, for one stay alone."""
    disabling = pl.col("disabling_condition")
    situation = pl.col("living_situation")
    return (
        pl.when((disabling == 1) | pl.col("has_condition"))
        .then(
            pl.when(pl.col("project_type").is_in(HOMELESS_PROJECTS) | situation.is_between(100, 199))
            .then(_duration())
            .when(situation.is_null())
            .then(MISSING)
            .otherwise(_after_short_stay())
        )
        .when(disabling == 0)
        .then(NO)
        .when(disabling.is_in(UNKNOWN_ANSWERS))
        .then(UNKNOWN)
        .otherwise(MISSING)
        .cast(pl.Int8)
    )


def _after_short_stay() -> pl.Expr:
    """Lines 15-16 and 22-23: a short stay elsewhere, and the street or a shelter on the night before it."""
    short, street = pl.col("los_under_threshold"), pl.col("previous_street_essh")
    return (
        pl.when(short.is_null())
        .then(MISSING)
        .when(short == 0)
        .then(NO)
        .when(street.is_null())
        .then(MISSING)
        .when(street == 0)
        .then(NO)
        .otherwise(_duration())
    )


def _duration() -> pl.Expr:
    """Lines 4 to 6 and their repetitions: a year at a stretch, or four times with twelve months in three
    years."""
    times, months = pl.col("times_homeless_past_three_years"), pl.col("months_homeless_past_three_years")
    days = (pl.col("entry_date") - pl.col("date_to_street_essh")).dt.total_days()
    return (
        pl.when(days >= YEAR_DAYS)
        .then(YES)
        .when(times.is_between(1, FOUR_TIMES - 1))
        .then(NO)
        .when(times != FOUR_TIMES)
        .then(pl.when(times.is_in(UNKNOWN_ANSWERS)).then(UNKNOWN).otherwise(MISSING))
        .when(times.is_null())
        .then(MISSING)
        .when(months.is_in(TWELVE_MONTHS))
        .then(YES)
        .when(months.is_in(FEWER_MONTHS))
        .then(NO)
        .when(months.is_in(UNKNOWN_ANSWERS))
        .then(UNKNOWN)
        .otherwise(MISSING)
    )


def _of_household(stays: pl.DataFrame) -> pl.DataFrame:
    """Whoever was there on the household's first day shares a yes; children follow adults and head. Later
    members keep their own status: additions cannot change it."""
    own = pl.col("own_chronic")
    head = (pl.col("relationship_to_hoh") == HEAD_OF_HOUSEHOLD).fill_null(value=False)
    first = pl.col("entry_date") == pl.col("entry_date").min().over("household_key")
    founders = stays.filter(first)
    shared = founders.group_by("household_key").agg(
        (own == YES).any().alias("any_yes"),
        own.filter(head | pl.col("is_adult")).min().alias("best_of_grown"),
        own.filter(head).min().alias("of_head"),
    )
    follows = pl.col("is_child") & ~head
    status = (
        pl.when(~first)
        .then(own)
        .when(pl.col("any_yes"))
        .then(YES)
        .when(follows & (pl.col("best_of_grown") == NO))
        .then(NO)
        .when(follows & pl.col("of_head").is_not_null())
        .then(pl.col("of_head"))
        .otherwise(own)
    )
    return (
        stays.join(shared, on="household_key", how="left")
        .with_columns(chronic=status.replace_strict(range(4), STATUSES.categories, return_dtype=STATUSES))
        .drop("any_yes", "best_of_grown", "of_head")
    )
