"""When data was collected: one row per person, stay, date and stage (5.03): entry, update, annual, exit."""

from __future__ import annotations

from datetime import date

import polars as pl

from hmis_web.demo.draws import Draws
from hmis_web.demo.projects import numbers

KEY = "enrollment_key_no"
ENTRY, UPDATE, EXIT, ANNUAL = 1, 2, 3, 5
FACTS = (
    "enrollment_no", "client_no", "enrollment_key_no", "member_no", "organization_no", "project_no",
    "enrollment_id",
    "personal_id", "asked", "age", "sex", "place", "veteran", "kind", "entry_date", "exit_date",
    "c5", "c6", "c7", "c8", "c9", "c10", "l5", "l7", "l9", "l10",
)  # fmt: skip
UNTOLD = numbers("nbn")
"""Where people just stop coming, so that nobody asks them anything at exit."""
MISSED_ANNUAL, LATE_ANNUAL = 0.12, 0.06


def collection_frame(draws: Draws, rows: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """Rows in the order enrollment, date; `stage_no` tells collections of one stay apart in draws."""
    rows = rows.select(*FACTS, "stay_no", "last_day")
    entry = rows.with_columns(information_date=pl.col("entry_date"), data_collection_stage=pl.lit(ENTRY))
    told = ~pl.col("project_no").is_in(UNTOLD)
    exits = rows.filter(pl.col("exit_date").is_not_null() & told).with_columns(
        information_date=pl.col("exit_date"), data_collection_stage=pl.lit(EXIT)
    )
    frames = [entry, exits, _updates(draws, rows), *(_annual(draws, rows, year, as_of) for year in (1, 2, 3))]
    frame = pl.concat([each.drop("stay_no", "last_day") for each in frames], how="vertical_relaxed")
    frame = frame.sort("enrollment_no", "information_date", "data_collection_stage", maintain_order=True)
    return frame.with_columns(stage_no=(pl.col("information_date") - pl.col("entry_date")).dt.total_days() * 8
                              + pl.col("data_collection_stage"))  # fmt: skip


def _updates(draws: Draws, rows: pl.DataFrame) -> pl.DataFrame:
    """One household in seven that stays longer than two months has an update in between."""
    length = (pl.col("last_day") - pl.col("entry_date")).dt.total_days()
    later = (20 + draws.share("stay_no", "update day") * (length - 40)).floor()
    chosen = rows.filter((length > 60) & draws.chance("stay_no", "updated", 0.15))
    return chosen.with_columns(
        information_date=pl.col("entry_date") + pl.duration(days=later), data_collection_stage=pl.lit(UPDATE)
    )


def _annual(draws: Draws, rows: pl.DataFrame, year: int, as_of: date) -> pl.DataFrame:
    """Around the anniversary of the entry; some are forgotten, some come after the 30-day window."""
    anniversary = pl.col("entry_date").dt.offset_by(f"{year}y")
    shift = draws.whole("stay_no", f"annual {year}", -25, 25)
    late = draws.chance("stay_no", f"late {year}", LATE_ANNUAL)
    day = anniversary + pl.duration(days=pl.when(late).then(shift + 65).otherwise(shift))
    due = rows.filter(
        (day <= as_of)
        & (day < pl.coalesce("exit_date", pl.lit(as_of)))
        & ~draws.chance("stay_no", f"missed {year}", MISSED_ANNUAL)
    )
    return due.with_columns(information_date=day, data_collection_stage=pl.lit(ANNUAL))
