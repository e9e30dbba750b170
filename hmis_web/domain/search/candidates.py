"""The union of candidate sets: each is one range of a plain index, each sees only what the actor's agency
sees.

Scope stands in the index where a name alone would find thousands, and is asked of client_agency where a
set is small already. So a limit never cuts off an agency's own clients in favour of others that it may not
see.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.domain.search.dates import Born
from hmis_web.domain.search.query import Word
from hmis_web.domain.search.statements import MOST, SINGLE, statements

NameRow = tuple[str, str, int, int]
"""A name, the name beside it, when born (yyyymmdd), client id."""
PersonRow = tuple[str, str, str, int, int]
"""Given, middle and family name in plain form, when born, client id."""

_ANY_TIME = Born(0, 99_999_999)
UNKNOWN_DAY = Born(0, 0)
FEW = 8
PLANNING = "SET LOCAL plan_cache_mode = force_custom_plan; SET LOCAL jit = off"
_LAST = "\U0010ffff"
"""Ends the range of a beginning: a range needs no wildcards, so no sign that is typed can be one."""


class Candidates:
    """Candidate sets of one actor."""

    def __init__(self, session: Session, actor: Actor) -> None:
        self._connection = session.connection()
        self._is_sqlite = self._connection.dialect.name == "sqlite"
        if not self._is_sqlite:  # plans must know the lists: a general one reads all who have a common name
            self._connection.exec_driver_sql(PLANNING)
        self._statements = statements(self._connection.dialect.name, everyone=actor.is_system_administrator)
        self._scope = {} if actor.is_system_administrator else {"agency": actor.organization_id}

    def by_name(self, names: Iterable[str], born: Born | None) -> Sequence[NameRow]:
        """One name exactly; `born` narrows."""
        when = born or _ANY_TIME
        most = SINGLE if born is None else MOST
        return self._ask(
            self._statements.by_name, names=self._list(names), low=when.low, high=when.high, most=most
        )

    def by_beginning(self, name: str, other: str = "") -> Sequence[NameRow]:
        """Names that begin so, beside a name that begins as `other` does."""
        return self._ask(
            self._statements.by_beginning,
            name=name,
            name_end=name + _LAST,
            other=other,
            other_end=other + _LAST,
        )

    def names_beginning(self, start: str) -> list[str]:
        """Some names in use that begin so."""
        rows = self._ask(self._statements.names_beginning, start=start, start_end=start + _LAST)
        return [row[0] for row in rows]

    def by_pairs(self, words: Sequence[Sequence[str]], born: Born | None) -> Sequence[NameRow]:
        """Names of two of the words beside each other. The main words of a name stand in the index in both
        orders; middle names and parts of double names only in one, so the best few are asked the other way
        round too. All pairs travel in one statement: going to the database costs more than its answer."""
        when = born or _ANY_TIME
        lists: dict[str, Any] = {}
        for number, names in enumerate(words):
            lists[f"names{number}"], lists[f"few{number}"] = self._list(names), self._list(names[:FEW])
        ask = self._statements.by_pairs[len(words) - 2]
        return self._ask(ask, **lists, low=when.low, high=when.high)

    def by_pair_beginning(self, one: Word, two: Word) -> Sequence[NameRow]:
        """One of two words exactly, beside a name that begins as the other does."""
        return self._ask(
            self._statements.by_pair_beginning,
            names=self._list(one.spellings),
            others=self._list(two.spellings),
            name=one.text,
            name_end=one.text + _LAST,
            other=two.text,
            other_end=two.text + _LAST,
        )

    def by_birth_date(self, born: Born) -> Sequence[PersonRow]:
        """Everybody born on a day, or on it with day and month swapped."""
        swapped = born.swapped() or born.low
        return self._ask(self._statements.by_birth_date, born=born.low, swapped=swapped)

    def by_last4(self, blind: str, initials: Iterable[str] | None = None) -> Sequence[PersonRow]:
        """Everybody whose SSN ends so (keyed index); with names that begin with one of some letters."""
        if initials is None:
            return self._ask(self._statements.by_last4, last4=blind)
        return self._ask(self._statements.by_last4_initials, last4=blind, initials=self._list(initials))

    def by_ssn(self, blind: str) -> list[int]:
        """Everybody with this SSN (keyed index)."""
        return [row[0] for row in self._ask(self._statements.by_ssn, ssn=blind)]

    def by_ssn_elsewhere(self, blind: str) -> list[int]:
        """Clients with this SSN that the agency does not see; none for who sees all."""
        return (
            [row[0] for row in self._ask(self._statements.by_ssn_elsewhere, ssn=blind)] if self._scope else []
        )

    def by_pair_elsewhere(self, names: Iterable[str], others: Iterable[str], born: Born) -> list[int]:
        """Clients of exactly these two names, born on a day, that the agency does not see; none for who
        sees all."""
        if not self._scope:
            return []
        rows = self._ask(
            self._statements.by_pair_elsewhere,
            names=self._list(names),
            others=self._list(others),
            born=born.low,
        )
        return sorted({row[0] for row in rows})

    def by_identifier(self, identifiers: Sequence[str], record_number: int | None) -> list[int]:
        """Who has one of the PersonalIDs, now or before a merge, or this record number."""
        found: list[tuple[int]] = []
        if identifiers:
            found += self._ask(self._statements.by_identifier, identifiers=self._list(identifiers))
        if record_number is not None:
            found += self._ask(self._statements.by_record_number, record_number=record_number)
        return [row[0] for row in found]

    def names_by_key(self, keys: Iterable[str]) -> dict[str, list[str]]:
        """Names in use by the keys that their misspellings share. Names alone tell nothing of anybody: no
        scope."""
        rows = self._ask(self._statements.names_by_key, keys=self._list(keys))
        return {key: names.split(" ") for key, names in rows}

    def _ask(self, statement: str, **values: Any) -> Sequence[Any]:
        result = self._connection.exec_driver_sql(statement, {**self._scope, **values})
        rows: Sequence[Any] = (
            result.cursor.fetchall()
        )  # plain tuples: rows by name would cost more than the query
        result.close()
        return rows

    def _list(self, values: Iterable[str]) -> Any:
        return json.dumps(list(values)) if self._is_sqlite else list(values)
