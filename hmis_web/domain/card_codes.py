"""Codes of ID cards: drawn by chance, without letters that look alike, with a character that shows a slip."""

from __future__ import annotations

import secrets
import string

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without 0 O, 1 I L. As many as a prime number: so the check finds every single slip and every two that
changed places."""
LENGTH = 11
"""The check character with it: 31 to the power of 10 codes, which nobody guesses."""
GROUPS = (4, 8)
_SPACES = str.maketrans("", "", string.whitespace + "-")


def draw() -> str:
    """A new code."""
    drawn = "".join(secrets.choice(ALPHABET) for _place in range(LENGTH - 1))
    return drawn + check_character(drawn)


def check_character(drawn: str) -> str:
    """The last character: places 1, 2, 3 ... times the characters' values, modulo 31."""
    return ALPHABET[sum(place * ALPHABET.index(each) for place, each in enumerate(drawn, 1)) % len(ALPHABET)]


def tidy(typed: str) -> str:
    """What a scanner or a person typed, as the code is kept; empty when it is no code: another length or
    letter, or a slip."""
    code = typed.translate(_SPACES).upper()
    if len(code) != LENGTH or not set(code) <= set(ALPHABET):
        return ""
    return code if check_character(code[:-1]) == code[-1] else ""


def in_groups(code: str) -> str:
    """A code as people read it aloud: `7KMA 2QXB R4T`."""
    first, second = GROUPS
    return f"{code[:first]} {code[first:second]} {code[second:]}"
