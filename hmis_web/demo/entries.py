"""Enrollment.csv: entry, prior living situation (3.917), and what single funders ask at entry."""

from __future__ import annotations

from datetime import date

import polars as pl

from hmis_web.demo.destinations import ANY_SUBSIDY, PRIOR, PRIOR_OF_PROJECT
from hmis_web.demo.draws import Draws, first_match
from hmis_web.demo.entries_funders import path_columns, veteran_columns, youth_columns
from hmis_web.demo.people import UNKNOWN
from hmis_web.demo.projects import COC, numbers
from hmis_web.demo.stamps import stamped

KEY = "enrollment_key_no"
LENGTHS = [(10, 12.0), (11, 18.0), (2, 22.0), (3, 20.0), (4, 16.0), (5, 12.0)]
SHORT = {200: (10, 11, 2, 3), 300: (10, 11), 400: (10, 11)}
"""Lengths of stay under the threshold of 3.917.2A/B: institutions 90 days, other housing 7 days."""
YOUTH = numbers("es_youth", "th_youth")
ENGAGED = numbers("nbn", "so")


def enrollment_frame(draws: Draws, rows: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """Enrollment.csv with `enrollment_no`, `client_no` and `project_no` beside HUD's columns."""
    frame = rows.with_columns(
        _situation(draws).alias("living_situation"), _relationship(draws).alias("relationship_to_hoh")
    )
    frame = frame.with_columns(
        _length_drawn(draws).alias("length_drawn"), days_out=1 + draws.wait(KEY, "days out", 260.0)
    )
    frame = frame.with_columns(*_form_b(draws))
    frame = frame.with_columns(homeless_asked=_homeless_asked())
    frame = frame.with_columns(*_homeless_history(draws))
    frame = stamped(draws, frame, "enrollment", "entry_date", as_of)
    answers = frame.filter(pl.col("project_no").is_in(YOUTH)).select(KEY, *youth_columns(draws))
    frame = frame.join(answers, on=KEY, how="left", maintain_order="left")
    return frame.select(
        "enrollment_no", "client_no", "project_no", "enrollment_key_no", "organization_no", "exit_date",
        "enrollment_id", "personal_id", "project_id", "entry_date", "household_id", "relationship_to_hoh",
        pl.when(~draws.chance("stay_no", "no coc", 0.01)).then(pl.lit(COC)).alias("enrollment_coc"),
        "living_situation",
        pl.when(pl.col("living_situation") == 435).then(draws.pick(KEY, "prior subsidy", ANY_SUBSIDY))
        .alias("rental_subsidy_type"),
        "length_of_stay", "los_under_threshold", "previous_street_essh", "date_to_street_essh",
        "times_homeless_past_three_years", "months_homeless_past_three_years",
        _disabling(draws).alias("disabling_condition"), _engagement(draws).alias("date_of_engagement"),
        pl.when(pl.col("place") == 0).then(pl.col("move_in_date")).alias("move_in_date"),
        *path_columns(draws), *veteran_columns(draws), *answers.columns[1:],
        "date_created", "date_updated", "user_id",
    )  # fmt: skip


def _situation(draws: Draws) -> pl.Expr:
    groups = {
        group: numbers(*(code for code, each in PRIOR_OF_PROJECT.items() if each == group)) for group in PRIOR
    }
    situation = first_match(
        (pl.col("project_no").is_in(groups[group]), draws.pick(KEY, f"prior {group}", options))
        for group, options in PRIOR.items()
    )
    return pl.when(pl.col("asked")).then(situation).cast(pl.Int32)


def _relationship(draws: Draws) -> pl.Expr:
    """As it is, except for households without a head or with an unknown member."""
    lost = draws.chance(KEY, "relation lost", pl.when(pl.col("place") == 0).then(0.004).otherwise(0.012))
    return pl.when(lost).then(99).otherwise(pl.col("relationship")).cast(pl.Int32)


def _length_drawn(draws: Draws) -> pl.Expr:
    unknown = draws.chance(KEY, "length unknown", 0.02)
    return (
        pl.when(unknown)
        .then(draws.pick(KEY, "length 8 9", UNKNOWN))
        .otherwise(draws.pick(KEY, "length", LENGTHS))
    )


def _form_b(draws: Draws) -> list[pl.Expr]:
    """Length of stay; for form B whether it is under the threshold and whether the night before was
    outside."""
    situation, out = pl.col("living_situation"), pl.col("days_out")
    literal = situation.is_between(100, 199)
    days = (out * draws.share(KEY, "share of episode")).floor()
    counted = (
        pl.when(days <= 1).then(10).when(days < 7).then(11).when(days < 30).then(2).when(days < 90).then(3)
        .when(days < 365).then(4).otherwise(5)
    )  # fmt: skip
    length = (
        pl.when(literal)
        .then(counted)
        .when(situation.is_in([8, 9, 99]))
        .then(99)
        .otherwise(pl.col("length_drawn"))
    )
    short = pl.lit(value=False)
    for group, codes in SHORT.items():
        short = short | (situation.is_between(group, group + 99) & length.is_in(codes))
    form_b = ~pl.col("form_a") & situation.is_between(200, 499)
    outside = draws.chance(KEY, "street before", 0.45).cast(pl.Int32)
    asked = situation.is_not_null()
    return [
        pl.when(asked).then(length).cast(pl.Int32).alias("length_of_stay"),
        pl.when(asked & form_b).then(short.cast(pl.Int32)).alias("los_under_threshold"),
        pl.when(asked & form_b & short).then(outside).alias("previous_street_essh"),
    ]


def _homeless_asked() -> pl.Expr:
    literal = pl.col("living_situation").is_between(100, 199)
    before = pl.col("previous_street_essh").eq_missing(1)
    return pl.col("living_situation").is_not_null() & (pl.col("form_a") | literal | before)


def _homeless_history(draws: Draws) -> list[pl.Expr]:
    """Start of the episode, times and months homeless; months fit the date when it was the only time."""
    out, asked = pl.col("days_out"), pl.col("homeless_asked")
    times = (
        pl.when(out > 1095)
        .then(1)
        .otherwise(draws.pick(KEY, "times", [(1, 52.0), (2, 18.0), (3, 9.0), (4, 21.0)]))
    )
    now = (out // 30 + 1).clip(upper_bound=13)
    more = now + draws.whole(KEY, "more months", 1, 9)
    months = 100 + pl.when(times == 1).then(now).otherwise(more.clip(upper_bound=13))
    unknown = draws.chance(KEY, "history unknown", 0.03)
    which = draws.pick(KEY, "history 8 9", UNKNOWN)
    started = pl.col("entry_date") - pl.duration(days=pl.min_horizontal(out, pl.lit(3000)))
    born = pl.max_horizontal(started, pl.col("dob"))
    return [
        pl.when(asked & ~draws.chance(KEY, "no start", 0.03)).then(born).alias("date_to_street_essh"),
        pl.when(asked).then(pl.when(unknown).then(which).otherwise(times)).cast(pl.Int32)
        .alias("times_homeless_past_three_years"),
        pl.when(asked).then(pl.when(unknown).then(which).otherwise(months)).cast(pl.Int32)
        .alias("months_homeless_past_three_years"),
    ]  # fmt: skip


def _disabling(draws: Draws) -> pl.Expr:
    unknown = draws.chance(KEY, "disabling unknown", 0.02)
    return (
        pl.when(unknown)
        .then(draws.pick(KEY, "disabling 8 9", UNKNOWN))
        .otherwise(pl.col("disabling"))
        .cast(pl.Int32)
    )


def _engagement(draws: Draws) -> pl.Expr:
    day = pl.col("entry_date") + pl.duration(days=draws.wait(KEY, "engagement", 9.0))
    engaged = pl.col("asked") & pl.col("project_no").is_in(ENGAGED) & (day <= pl.col("last_day"))
    return pl.when(engaged).then(day)
