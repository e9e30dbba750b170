"""How a plain name sounds: two codes, one by English and one by Spanish spelling.

Soundex is too coarse at the end of a name and too strict at its start (Catherine, Katherine), and knows no
Spanish; so a code of our own: letters become classes of sounds, vowels count only at the start, repeated
sounds once.
"""

from __future__ import annotations

import re
from functools import lru_cache

LENGTH = 7
ENGLISH = "<"
SPANISH = ">"
"""What a code starts with: no name contains these signs, so codes and spellings share one column."""

_ENGLISH_STARTS = (("kn", "n"), ("gn", "n"), ("pn", "n"), ("wr", "r"), ("ps", "s"), ("x", "s"), ("rh", "r"))
_ENGLISH = (
    ("schm", "sm"),
    ("sch", "s"),
    ("tsch", "s"),
    ("tch", "s"),
    ("ph", "f"),
    ("ght", "t"),
    ("gh", ""),
    ("sh", "s"),
    ("chr", "kr"),
    ("ch", "s"),
    ("ck", "k"),
    ("dge", "j"),
    ("dg", "j"),
    ("th", "t"),
    ("mb", "m"),
    ("x", "ks"),
    ("q", "k"),
    ("tz", "s"),
)
_SPANISH = (
    ("ch", "c"),
    ("ll", "y"),
    ("qu", "k"),
    ("gue", "ke"),
    ("gui", "ki"),
    ("ph", "f"),
    ("th", "t"),
    ("rr", "r"),
    ("x", "s"),
    ("z", "s"),
    ("v", "b"),
    ("w", "b"),
    ("j", "h"),
)
_SOFT_C = re.compile("c(?=[eiy])")
_SOFT_G = re.compile("g(?=[eiy])")
_CLASSES = {
    **dict.fromkeys("bp", "P"),
    **dict.fromkeys("fv", "F"),
    **dict.fromkeys("ckg", "K"),
    **dict.fromkeys("szj", "S"),
    **dict.fromkeys("dt", "T"),
    **dict.fromkeys("mn", "N"),
    "l": "L",
    "r": "R",
}
_VOWELS = frozenset("aeiouyhw")


@lru_cache(maxsize=65_536)
def sounds(name: str) -> tuple[str, ...]:
    """The codes of a plain name; names with one in common sound alike. () for other scripts and single
    letters."""
    if len(name) < 2 or not (name.isascii() and name.isalpha()):
        return ()
    return ENGLISH + _code(_english(name)), SPANISH + _code(_spanish(name))


def _english(name: str) -> str:
    for start, sound in _ENGLISH_STARTS:
        if name.startswith(start):
            name = sound + name[len(start) :]
            break
    for letters, sound in _ENGLISH:
        name = name.replace(letters, sound)
    return _SOFT_G.sub("j", _SOFT_C.sub("s", name))


def _spanish(name: str) -> str:
    name = _SOFT_G.sub("h", _SOFT_C.sub("s", name.replace("ch", "C")))
    for letters, sound in _SPANISH:
        name = name.replace(letters, sound)
    return name.replace("C", "s")


def _code(name: str) -> str:
    code = "A" if name[:1] in _VOWELS else ""
    last = ""
    for letter in name:
        sound = _CLASSES.get(letter, "")
        if sound and sound != last:
            code += sound
        if letter not in "hw":
            last = sound
    return code[:LENGTH]
