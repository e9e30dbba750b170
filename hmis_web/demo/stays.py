"""From paths to dated stays: when each household enters and leaves each project, and which member goes
along."""

from __future__ import annotations

from datetime import date

import polars as pl

from hmis_web.demo.draws import Draws
from hmis_web.demo.journeys import legs_frame
from hmis_web.demo.projects import PROJECTS

STAYS = 8
"""Room for stays in a household's numbers."""
PERSON_FACTS = (
    "household_no", "place", "member_no", "client_no", "relationship", "sex", "dob", "veteran", "disabling",
    "c5", "c6", "c7", "c8", "c9", "c10", "l5", "l7", "l9", "l10",
)  # fmt: skip
PROJECT_FACTS = pl.DataFrame(
    {
        "project_no": [project.number for project in PROJECTS],
        "organization_no": [project.agency for project in PROJECTS],
        "project_type": [project.project_type for project in PROJECTS],
        "form_a": [project.is_form_a for project in PROJECTS],
        "permanent": [project.is_permanent for project in PROJECTS],
    },
    schema_overrides={"project_no": pl.Int32, "organization_no": pl.Int32, "project_type": pl.Int32},
)


def household_stays(draws: Draws, households: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """One row per household and stay that began by `as_of`: entry, exit (null when still there), move-in,
    where it ends."""
    legs = households.select("household_no", "kind", "path", "days_back").join(
        legs_frame(), on=["kind", "path"], how="left"
    )
    legs = legs.sort("household_no", "leg").with_columns(
        stay_no=pl.col("household_no") * STAYS + pl.col("leg")
    )
    legs = legs.with_columns(
        gap=pl.col("gap_low")
        + (draws.share("stay_no", "gap") * (pl.col("gap_high") - pl.col("gap_low") + 1))
        .floor()
        .cast(pl.Int32),
        days=pl.min_horizontal(pl.col("low") + draws.wait("stay_no", "days", pl.col("mean")), pl.col("high")),
    )
    before = pl.col("days").shift(1).over("household_no")
    step = pl.col("gap") + pl.when(pl.col("overlaps") | (pl.col("leg") == 0)).then(0).otherwise(before)
    legs = legs.with_columns(step=step).with_columns(
        start=pl.col("step").cum_sum().over("household_no") - pl.col("days_back")
    )
    legs = legs.filter(pl.col("start") <= 0).with_columns(
        entry_date=pl.lit(as_of) + pl.duration(days="start"),
        exit_date=pl.when(pl.col("start") + pl.col("days") <= 0).then(
            pl.lit(as_of) + pl.duration(days=pl.col("start") + pl.col("days"))
        ),
    )
    legs = legs.join(PROJECT_FACTS, on="project_no", how="left", maintain_order="left")
    return legs.with_columns(move_in_date=_move_in(draws, as_of))


def _move_in(draws: Draws, as_of: date) -> pl.Expr:
    """Housed on the day the shelter stay ends, or within weeks of entry; one in ten never is."""
    later = draws.whole("stay_no", "move-in lag", 0, 45)
    lag = pl.when(pl.col("gap") < 0).then(-pl.col("gap")).otherwise(later)
    moved = pl.col("entry_date") + pl.duration(days=lag)
    inside = (moved <= as_of) & (pl.col("exit_date").is_null() | (moved < pl.col("exit_date")))
    kept = pl.col("permanent") & inside & ~draws.chance("stay_no", "never moved in", 0.08)
    return pl.when(kept).then(moved)


def member_stays(draws: Draws, stays: pl.DataFrame, members: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """One row per person and stay. Some members join late or leave early; the head's dates are the
    household's."""
    people = members.select(*PERSON_FACTS)
    rows = stays.drop("path").join(people, on="household_no", how="inner")
    rows = rows.with_columns(enrollment_key_no=pl.col("stay_no") * 16 + pl.col("place"))
    rows = rows.filter(~((pl.col("place") > 0) & draws.chance("enrollment_key_no", "not along", 0.03)))
    rows = rows.filter(pl.col("entry_date") >= pl.col("dob"))
    rows = rows.with_columns(entry_date=_late_entry(draws)).with_columns(exit_date=_early_exit(draws))
    rows = rows.sort("household_no", "leg", "place")
    return rows.with_columns(
        age=years_between("dob", "entry_date"),
        household_id=pl.format("H{}", pl.col("stay_no").cast(pl.String).str.zfill(9)),
    ).with_columns(
        asked=(pl.col("age") >= 18) | (pl.col("place") == 0),
        last_day=pl.coalesce("exit_date", pl.lit(as_of)),
    )


def years_between(born: str, on: str) -> pl.Expr:
    """Whole years of age on a date."""
    before = (pl.col(on).dt.month() * 100 + pl.col(on).dt.day()) < (
        pl.col(born).dt.month() * 100 + pl.col(born).dt.day()
    )
    return pl.col(on).dt.year() - pl.col(born).dt.year() - before.cast(pl.Int32)


def _room() -> pl.Expr:
    return (
        pl.coalesce("exit_date", pl.col("entry_date") + pl.duration(days=pl.col("days")))
        - pl.col("entry_date")
    ).dt.total_days()


def _late_entry(draws: Draws) -> pl.Expr:
    late = (pl.col("place") > 0) & (_room() > 10) & (pl.col("start") < -12)
    joins = late & draws.chance("enrollment_key_no", "joins late", 0.04)
    shift = draws.whole("enrollment_key_no", "late by", 1, 9)
    return pl.when(joins).then(pl.col("entry_date") + pl.duration(days=shift)).otherwise(pl.col("entry_date"))


def _early_exit(draws: Draws) -> pl.Expr:
    early = (pl.col("place") > 0) & (_room() > 10) & pl.col("exit_date").is_not_null()
    leaves = early & draws.chance("enrollment_key_no", "leaves early", 0.04)
    shift = draws.whole("enrollment_key_no", "early by", 1, 6)
    return pl.when(leaves).then(pl.col("exit_date") - pl.duration(days=shift)).otherwise(pl.col("exit_date"))
