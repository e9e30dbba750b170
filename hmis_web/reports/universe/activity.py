"""Which stays are active in the report, and for how long. Reporting Glossary, "Active Clients", methods 1 and
2, and "Bed-Night and Length of Stay in Residence"."""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from hmis_web.reports.engine.params import ReportParams
from hmis_web.reports.universe.codes import ES_NIGHT_BY_NIGHT


def nights_of(stays: pl.DataFrame, bed_nights: pl.DataFrame, params: ReportParams) -> pl.DataFrame:
    """Bed nights of night-by-night stays, one row per stay and date: on or after entry, before exit, not
    after the report."""
    shelter = stays.filter(pl.col("project_type") == ES_NIGHT_BY_NIGHT)
    return (
        bed_nights.join(shelter.select("enrollment_key", "entry_date", "exit_date"), on="enrollment_key")
        .filter(
            pl.col("date_provided").is_between(pl.col("entry_date"), params.end),
            pl.col("exit_date").is_null() | (pl.col("date_provided") < pl.col("exit_date")),
        )
        .select("enrollment_key", "date_provided")
        .unique()
    )


def with_activity(stays: pl.DataFrame, nights: pl.DataFrame, params: ReportParams) -> pl.DataFrame:
    """Adds `is_active`, `is_leaver` and `days` (length of participation, whole days; nights for
    night-by-night shelter).

    The length is never clipped at the report's start; it ends the day after the report at the latest.
    """
    slept = nights.group_by("enrollment_key").agg(
        nights=pl.len().cast(pl.Int32), nights_in_range=(pl.col("date_provided") >= params.start).sum()
    )
    by_night = pl.col("project_type") == ES_NIGHT_BY_NIGHT
    last_day = pl.min_horizontal(pl.col("exit_date"), pl.lit(params.end + timedelta(days=1)))
    present = pl.col("exit_date").is_null() | (pl.col("exit_date") >= params.start)
    leaver = (pl.col("exit_date") <= params.end).fill_null(value=False)
    slept_here = pl.when(leaver).then(pl.col("nights") > 0).otherwise(pl.col("nights_in_range") > 0)
    return (
        stays.join(slept, on="enrollment_key", how="left")
        .with_columns(pl.col("nights", "nights_in_range").fill_null(0))
        .with_columns(
            is_active=present & (~by_night.fill_null(value=False) | slept_here),
            is_leaver=leaver,
            days=pl.when(by_night)
            .then(pl.col("nights"))
            .otherwise((last_day - pl.col("entry_date")).dt.total_days()),
        )
        .drop("nights", "nights_in_range")
    )
