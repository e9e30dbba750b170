"""Labelled queries: a person, and how somebody at a desk might ask for them, wrongly.

Ten kinds of error, the same number of each, every one with part of the birth date or the last four of the
SSN, as a desk has it. Errors fall on any letter, the first one too, and on any of the two names.
"""

from __future__ import annotations

import csv
import random
import re
import string
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.search.people import DATA, SEED, Person

PER_KIND = 250
LONG_ENOUGH = 4

RULES = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("ph", "f"), ("f", "ph"), ("ck", "k"), ("^c(?=[aourl])", "k"), ("^k(?=[aourl])", "c"), ("ie$", "y"),
        ("y$", "ie"), ("ee", "ea"), ("ea", "ee"), ("ll", "l"), ("tt", "t"), ("nn", "n"), ("ss", "s"),
        ("rr", "r"), ("mm", "m"), ("z", "s"), ("son$", "sen"), ("sen$", "son"), ("ei", "ie"), ("ai", "ay"),
        ("ay", "ai"), ("oo", "u"), ("ou", "oo"), ("gh(?=.)", ""), ("^kn", "n"), ("^wr", "r"), ("wh", "w"),
        ("x", "ks"), ("qu", "kw"), ("c(?=[eiy])", "s"), ("^j(?=[ei])", "g"), ("g(?=[ei])", "j"), ("mb",
        "m"), ("sch", "sh"), ("tch", "ch"), ("dg", "j"), ("^v", "b"), ("au", "aw"), ("er$", "ar"), ("or$",
        "er"), ("an$", "en"), ("on$", "en"), ("(?<=[aeiou])l(?=[aeiou])", "ll"),
        ("(?<=[aeiou])n(?=[aeiou])", "nn"), ("th", "t"),
    )
]  # fmt: skip
"""Spellings that sound alike in English or Spanish."""


@dataclass(frozen=True)
class Pair:
    """A query and whom it means. `name` is the query without birth date or last four."""

    kind: str
    name: str
    more: str
    client_id: int

    @property
    def text(self) -> str:
        """What is typed."""
        return f"{self.name} {self.more}"


Names = tuple[str, str]
Error = Callable[[random.Random, Person], Names | None]


def make_pairs(people: list[Person], seed: int = SEED, per_kind: int = PER_KIND) -> list[Pair]:
    """The labelled set, the same for the same people and seed."""
    chance = random.Random(seed + 2)
    pairs: list[Pair] = []
    for kind, error in KINDS.items():
        made = 0
        while made < per_kind:
            person = chance.choice(people)
            names = error(chance, person)
            more = _more(chance, person, kind)
            if names is None or more is None or (names == _names(person) and kind not in _IN_ORDER):
                continue
            first, last = names
            is_turned = kind == "first and last swapped" or chance.random() < 0.25
            pairs.append(
                Pair(kind, f"{last} {first}" if is_turned else f"{first} {last}", more, person.client_id)
            )
            made += 1
    return pairs


def _names(person: Person) -> Names:
    return person.first.lower(), person.last.lower()


def _more(chance: random.Random, person: Person, kind: str) -> str | None:
    if kind == "day and month swapped":
        if person.dob is None or person.dob.day > 12 or person.dob.day == person.dob.month:
            return None
        return f"{person.dob.day}/{person.dob.month}/{person.dob.year}"
    if chance.random() < 0.5:
        return person.dob and str(person.dob.year)
    return person.ssn and person.ssn[-4:]


def _slip(change: Callable[[random.Random, str], str]) -> Error:
    def make(chance: random.Random, person: Person) -> Names | None:
        first, last = _names(person)
        if chance.random() < 0.5:
            return (change(chance, first), last) if len(first) >= LONG_ENOUGH else None
        return (first, change(chance, last)) if len(last) >= LONG_ENOUGH else None

    return make


def _insert(chance: random.Random, name: str) -> str:
    at = chance.randrange(len(name) + 1)
    return name[:at] + chance.choice(string.ascii_lowercase) + name[at:]


def _delete(chance: random.Random, name: str) -> str:
    at = chance.randrange(len(name))
    return name[:at] + name[at + 1 :]


def _substitute(chance: random.Random, name: str) -> str:
    at = chance.randrange(len(name))
    return name[:at] + chance.choice(string.ascii_lowercase) + name[at + 1 :]


def _transpose(chance: random.Random, name: str) -> str:
    at = chance.randrange(len(name) - 1)
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def _both(chance: random.Random, person: Person) -> Names | None:
    slips = (_insert, _delete, _substitute, _transpose)
    first, last = _names(person)
    if min(len(first), len(last)) < LONG_ENOUGH:
        return None
    return chance.choice(slips)(chance, first), chance.choice(slips)(chance, last)


def _as_it_is(_chance: random.Random, person: Person) -> Names:
    return _names(person)


def _read_pairs(file: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    with (DATA / file).open(encoding="utf-8", newline="") as lines:
        for one, other in list(csv.reader(lines))[1:]:
            found[one].append(other)
            found[other].append(one)
    return found


_NICKNAMES = _read_pairs("nickname_pairs.csv")
_SOUNDS = _read_pairs("sound_pairs.csv")


def _nickname(chance: random.Random, person: Person) -> Names | None:
    first, last = _names(person)
    return (chance.choice(_NICKNAMES[first]), last) if first in _NICKNAMES else None


def _known_sound(chance: random.Random, person: Person) -> Names | None:
    first, last = _names(person)
    if last in _SOUNDS:
        return first, chance.choice(_SOUNDS[last])
    return (chance.choice(_SOUNDS[first]), last) if first in _SOUNDS else None


def _respelled(chance: random.Random, name: str) -> str:
    rules = [rule for rule in RULES if rule[0].search(name)]
    for pattern, sound in chance.sample(rules, min(len(rules), chance.choice((1, 1, 2)))):
        name = pattern.sub(sound, name, count=1)
    return name


KINDS: dict[str, Error] = {
    "letter inserted": _slip(_insert),
    "letter left out": _slip(_delete),
    "wrong letter": _slip(_substitute),
    "letters swapped": _slip(_transpose),
    "slip in both names": _both,
    "first and last swapped": _as_it_is,
    "day and month swapped": _as_it_is,
    "nickname": _nickname,
    "sound-alike, known pair": _known_sound,
    "sound-alike, respelled": _slip(_respelled),
}
_IN_ORDER = {"first and last swapped", "day and month swapped"}
