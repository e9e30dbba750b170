"""Disabilities and health: what a person has (one truth per person), and how it was answered at each
collection."""

from __future__ import annotations

from datetime import date

import polars as pl

from hmis_web.demo.draws import Draws
from hmis_web.demo.entries_funders import YES_NO
from hmis_web.demo.journeys import KIND, KINDS
from hmis_web.demo.people import UNKNOWN
from hmis_web.demo.projects import PROJECTS, numbers, numbers_with
from hmis_web.demo.stages import ANNUAL, ENTRY, EXIT, UPDATE
from hmis_web.demo.stamps import stamped

KEY = "enrollment_key_no"
LONE = ("single", "veteran")
ODDS = {5: (0.26, 0.12, 0.025), 6: (0.07, 0.04, 0.06), 7: (0.30, 0.15, 0.04), 8: (0.02, 0.005, 0.001),
        9: (0.40, 0.24, 0.08), 10: (0.30, 0.08, 0.004)}  # fmt: skip
"""Share of people with each disability type (list 1.3): lone adults, other adults, children."""
SUPPORTIVE = frozenset(
    (number, path)
    for number, kind in enumerate(KINDS)
    for path, (_, legs) in enumerate(kind.paths)
    if any(leg.project in ("psh", "vash", "sh") for leg in legs)
)
HOPWA = frozenset(
    (number, path)
    for number, kind in enumerate(KINDS)
    for path, (_, legs) in enumerate(kind.paths)
    if any(leg.project == "oph" for leg in legs)
)
STATUS = [(1, 10.0), (2, 18.0), (3, 32.0), (4, 26.0), (5, 10.0), (8, 2.0), (99, 2.0)]


def with_conditions(draws: Draws, members: pl.DataFrame) -> pl.DataFrame:
    """Members with c5...c10 (the answer by disability type), l5...l10 (long and impairing), and
    `disabling`."""
    columns = []
    for kind, (lone, adult, child) in ODDS.items():
        odds = (
            pl.when(pl.col("years") < 18).then(child)
            .when(pl.col("kind").is_in([KIND[name] for name in LONE])).then(lone)
            .otherwise(adult)
        )  # fmt: skip
        answer = draws.chance("identity", f"condition {kind}", odds).cast(pl.Int32)
        if kind == 10:
            answer = answer * draws.pick("identity", "substance", [(1, 28.0), (2, 42.0), (3, 30.0)])
        columns.append(answer.cast(pl.Int32).alias(f"c{kind}"))
        if kind in (5, 7, 9, 10):
            columns.append(draws.chance("identity", f"lasting {kind}", 0.86).alias(f"l{kind}"))
    members = members.with_columns(*columns)
    head = pl.col("place") == 0
    supported, positive = head & _on_path(SUPPORTIVE), head & _on_path(HOPWA)
    members = members.with_columns(
        c9=pl.when(supported).then(1).otherwise("c9").cast(pl.Int32),
        l9=pl.col("l9") | supported,
        c8=pl.when(positive).then(1).otherwise("c8").cast(pl.Int32),
    )
    lasting = [(pl.col(f"c{kind}") > 0) & pl.col(f"l{kind}") for kind in (5, 7, 9, 10)]
    always = [pl.col("c6") == 1, pl.col("c8") == 1]
    return members.with_columns(disabling=pl.any_horizontal(*lasting, *always).cast(pl.Int32))


def disabilities_frame(draws: Draws, collected: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """Disabilities.csv: entry, update and exit, a row for each type that the project asks about."""
    asked = pl.DataFrame(
        [(project.number, kind) for project in PROJECTS for kind in project.disabilities],
        schema={"project_no": pl.Int32, "disability_type": pl.Int32},
        orient="row",
    )
    frame = collected.filter(pl.col("data_collection_stage") != ANNUAL)
    frame = frame.join(asked, on="project_no", how="inner", maintain_order="left_right")
    kind = pl.col("disability_type")
    answer, lasting = pl.lit(0), pl.lit(value=False)
    for number in ODDS:
        answer = pl.when(kind == number).then(pl.col(f"c{number}")).otherwise(answer)
    for number in (5, 7, 9, 10):
        lasting = pl.when(kind == number).then(pl.col(f"l{number}")).otherwise(lasting)
    unknown = draws.chance(KEY, "no health answers", 0.02)
    frame = frame.with_columns(
        disability_response=pl.when(unknown)
        .then(draws.pick(KEY, "health 8 9", UNKNOWN))
        .otherwise(answer)
        .cast(pl.Int32),
        lasting=lasting,
        row_no=pl.col("stage_no") * 16 + kind,
    )
    frame = stamped(draws, frame, "disability", "information_date", as_of, "stage_no")
    yes = pl.col("disability_response").is_in([1, 2, 3]) & kind.is_in([5, 7, 9, 10])
    return frame.select(
        "enrollment_no", "client_no", KEY, "organization_no", "row_no", "enrollment_id", "personal_id",
        "information_date", "disability_type", "disability_response",
        pl.when(yes).then(pl.col("lasting").cast(pl.Int32)).alias("indefinite_and_impairs"),
        *_hopwa(draws), "data_collection_stage", "date_created", "date_updated", "user_id",
    )  # fmt: skip


def health_frame(draws: Draws, collected: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """HealthAndDV.csv: 4.11 at entry and update; R7 to R10 at entry and exit where a funder asks."""
    violence = pl.col("project_no").is_in(numbers_with("violence"))
    rhy, vash = pl.col("project_no").is_in(numbers_with("rhy")), pl.col("project_no").is_in(numbers("vash"))
    stage = pl.col("data_collection_stage")
    frame = collected.filter(
        pl.col("asked")
        & ((violence & stage.is_in([ENTRY, UPDATE])) | ((rhy | vash) & stage.is_in([ENTRY, EXIT])))
    )
    frame = frame.with_columns(
        dv=pl.when(violence & stage.is_in([ENTRY, UPDATE])).then(_survivor(draws)).cast(pl.Int32),
        pregnant=pl.when(rhy & (stage != EXIT) & (pl.col("sex") == 0)).then(
            draws.pick(KEY, "pregnant", [(0, 92), (1, 6), (99, 2)])
        ),
    )
    frame = stamped(draws, frame, "health", "information_date", as_of, "stage_no")
    due = pl.col("information_date") + pl.duration(days=draws.whole(KEY, "due", 20, 240))
    status = {"general_health_status": rhy | vash, "dental_health_status": rhy, "mental_health_status": rhy}
    when = [(1, 24.0), (2, 12.0), (3, 12.0), (4, 48.0), (8, 2.0), (99, 2.0)]
    return frame.select(
        "enrollment_no", "client_no", KEY, "organization_no", pl.col("stage_no").alias("row_no"),
        "enrollment_id", "personal_id", "information_date", pl.col("dv").alias("domestic_violence_survivor"),
        pl.when(pl.col("dv") == 1).then(draws.pick("member_no", "dv when", when)).cast(pl.Int32)
        .alias("when_occurred"),
        pl.when(pl.col("dv") == 1).then(draws.pick(KEY, "fleeing", YES_NO)).cast(pl.Int32)
        .alias("currently_fleeing"),
        *(pl.when(asked & (stage != UPDATE)).then(draws.pick(KEY, name, STATUS, "stage_no")).cast(pl.Int32)
        .alias(name)
          for name, asked in status.items()),
        pl.col("pregnant").cast(pl.Int32).alias("pregnancy_status"),
        pl.when(pl.col("pregnant") == 1).then(due).alias("due_date"),
        "data_collection_stage", "date_created", "date_updated", "user_id",
    )  # fmt: skip


def _survivor(draws: Draws) -> pl.Expr:
    """4.11.2: mostly women say yes; a few are not asked."""
    woman = pl.when(pl.col("place") == 0).then(0.4).otherwise(0.3)
    odds = pl.when(pl.col("sex") == 0).then(woman).otherwise(0.08)
    told = draws.chance("member_no", "dv", odds).cast(pl.Int64)
    return (
        pl.when(draws.chance(KEY, "no dv answer", 0.025))
        .then(draws.pick(KEY, "dv 8 9", UNKNOWN))
        .otherwise(told)
    )


def _hopwa(draws: Draws) -> list[pl.Expr]:
    """W4 and W6: people with HIV/AIDS in HOPWA projects."""
    positive = (pl.col("disability_type") == 8) & (pl.col("disability_response") == 1)
    asked = positive & pl.col("project_no").is_in(numbers("oph"))
    cells = draws.chance(KEY, "t cells", 0.8, "stage_no").cast(pl.Int32)
    viral = draws.pick(KEY, "viral", [(0, 15.0), (1, 30.0), (2, 55.0)], "stage_no")
    source = draws.pick(KEY, "t source", [(1, 60.0), (2, 40.0)])
    columns = {
        "t_cell_count_available": pl.when(asked).then(cells),
        "t_cell_count": pl.when(asked & (cells == 1)).then(
            draws.whole(KEY, "t count", 180, 1200, "stage_no")
        ),
        "t_cell_source": pl.when(asked & (cells == 1)).then(source),
        "viral_load_available": pl.when(asked).then(viral),
        "viral_load": pl.when(asked & (viral == 1)).then(draws.whole(KEY, "load", 20, 4000, "stage_no")),
        "viral_load_source": pl.when(asked & (viral == 1)).then(source),
        "anti_retroviral": pl.when(asked & (pl.col("data_collection_stage") != ANNUAL)).then(
            draws.pick(KEY, "art", [(1, 90.0), (0, 8.0), (99, 2.0)])
        ),
    }
    return [column.cast(pl.Int32).alias(name) for name, column in columns.items()]


def _on_path(pairs: frozenset[tuple[int, int]]) -> pl.Expr:
    return (pl.col("kind") * 100 + pl.col("path")).is_in([kind * 100 + path for kind, path in sorted(pairs)])
