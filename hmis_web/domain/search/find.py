"""Find a client: read the box, gather candidates, compare, show what may be seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain

from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.db.keys import KeyRing
from hmis_web.domain.audit import Act
from hmis_web.domain.search.candidates import UNKNOWN_DAY, Candidates, NameRow
from hmis_web.domain.search.query import Query, Word, parse
from hmis_web.domain.search.results import (
    Details,
    SearchResult,
    load_details,
    mentionable,
    record_number,
    to_matches,
)
from hmis_web.domain.search.scoring import Judge, Judgement, Rank, Why, heavy_words
from hmis_web.domain.search.spellings import known, with_close

ROWS = 8
LOOKED_AT_CLOSELY = 24
CLOSE_NAMES = {1: 16, 2: 10, 3: 6, 4: 5}
"""Names looked up for each word, by the number of words: pairs multiply."""
FITS_WELL = 0.93
"""Share of full marks from which nobody better need be sought: one slip in a name, the rest right."""
FIRST_NAMES = 6
"""Of each word before its close spellings are looked up: itself and nicknames."""


def search(
    session: Session, actor: Actor, text: str, keyring: KeyRing, as_of: date, limit: int = ROWS
) -> SearchResult:
    """The clients that the typed text may mean, best first: exact, then prefix, then close.

    Needs permission `client:search`. Reads only: `SearchResult.act` is for the caller to write to the
    audit trail, so that a search never waits for a writer. Raises Forbidden."""
    actor.require(Permission.CLIENT_SEARCH)
    return search_query(session, actor, parse(text, as_of), keyring, as_of, limit)


def search_query(
    session: Session, actor: Actor, query: Query, keyring: KeyRing, as_of: date, limit: int = ROWS
) -> SearchResult:
    """`search` for a query that is already understood (a form's fields)."""
    gathered = Gathering(session, actor, query, keyring)
    gathered.gather(limit)
    found = gathered.judged(load_details(session, actor, gathered.best()))[:limit]
    elsewhere = tuple(record_number(client_id) for client_id in gathered.elsewhere())
    act = _act(query, keyring, found, elsewhere)
    return SearchResult(query, to_matches(actor, keyring, found, as_of), act, elsewhere)


class Gathering:
    """The candidates of one search, each with a first estimate."""

    def __init__(self, session: Session, actor: Actor, query: Query, keyring: KeyRing) -> None:
        self._session = session
        self._sets = Candidates(session, actor)
        self._query = query
        self._words = heavy_words(query)
        self._judge = Judge(query)
        self._estimator = self._judge.estimator()
        self._last4 = keyring.blind("ssn4", query.last4) if query.last4 else None
        self._ssn = keyring.blind("ssn", query.ssn) if query.ssn else None
        self._sure: dict[int, Why] = {}

    def gather(self, limit: int) -> None:
        """Fill in: certain keys first, then names; names that are only close when the rest did not
        suffice."""
        query, note = self._query, self._estimator
        if query.identifiers or query.record_number is not None:
            ids = self._sets.by_identifier(query.identifiers, query.record_number)
            self._sure.update(dict.fromkeys(ids, Why.RECORD))
        if self._ssn is not None:
            self._sure.update(dict.fromkeys(self._sets.by_ssn(self._ssn), Why.SSN))
        if self._last4 is not None and not (query.last4_or_year and self._words):
            note.by_whole_names(self._sets.by_last4(self._last4), last4=True)
        if query.born is not None and query.born.is_day:
            note.by_whole_names(self._sets.by_birth_date(query.born), last4=False)
        steps = self._steps()
        while not self._is_found(limit) and (rows := next(steps, None)) is not None:
            note.by_two_names(rows)
        if self._last4 is not None and query.last4_or_year and self._words:
            several = len(self._words) > 1  # a slip in both first letters is rare; in the only one it is not
            initials = {word.text[0] for word in self._words} if several or self._is_found(limit) else None
            note.by_whole_names(self._sets.by_last4(self._last4, initials), last4=True)

    def _steps(self) -> Iterator[Iterable[NameRow]]:
        """Sets of candidates by name, from what fits best to what may be meant."""
        if len(self._words) == 1:
            return self._by_one_word(self._words[0])
        if not self._words:
            return iter(())
        if self._query.last4 is not None or self._query.born is not None:
            return self._by_words_and_more()
        return self._by_words_alone()

    def _is_found(self, limit: int) -> bool:
        """Names alone must fill the rows; with birth date or last four, one who fits well is who was
        meant."""
        if self._query.born is None and self._query.last4 is None:
            return len(self._estimator.full_marks) >= limit
        return self._estimator.best >= FITS_WELL

    def best(self) -> list[int]:
        """Whom to look at closely."""
        estimates = self._estimator.estimates
        ranked = sorted(estimates, key=lambda client_id: -estimates[client_id])
        return [*self._sure, *ranked[:LOOKED_AT_CLOSELY]]

    def elsewhere(self) -> list[int]:
        """Clients that other agencies alone see, when SSN, or name and birth date, are exactly theirs
        (decision 20)."""
        born, words = self._query.born, self._words
        found: list[int] = []
        if self._ssn is not None:
            found = self._sets.by_ssn_elsewhere(self._ssn)
        elif born is not None and born.is_day and len(words) > 1:
            found = self._sets.by_pair_elsewhere(words[0].spellings, words[-1].spellings, born)
        return mentionable(self._session, found) if found else []

    def judged(self, people: Iterable[Details]) -> list[tuple[Details, Judgement]]:
        """The people who fit, best first."""
        found = []
        for details in people:
            judgement = self._judge.judge(
                (details.given, details.middle, details.family, details.born, details.client_id),
                last4=self._last4 is not None and details.ssn4_index == self._last4,
                record_has_ssn=details.ssn4_index is not None,
            )
            if (sure := self._sure.get(details.client_id)) is not None:
                judgement = Judgement(Rank.SURE, 1.0, (sure,))
            if judgement is not None:
                found.append((details, judgement))
        found.sort(key=_order)
        return found

    def _by_one_word(self, word: Word) -> Iterator[Iterable[NameRow]]:
        born, sets = self._query.born, self._sets
        spellings = known(word)
        if born is None:
            for light in [other for other in self._query.words if other.light][:1]:
                yield sets.by_pair_beginning(word, light)
            yield sets.by_name(spellings.same, None)
            yield sets.by_beginning(word.text)
        else:
            yield sets.by_name((*spellings.same, *spellings.nicknames), born)
            yield sets.by_name(sets.names_beginning(word.text), born)
        yield sets.by_name(with_close(sets, (word,))[0].first(CLOSE_NAMES[1]), born)

    def _by_words_alone(self) -> Iterator[Iterable[NameRow]]:
        words, sets = self._words, self._sets
        first, last = words[0], words[-1]
        yield sets.by_pairs([known(word).first(FIRST_NAMES) for word in words], None)
        yield sets.by_pair_beginning(first, last)
        long, short = sorted((first.text, last.text), key=len, reverse=True)
        yield sets.by_beginning(long, short)
        yield sets.by_pairs(self._close(), None)

    def _by_words_and_more(self) -> Iterator[Iterable[NameRow]]:
        """With a birth date or year, one name exactly right suffices, then two nearly right. In the end
        birth date or last four may be wrong. Who has the last four is noted already."""
        words, born, sets = self._words, self._query.born, self._sets
        if born is not None:
            exactly = [word.spellings for word in words]
            yield chain(sets.by_name(chain(*exactly), born), sets.by_pairs(exactly, UNKNOWN_DAY))
        close = self._close()
        if born is not None:
            yield sets.by_pairs(close, born)
        yield sets.by_pairs(close, None)

    def _close(self) -> list[list[str]]:
        count = CLOSE_NAMES[len(self._words)]
        return [each.first(count) for each in with_close(self._sets, self._words)]


def _order(each: tuple[Details, Judgement]) -> tuple[int, float, str, str, int]:
    details, judgement = each
    return judgement.rank, -round(judgement.score, 3), details.family, details.given, details.client_id


def _act(
    query: Query, keyring: KeyRing, found: list[tuple[Details, Judgement]], elsewhere: tuple[str, ...]
) -> Act:
    """For the audit trail: a keyed digest of what was asked, its kinds, and who was shown."""
    kinds = {
        "name": query.words,
        "born": query.born,
        "last4": query.last4,
        "ssn": query.ssn,
        "identifier": query.identifiers or query.record_number,
    }
    details = {
        "digest": keyring.blind("audit", repr(query)),
        "by": " ".join(kind for kind, given in kinds.items() if given),
        "found": len(found),
        "shown": " ".join(str(details.client_id) for details, _ in found),
        "elsewhere": " ".join(elsewhere),
    }
    return Act("client.search", "client", details=details)
