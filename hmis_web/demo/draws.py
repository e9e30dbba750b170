"""Chance without state: every draw is a function of (seed, what is drawn, number of the row).

So the same seed makes the same rows whatever the batch size, and a column of draws is one Polars expression.
The mixing is
splitmix64's finaliser in wrapping 64-bit arithmetic: plain integer work, so a new version of a library cannot
change it.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate
from typing import Any

import polars as pl

GOLDEN = 0x9E3779B97F4A7C15
MASK = (1 << 64) - 1


def _scramble(value: int) -> int:
    value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & MASK
    return value ^ (value >> 31)


@dataclass(frozen=True)
class Draws:
    """Draws of one seed. `key` is the column of row numbers, `what` names the draw, so two draws never repeat
    each other."""

    seed: int

    def bits(self, key: str | pl.Expr, what: str, *more: str | pl.Expr) -> pl.Expr:
        """64 random bits per row; `more` are further key columns (a night, a stage)."""
        salt = _scramble(zlib.crc32(what.encode()) ^ (self.seed * GOLDEN & MASK))
        columns = [_column(each) for each in (key, *more)]
        return pl.map_batches(
            columns, partial(_mix_all, salt=salt), return_dtype=pl.UInt64, is_elementwise=True
        )

    def share(self, key: str | pl.Expr, what: str, *more: str | pl.Expr) -> pl.Expr:
        """A number from 0 (inclusive) to 1 (exclusive)."""
        return (self.bits(key, what, *more) // (1 << 11)).cast(pl.Float64) / float(1 << 53)

    def chance(self, key: str | pl.Expr, what: str, odds: float | pl.Expr, *more: str | pl.Expr) -> pl.Expr:
        """True in `odds` of the rows."""
        return self.share(key, what, *more) < odds

    def whole(self, key: str | pl.Expr, what: str, low: int, high: int, *more: str | pl.Expr) -> pl.Expr:
        """A whole number from low to high, both included."""
        return (self.share(key, what, *more) * (high - low + 1)).floor().cast(pl.Int32) + low

    def wait(self, key: str | pl.Expr, what: str, mean: float | pl.Expr) -> pl.Expr:
        """Whole days of an exponential wait."""
        return (-((1.0 - self.share(key, what)).log(math.e)) * mean).floor().cast(pl.Int32)

    def pick(
        self,
        key: str | pl.Expr,
        what: str,
        options: Sequence[tuple[Any, float]] | Choices,
        *more: str | pl.Expr,
    ) -> pl.Expr:
        """One of the weighted options."""
        choices = options if isinstance(options, Choices) else Choices.of(options)
        return choices.at(self.share(key, what, *more))


@dataclass(frozen=True)
class Choices:
    """Weighted values: a share from 0 to 1 falls on one of them."""

    values: pl.Series
    bounds: pl.Series
    total: float

    @classmethod
    def of(cls, options: Sequence[tuple[Any, float]]) -> Choices:
        """From (value, weight) pairs."""
        bounds = list(accumulate(float(weight) for _, weight in options))
        return cls(
            pl.Series([value for value, _ in options]), pl.Series(bounds[:-1], dtype=pl.Float64), bounds[-1]
        )

    def index_at(self, share: pl.Expr) -> pl.Expr:
        """The position of the value that a share falls on."""
        return pl.lit(self.bounds).search_sorted(share * self.total, side="right")

    def at(self, share: pl.Expr) -> pl.Expr:
        """The value that a share falls on."""
        return pl.lit(self.values).gather(self.index_at(share))


def first_match(branches: Iterable[tuple[pl.Expr, pl.Expr]], otherwise: pl.Expr | None = None) -> pl.Expr:
    """The value of the first condition that holds."""
    found = pl.lit(None) if otherwise is None else otherwise
    for condition, value in reversed(list(branches)):
        found = pl.when(condition).then(value).otherwise(found)
    return found


def _mix_all(columns: Sequence[pl.Series], salt: int) -> pl.Series:
    mixed = _mix(columns[0], salt)
    for each in columns[1:]:
        mixed = _mix(mixed ^ each, GOLDEN)
    return mixed


def _mix(value: pl.Series, salt: int) -> pl.Series:
    """Done on columns rather than in an expression, which would repeat its own beginning eight times over."""
    value = value * GOLDEN + salt
    value = (value ^ (value // (1 << 30))) * 0xBF58476D1CE4E5B9
    value = (value ^ (value // (1 << 27))) * 0x94D049BB133111EB
    return value ^ (value // (1 << 31))


def _column(key: str | pl.Expr) -> pl.Expr:
    return (pl.col(key) if isinstance(key, str) else key).cast(pl.UInt64)
