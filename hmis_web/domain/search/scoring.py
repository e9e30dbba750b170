"""How well a person fits a query: a rank (exact, prefix, close), a score within the rank, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from hmis_web.domain.names import parts
from hmis_web.domain.search.alike import Way, fit
from hmis_web.domain.search.candidates import PersonRow
from hmis_web.domain.search.dates import YEAR, Born
from hmis_web.domain.search.estimates import Estimator
from hmis_web.domain.search.query import Query, Word

NAME_SHARE = 0.62
"""Of the score; the rest is birth date and last four."""
LEAST_NAME = 0.74
"""Mean fit of the words from which a name alone speaks for somebody; of three words one may be missing."""
LEAST_OF_MANY = 0.62
LEAST_WITH_PROOF = 0.5
"""The same when the whole birth date or the last four fits: names change."""
MORE_THAN_ALL = 1.01
"""A single word beside a birth date or last four that does not fit tells nothing."""
UNKNOWN = 0.45
"""Value of a birth date or SSN that the record lacks: better than a wrong one."""
LIGHT = 0.01
"""What an initial or particle adds when it fits."""


MIDDLE = 0.015
"""What it costs to be found by the middle name only."""


class Rank(IntEnum):
    """Order of the results."""

    SURE = 0
    EXACT = 1
    PREFIX = 2
    CLOSE = 3


class Why(StrEnum):
    """Why somebody is among the results; the values are what people read."""

    RECORD = "record number or identifier"
    SSN = "SSN"
    LAST4 = "last four of SSN"
    BIRTH_DATE = "birth date"
    BIRTH_YEAR = "birth year"
    SWAPPED_DATE = "birth date with day and month swapped"
    CLOSE_DATE = "nearly the same birth date"
    SAME_NAME = "name"
    BEGINS = "name begins so"
    NICKNAME = "nickname"
    SOUND = "sounds alike"
    SPELLING = "spelled nearly so"


@dataclass(frozen=True)
class Judgement:
    """Rank, score from 0 to 1, and why, the strongest reason first."""

    rank: Rank
    score: float
    why: tuple[Why, ...]


_PROOFS = frozenset({Why.BIRTH_DATE, Why.SWAPPED_DATE, Why.LAST4})
_REASON = {
    Way.SAME: Why.SAME_NAME,
    Way.BEGINS: Why.BEGINS,
    Way.NICKNAME: Why.NICKNAME,
    Way.SOUND: Why.SOUND,
    Way.SPELLING: Why.SPELLING,
}


class Judge:
    """Compares people with one query."""

    def __init__(self, query: Query) -> None:
        self._query = query
        self._heavy = heavy_words(query)
        self._light = tuple(word.text for word in query.words if word.light)

    def estimator(self) -> Estimator:
        """Quick estimates for the same query."""
        both = (
            self._query.born is not None and self._query.last4 is not None and not self._query.last4_or_year
        )
        most = 2.0 if both else float(self._query.born is not None or self._query.last4 is not None)
        return Estimator(self._heavy, self._query.born, self._worth, most)

    def judge(self, person: PersonRow, *, last4: bool, record_has_ssn: bool) -> Judgement | None:
        """The judgement on somebody; None when nothing speaks for them."""
        given, middle, family, born, _ = person
        names = (*parts(given), *parts(family), *parts(middle))
        more = constraints(self._query, born, last4=last4, record_has_ssn=record_has_ssn)
        fulfilled = all(value == 1.0 for value, _ in more)
        reasons = [why for _, why in more if why is not None]
        more_value = sum(value for value, _ in more) / len(more) if more else 0.0
        if not self._heavy:
            return (
                Judgement(Rank.EXACT if fulfilled else Rank.CLOSE, more_value, tuple(reasons))
                if reasons
                else None
            )
        value, ways, last = self._names(names)
        total = NAME_SHARE * value + (1 - NAME_SHARE) * more_value if more else value
        if value < self._least(more_value if more else None, reasons):
            return None
        rank = Rank.CLOSE
        if fulfilled and max(ways) <= Way.BEGINS:
            rank = Rank.PREFIX if Way.BEGINS in ways else Rank.EXACT
        total -= MIDDLE * (last >= len(names) - len(parts(middle)))
        total += LIGHT * sum(any(name.startswith(text) for name in names) for text in self._light)
        said = [_REASON[way] for way in sorted(set(ways), reverse=True) if way in _REASON]
        return Judgement(rank, min(total, 1.0), (*said, *reasons))

    def _least(self, more_value: float | None, reasons: list[Why]) -> float:
        """The name's fit that is needed to be shown at all."""
        if not _PROOFS.isdisjoint(reasons):
            return LEAST_WITH_PROOF
        if len(self._heavy) == 1 and more_value is not None and more_value < UNKNOWN:
            return MORE_THAN_ALL
        return LEAST_OF_MANY if len(self._heavy) > 2 else LEAST_NAME

    def _worth(self, born: int, last4: bool) -> float:
        return sum(value for value, _ in constraints(self._query, born, last4=last4, record_has_ssn=True))

    def _names(self, names: Sequence[str]) -> tuple[float, list[Way], int]:
        """Mean fit of the heavy words, each with a name of its own, how each fits, and the last name that
        was used."""
        fits = [
            (value, way, number, at)
            for at, name in enumerate(names)
            for number, word in enumerate(self._heavy)
            for value, way in (fit(word, name),)
            if value
        ]
        taken: set[int] = set()
        found: dict[int, tuple[float, Way]] = {}
        for value, way, number, at in sorted(fits, key=lambda each: (-each[0], each[1], each[3])):
            joined = way is Way.SAME and names[at] != self._heavy[number].text
            if number not in found and (at not in taken or joined):
                taken.add(at)
                found[number] = (value, way)
        missing = len(self._heavy) - len(found)
        return (
            sum(value for value, _ in found.values()) / len(self._heavy),
            [way for _, way in found.values()] + [Way.NONE] * missing,
            max(taken, default=-1),
        )


def constraints(
    asked: Query, born: int, *, last4: bool, record_has_ssn: bool
) -> list[tuple[float, Why | None]]:
    """Value and reason of each of birth date and last four that was asked for."""
    values: list[tuple[float, Why | None]] = []
    if asked.born is not None:
        values.append(born_fit(asked.born, born))
    if asked.last4 is not None:
        by_last4 = (1.0, Why.LAST4) if last4 else (0.0 if record_has_ssn else UNKNOWN, None)
        if asked.last4_or_year:
            return [max(values[0], by_last4, key=lambda each: each[0])]
        values.append(by_last4)
    return values


def born_fit(asked: Born, born: int) -> tuple[float, Why | None]:
    """How well a birth date (yyyymmdd, 0 = unknown) fits what was asked for."""
    if born == 0:
        return UNKNOWN, None
    if asked.low <= born <= asked.high:
        return 1.0, Why.BIRTH_DATE if asked.is_day else Why.BIRTH_YEAR
    if asked.is_day and born == asked.swapped():
        return 0.9, Why.SWAPPED_DATE
    if asked.is_day and _digits_off(asked.low, born) == 1:
        return 0.8, Why.CLOSE_DATE
    years = abs(asked.year - born // YEAR)
    if years == 0:
        return 0.6, Why.BIRTH_YEAR
    if years == 1 or sorted(str(asked.year)) == sorted(str(born // YEAR)):
        return 0.5, Why.CLOSE_DATE
    return (0.2, None) if years <= 3 or _digits_off(asked.year, born // YEAR) == 1 else (0.0, None)


def _digits_off(one: int, other: int) -> int:
    return sum(a != b for a, b in zip(str(one), str(other), strict=False))


def heavy_words(query: Query) -> tuple[Word, ...]:
    """The words that must fit."""
    return tuple(word for word in query.words if not word.light)
