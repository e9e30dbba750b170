"""Who recorded a row, and when: DateCreated, DateUpdated, UserID of every row (51, 52, 57)."""

from __future__ import annotations

from datetime import date

import polars as pl

from hmis_web.demo.draws import Draws
from hmis_web.demo.project_frames import STAFF_PER_AGENCY

LAGS = [(0, 62), (1, 16), (2, 7), (3, 5), (5, 4), (9, 3), (16, 2), (40, 1)]
"""Days between what happened and its entry: most on the same day, a few weeks late."""
LAG_DAYS = [days for days, weight in LAGS for _ in range(int(weight))]
TIMES = [f" {8 + minute // 60:02d}:{minute % 60:02d}:{(minute * 37) % 60:02d}" for minute in range(0, 600, 3)]
USERS = [f"U{number:03d}" for number in range(1, 6 * STAFF_PER_AGENCY + 1)]


def stamped(draws: Draws, frame: pl.DataFrame, what: str, day: str, as_of: date, *more: str) -> pl.DataFrame:
    """`frame` with stamps: entered some days after `day`, never after as_of, by staff of
    `organization_no`."""
    luck = pl.col("luck")
    late = pl.lit(pl.Series(LAG_DAYS)).gather((luck // (1 << 40)) % len(LAG_DAYS))
    created = pl.min_horizontal(pl.col(day) + pl.duration(days=late), pl.lit(as_of))
    clock = pl.lit(pl.Series(TIMES)).gather(luck % len(TIMES))
    worker = (luck // (1 << 20)) % STAFF_PER_AGENCY
    user = pl.lit(pl.Series(USERS)).gather(
        (pl.col("organization_no") - 1) * STAFF_PER_AGENCY + worker.cast(pl.Int32)
    )
    frame = frame.with_columns(luck=draws.bits("enrollment_key_no", f"{what} stamp", *more))
    frame = frame.with_columns((created.cast(pl.String) + clock).alias("date_created"), user.alias("user_id"))
    return frame.with_columns(pl.col("date_created").alias("date_updated"))
