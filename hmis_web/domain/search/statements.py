"""The search's SQL, constant per database and kind of actor: prepared once, and lists travel as one value.

Written out because each is tuned to one index, and because building expressions anew for each keystroke
costs more than asking. Nothing that is typed enters a text: all values are parameters.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import combinations
from typing import Any, NamedTuple

from hmis_web.domain.search.query import MAX_WORDS
from hmis_web.models.client_search import EVERYONE, WIDELY_SHARED

MOST = 500
"""Candidates of one set."""
PAIRS = 200
SINGLE = 120
"""Candidates by one name alone, where more would tell nothing."""
LOOKED_AT = 1_000
"""Names of a short beginning that are looked at for the name beside them."""
BEGINNINGS = 60
ELSEWHERE = 3

_PARAMETER = re.compile(r":(\w+)")
_NAME = "SELECT n.name, n.other, n.born, n.client_id FROM client_search_name n"
_PERSON = "SELECT p.given, p.middle, p.family, p.born, p.client_id FROM client_search_person p"
_PROBE = "SELECT true FROM client_agency a WHERE a.organization_id = :agency AND a.client_id ="
_SOURCES = "IN (SELECT id FROM data_source)"
"""Named, because the unique index over PersonalID begins with the source."""


class Statements(NamedTuple):
    """One field a question."""

    by_name: str
    by_beginning: str
    by_pairs: tuple[str, ...]
    """For two words, three, and so on."""
    by_pair_beginning: str
    by_birth_date: str
    by_last4: str
    by_last4_initials: str
    by_ssn: str
    by_ssn_elsewhere: str
    by_pair_elsewhere: str
    by_identifier: str
    by_record_number: str
    names_by_key: str
    names_beginning: str


@cache
def statements(dialect: str, *, everyone: bool) -> Statements:
    """The statements for a database; for an actor who sees everyone, or what an agency sees (`:agency`)."""
    if dialect == "sqlite":
        return _statements(_SQLITE, everyone=everyone)
    texts = _statements(_POSTGRESQL, everyone=everyone)
    return Statements(*map(_with_psycopg_parameters, texts))


def _with_psycopg_parameters(texts: Any) -> Any:
    if isinstance(texts, tuple):
        return tuple(map(_with_psycopg_parameters, texts))
    return _PARAMETER.sub(r"%(\1)s", texts)


class _Dialect(NamedTuple):
    among: str
    """A column is one of a list that travels as one parameter."""
    together: str
    """All names of a group as one text: a thousand rows of two words cost more than finding them."""
    pair_hint: str
    """SQLite would guess the key to be better than the index of pairs; PostgreSQL knows."""


_SQLITE = _Dialect(
    "{} IN (SELECT value FROM json_each(:{}))",
    "group_concat(name, ' ')",
    "INDEXED BY ix_client_search_name_pair",
)
_POSTGRESQL = _Dialect("{} = ANY(:{})", "string_agg(name, ' ')", "")


def _statements(dialect: _Dialect, *, everyone: bool) -> Statements:
    together = dialect.together

    def among(column: str, parameter: str) -> str:
        return dialect.among.format(column, parameter)

    def seen(client_id: str) -> str:
        # A value, not EXISTS: PostgreSQL would turn that into a join over everything that the agency sees.
        return "" if everyone else f" AND ({_PROBE} {client_id})"

    def unseen(client_id: str) -> str:
        return "" if everyone else f" AND NOT EXISTS ({_PROBE} {client_id})"

    def either(condition: str, *orders: tuple[str, str]) -> str:
        return " UNION ALL ".join(
            f"{pair} AND {among('n.name', name)} AND {among('n.other', other)} AND {condition}"
            for name, other in orders
        )

    def pairs_of(words: int) -> str:
        return " UNION ALL ".join(
            f"SELECT * FROM ({either(born + seen_name, (f'names{a}', f'names{b}'), (f'few{b}', f'few{a}'))}"
            f" LIMIT {PAIRS}) pair{a}{b}"
            for a, b in combinations(range(words), 2)
        )

    scope = f"n.scope = {EVERYONE}" if everyone else f"n.scope IN (:agency, {WIDELY_SHARED})"
    scoped = f"{_NAME} WHERE {scope}"
    pair = f"{_NAME} {dialect.pair_hint} WHERE n.scope = {EVERYONE}"
    beside = "n.other >= :other AND n.other < :other_end"
    born = "n.born BETWEEN :low AND :high"
    whole = (("names", "others"), ("others", "names"))
    seen_name, seen_client = seen("n.client_id"), seen("c.id")
    live = f"AND c.date_deleted IS NULL{seen_client} LIMIT {SINGLE}"
    own = f"SELECT id FROM client WHERE data_source_id {_SOURCES} AND {among('personal_id', 'identifiers')}"
    alias = own.replace("id FROM client ", "client_id FROM client_alias ", 1)
    by_last4 = f"{_PERSON} JOIN client c ON c.id = p.client_id WHERE c.ssn4_index = :last4{seen_client}"
    return Statements(
        by_name=f"{scoped} AND {among('n.name', 'names')} AND {born}{seen_name} LIMIT :most",
        by_beginning=f"{_NAME.replace('client_search_name n', '')} ("
        f"{scoped} AND n.name >= :name AND n.name < :name_end LIMIT {LOOKED_AT}"
        f") n WHERE {beside}{seen_name} LIMIT {SINGLE}",
        by_pairs=tuple(pairs_of(words) for words in range(2, MAX_WORDS + 1)),
        by_pair_beginning=f"{pair} AND {among('n.name', 'names')} AND {beside}{seen_name} UNION ALL"
        f" {pair} AND {among('n.name', 'others')} AND n.other >= :name AND n.other < :name_end{seen_name}"
        f" LIMIT {SINGLE}",
        by_birth_date=f"{_PERSON} WHERE p.born IN (:born, :swapped){seen('p.client_id')} LIMIT {MOST}",
        by_last4=f"{by_last4} LIMIT {MOST}",
        by_last4_initials=f"{by_last4} AND {among('substr(p.given, 1, 1)', 'initials')}"
        f" AND {among('substr(p.family, 1, 1)', 'initials')} LIMIT {MOST}",
        by_ssn=f"SELECT c.id FROM client c WHERE c.ssn_index = :ssn {live}",
        by_ssn_elsewhere="SELECT c.id FROM client c WHERE c.ssn_index = :ssn AND c.date_deleted IS NULL"
        f"{unseen('c.id')} LIMIT {ELSEWHERE}",
        by_pair_elsewhere=f"SELECT n.client_id FROM ({either('n.born = :born', *whole)}) n"
        f" WHERE true{unseen('n.client_id')} LIMIT {ELSEWHERE}",
        by_identifier=f"SELECT c.id FROM client c WHERE c.id IN ({own} UNION ALL {alias}) {live}",
        by_record_number=f"SELECT c.id FROM client c WHERE c.id = :record_number {live}",
        names_by_key=f"SELECT key, {together} FROM search_name_key WHERE {among('key', 'keys')} GROUP BY key",
        names_beginning="SELECT name FROM search_name_key WHERE key >= :start AND key < :start_end"
        f" AND key = name LIMIT {BEGINNINGS}",
    )
