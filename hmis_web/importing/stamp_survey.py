"""What the stamps of a column mean, from all of them at once.

A reading that gives a day that does not exist, one after the export or one before the record was created is
not what was meant. A column that still allows two readings is left alone.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

import polars as pl

from hmis_web.importing.stamps import READINGS, Decisions, day, is_standard, odd_stamps
from hmis_web.standards import HudColumn

RARE = 0.005
"""Part of the stamps that may contradict the right reading: clocks are wrong now and then."""
COMMON = 0.02
"""Part of the stamps that contradict a wrong one."""


@dataclass
class _Tally:
    rows: int = 0
    impossible: Counter[str] = field(default_factory=Counter)
    unlikely: Counter[str] = field(default_factory=Counter)


class StampSurvey:
    """Looks at all stamps of a file, block by block."""

    def __init__(self, exported_on: date | None) -> None:
        self._latest = (exported_on + timedelta(days=1)).isoformat() if exported_on else None
        self._tallies: dict[tuple[str, str], _Tally] = defaultdict(_Tally)

    def look(self, records: pl.DataFrame, columns: Iterable[HudColumn]) -> None:
        """Count what each reading of each odd stamp would mean."""
        created = _created(records)
        for column in columns:
            odd = odd_stamps(records[column.attribute])
            before = None if column.attribute == "date_created" else created
            born = (
                before.gather(odd["row"])
                if before is not None
                else pl.Series([None] * odd.height, dtype=pl.String)
            )
            for (look,), rows in odd.with_columns(born.alias("born")).group_by("look"):
                if look is not None and len(READINGS[str(look)]) > 1:
                    self._count(self._tallies[column.attribute, str(look)], rows, READINGS[str(look)])

    def decide(self) -> Decisions:
        """What each column's stamps mean; None where it cannot be told."""
        return {key: _decide(tally) for key, tally in self._tallies.items()}

    def _count(self, tally: _Tally, rows: pl.DataFrame, readings: tuple[str, ...]) -> None:
        tally.rows += rows.height
        for reading in readings:
            found = rows.select(day(reading)).to_series()
            tally.impossible[reading] += found.null_count()
            unlikely = (found < rows["born"]).fill_null(value=False)
            if self._latest:
                unlikely |= (found > self._latest).fill_null(value=False)
            tally.unlikely[reading] += int(unlikely.sum())


def needs_survey(records: pl.DataFrame, columns: Iterable[HudColumn]) -> bool:
    """Whether a stamp occurs that allows two readings by itself."""
    for column in columns:
        looks = odd_stamps(records[column.attribute])["look"].drop_nulls().unique()
        if any(len(READINGS[look]) > 1 for look in looks):
            return True
    return False


def _created(records: pl.DataFrame) -> pl.Series | None:
    if "date_created" not in records.columns:
        return None
    said = pl.when(is_standard("date_created")).then(pl.col("date_created").str.head(10))
    return records.select(said).to_series()


def _decide(tally: _Tally) -> str | None:
    possible = [reading for reading in tally.impossible if not tally.impossible[reading]]
    if len(possible) <= 1:
        return possible[0] if possible else None
    best, *others = sorted(possible, key=lambda reading: tally.unlikely[reading])
    clear = tally.unlikely[best] <= RARE * tally.rows
    beaten = all(tally.unlikely[reading] > COMMON * tally.rows for reading in others)
    return best if clear and beaten else None
