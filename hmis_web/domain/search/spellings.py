"""The names that a typed word may stand for: by nickname, by sound, by a slip of one letter."""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from hmis_web.domain.names import deletions
from hmis_web.domain.names_sound import sounds
from hmis_web.domain.nicknames import other_names
from hmis_web.domain.search.alike import fit
from hmis_web.domain.search.candidates import Candidates
from hmis_web.domain.search.query import Word

MAX_NICKNAMES = 12
MAX_CLOSE = 24
WORTH_LOOKING = 0.6


@dataclass(frozen=True)
class Spellings:
    """Names to look up for one word: those that are it, those that stand for it, those close to it (best
    first)."""

    same: tuple[str, ...]
    nicknames: tuple[str, ...]
    close: tuple[str, ...] = ()

    def first(self, count: int) -> list[str]:
        """The best of all, `count` at most."""
        return list(dict.fromkeys((*self.same, *self.nicknames, *self.close)))[:count]


def known(word: Word) -> Spellings:
    """What can be told without the database."""
    return Spellings(word.spellings, tuple(sorted(other_names(word.text)))[:MAX_NICKNAMES])


def with_close(candidates: Candidates, words: tuple[Word, ...]) -> list[Spellings]:
    """The spellings of each word, with the names in use that are close to it."""
    wanted = {word: {*deletions(word.text), *sounds(word.text)} for word in words}
    names = candidates.names_by_key(set().union(*wanted.values()))
    return [_close(word, set().union(*(names.get(key, ()) for key in wanted[word]))) for word in words]


def _close(word: Word, names: set[str]) -> Spellings:
    found = known(word)
    others = sorted(names - {*found.same, *found.nicknames})
    best = process.extract(
        word.text,
        others,
        scorer=JaroWinkler.normalized_similarity,
        limit=MAX_CLOSE,
        score_cutoff=WORTH_LOOKING,
    )
    rated = sorted((-fit(word, name)[0], name) for name, _, _ in best)
    return Spellings(found.same, found.nicknames, tuple(name for value, name in rated if value))
