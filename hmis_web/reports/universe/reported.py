"""Which of a person's stays is reported. APR specifications, "Report Programming Basics"; Data Quality
Report, "Project Stays to Include"."""

from __future__ import annotations

import polars as pl

from hmis_web.reports.engine.params import ReportParams
from hmis_web.reports.universe.codes import OUTREACH, SERVICES_ONLY

ORDER = ["entry_date", "_length", "_number", "enrollment_key"]
DESCENDING = [True, False, False, False]


def with_reported(stays: pl.DataFrame, params: ReportParams) -> pl.DataFrame:
    """Adds `is_reported` (the person's stay with the latest entry), `is_reported_engaged` (the same among
    stays that data quality looks at) and `reported_household_type`.

    Two stays that began on one day: the smaller EnrollmentID is reported (D-01), as a number when all are
    numbers.
    """
    ranked = _with_order(stays.with_columns(is_engaged=_engaged(params)))
    latest = _first(ranked)
    latest_engaged = _first(ranked.filter("is_engaged"))
    types = stays.join(latest, on="enrollment_key", how="semi").select(
        "client_key", reported_household_type="household_type"
    )
    return (
        ranked.drop("_length", "_number", "is_engaged")
        .join(latest.with_columns(is_reported=True), on="enrollment_key", how="left")
        .join(latest_engaged.with_columns(is_reported_engaged=True), on="enrollment_key", how="left")
        .with_columns(pl.col("is_reported", "is_reported_engaged").fill_null(value=False))
        .join(types, on="client_key", how="left")
    )


def _engaged(params: ReportParams) -> pl.Expr:
    """Street outreach, and services-only projects with PATH money, count for data quality once the person is
    engaged; the report's last day counts (D-37)."""
    asks = (pl.col("project_type") == OUTREACH) | (
        (pl.col("project_type") == SERVICES_ONLY) & pl.col("is_path")
    )
    return ~asks.fill_null(value=False) | (pl.col("date_of_engagement") <= params.end).fill_null(value=False)


def _with_order(stays: pl.DataFrame) -> pl.DataFrame:
    """Numbers sort by length first, then digit by digit; other identifiers as text."""
    identifier = pl.col("enrollment_id").fill_null("")
    numeric = identifier.str.contains(r"^[0-9]+$").all().over("client_key")
    digits = identifier.str.strip_chars_start("0")
    return stays.with_columns(
        _length=pl.when(numeric).then(digits.str.len_bytes()).otherwise(0),
        _number=pl.when(numeric).then(digits).otherwise(identifier),
    )


def _first(stays: pl.DataFrame) -> pl.DataFrame:
    ordered = stays.select("client_key", *ORDER).sort(ORDER, descending=DESCENDING)
    return ordered.unique("client_key", keep="first", maintain_order=True).select("enrollment_key")
