"""CurrentLivingSituation.csv: where people were met (4.12), with the questions about losing that place."""

from __future__ import annotations

from datetime import date

import polars as pl

from hmis_web.demo.destinations import ANY_SUBSIDY
from hmis_web.demo.draws import Draws, first_match
from hmis_web.demo.entries_funders import YES_NO
from hmis_web.demo.projects import BY_CODE, numbers, numbers_with
from hmis_web.demo.stamps import stamped

KEY = "enrollment_key_no"
PACE = {"so": (13.0, 12), "nbn": (45.0, 3), "other": (30.0, 6), "ce": (35.0, 5)}
"""Days between contacts, and the most a stay has."""
SITUATIONS = {
    "so": [(116, 86), (101, 6), (37, 4), (335, 1), (336, 1), (314, 1), (99, 1)],
    "nbn": [(101, 96), (116, 4)],
    "other": [(116, 20), (101, 12), (335, 24), (336, 26), (332, 6), (302, 4), (410, 6), (99, 2)],
    "ce": [(116, 44), (101, 30), (335, 6), (336, 6), (314, 4), (302, 2), (410, 3), (435, 1), (205, 1),
        (99, 3)],
}  # fmt: skip
LOSABLE = (215, 206, 207, 225, 204, 205, 302, 329, 314, 332, 336, 335, 410, 435, 421, 411)
"""Situations with the question whether they end within 14 days (4.12.B)."""
PLACES = (
    "Under the Mill Street bridge", "Riverside park, north lot", "Behind the old cannery", "Library steps",
    "Bus depot",
    "Levee trail near marker 4", "Car on Quarry Road", "Market Square arcade", "Camp by the rail spur",
    "Ferry landing",
)  # fmt: skip
SHOWN = 0.7


def contacts_frame(draws: Draws, rows: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """One row per contact with a head or adult: at entry, then every few weeks."""
    frame = rows.filter(pl.col("asked") & pl.col("project_no").is_in(numbers_with("contacts")))
    frame = _spread(draws, frame)
    situation = first_match(
        (pl.col("project_no") == BY_CODE[code].number, draws.pick(KEY, f"met {code}", options, "row_no"))
        for code, options in SITUATIONS.items()
    )
    frame = frame.with_columns(current_living_situation=situation.cast(pl.Int32))
    leaves = draws.pick(KEY, "leaves", [(0, 50.0), (1, 42.0), (8, 4.0), (99, 4.0)], "row_no")
    losable = pl.col("current_living_situation").is_in(LOSABLE)
    frame = frame.with_columns(leave_situation14_days=pl.when(losable).then(leaves).cast(pl.Int32))
    frame = stamped(draws, frame, "contact", "information_date", as_of, "row_no")
    follow = ("subsequent_residence", "resources_to_obtain", "lease_own60_day", "moved_two_or_more")
    outside = pl.col("project_no").is_in(numbers("so")) & (pl.col("current_living_situation") == 116)
    place = draws.pick(KEY, "where", [(name, 1.0) for name in PLACES], "row_no")
    return frame.select(
        "enrollment_no", "client_no", KEY, "organization_no", "row_no", "enrollment_id", "personal_id",
        "information_date",
        "current_living_situation",
        pl.when(pl.col("current_living_situation") == 435).then(draws.pick(KEY, "cls subsidy", ANY_SUBSIDY))
        .cast(pl.Int32)
        .alias("cls_subsidy_type"),
        pl.when(pl.col("project_no").is_in(numbers("ce"))).then(pl.lit(BY_CODE["so"].name))
        .alias("verified_by"),
        "leave_situation14_days",
        *(pl.when(pl.col("leave_situation14_days") == 1).then(draws.pick(KEY, name, YES_NO, "row_no"))
        .cast(pl.Int32).alias(name)
          for name in follow),
        pl.when(outside & draws.chance(KEY, "place named", SHOWN, "row_no")).then(place)
        .alias("location_details"),
        "date_created", "date_updated", "user_id",
    )  # fmt: skip


def _spread(draws: Draws, frame: pl.DataFrame) -> pl.DataFrame:
    here = {code: pl.col("project_no") == BY_CODE[code].number for code in PACE}
    pace = first_match((here[code], pl.lit(days)) for code, (days, _) in PACE.items())
    cap = first_match((here[code], pl.lit(most)) for code, (_, most) in PACE.items())
    days = (pl.col("last_day") - pl.col("entry_date")).dt.total_days()
    count = 1 + (days * (0.5 + draws.share(KEY, "contacts")) / pace).floor().cast(pl.Int64)
    frame = frame.with_columns(length=days, count=pl.min_horizontal(count, cap.cast(pl.Int64)))
    frame = frame.with_columns(row_no=pl.int_ranges(0, pl.col("count"))).explode(
        "row_no", empty_as_null=False
    )
    later = (
        (pl.col("row_no") + draws.share(KEY, "contact day", "row_no")) * pl.col("length") / pl.col("count")
    ).floor()
    return frame.with_columns(
        information_date=pl.col("entry_date")
        + pl.duration(days=pl.when(pl.col("row_no") == 0).then(0).otherwise(later))
    )
