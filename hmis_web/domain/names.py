"""Names in one plain form, so that José, JOSE and jose are the same for the search and the duplicate check.

A plain name is lower case, without accents, apostrophes and dots; hyphens and blanks part it. Other scripts
stay as they are.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

MAX_PART = 32
"""Longer parts are cut: hashed names of other systems are 64 letters long and nobody types them whole."""
MAX_PARTS = 4

SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "2nd", "3rd", "esq", "md", "phd"})
PARTICLES = frozenset(
    [
        "al",
        "bin",
        "da",
        "de",
        "del",
        "della",
        "den",
        "der",
        "di",
        "dos",
        "du",
        "el",
        "ibn",
        "la",
        "las",
        "le",
        "los",
        "mac",
        "mc",
        "san",
        "santa",
        "st",
        "te",
        "ten",
        "ter",
        "van",
        "von",
        "y",
        "zu",
        "zum",
        "zur",
    ]
)
"""Short words inside a family name: joined to what follows (`delacruz`), which stands alone too."""

_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
_DROPPED = frozenset("'’‘`´ʻʼ.‛′")


@lru_cache(maxsize=65_536)
def plain(text: str) -> str:
    """The name in plain form, its parts separated by one blank; "" without letters or digits."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()).translate(_LETTERS)
    letters = []
    for sign in folded:
        if sign in _DROPPED or unicodedata.combining(sign):
            continue
        letters.append(sign if sign.isalnum() else " ")
    return " ".join("".join(letters).split())


@lru_cache(maxsize=65_536)
def parts(name: str) -> tuple[str, ...]:
    """The words under which a plain name is looked up, the main one first: `de la cruz` gives cruz, delacruz;
    `garcia lopez` gives garcia, lopez, garcialopez. Suffixes (Jr) and single letters are left out."""
    words = [word for word in name.split() if word not in SUFFIXES] or name.split()
    inner = set(words[:-1]) & PARTICLES
    solid = [word for word in words if word not in inner and len(word) > 1] or words
    found = solid[: MAX_PARTS - 1]
    if len(words) > 1:
        found.append("".join(words))
    return tuple(dict.fromkeys(word[:MAX_PART] for word in found))


def deletions(name: str) -> set[str]:
    """The name and all its forms with one letter left out. Two names with a form in common are one insertion,
    deletion, substitution or swap of neighbours apart (or two, rarely). Only itself for what is no name."""
    if not 2 <= len(name) <= MAX_PART - 8 or not name.isalpha():
        return {name} if name else set()
    return {name, *(name[:at] + name[at + 1 :] for at in range(len(name)))}
