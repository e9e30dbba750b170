"""Clients: names, numbers nobody was ever issued, birth dates, race, veteran status; with the gaps of real
records."""

from __future__ import annotations

from datetime import date

import polars as pl

from hmis_web.demo.draws import Draws, first_match
from hmis_web.demo.journeys import KIND
from hmis_web.demo.name_lists import CULTURES
from hmis_web.demo.names import draw_first, first_pool, last_pool

UNKNOWN = [(8, 25.0), (9, 40.0), (99, 35.0)]
STREET_NAMES = [
    "Red",
    "Tiny",
    "Doc",
    "Shorty",
    "Ace",
    "Slim",
    "Lucky",
    "Buddy",
    "Blue",
    "Pops",
    "Kiki",
    "Dutch",
    "Smiley",
    "Tex",
]
SSN_ROOM = 100 * 99 * 9999
"""Areas 900-999 x groups 01-99 x serials 0001-9999. The Social Security Administration issues no area above
899."""
SSN_STRIDE, SSN_START = 48271643, 7919
THEATERS = {
    "world_war_ii": (1940, 1947, 0.9), "korean_war": (1950, 1955, 0.7), "vietnam_war": (1964, 1975, 0.6),
    "desert_storm": (1990, 1991, 0.5), "afghanistan_oef": (2001, 2021, 0.45), "iraq_oif": (2003, 2010, 0.4),
    "iraq_ond": (2010, 2011, 0.3),
}  # fmt: skip
"""First and last year of each theater of operations (V1.3 to V1.9), and how many of those who served then
went there."""
BRANCHES = [(1, 46.0), (3, 22.0), (4, 16.0), (2, 14.0), (6, 1.5), (99, 0.5)]
DISCHARGES = [(1, 71.0), (2, 16.0), (6, 6.0), (4, 3.0), (7, 2.0), (5, 1.0), (8, 0.5), (99, 0.5)]
RACES = (
    "am_ind_ak_native",
    "asian",
    "black_af_american",
    "hispanic_latinao",
    "mid_east_n_african",
    "native_hi_pacific",
    "white",
)
RACES_BY_CULTURE: dict[str, list[tuple[str, float]]] = {
    "general": [("black_af_american", 35), ("white", 52), ("am_ind_ak_native", 5), ("hispanic_latinao", 4),
        ("asian", 1),
                ("native_hi_pacific", 1), ("mid_east_n_african", 1)],
    "hispanic": [("hispanic_latinao", 92), ("white", 4), ("black_af_american", 2), ("am_ind_ak_native", 2)],
    "asian": [("asian", 93), ("white", 4), ("native_hi_pacific", 3)],
    "south_asian": [("asian", 96), ("white", 4)],
    "arabic": [("mid_east_n_african", 72), ("white", 12), ("black_af_american", 10), ("asian", 6)],
    "slavic": [("white", 97), ("asian", 3)],
    "african": [("black_af_american", 96), ("white", 4)],
    "nordic": [("white", 90), ("black_af_american", 6), ("am_ind_ak_native", 4)],
    "islander": [("native_hi_pacific", 90), ("asian", 6), ("white", 4)],
}  # fmt: skip


def with_birth_and_service(draws: Draws, members: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """Members with `dob`, `veteran` (true fact) and `name_known`; everything that stays and clients both
    need."""
    anchor = pl.lit(as_of) - pl.duration(
        days=pl.when(pl.col("ages_at_end")).then(0).otherwise(pl.col("days_back"))
    )
    grown = (pl.col("years") >= 21) & ~pl.col("kind").is_in(
        [KIND["youth"], KIND["young parent"], KIND["children"]]
    )
    served = grown & draws.chance(
        "identity", "served", pl.when(pl.col("sex") == 1).then(0.04).otherwise(0.008)
    )
    return members.with_columns(
        dob=anchor - pl.duration(days="age_days"),
        veteran=((pl.col("kind") == KIND["veteran"]) & (pl.col("place") == 0)) | served,
        name_known=~draws.chance("client_no", "no name", 0.008),
    )


def client_frame(draws: Draws, members: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """Client.csv without stamps, plus `client_no`."""
    frame = members.with_columns(*_drawn_names(draws), *_drawn_races(draws), *_years(draws, as_of))
    frame = frame.with_columns(*_qualities(draws, as_of), first=_first_unlike_others(draws))
    return frame.select(
        "client_no",
        pl.format("R{}", pl.col("client_no").cast(pl.String).str.zfill(8)).alias("personal_id"),
        *_names(draws),
        *_ssn(draws),
        pl.when(pl.col("dob_data_quality") <= 2).then(pl.col("dob")).alias("dob"),
        "dob_data_quality",
        pl.when(draws.chance("client_no", "no sex", 0.01))
        .then(draws.pick("client_no", "sex unknown", UNKNOWN))
        .otherwise(pl.col("sex")).cast(pl.Int32).alias("sex"),
        *_races(draws),
        "veteran_status",
        *_service(draws),
    )  # fmt: skip


def _drawn_names(draws: Draws) -> list[pl.Expr]:
    own_family = pl.col("relationship").is_in([4, 5]) | (
        (pl.col("relationship") == 3) & draws.chance("member_no", "kept name", 0.4)
    )
    other = draws.pick("identity", "own family name", last_pool().choices)
    return [
        draw_first(draws, "identity", "first name", "culture", "sex").alias("first"),
        draw_first(draws, "identity", "middle name", "culture", "sex").alias("middle"),
        pl.when(own_family).then(other).otherwise(pl.col("last_name")).alias("last"),
    ]


def _first_unlike_others(draws: Draws) -> pl.Expr:
    """No two members of a household share a given name: who comes later takes another."""
    taken = pl.struct("household_no", "first").is_duplicated() & (pl.col("place") > 0)
    girl, boy = (draws.pick("identity", "other name", first_pool("general", sex).choices) for sex in (0, 1))
    other = pl.when(pl.col("sex") == 0).then(girl).otherwise(boy)
    return pl.when(taken).then(other).otherwise(pl.col("first"))


def _qualities(draws: Draws, as_of: date) -> list[pl.Expr]:
    unknown = draws.pick("client_no", "which unknown", UNKNOWN)
    street = (
        pl.col("name_known")
        & (pl.col("kind") == KIND["single"])
        & draws.chance("client_no", "street name", 0.018)
    )
    ssn = draws.pick("client_no", "ssn quality", [(1, 86.0), (2, 5.0), (8, 2.0), (9, 4.0), (99, 3.0)])
    birth = draws.pick("client_no", "dob quality", [(1, 97.4), (2, 1.6), (8, 0.3), (9, 0.3), (99, 0.4)])
    adult = (pl.lit(as_of) - pl.col("dob")).dt.total_days() >= 6575
    answered = (
        pl.when(draws.chance("client_no", "veteran unknown", 0.02))
        .then(unknown)
        .otherwise(pl.col("veteran").cast(pl.Int64))
    )
    return [
        pl.when(~pl.col("name_known")).then(unknown).when(street).then(2).otherwise(1).cast(pl.Int32)
        .alias("name_data_quality"),
        ssn.cast(pl.Int32).alias("ssn_data_quality"),
        birth.cast(pl.Int32).alias("dob_data_quality"),
        pl.when(pl.col("kind") == KIND["veteran"]).then(pl.col("veteran").cast(pl.Int64)).when(adult)
        .then(answered)
        .otherwise(99).cast(pl.Int32).alias("veteran_status"),
    ]  # fmt: skip


def _names(draws: Draws) -> list[pl.Expr]:
    quality = pl.col("name_data_quality")
    street = draws.pick("client_no", "nickname", [(name, 1.0) for name in STREET_NAMES])
    twin = pl.col("identity") != pl.col("member_no")
    spelled = draws.chance("identity", "has middle", 0.3) & ~twin
    letter = draws.chance("identity", "has initial", 0.2) & ~twin
    suffix = (pl.col("sex") == 1) & draws.chance("identity", "suffix", 0.02)
    middle = pl.when(spelled).then(pl.col("middle")).when(letter).then(pl.col("middle").str.head(1))
    return [
        pl.when(quality == 1).then(pl.col("first")).when(quality == 2).then(street).alias("first_name"),
        pl.when(quality == 1).then(middle).alias("middle_name"),
        pl.when(quality == 1).then(pl.col("last")).alias("last_name"),
        pl.when((quality == 1) & suffix).then(draws.pick("identity", "which suffix",
            [("Jr", 70.0), ("Sr", 15.0), ("III", 15.0)]))
        .alias("name_suffix"),
        pl.col("name_data_quality"),
    ]  # fmt: skip


def _ssn(draws: Draws) -> list[pl.Expr]:
    """A number of its own for each person, spread over the whole room, never one that was issued."""
    place = (pl.col("identity").cast(pl.UInt64) * SSN_STRIDE + SSN_START + draws.seed % 1000) % SSN_ROOM
    area = (900 + place // (99 * 9999)).cast(pl.String)
    group = (1 + (place // 9999) % 99).cast(pl.String).str.zfill(2)
    serial = (1 + place % 9999).cast(pl.String).str.zfill(4)
    quality = pl.col("ssn_data_quality")
    text = pl.when(quality == 1).then(area + group + serial).when(quality == 2).then(pl.lit("xxxxx") + serial)
    return [text.alias("ssn"), pl.col("ssn_data_quality")]


def _drawn_races(draws: Draws) -> list[pl.Expr]:
    first = first_match(
        (pl.col("culture") == number, draws.pick("identity", f"race {number}", RACES_BY_CULTURE[culture]))
        for number, culture in enumerate(CULTURES)
    )
    second = draws.pick("identity", "second race", [(race, 1.0) for race in RACES])
    return [
        first.alias("race"),
        pl.when(draws.chance("identity", "two races", 0.07)).then(second).alias("race_two"),
        draws.chance("client_no", "no race", 0.02).alias("no_race"),
    ]


def _races(draws: Draws) -> list[pl.Expr]:
    none = pl.col("no_race")
    flags = [
        (((pl.col("race") == race) | pl.col("race_two").eq_missing(pl.lit(race))) & ~none)
        .cast(pl.Int32)
        .alias(race)
        for race in RACES
    ]
    return [
        *flags,
        pl.when(none)
        .then(draws.pick("client_no", "race unknown", UNKNOWN))
        .cast(pl.Int32)
        .alias("race_none"),
    ]


def _years(draws: Draws, as_of: date) -> list[pl.Expr]:
    entered = pl.min_horizontal(
        pl.col("dob").dt.year() + draws.whole("identity", "enlisted at", 18, 24), pl.lit(as_of.year - 1)
    )
    served = draws.pick("identity", "years served", [(2, 20), (3, 25), (4, 30), (6, 12), (8, 8), (20, 5)])
    return [
        entered.cast(pl.Int32).alias("year_entered_service"),
        pl.min_horizontal(entered + served, pl.lit(as_of.year)).cast(pl.Int32).alias("year_separated"),
    ]


def _service(draws: Draws) -> list[pl.Expr]:
    """Years, theaters, branch and discharge of veterans (V1)."""
    entered, left = pl.col("year_entered_service"), pl.col("year_separated")
    columns = [
        ((entered <= end) & (left >= start) & draws.chance("identity", name, odds)).cast(pl.Int32).alias(name)
        for name, (start, end, odds) in THEATERS.items()
    ]
    columns.append(draws.chance("identity", "other theater", 0.08).cast(pl.Int32).alias("other_theater"))
    columns.append(draws.pick("identity", "branch", BRANCHES).cast(pl.Int32).alias("military_branch"))
    columns.append(draws.pick("identity", "discharge", DISCHARGES).cast(pl.Int32).alias("discharge_status"))
    served = pl.col("veteran_status") == 1
    return [
        pl.when(served).then(column).alias(column.meta.output_name()) for column in [entered, left, *columns]
    ]
