"""Names that nobody has: pools of several cultures with the skew of real life.

A few names are everywhere, most are rare. The heads of the pools are common names, the tails are combined
from syllables. About
5,000 given and 22,000 family names; the order of a pool is its rank, the same on every machine.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import cache, cached_property

import polars as pl

from hmis_web.demo.draws import Choices, Draws, first_match
from hmis_web.demo.name_lists import CULTURES, FIRST_FEMALE, FIRST_MALE, LAST
from hmis_web.demo.name_stems import STEMS_FEMALE, STEMS_LAST, STEMS_MALE

FAMILY_OF = dict.fromkeys(("irish", "italian", "french", "german", "patronym"), "general")
"""Family names of these stems go with the general given names."""
TAIL_LIMITS = {
    "general": 7000,
    "hispanic": 3000,
    "slavic": 1500,
    "italian": 2500,
    "german": 2500,
    "patronym": 1800,
}
TAIL_DEFAULT = 1200
CULTURE_SHARES = {
    "general": 0.62, "hispanic": 0.17, "asian": 0.05, "south_asian": 0.02, "arabic": 0.025, "slavic": 0.03,
    "african": 0.035,
    "nordic": 0.035, "islander": 0.015,
}  # fmt: skip


@dataclass(frozen=True)
class Pool:
    """Names by rank, each with the weight of its rank."""

    names: tuple[str, ...]
    weights: tuple[float, ...]

    @cached_property
    def choices(self) -> Choices:
        """For `Draws.pick`."""
        return Choices.of(list(zip(self.names, self.weights, strict=True)))


@cache
def first_pool(culture: str, sex: int) -> Pool:
    """Given names of a culture for sex 0 (female) or 1 (male), common ones first. Weights fall like 1 / (rank
    + 5)."""
    lists, stems = ((FIRST_FEMALE, STEMS_FEMALE), (FIRST_MALE, STEMS_MALE))[sex]
    names = lists[culture].split()
    if culture == "general":
        tail = _combined(stems[0], stems[1])
        names += [name for culture_ in CULTURES[1:] for name in lists[culture_].split()] + tail
    unique = tuple(dict.fromkeys(names))
    return Pool(unique, tuple(1.0 / (rank + 5) ** 1.05 for rank in range(len(unique))))


@cache
def last_pool() -> Pool:
    """Family names of every culture mixed by rank. Weights fall like 1 / (rank + 8)^0.9: the first has about
    one per cent."""
    return Pool(
        tuple(name for name, _ in _ranked_last_names()),
        tuple(1.0 / (rank + 8) ** 0.9 for rank in range(len(_ranked_last_names()))),
    )


@cache
def cultures_of_last_names() -> tuple[str, ...]:
    """The culture of each family name of `last_pool`, in its order."""
    return tuple(culture for _, culture in _ranked_last_names())


def first_names() -> tuple[str, ...]:
    """Every given name that may be drawn."""
    pools = (first_pool(culture, sex) for culture in CULTURES for sex in (0, 1))
    return tuple(dict.fromkeys(name for pool in pools for name in pool.names))


def draw_last(draws: Draws, key: str) -> list[pl.Expr]:
    """`last_name` and its `culture` (index into CULTURES), drawn per `key`."""
    pool = last_pool()
    index = pool.choices.index_at(draws.share(key, "last name"))
    culture = pl.Series([CULTURES.index(each) for each in cultures_of_last_names()], dtype=pl.UInt8)
    return [
        pl.lit(pool.choices.values).gather(index).alias("last_name"),
        pl.lit(culture).gather(index).alias("culture"),
    ]


def draw_first(draws: Draws, key: str, what: str, culture: str, sex: str) -> pl.Expr:
    """A given name that suits culture and sex: two thirds from the culture's own list, the rest from the
    general one."""
    general = draws.chance(key, f"{what} general", 0.34)
    branches = []
    for number, name in enumerate(CULTURES):
        mine = (pl.col(culture) == number) & ~general if number else (pl.col(culture) == number) | general
        branches += [
            (mine & (pl.col(sex) == value), draws.pick(key, what, first_pool(name, value).choices))
            for value in (0, 1)
        ]
    return first_match(branches)


@cache
def _ranked_last_names() -> tuple[tuple[str, str], ...]:
    """(name, culture), heads of the lists interleaved by the cultures' shares, then the tails in a scattered
    order."""
    heads = [
        (
            (place + (1 if CULTURE_SHARES[culture] > 0.1 else 3)) / CULTURE_SHARES[culture],
            name,
            culture,
        )
        for culture in CULTURES
        for place, name in enumerate(LAST[culture].split())
    ]
    tails = [
        (float(zlib.crc32(name.encode())), name, FAMILY_OF.get(stem, stem))
        for stem, (starts, ends) in STEMS_LAST.items()
        for name in _scattered(_combined(starts, ends))[: TAIL_LIMITS.get(stem, TAIL_DEFAULT)]
    ]
    seen: dict[str, str] = {}
    for _, name, culture in [*sorted(heads), *sorted(tails)]:
        seen.setdefault(name, culture)
    return tuple(seen.items())


def _combined(starts: str, ends: str) -> list[str]:
    """Every start with every end, in a scattered order that never changes."""
    names = {
        start + (end.title() if start in ("Mc", "O'", "Mac", "Fitz") else end)
        for start in starts.split()
        for end in ends.split()
        if start[-1].lower() != end[0].lower()
    }
    return _scattered(sorted(names))


def _scattered(names: list[str]) -> list[str]:
    return sorted(names, key=lambda name: zlib.crc32(name.encode()))
