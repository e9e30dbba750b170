"""Exit.csv: when and where to, and what RHY, HOPWA, ESG prevention and HUD-VASH ask at exit."""

from __future__ import annotations

from datetime import date

import polars as pl

from hmis_web.demo.destinations import ANY_SUBSIDY, DESTINATIONS, SUBSIDIES
from hmis_web.demo.draws import Draws, first_match
from hmis_web.demo.exits_youth import youth_exit_columns
from hmis_web.demo.projects import numbers
from hmis_web.demo.stamps import stamped

KEY = "enrollment_key_no"
OTHER_PLACES = ["Camping with relatives", "Church basement", "Ship berth", "Seasonal farm housing"]
YOUTH = numbers("es_youth", "th_youth")
ASSESSED = numbers("hp", "oph")


def exit_frame(draws: Draws, rows: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """Exit.csv of the stays that ended. The household goes where its head goes."""
    frame = rows.filter(pl.col("exit_date").is_not_null())
    frame = frame.with_columns(
        pl.when(pl.col("place") > 0)
        .then(_destination(draws, others=True))
        .otherwise(_destination(draws))
        .cast(pl.Int32)
        .alias("destination")
    )
    frame = stamped(draws, frame, "exit", "exit_date", as_of)
    answers = frame.filter(pl.col("project_no").is_in(YOUTH)).select(KEY, *youth_exit_columns(draws, as_of))
    frame = frame.join(answers, on=KEY, how="left", maintain_order="left")
    youth = answers.columns[1:]
    subsidised = pl.col("destination") == 435
    other = draws.pick(KEY, "other place", [(place, 1.0) for place in OTHER_PLACES])
    return frame.select(
        "enrollment_no", "client_no", "enrollment_key_no", "organization_no", "enrollment_id", "personal_id",
        "exit_date", "destination",
        pl.when(subsidised).then(_subsidy(draws)).cast(pl.Int32).alias("destination_subsidy_type"),
        pl.when(pl.col("destination") == 17).then(other).alias("other_destination"),
        *_housing_assessment(draws), *youth, _vash_reason(draws),
        "date_created", "date_updated", "user_id",
    )  # fmt: skip


def _destination(draws: Draws, *, others: bool = False) -> pl.Expr:
    destination = first_match(
        (pl.col("ends") == name, draws.pick("stay_no", f"destination {name}", options))
        for name, options in DESTINATIONS.items()
    )
    # whoever is said to have died leaves children behind: the others of the household go to family
    return destination.replace({24: 422}) if others else destination


def _subsidy(draws: Draws) -> pl.Expr:
    return first_match(
        (
            (pl.col("ends") == name, draws.pick("stay_no", f"subsidy {name}", options))
            for name, options in SUBSIDIES.items()
        ),
        draws.pick("stay_no", "subsidy", ANY_SUBSIDY),
    )


def _housing_assessment(draws: Draws) -> list[pl.Expr]:
    """W5: kept the housing, or moved where."""
    asked = pl.col("project_no").is_in(ASSESSED)
    place = pl.col("destination")
    drawn = (
        pl.when(place == 24).then(10).when(place == 207).then(7).when(place.is_between(100, 199)).then(6)
        .when(place.is_in([312, 313])).then(3).when(place.is_in([422, 423])).then(4)
        .when(place.is_between(300, 399)).then(5)
        .when(place.is_between(410, 499)).then(draws.pick("stay_no", "kept housing", [(1, 72.0), (2, 28.0)]))
        .otherwise(99)
    )  # fmt: skip
    kept = draws.pick("stay_no", "kept how", [(1, 50.0), (2, 25.0), (3, 15.0), (4, 10.0)])
    moved = draws.pick("stay_no", "moved how", [(11, 45.0), (12, 55.0)])
    subsidy = pl.when(drawn == 1).then(kept).when(drawn == 2).then(moved)
    return [
        pl.when(asked).then(drawn).cast(pl.Int32).alias("housing_assessment"),
        pl.when(asked).then(subsidy).cast(pl.Int32).alias("subsidy_information"),
    ]


def _vash_reason(draws: Draws) -> pl.Expr:
    asked = (pl.col("place") == 0) & pl.col("project_no").is_in(numbers("vash"))
    died = pl.col("destination") == 24
    reason = draws.pick(KEY, "vash exit", [(1, 48.0), (3, 16.0), (4, 9.0), (5, 9.0), (8, 8.0), (9, 10.0)])
    return (
        pl.when(asked).then(pl.when(died).then(12).otherwise(reason)).cast(pl.Int32).alias("cm_exit_reason")
    )
