"""The one search box: what the typed words mean, in any order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from hmis_web.domain.names import MAX_PART, PARTICLES, SUFFIXES, plain
from hmis_web.domain.search.dates import Born, plausible_year, take_date

MAX_TEXT = 200
MAX_WORDS = 4
MAX_IDENTIFIERS = 4
HUGE = 2_147_483_647

_SSN = re.compile(r"(?<![\w-])(\d{3})[- ]?(\d{2})[- ]?(\d{4})(?![\w-])")
_MASKED_SSN = re.compile(r"(?<![\w*])[x*#\d]{3}-?[x*#\d]{2}-?(\d{4})(?![\w-])")
_SAID_SSN = re.compile(r"(?<!\w)(?:ssn|last ?4|last four)[\s:#]*(\d{4})(?!\w)")
_RECORD = re.compile(r"(?<![\w-])r-?(\d{1,10})(?![\w-])")
_BARE_RECORD = re.compile(r"[0-9]{1,3}|[0-9]{5,7}")
_HAS_DIGIT = re.compile(r"\d")
_SPLIT = re.compile(r"[\s,;|]+")


@dataclass(frozen=True)
class Word:
    """One word of a name in plain form, and how it reads joined to its neighbours (`mary ann` is also
    maryann). A light word (`de`, an initial) may be missing from the record."""

    text: str
    joined: tuple[str, ...] = ()
    light: bool = False

    @property
    def spellings(self) -> tuple[str, ...]:
        """All forms that count as this word exactly."""
        return (self.text, *self.joined)


@dataclass(frozen=True)
class Query:
    """What was asked for. `last4_or_year` says that the last four may as well be the birth year."""

    words: tuple[Word, ...] = ()
    born: Born | None = None
    last4: str | None = None
    last4_or_year: bool = False
    ssn: str | None = None
    identifiers: tuple[str, ...] = ()
    record_number: int | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked for."""
        return self == Query()


def parse(text: str, as_of: date) -> Query:
    """Read the box. Anything may be typed; what has no meaning is left out. Four digits that may be a
    birth year are read as both, year and last four of the SSN; nine as SSN and as identifier."""
    text = unicodedata.normalize("NFKC", text)[:MAX_TEXT]
    rest = text.casefold().replace("\x00", " ")
    ssn, last4, rest = _take_ssn(rest)
    record, rest = _take_record(rest)
    born, rest = take_date(rest, as_of)
    tokens = [token for token in _SPLIT.split(rest) if token]
    names: list[str] = []
    last4_or_year = False
    for token in tokens:
        if not (token.isascii() and token.isdigit()):
            names.extend(word for word in plain(token).split() if not word.isdigit())
        elif len(token) == 4 and born is None and plausible_year(int(token), as_of):
            born = Born.in_year(int(token))
            if last4 is None:
                last4, last4_or_year = token, True
        elif len(token) == 4 and (last4 is None or last4_or_year):
            last4, last4_or_year = token, False
    if record is None and len(tokens) == 1 and _BARE_RECORD.fullmatch(tokens[0]):
        record = int(tokens[0])
    return Query(_words(names), born, last4, last4_or_year, ssn, _identifiers(text, rest), record)


def without_numbers(text: str) -> str:
    """The typed text, in small letters, without SSN and record number."""
    return _take_record(_take_ssn(text)[2])[1]


def of_person(names: Iterable[str | None], born: Born | None, ssn: str | None) -> Query:
    """Asks for somebody whose answers are known one by one: names in any order, when born, and an SSN of nine
    signs, digits or x."""
    words = [word for name in names for word in plain(name or "").split()]
    whole = ssn if ssn and ssn.isdecimal() and len(ssn) == 9 else None
    last4 = ssn[-4:] if ssn and len(ssn) == 9 and ssn[-4:].isdecimal() else None
    return Query(words=_words(words), born=born, last4=last4, ssn=whole)


def _identifiers(text: str, rest: str) -> tuple[str, ...]:
    """What may be a PersonalID of some system: the only word, or a long one with a digit that is no date."""
    words = text.replace("\x00", " ").split()
    if len(words) == 1:
        return tuple(words)
    left = set(rest.split())
    found = [word for word in words if len(word) > 4 and word.casefold() in left and _HAS_DIGIT.search(word)]
    return tuple(dict.fromkeys(found))[:MAX_IDENTIFIERS]


def _take_ssn(text: str) -> tuple[str | None, str | None, str]:
    """(SSN, last four, rest). An SSN gives its last four too."""
    if match := _SSN.search(text):
        ssn = "".join(match.groups())
        return ssn, ssn[-4:], f"{text[: match.start()]} {text[match.end() :]}"
    for pattern in (_MASKED_SSN, _SAID_SSN):
        if match := pattern.search(text):
            return None, match[1], f"{text[: match.start()]} {text[match.end() :]}"
    return None, None, text


def _take_record(text: str) -> tuple[int | None, str]:
    """Our record number, R-12345."""
    match = _RECORD.search(text)
    if match is None:
        return None, text
    number = int(match[1])
    return (number if number <= HUGE else None), f"{text[: match.start()]} {text[match.end() :]}"


def _words(names: list[str]) -> tuple[Word, ...]:
    """Words to look up, heavy ones first. Suffixes go; each word is also joined to its neighbours."""
    names = [name for name in names if name not in SUFFIXES] or names
    heavy = [at for at, name in enumerate(names) if not _is_light(name, is_last=at == len(names) - 1)]
    words: dict[str, Word] = {}
    for number, at in enumerate(heavy):
        before = heavy[number - 1] if number else 0
        after = heavy[number + 1] if number + 1 < len(heavy) else at
        joined = {_join(names[start : at + 1]) for start in range(before, at)}
        joined.add(_join(names[at : after + 1]))
        text = names[at][:MAX_PART]
        words.setdefault(text, Word(text, tuple(sorted(joined - {text, ""}))))
    for at, name in enumerate(names):
        if at not in heavy:
            words.setdefault(name, Word(name, light=True))
    return tuple(words.values())[:MAX_WORDS]


def _join(names: list[str]) -> str:
    """Neighbours as one word. Of single letters only the prefixes of O'Brien, D'Angelo and L'Esperance
    join."""
    if any(len(name) == 1 and (at or name not in "odl") for at, name in enumerate(names)):
        return ""
    return "".join(names)[:MAX_PART]


def _is_light(name: str, *, is_last: bool) -> bool:
    """Particles and initials weigh little, unless they are what somebody is still typing."""
    return not is_last and (name in PARTICLES or (len(name) == 1 and name.isascii()))
