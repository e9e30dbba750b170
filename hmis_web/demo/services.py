"""Services.csv: bed nights, and the services that PATH, RHY, SSVF, HOPWA, HUD-VASH and CoC funders count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from hmis_web.demo.draws import Draws
from hmis_web.demo.projects import BY_CODE, numbers
from hmis_web.demo.stamps import stamped

KEY = "enrollment_key_no"
BED_NIGHT = 200
OTHER_SERVICES = ["Furniture bank", "Document replacement", "Landlord mediation", "Phone and plan"]


@dataclass(frozen=True)
class Stream:
    """Services of one record type in one project: about one in `every` days, at most `cap` a stay."""

    project: str
    record_type: int
    every: float
    cap: int
    types: tuple[tuple[int, float], ...]
    heads_only: bool = False


STREAMS = (
    Stream("so", 141, 12, 14, ((1, 24), (2, 20), (6, 26), (14, 8), (4, 8), (5, 5), (3, 4), (10, 3), (9, 2))),
    Stream("so", 161, 40, 4, ((1, 20), (2, 14), (3, 18), (6, 16), (7, 12), (8, 8), (10, 8), (11, 4))),
    Stream("es_youth", 142, 4, 8, ((8, 26), (5, 22), (14, 20), (7, 8), (18, 12), (6, 12))),
    Stream("th_youth", 142, 14, 16, ((8, 24), (6, 22), (5, 20), (14, 14), (10, 6), (2, 8), (17, 6))),
    Stream("ssvf", 144, 14, 12, ((2, 46), (3, 16), (4, 20), (5, 8), (10, 6), (6, 4))),
    Stream("ssvf", 152, 35, 6, ((1, 52), (2, 14), (3, 8), (4, 10), (5, 6), (8, 4), (12, 6)), heads_only=True),
    Stream("oph", 143, 30, 24, ((2, 44), (8, 18), (7, 12), (13, 10), (10, 8), (9, 8))),
    Stream("vash", 210, 220, 4, ((1, 10), (3, 20), (5, 60), (12, 10)), heads_only=True),
    Stream("psh", 300, 500, 2, ((1, 50), (3, 30), (4, 20)), heads_only=True),
)


def services_frame(draws: Draws, rows: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """Services.csv, ordered by enrollment and date."""
    kept = rows.select(
        "enrollment_no", "client_no", KEY, "organization_no", "project_no", "enrollment_id", "personal_id",
        "place",
        "asked", "entry_date", "exit_date", "last_day", "stay_no",
    )  # fmt: skip
    frames = [_bed_nights(draws, kept), *(_stream(draws, kept, stream) for stream in STREAMS)]
    frame = pl.concat(frames, how="vertical_relaxed")
    frame = frame.sort("enrollment_no", "date_provided", "record_type", maintain_order=True)
    frame = stamped(draws, frame, "service", "date_provided", as_of, "row_no")
    record, kind = pl.col("record_type"), pl.col("type_provided")
    assistance = record == 152
    # the small SSVF lists (V2.A to V2.C) share the codes 1 to 4
    sub_type = draws.whole(KEY, "sub type", 1, 4, "row_no")
    amount = 40.0 + (draws.share(KEY, "assistance", "row_no").pow(1.4) * 1400).floor()
    outcome = draws.pick(KEY, "referral outcome", [(1, 46.0), (2, 30.0), (3, 24.0)], "row_no")
    other = draws.pick(KEY, "other service", [(text, 1.0) for text in OTHER_SERVICES], "row_no")
    named = ((record == 144) & (kind == 6)) | ((record == 210) & (kind == 12))
    return frame.select(
        "enrollment_no", "client_no", KEY, "organization_no", "row_no", "enrollment_id", "personal_id",
        "date_provided",
        "record_type", "type_provided", pl.when(named).then(other).alias("other_type_provided"),
        pl.when((record == 144) & kind.is_in([3, 4, 5])).then(sub_type).alias("sub_type_provided"),
        pl.when(assistance).then(amount).alias("fa_amount"),
        pl.when(assistance).then(pl.col("date_provided")).alias("fa_start_date"),
        pl.when(assistance).then(pl.col("date_provided").dt.month_end()).alias("fa_end_date"),
        pl.when(record == 161).then(outcome).cast(pl.Int32).alias("referral_outcome"),
        "date_created", "date_updated", "user_id",
    )  # fmt: skip


def _bed_nights(draws: Draws, rows: pl.DataFrame) -> pl.DataFrame:
    """The first and the last night always (4.14: exit is the day after the last one), of the others most."""
    here = rows.filter(pl.col("project_no").is_in(numbers("nbn")))
    open_ended = pl.col("exit_date").is_null().cast(pl.Int64)
    nights = (pl.col("last_day") - pl.col("entry_date")).dt.total_days() + open_ended
    frame = here.with_columns(nights=nights, steady=0.6 + draws.share(KEY, "steady") * 0.4)
    frame = frame.with_columns(row_no=pl.int_ranges(0, pl.col("nights"))).explode(
        "row_no", empty_as_null=False
    )
    edge = (pl.col("row_no") == 0) | (pl.col("row_no") == pl.col("nights") - 1)
    frame = frame.filter(edge | draws.chance(KEY, "sleeps", pl.col("steady"), "row_no"))
    return frame.select(
        *_KEPT,
        (pl.col("entry_date") + pl.duration(days="row_no")).alias("date_provided"),
        pl.lit(BED_NIGHT).alias("record_type"),
        pl.lit(BED_NIGHT).alias("type_provided"),
        "row_no",
    )


def _stream(draws: Draws, rows: pl.DataFrame, stream: Stream) -> pl.DataFrame:
    chosen = pl.col("asked") & (pl.col("project_no") == BY_CODE[stream.project].number)
    if stream.heads_only:
        chosen = chosen & (pl.col("place") == 0)
    what = f"services {stream.record_type}"
    days = (pl.col("last_day") - pl.col("entry_date")).dt.total_days() + 1
    count = (
        (days * draws.share(KEY, what) * 2 / stream.every).floor().clip(upper_bound=stream.cap).cast(pl.Int64)
    )
    least = 0 if stream.record_type in (161, 300) else 1
    frame = rows.filter(chosen).with_columns(days=days, count=count.clip(lower_bound=least))
    frame = frame.with_columns(place_no=pl.int_ranges(0, pl.col("count"))).explode(
        "place_no", empty_as_null=False
    )
    frame = frame.with_columns(row_no=pl.col("place_no") + stream.record_type * 1000)
    at = (
        (pl.col("place_no") + draws.share(KEY, f"{what} day", "row_no")) * pl.col("days") / pl.col("count")
    ).floor()
    return frame.select(
        *_KEPT,
        (pl.col("entry_date") + pl.duration(days=at)).alias("date_provided"),
        pl.lit(stream.record_type).alias("record_type"),
        draws.pick(KEY, f"{what} type", stream.types, "row_no").cast(pl.Int32).alias("type_provided"),
        "row_no",
    )


_KEPT = ("enrollment_no", "client_no", KEY, "organization_no", "project_no", "enrollment_id", "personal_id")
