"""Who lives together: households and their members, before they meet any project."""

from __future__ import annotations

import polars as pl

from hmis_web.demo.draws import Draws, first_match
from hmis_web.demo.journeys import KIND, KINDS, Kind
from hmis_web.demo.names import draw_last

DAYS_BACK = 1461
PLACES = 16
"""Room for members in a household's numbers."""
CHILDREN_OPTIONS = [(1, 40.0), (2, 33.0), (3, 17.0), (4, 7.0), (5, 3.0)]
SAME_PERSON_TWICE = 0.012


def draw_households(draws: Draws, first: int, count: int, recency: float) -> pl.DataFrame:
    """`count` households from number `first`: kind, size, family name, path, days since the first contact.

    A higher `recency` brings more first contacts into the last months. `identity` is the household whose
    person this is: a few single people were entered twice.
    """
    frame = pl.select(household_no=pl.int_range(first, first + count, dtype=pl.Int64)).with_columns(
        kind=draws.pick("household_no", "kind", [(number, kind.weight) for number, kind in enumerate(KINDS)])
        .cast(pl.Int32),
        days_back=(DAYS_BACK * draws.share("household_no", "first contact").pow(recency)).floor()
        .cast(pl.Int32),
    )  # fmt: skip
    single = pl.col("kind") == KIND["single"]
    twice = draws.chance("household_no", "twice", SAME_PERSON_TWICE / 0.3)
    frame = frame.with_columns(
        identity=pl.when(single & (single.shift(1).fill_null(False)) & twice)
        .then(pl.col("household_no") - 1)
        .otherwise(pl.col("household_no")),
        size=_size(draws),
        path=_path(draws),
    )
    return frame.with_columns(*draw_last(draws, "identity"))


def draw_members(draws: Draws, households: pl.DataFrame) -> pl.DataFrame:
    """One row per person: place 0 is the head. Adds relationship (3.15.1), sex and the age in days.

    `age_days` counts at the first contact, for single people at as_of (`ages_at_end`), so that a person
    entered twice has one
    birth date.
    """
    members = households.with_columns(place=pl.int_ranges(0, pl.col("size"))).explode("place")
    members = members.with_columns(
        identity=pl.col("identity") * PLACES + pl.col("place"),
        member_no=pl.col("household_no") * PLACES + pl.col("place")
    ).with_columns(relationship=_relationship(draws))  # fmt: skip
    members = members.with_columns(sex=_sex(draws), years=_head_years(draws))
    head_years = pl.col("years").first().over("household_no")
    head_sex = pl.col("sex").first().over("household_no")
    members = members.with_columns(
        years=_member_years(draws, head_years),
        sex=pl.when(_is_partner()).then(_partner_sex(draws, head_sex)).otherwise(pl.col("sex")),
    )
    days = (pl.col("years") * 365.2425 + draws.share("identity", "birthday") * 364 + 1).floor().cast(pl.Int32)
    return members.with_columns(
        age_days=days, ages_at_end=pl.col("kind").is_in([KIND["single"], KIND["veteran"]])
    )


def _size(draws: Draws) -> pl.Expr:
    children = draws.pick("household_no", "children", CHILDREN_OPTIONS)
    few = draws.pick("household_no", "few children", [(1, 75.0), (2, 25.0)])
    return (
        pl.when(pl.col("kind") == KIND["couple"]).then(2)
        .when(pl.col("kind") == KIND["one parent"]).then(1 + children)
        .when(pl.col("kind") == KIND["two parents"]).then(2 + children)
        .when(pl.col("kind") == KIND["young parent"]).then(1 + few)
        .when(pl.col("kind") == KIND["adults"]).then(1 + few)
        .when((pl.col("kind") == KIND["children"]) & draws.chance("household_no", "siblings", 0.08)).then(2)
        .otherwise(1)
        .cast(pl.Int64)
    )  # fmt: skip


def _path(draws: Draws) -> pl.Expr:
    return first_match(
        (pl.col("kind") == number, draws.pick("household_no", f"path {number}", _path_options(kind)))
        for number, kind in enumerate(KINDS)
    ).cast(pl.Int32)


def _path_options(kind: Kind) -> list[tuple[int, float]]:
    return [(place, weight) for place, (weight, _) in enumerate(kind.paths)]


def _is_partner() -> pl.Expr:
    return (pl.col("place") == 1) & pl.col("kind").is_in([KIND["couple"], KIND["two parents"]])


def _relationship(draws: Draws) -> pl.Expr:
    grown = draws.pick("member_no", "relation", [(2, 55.0), (4, 35.0), (5, 10.0)])
    return (
        pl.when(pl.col("place") == 0).then(1)
        .when(_is_partner()).then(3)
        .when(pl.col("kind") == KIND["adults"]).then(grown)
        .when(pl.col("kind") == KIND["children"]).then(4)
        .when(draws.chance("member_no", "grandchild", 0.04)).then(4)
        .otherwise(2)
        .cast(pl.Int32)
    )  # fmt: skip


def _sex(draws: Draws) -> pl.Expr:
    male = (
        pl.when(pl.col("place") > 0).then(0.5)
        .when(pl.col("kind") == KIND["single"]).then(0.66)
        .when(pl.col("kind") == KIND["veteran"]).then(0.9)
        .when(pl.col("kind").is_in([KIND["one parent"], KIND["young parent"]])).then(0.14)
        .otherwise(0.52)
    )  # fmt: skip
    return (draws.share("identity", "sex") < male).cast(pl.Int32)


def _partner_sex(draws: Draws, head_sex: pl.Expr) -> pl.Expr:
    same = draws.chance("identity", "same sex", 0.05)
    return pl.when(same).then(head_sex).otherwise(1 - head_sex).cast(pl.Int32)


def _head_years(draws: Draws) -> pl.Expr:
    band = [
        ((29, 10), 23.0),
        ((39, 10), 26.0),
        ((49, 10), 24.0),
        ((59, 7), 15.0),
        ((66, 8), 9.0),
        ((74, 10), 3.0),
    ]
    start = draws.pick("identity", "age band", [(low, weight) for (low, _), weight in band])
    single = start + (draws.share("identity", "age in band") * 9).floor()
    veteran = 30 + (draws.share("identity", "veteran age").pow(0.7) * 52).floor()
    family = 21 + (draws.share("identity", "family age").pow(1.3) * 28).floor()
    return (
        pl.when(pl.col("kind") == KIND["single"]).then(single)
        .when(pl.col("kind") == KIND["veteran"]).then(veteran)
        .when(pl.col("kind") == KIND["couple"]).then(family + 5)
        .when(pl.col("kind").is_in([KIND["youth"], KIND["young parent"]]))
        .then(18 + draws.whole("identity", "youth age", 0, 5))
        .when(pl.col("kind") == KIND["children"]).then(13 + draws.whole("identity", "teen age", 0, 3))
        .when(pl.col("kind") == KIND["adults"]).then(42 + draws.whole("identity", "older age", 0, 33))
        .otherwise(family)
        .cast(pl.Int32)
    )  # fmt: skip


def _member_years(draws: Draws, head: pl.Expr) -> pl.Expr:
    partner = (head + draws.whole("identity", "partner age", -7, 8)).clip(lower_bound=19)
    grown = 18 + (draws.share("identity", "grown age") * (head - 36)).floor()
    oldest = pl.min_horizontal(head - 16, pl.lit(17))
    child = (draws.share("identity", "child age").pow(1.2) * oldest).floor()
    return (
        pl.when(pl.col("place") == 0).then(pl.col("years"))
        .when(pl.col("relationship") == 3).then(partner)
        .when(pl.col("kind") == KIND["adults"]).then(grown)
        .when(pl.col("kind") == KIND["children"]).then(13 + draws.whole("identity", "sibling age", 0, 3))
        .otherwise(child)
        .cast(pl.Int32)
    )  # fmt: skip
