"""The universe of a report from its frames: pure, the same for rows of a database and of a file."""

from __future__ import annotations

import polars as pl

from hmis_web.reports.engine.params import ReportParams
from hmis_web.reports.engine.universe import Universe
from hmis_web.reports.universe.activity import nights_of, with_activity
from hmis_web.reports.universe.age import with_age
from hmis_web.reports.universe.chronic import with_chronic
from hmis_web.reports.universe.codes import HEAD_OF_HOUSEHOLD, MOVE_IN_REPORTED, OTHER
from hmis_web.reports.universe.frames import Frames, prepared
from hmis_web.reports.universe.household import with_household, with_household_key, with_move_in
from hmis_web.reports.universe.presence import with_presence
from hmis_web.reports.universe.projects import project_frame
from hmis_web.reports.universe.reported import with_reported

OF_PROJECT = ("project_key", "project_type", "is_path", "is_pay_for_success", "only_coc")


def from_frames(frames: Frames, params: ReportParams) -> Universe:
    """Everything that the tables ask about a stay, each thing worked out once.

    `frames` holds rows by frame name (see `FRAMES`), columns by HUD's attribute plus our keys; extra rows and
    columns do no harm, missing frames count as empty, deleted rows never count.
    """
    projects = project_frame(frames, params)
    stays = with_household_key(_stays(frames, projects, params))
    stays = _of_coc(stays, params)
    nights = nights_of(stays, prepared(frames, "bed_night"), params)
    everyone = with_age(with_activity(stays, nights, params), params)
    everyone = _of_active_households(everyone)
    everyone = with_chronic(everyone, prepared(frames, "start_disability"))
    active = with_household(everyone.filter("is_active"), params)
    active = with_presence(with_move_in(active), nights, params)
    return Universe(params, _finished(with_reported(active, params)), projects)


def _stays(frames: Frames, projects: pl.DataFrame, params: ReportParams) -> pl.DataFrame:
    """Live enrollments of live clients in the projects, begun by the end of the report, with their exit."""
    exits = prepared(frames, "exit").group_by("enrollment_key").agg(pl.col("exit_date").max())
    return (
        prepared(frames, "enrollment")
        .filter(pl.col("entry_date") <= params.end)
        .join(projects.select(OF_PROJECT), on="project_key")
        .join(prepared(frames, "client").unique("client_key"), on="client_key")
        .join(exits, on="enrollment_key", how="left")
    )


def _of_coc(stays: pl.DataFrame, params: ReportParams) -> pl.DataFrame:
    """A project in one CoC gives its enrollments that CoC; in several, the EnrollmentCoC of the household's
    head does."""
    if not params.coc_codes:
        return stays
    head = pl.col("relationship_to_hoh") == HEAD_OF_HOUSEHOLD
    of_head = pl.col("enrollment_coc").filter(head).first().over("household_key", order_by="entry_date")
    coc = pl.coalesce("only_coc", of_head)
    return stays.filter(coc.is_in(list(params.coc_codes)))


def _of_active_households(stays: pl.DataFrame) -> pl.DataFrame:
    """Members of households in which somebody is active; nobody else can matter."""
    return stays.join(
        stays.filter("is_active").select("household_key").unique(), on="household_key", how="semi"
    )


def _finished(stays: pl.DataFrame) -> pl.DataFrame:
    """Adds the short answers that several tables ask for, and drops what only led to them."""
    pays = (pl.col("project_type") == OTHER) & pl.col("is_pay_for_success")
    return stays.with_columns(
        is_head=(pl.col("relationship_to_hoh") == HEAD_OF_HOUSEHOLD).fill_null(value=False),
        reports_move_in=(pl.col("project_type").is_in(MOVE_IN_REPORTED) | pays).fill_null(value=False),
    ).drop(
        "only_coc",
        "data_source_id",
        "household_id",
        "enrollment_coc",
        "is_path",
        "is_pay_for_success",
        "enrollment_id",
    )
