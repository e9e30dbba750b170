"""Quick estimates of hundreds of candidates: every name is compared once, the rest is adding up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import permutations

from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from hmis_web.domain.nicknames import other_names
from hmis_web.domain.search.alike import SOUND_FROM, fit
from hmis_web.domain.search.candidates import NameRow, PersonRow
from hmis_web.domain.search.dates import YEAR, Born
from hmis_web.domain.search.query import Word

WEIGHT = 0.6
"""Of birth date or last four beside the name."""
ALMOST = 0.999

Fits = tuple[float, ...]
Worth = Callable[[int, bool], float]
"""What a birth date (yyyymmdd) and a fitting last four are worth together."""


class Estimator:
    """Estimates by client id. `full_marks`: clients for whom all that was asked is exactly true; `best`:
    the best share of full marks."""

    def __init__(self, words: tuple[Word, ...], born: Born | None, worth: Worth, most: float) -> None:
        self.estimates: dict[int, float] = {}
        self.full_marks: set[int] = set()
        self._words = words
        self._born = born
        self._worth = worth
        self.best = 0.0
        self._most = (1.0 if words else 0.0) + WEIGHT * most or 1.0
        self._none: Fits = (0.0,) * len(words)
        self._fits: dict[str, Fits] = {}
        self._worths: dict[tuple[int, bool], float] = {}

    def by_two_names(self, rows: Iterable[NameRow]) -> None:
        """Estimate people by two words of their names."""
        rows = list(rows)
        self._learn({name for row in rows for name in row[:2]})
        fits, count = self._fits, len(self._words)
        orders = tuple(permutations(range(count), 2))
        for name, other, born, client_id in rows:
            one, two = fits[name], fits[other]
            if count == 1:
                value = max(one[0], two[0])
            elif count == 2:
                value = max(one[0] + two[1], one[1] + two[0]) / 2
            else:
                value = max([one[a] + two[b] for a, b in orders]) / count
            self._note(client_id, value, born, last4=False)

    def by_whole_names(self, rows: Sequence[PersonRow], *, last4: bool) -> None:
        """Estimate people by their whole names."""
        people = []
        for given, middle, family, born, client_id in rows:
            names = f"{given} {middle} {family}".split()
            if " " in family:
                names.append(family.replace(" ", ""))
            people.append((names, born, client_id))
        self._learn({name for names, _, _ in people for name in names})
        fits, count = self._fits, len(self._words)
        for names, born, client_id in people:
            value = sum(map(max, zip(*[fits[name] for name in names], strict=True))) / count if count else 0.0
            self._note(client_id, value, born, last4=last4)

    def _note(self, client_id: int, value: float, born: int, *, last4: bool) -> None:
        when = self._telling(born)
        worth = self._worths.get((when, last4))
        if worth is None:
            worth = self._worths[when, last4] = WEIGHT * self._worth(when, last4)
        value += worth
        if value > self.estimates.get(client_id, 0.0):
            self.estimates[client_id] = value
            self.best = max(self.best, value / self._most)
            if value >= self._most * ALMOST:
                self.full_marks.add(client_id)

    def _telling(self, born: int) -> int:
        """What matters of a birth date: nothing, all, or that it fits and its year. Few cases to work out."""
        asked = self._born
        if asked is None:
            return 0
        if asked.low <= born <= asked.high:
            return asked.low
        return born if asked.low == asked.high else born - born % YEAR

    def _learn(self, names: set[str]) -> None:
        """Compare new names with all words at once; most fit none."""
        new = [name for name in names if name not in self._fits]
        self._fits.update(dict.fromkeys(new, self._none))
        for at, word in enumerate(self._words):
            alike = process.extract(
                word.text, new, scorer=JaroWinkler.normalized_similarity, score_cutoff=SOUND_FROM, limit=None
            )
            likely = other_names(word.text).union(word.joined).intersection(new)
            for name in likely.union(name for name, _, _ in alike):
                before = self._fits[name]
                self._fits[name] = (*before[:at], fit(word, name)[0], *before[at + 1 :])
