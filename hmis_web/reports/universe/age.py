"""Ages and age groups. Reporting Glossary, "Age"."""

from __future__ import annotations

import polars as pl

from hmis_web.reports.engine.params import ReportParams
from hmis_web.reports.universe.codes import ADULT_AGE


def birthdays(born: pl.Expr, on: pl.Expr) -> pl.Expr:
    """Whole birthdays completed on a day, by the calendar: somebody born on 29 February has the first one on
    1 March. Null when the birth date is missing or later than the day (D-02: an impossible birth date tells
    no age)."""
    not_yet = _day_of_year(on) < _day_of_year(born)
    return pl.when(born <= on).then(on.dt.year() - born.dt.year() - not_yet.cast(pl.Int32))


def _day_of_year(day: pl.Expr) -> pl.Expr:
    """Month and day as one number that sorts like the calendar: 229 for 29 February."""
    return day.dt.month().cast(pl.Int32) * 100 + day.dt.day().cast(pl.Int32)


def with_age(stays: pl.DataFrame, params: ReportParams) -> pl.DataFrame:
    """Adds `age_on` (the later of entry and report start), `age` (null when unknown), `is_adult` and
    `is_child`."""
    on = pl.max_horizontal(pl.col("entry_date"), pl.lit(params.start))
    return (
        stays.with_columns(on.alias("age_on"))
        .with_columns(birthdays(pl.col("dob"), pl.col("age_on")).alias("age"))
        .with_columns(
            is_adult=(pl.col("age") >= ADULT_AGE).fill_null(value=False),
            is_child=(pl.col("age") < ADULT_AGE).fill_null(value=False),
        )
    )
