"""Who lived together, and what kind of household it was. Reporting Glossary, "Household Types", "Youth
Households", "Handling Housing Move-In Dates"; APR specifications, "Determining Each Client's Household
Type"."""

from __future__ import annotations

import polars as pl

from hmis_web.reports.engine.params import ReportParams
from hmis_web.reports.universe.codes import (
    CHILD_OF_HEAD,
    HEAD_OF_HOUSEHOLD,
    OTHER,
    PERMANENT_HOUSING,
    YEAR_DAYS,
    YOUTH_AGES,
)

HOUSEHOLD_TYPES = pl.Enum(["without children", "with children and adults", "with only children", "unknown"])


def with_household_key(stays: pl.DataFrame) -> pl.DataFrame:
    """Adds `household_key`: the smallest enrollment key among the stays that share HUD's HouseholdID in one
    project of one source. A stay without HouseholdID is a household of its own."""
    alone = pl.col("household_id").is_null() | (pl.col("household_id") == "")
    shared = pl.col("enrollment_key").min().over("data_source_id", "project_key", "household_id")
    return stays.with_columns(household_key=pl.when(alone).then(pl.col("enrollment_key")).otherwise(shared))


def with_household(stays: pl.DataFrame, params: ReportParams) -> pl.DataFrame:
    """Adds what the active members of a household make of it: `household_type`, `is_youth_household`,
    `has_child_of_head`, `head_move_in` (first valid move-in date of an active head) and `head_stays_a_year`.
    Expects active stays only: somebody gone before the report began does not count."""
    head = pl.col("relationship_to_hoh") == HEAD_OF_HOUSEHOLD
    long_head = head & ~pl.col("is_leaver") & (pl.col("days") >= YEAR_DAYS)
    child_of_head = (pl.col("relationship_to_hoh") == CHILD_OF_HEAD) & pl.col("is_child")
    of_household = stays.group_by("household_key").agg(
        pl.col("is_adult").any().alias("adults"),
        pl.col("is_child").any().alias("children"),
        pl.col("age").is_null().any().alias("unknown"),
        (pl.col("age").max() <= YOUTH_AGES[1]).fill_null(value=False).alias("is_youth_household"),
        child_of_head.fill_null(value=False).any().alias("has_child_of_head"),
        pl.col("move_in_date").filter(head & _valid_move_in(params)).min().alias("head_move_in"),
        long_head.fill_null(value=False).any().alias("head_stays_a_year"),
    )
    return stays.join(
        of_household.with_columns(_household_type().alias("household_type")).drop(
            "adults", "children", "unknown"
        ),
        on="household_key",
    )


def _household_type() -> pl.Expr:
    """In HUD's order: a known adult with a known child decides; else one unknown age makes it unknown."""
    adults, children = pl.col("adults"), pl.col("children")
    return (
        pl.when(adults & children)
        .then(pl.lit("with children and adults"))
        .when(pl.col("unknown"))
        .then(pl.lit("unknown"))
        .when(adults)
        .then(pl.lit("without children"))
        .otherwise(pl.lit("with only children"))
        .cast(HOUSEHOLD_TYPES)
    )


def _valid_move_in(params: ReportParams) -> pl.Expr:
    """Within the head's own stay and not after the report; any other date is disregarded (D-36)."""
    moved = pl.col("move_in_date")
    permanent = pl.col("project_type").is_in(PERMANENT_HOUSING)
    pay_for_success = (pl.col("project_type") == OTHER) & pl.col("is_pay_for_success")
    before_exit = pl.col("exit_date").is_null() | (moved <= pl.col("exit_date"))
    return (permanent | pay_for_success) & moved.is_between(pl.col("entry_date"), params.end) & before_exit


def with_move_in(stays: pl.DataFrame) -> pl.DataFrame:
    """Adds `move_in`: the head's date for who was there, the own entry for who joined later, none for who
    left before. A child born after the household moved in counts from its own entry."""
    head, entry = pl.col("head_move_in"), pl.col("entry_date")
    left_before = (head > pl.col("exit_date")).fill_null(value=False)
    joined_later = (entry > head) | (pl.col("dob") > head).fill_null(value=False)
    return stays.with_columns(
        move_in=pl.when(head.is_not_null() & ~left_before).then(
            pl.when(joined_later).then(entry).otherwise(head)
        )
    )
