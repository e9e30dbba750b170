"""Identifiers of a file as compact arrays: eight bytes a row, so that ten million rows fit in memory."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from hmis_web.importing.records import LINE

SEED = 20_251_001
MARKS_AT_ONCE = 1_000_000


def marks(values: pl.Series) -> pl.Series:
    """A 64-bit mark of each text, null for null. Equal texts have equal marks; whoever drops a row for
    equal marks compares the texts."""
    text = pl.col("text")
    return (
        pl.DataFrame({"text": values}).select(pl.when(text.is_not_null()).then(text.hash(SEED))).to_series()
    )


def pair_marks(first: pl.Series, second: pl.Series) -> pl.Series:
    """A mark of two texts together; null when one is null."""
    both = pl.DataFrame({"first": first, "second": second}).select(
        pl.concat_str("first", "second", separator="\x1f")
    )
    return marks(both.to_series())


@dataclass
class Keys:
    """The identifiers of one file: those of rows that are taken, whose parent they name, and those of rows
    that are not."""

    _taken: list[pl.DataFrame] = field(default_factory=list)
    _stopped: list[pl.Series] = field(default_factory=list)
    _sorted: pl.DataFrame | None = None
    _barred: pl.Series | None = None

    def take(self, keys: pl.Series, lines: pl.Series, owners: pl.Series | None = None) -> None:
        """Note rows that are taken; `owners`: marks of what each belongs to."""
        columns = {"key": keys, LINE: lines.cast(pl.UInt32)}
        if owners is not None:
            columns["owner"] = owners
        self._taken.append(pl.DataFrame(columns))

    def stop(self, keys: pl.Series) -> None:
        """Note rows that are not taken."""
        if keys.len():
            self._stopped.append(keys.drop_nulls())

    def doubles(self) -> pl.DataFrame:
        """Rows whose mark occurs more than once: `key`, `line`, in the order of the file. Looks at a part
        of the marks at a time, so that no second copy of all of them is made."""
        nothing = pl.DataFrame(schema={"key": pl.UInt64, LINE: pl.UInt32})
        found = [nothing]
        parts = 1 + sum(part.height for part in self._taken) // MARKS_AT_ONCE
        for number in range(parts):
            mine = pl.col("key") % parts == number
            rows = pl.concat([nothing, *(part.select("key", LINE).filter(mine) for part in self._taken)])
            keys = rows["key"].sort()
            again = keys.filter(keys == keys.shift(1)).unique()
            if again.len():
                found.append(rows.filter(pl.col("key").is_in(again.implode())))
        return pl.concat(found).sort(LINE)

    def close(self, dropped: list[int], *, needed: bool) -> None:
        """All rows were seen. Forget rows that turned out to be doubles, and everything unless other files
        point here."""
        if needed and self._taken:
            gone = pl.Series(dropped, dtype=pl.UInt32).implode()
            rows = pl.concat(self._taken).filter(~pl.col(LINE).is_in(gone)).drop(LINE).sort("key")
            self._sorted = rows if rows.height else None
        if needed and self._stopped:
            self._barred = pl.concat(self._stopped).unique()
        self._taken.clear()
        self._stopped.clear()

    def find(self, wanted: pl.Series) -> pl.DataFrame:
        """For each wanted mark: `there` (a row that is taken), `barred` (only a row that is not), `owner` if
        noted."""
        found = pl.DataFrame({"wanted": wanted})
        there, barred, owner = pl.lit(value=False), pl.lit(value=False), pl.lit(None, pl.UInt64)
        if self._sorted is not None:
            places = self._sorted["key"].search_sorted(wanted.fill_null(0)).clip(0, self._sorted.height - 1)
            found = found.with_columns(self._sorted[places])
            there = (pl.col("key") == pl.col("wanted")).fill_null(value=False)
            owner = pl.col("owner") if "owner" in found.columns else owner
        if self._barred is not None:
            barred = (~there & pl.col("wanted").is_in(self._barred.implode())).fill_null(value=False)
        return found.select("wanted", there=there, barred=barred, owner=owner)
