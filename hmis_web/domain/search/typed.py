"""The words of the search box as the answers of a form: nothing found, and somebody is to be added."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from hmis_web.domain.names import PARTICLES, SUFFIXES, plain
from hmis_web.domain.search.dates import Born, take_date
from hmis_web.domain.search.query import MAX_TEXT, parse, without_numbers

_SPLIT = re.compile(r"[\s;|]+")
_BEGINS = re.compile(r"(^|[-'’])(\w)")


def answers(text: str, as_of: date) -> dict[str, str]:
    """What was typed, by field of Client.csv: parts of the name, the birth date as it is written, an SSN as
    far as it is known. Four digits that may be a birth year are one. HUD 3.01 to 3.03."""
    text = unicodedata.normalize("NFKC", text)[:MAX_TEXT]
    query = parse(text, as_of)
    told = _name(_words(text, as_of))
    if query.born is not None:
        told["dob"] = _written(query.born)
    if query.ssn is not None:
        told["ssn"] = query.ssn
    elif query.last4 is not None and not query.last4_or_year:
        told["ssn"] = query.last4
    return told


def _words(text: str, as_of: date) -> list[str]:
    """The words of the name as they were typed, a comma still behind the family name."""
    _born, rest = take_date(without_numbers(text.casefold()), as_of)
    left = rest.split()
    words = []
    for word in _SPLIT.split(text):
        if word.casefold() in left and plain(word) and not any(sign.isdigit() for sign in word):
            left.remove(word.casefold())
            words.append(word)
    return words


def _name(words: list[str]) -> dict[str, str]:
    """First, middle, last name and suffix: `Okoro, Bea Ann` begins with the last name, anything else with the
    first; `de la` belongs to what follows."""
    suffix = [word for word in words if plain(word) in SUFFIXES][:1] if len(words) > 1 else []
    words = [word for word in words if word not in suffix]
    at = next((number for number, word in enumerate(words) if word.endswith(",")), None)
    words = [word.strip(",") for word in words]
    if at is not None:
        family, given = words[: at + 1], words[at + 1 :]
    else:
        start = len(words) - 1
        while start > 1 and plain(words[start - 1]) in PARTICLES:
            start -= 1
        given, family = (words[:start], words[start:]) if len(words) > 1 else (words, [])
    told = {
        "first_name": given[:1],
        "middle_name": given[1:],
        "last_name": family,
        "name_suffix": [word.strip(",") for word in suffix],
    }
    return {name: " ".join(map(_capital, parts)) for name, parts in told.items() if parts}


def _capital(word: str) -> str:
    """A word typed in small letters with the capitals of a name; particles and anything else as typed."""
    if not word.islower() or word in PARTICLES:
        return word
    return _BEGINS.sub(lambda found: found[1] + found[2].upper(), word)


def _written(born: Born) -> str:
    """A birth date as the form takes it: `03/14/1960`, `3/1960`, `1960`."""
    month, day = born.low // 100 % 100, born.low % 100
    if born.is_day:
        return f"{month:02}/{day:02}/{born.year}"
    return f"{month}/{born.year}" if month else str(born.year)
