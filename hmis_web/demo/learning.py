"""EmploymentEducation.csv (R4 to R6) and YouthEducationStatus.csv (C3)."""

from __future__ import annotations

from datetime import date

import polars as pl

from hmis_web.demo.draws import Draws
from hmis_web.demo.projects import numbers, numbers_with
from hmis_web.demo.stages import ENTRY, EXIT
from hmis_web.demo.stamps import stamped

KEY = "enrollment_key_no"
GRADES = [(4, 26.0), (5, 34.0), (7, 9.0), (10, 16.0), (3, 4.0), (11, 3.0), (12, 3.0), (14, 3.0), (99, 2.0)]
YOUTH_GRADES = [(3, 22.0), (4, 62.0), (5, 12.0), (7, 2.0), (99, 2.0)]
SCHOOL = [(1, 30.0), (2, 16.0), (3, 16.0), (4, 8.0), (5, 22.0), (6, 5.0), (7, 1.0), (99, 2.0)]


def employment_frame(draws: Draws, collected: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """Heads and adults of RHY, SSVF and HUD-VASH, at entry and exit."""
    frame = collected.filter(
        pl.col("asked")
        & pl.col("project_no").is_in(numbers_with("employment"))
        & pl.col("data_collection_stage").is_in([ENTRY, EXIT])
    )
    frame = stamped(draws, frame, "employment", "information_date", as_of, "stage_no")
    later = (pl.col("data_collection_stage") == EXIT).cast(pl.Float64)
    works = draws.chance("member_no", "has earned", 0.22 + 0.16 * later).cast(pl.Int64)
    employed = pl.when(draws.chance(KEY, "work unknown", 0.02)).then(99).otherwise(works)
    frame = frame.with_columns(employed=employed.cast(pl.Int32))
    grade = (
        pl.when(pl.col("age") < 18)
        .then(draws.pick("member_no", "young grade", YOUTH_GRADES))
        .otherwise(draws.pick("member_no", "grade", GRADES))
    )
    rhy = pl.col("project_no").is_in(numbers_with("rhy"))
    kind = draws.pick(KEY, "work kind", [(1, 34.0), (2, 46.0), (3, 20.0)])
    why = draws.pick(KEY, "no work", [(1, 52.0), (2, 32.0), (3, 16.0)])
    return frame.select(
        "enrollment_no", "client_no", KEY, "organization_no", pl.col("stage_no").alias("row_no"),
        "enrollment_id", "personal_id", "information_date",
        grade.cast(pl.Int32).alias("last_grade_completed"),
        pl.when(rhy).then(draws.pick(KEY, "school", SCHOOL)).cast(pl.Int32)
        .alias("school_status"), "employed",
        pl.when(pl.col("employed") == 1).then(kind).cast(pl.Int32).alias("employment_type"),
        pl.when(pl.col("employed") == 0).then(why).cast(pl.Int32).alias("not_employed_reason"),
        "data_collection_stage", "date_created", "date_updated", "user_id",
    )  # fmt: skip


def youth_education_frame(draws: Draws, collected: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """Heads of household in the YHDP project, at entry and exit."""
    frame = collected.filter(
        (pl.col("place") == 0)
        & pl.col("project_no").is_in(numbers("other"))
        & pl.col("data_collection_stage").is_in([ENTRY, EXIT])
    )
    frame = stamped(draws, frame, "education", "information_date", as_of, "stage_no")
    attends = draws.pick(
        KEY, "attends", [(0, 52.0), (1, 10.0), (2, 35.0), (99, 3.0)], "data_collection_stage"
    )
    frame = frame.with_columns(current_school_attend=attends.cast(pl.Int32))
    left = draws.pick(KEY, "last school", [(0, 40.0), (1, 12.0), (2, 36.0), (6, 8.0), (7, 2.0), (99, 2.0)])
    now = draws.pick(KEY, "school now", [(0, 58.0), (1, 28.0), (2, 8.0), (4, 6.0)])
    attend = pl.col("current_school_attend")
    return frame.select(
        "enrollment_no", "client_no", KEY, "organization_no", pl.col("stage_no").alias("row_no"),
        "enrollment_id", "personal_id", "information_date", "current_school_attend",
        pl.when(attend == 0).then(left).cast(pl.Int32).alias("most_recent_ed_status"),
        pl.when(attend.is_in([1, 2])).then(now).cast(pl.Int32).alias("current_ed_status"),
        "data_collection_stage", "date_created", "date_updated", "user_id",
    )  # fmt: skip
