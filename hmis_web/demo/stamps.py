"""Who recorded a row, and when: DateCreated, DateUpdated, UserID of every row (5.01, 5.02, 5.07)."""

from __future__ import annotations

from datetime import date

import polars as pl

from hmis_web.demo.draws import Draws
from hmis_web.demo.project_frames import STAFF_PER_AGENCY

LAGS = [(0, 62.0), (1, 16.0), (2, 7.0), (3, 5.0), (5, 4.0), (9, 3.0), (16, 2.0), (40, 1.0)]
"""Days between what happened and its entry: most on the same day, a few weeks late."""
TIMES = [f" {8 + minute // 60:02d}:{minute % 60:02d}:{(minute * 37) % 60:02d}" for minute in range(0, 600, 3)]
USERS = [f"U{number:03d}" for number in range(1, 6 * STAFF_PER_AGENCY + 1)]


def stamped(draws: Draws, frame: pl.DataFrame, what: str, day: str, as_of: date, *more: str) -> pl.DataFrame:
    """`frame` with stamps: entered some days after `day`, never after as_of, by staff of `organization_no`."""
    luck = draws.bits("enrollment_key_no", f"{what} stamp", *more)
    share = (luck // (1 << 40)).cast(pl.Float64) / float(1 << 24)
    created = pl.min_horizontal(pl.col(day) + pl.duration(days=lag(share)), pl.lit(as_of))
    clock = pl.lit(pl.Series(TIMES)).gather(luck % len(TIMES))
    worker = (luck // (1 << 20)) % STAFF_PER_AGENCY
    user = pl.lit(pl.Series(USERS)).gather((pl.col("organization_no") - 1) * STAFF_PER_AGENCY + worker.cast(pl.Int32))
    stamp = (created.cast(pl.String) + clock).alias("date_created")
    return frame.with_columns(stamp, stamp.alias("date_updated"), user.alias("user_id"))


def lag(share: pl.Expr) -> pl.Expr:
    """Days of delay for a share from 0 to 1."""
    total, found = sum(weight for _, weight in LAGS), pl.lit(LAGS[-1][0])
    bound = total
    for days, weight in reversed(LAGS):
        found = pl.when(share * total < bound).then(pl.lit(days)).otherwise(found)
        bound -= weight
    return found
