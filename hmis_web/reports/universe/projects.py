"""What a report knows of its projects: names, funders, CoCs, access point. APR specifications, Q4a."""

from __future__ import annotations

import polars as pl

from hmis_web.reports.engine.params import ReportParams
from hmis_web.reports.universe.codes import (
    PATH_FUNDER,
    PAY_FOR_SUCCESS_FUNDER,
    RAPID_REHOUSING,
    RRH_SERVICES_ONLY,
    SERVICES_ONLY,
)
from hmis_web.reports.universe.frames import Frames, prepared


def project_frame(frames: Frames, params: ReportParams) -> pl.DataFrame:
    """One row per project asked for, ordered by agency and name: descriptors of Q4a, `is_path`,
    `is_pay_for_success` and `only_coc` (its CoC when it has but one)."""
    projects = prepared(frames, "project").filter(pl.col("project_key").is_in(list(params.project_keys)))
    return (
        projects.join(prepared(frames, "organization"), on="organization_key", how="left")
        .join(_funding(frames, params), on="project_key", how="left")
        .join(_cocs(frames), on="project_key", how="left")
        .join(_affiliations(frames), on="project_key", how="left")
        .join(_access_points(projects, frames, params), on="project_key", how="left")
        .with_columns(
            pl.col("is_path", "is_pay_for_success").fill_null(value=False),
            pl.col("access_point").fill_null(0),
            pl.when(_may_be_affiliated())
            .then(pl.col("residential_affiliation"))
            .alias("residential_affiliation"),
            pl.when(pl.col("project_type") == RAPID_REHOUSING)
            .then(pl.col("rrh_sub_type"))
            .alias("rrh_sub_type"),
        )
        .with_columns(
            pl.when(pl.col("residential_affiliation") == 1)
            .then(pl.col("affiliated_projects"))
            .alias("affiliated_projects")
        )
        .sort("organization_name", "project_name", "project_key", nulls_last=True)
    )


def _may_be_affiliated() -> pl.Expr:
    services_only_rrh = (pl.col("project_type") == RAPID_REHOUSING) & (
        pl.col("rrh_sub_type") == RRH_SERVICES_ONLY
    )
    return (pl.col("project_type") == SERVICES_ONLY) | services_only_rrh


def _funding(frames: Frames, params: ReportParams) -> pl.DataFrame:
    """Grants that ran on at least one day of the report."""
    running = (pl.col("start_date").is_null() | (pl.col("start_date") <= params.end)) & (
        pl.col("end_date").is_null() | (pl.col("end_date") >= params.start)
    )
    return (
        prepared(frames, "funder")
        .filter(running)
        .group_by("project_key")
        .agg(
            is_path=(pl.col("funder") == PATH_FUNDER).any(),
            is_pay_for_success=(pl.col("funder") == PAY_FOR_SUCCESS_FUNDER).any(),
        )
    )


def _cocs(frames: Frames) -> pl.DataFrame:
    codes = prepared(frames, "project_coc").sort("project_key", "coc_code", "project_coc_id")
    return codes.group_by("project_key", maintain_order=True).agg(
        coc_codes=pl.col("coc_code").fill_null("").str.join(", "),
        geocodes=pl.col("geocode").fill_null("").str.join(", "),
        only_coc=pl.when(pl.col("coc_code").n_unique() == 1).then(pl.col("coc_code").first()),
    )


def _affiliations(frames: Frames) -> pl.DataFrame:
    rows = prepared(frames, "affiliation").sort("project_key", "res_project_id")
    return rows.group_by("project_key", maintain_order=True).agg(
        affiliated_projects=pl.col("res_project_id").drop_nulls().str.join(", ")
    )


def _access_points(projects: pl.DataFrame, frames: Frames, params: ReportParams) -> pl.DataFrame:
    """The record in force on the project's last operating day when that lies in the report, else on the
    report's last day (instruction 4); of several the one that ends, then starts, last."""
    begins, ends = "ce_participation_status_start_date", "ce_participation_status_end_date"
    closed = pl.col("operating_end_date")
    effective = (
        pl.when((closed >= params.start) & (closed < params.end)).then(closed).otherwise(pl.lit(params.end))
    )
    return (
        prepared(frames, "ce_participation")
        .join(projects.select("project_key", effective=effective), on="project_key")
        .filter(
            pl.col(begins) <= pl.col("effective"),
            pl.col(ends).is_null() | (pl.col(ends) >= pl.col("effective")),
        )
        .sort(ends, begins, nulls_last=True)
        .group_by("project_key", maintain_order=True)
        .agg(pl.col("access_point").last())
    )
