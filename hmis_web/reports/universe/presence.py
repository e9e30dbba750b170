"""Presence on the quarterly count nights. APR specifications, Q7b."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import polars as pl

from hmis_web.reports.engine.params import ReportParams
from hmis_web.reports.universe.codes import ES_NIGHT_BY_NIGHT, LODGING_BY_DATES, MOVE_IN_REPORTED, OTHER

MONTHS = {"january": 1, "april": 4, "july": 7, "october": 10}


def count_dates(params: ReportParams) -> dict[str, date | None]:
    """The last Wednesday of each quarterly month that lies in the report; the latest when there are several
    (instruction 1), None when there is none."""
    return {name: _latest(month, params) for name, month in MONTHS.items()}


def _latest(month: int, params: ReportParams) -> date | None:
    for year in range(params.end.year, params.start.year - 1, -1):
        day = _last_wednesday(year, month)
        if params.start <= day <= params.end:
            return day
    return None


def _last_wednesday(year: int, month: int) -> date:
    last = date(year, month, calendar.monthrange(year, month)[1])
    return last - timedelta(days=(last.weekday() - calendar.WEDNESDAY) % 7)


def with_presence(stays: pl.DataFrame, nights: pl.DataFrame, params: ReportParams) -> pl.DataFrame:
    """Adds `present_january` ... `present_october`, for every active stay, not only each person's latest."""
    for name, day in count_dates(params).items():
        column = f"present_{name}"
        if day is None:
            stays = stays.with_columns(pl.lit(value=False).alias(column))
            continue
        slept = (
            nights.filter(pl.col("date_provided") == day).select("enrollment_key").with_columns(slept=True)
        )
        stays = (
            stays.join(slept, on="enrollment_key", how="left")
            .with_columns(_present(day).fill_null(value=False).alias(column))
            .drop("slept")
        )
    return stays


def _present(day: date) -> pl.Expr:
    """Instructions 4 to 8: a bed night; in housing and not gone; in a lodging project and not gone; or served
    until the day itself."""
    kind = pl.col("project_type")
    after = pl.col("exit_date").is_null() | (pl.col("exit_date") > day)
    until = pl.col("exit_date").is_null() | (pl.col("exit_date") >= day)
    housed = kind.is_in(MOVE_IN_REPORTED) | ((kind == OTHER) & pl.col("is_pay_for_success"))
    return (pl.col("entry_date") <= day) & (
        pl.when(kind == ES_NIGHT_BY_NIGHT)
        .then(pl.col("slept"))
        .when(housed)
        .then((pl.col("move_in") <= day) & after)
        .when(kind.is_in(LODGING_BY_DATES))
        .then(after)
        .otherwise(until)
    )
