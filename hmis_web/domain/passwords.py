"""Passwords: argon2id, and what a good one is (decision 8).

Length is what counts. Nothing has to be mixed in and nothing expires; what is refused is what somebody would
try first: well-known passwords, rows of keys, and one's own, the agency's or the product's name, backwards
too.
"""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

from hmis_web.db.errors import DomainError

MINIMUM_LENGTH = 15
MINIMUM_LENGTH_WITH_CODE = 8
MAXIMUM_LENGTH = 128
GUESSES, GUESSES_WITH_CODE = 8.0, 6.0
"""Powers of ten: fewer guesses than that, and a password counts as well known."""
ESTIMATED_LENGTH = 72
"""What the estimate looks at; longer is no easier."""
PRODUCT_WORDS = (
    "hmis",
    "homeless",
    "management",
    "information",
    "system",
    "password",
    "passphrase",
    "welcome",
)
TIME_COST, MEMORY_MIB = 2, 64
HINT = "Four or five words that do not belong together make a good one"

_two_at_once = threading.Semaphore(2)  # each hash takes its memory
_dummy_password = "nobody has this one"  # noqa: S105 - opens nothing


@dataclass(frozen=True)
class PasswordRules:
    """What an installation asks of passwords besides."""

    community: str = ""
    """Its name may not be the password."""
    letters_and_digits: bool = False
    """One of each at least, as HUD's 2004 Standards have it (4.3.1)."""


@dataclass(frozen=True)
class Holder:
    """Whose password it will be."""

    words: tuple[str, ...] = ()
    """User name, name, agencies."""
    has_code: bool = False
    """Whether a second factor is in use."""


@dataclass
class _Hashing:
    """The hasher in use, and a hash made with it that fits nothing."""

    hasher: PasswordHasher = field(default_factory=lambda: PasswordHasher(TIME_COST, MEMORY_MIB * 1024, 1))
    dummy: str = ""


_hashing = _Hashing()


def use_cost(memory_kib: int, time_cost: int = TIME_COST) -> None:
    """Make and expect hashes of this cost from now on: KiB of memory, rounds."""
    _hashing.hasher, _hashing.dummy = PasswordHasher(time_cost, memory_kib, 1), ""


def hash_password(password: str) -> str:
    """The argon2id hash of a password."""
    with _two_at_once:
        return _hashing.hasher.hash(_normal(password))


def verify_password(stored: str | None, password: str) -> bool:
    """Whether the password fits. Takes the same time when there is no hash, so that nobody learns who has
    an account."""
    if len(password) > MAXIMUM_LENGTH:
        password = ""
    if not _hashing.dummy:
        _hashing.dummy = hash_password(_dummy_password)
    with _two_at_once:
        try:
            _hashing.hasher.verify(stored or _hashing.dummy, _normal(password))
        except (VerificationError, InvalidHashError):
            return False
    return stored is not None


def is_outdated(stored: str | None) -> bool:
    """Whether a hash was made with other parameters than those in use."""
    return stored is not None and _hashing.hasher.check_needs_rehash(stored)


def check_new_password(password: str, holder: Holder, rules: PasswordRules = PasswordRules()) -> None:
    """Raises DomainError("password", ...) when a password is too short, too long, well known, or made of the
    names around it."""
    password = _normal(password)
    least = MINIMUM_LENGTH_WITH_CODE if holder.has_code else MINIMUM_LENGTH
    if len(password) < least:
        raise DomainError("password", f"Use at least {least} characters. {HINT}")
    if len(password) > MAXIMUM_LENGTH:
        raise DomainError("password", f"Use at most {MAXIMUM_LENGTH} characters")
    if rules.letters_and_digits and not (_has(password, str.isalpha) and _has(password, str.isdigit)):
        raise DomainError("password", "Use at least one letter and one digit")
    words = _parts([*holder.words, rules.community, *PRODUCT_WORDS])
    if len(_without(_plain(password), words)) < (least + 1) // 2:
        raise DomainError("password", f"That is made of your name, your agency's or this system's. {HINT}")
    estimate = zxcvbn(password[:ESTIMATED_LENGTH], words)
    if estimate["guesses_log10"] < (GUESSES_WITH_CODE if holder.has_code else GUESSES):
        why = estimate["feedback"]["warning"] or "That is too easy to guess."
        raise DomainError("password", f"{why} {HINT}")


def _normal(password: str) -> str:
    return unicodedata.normalize("NFC", password)


def _has(password: str, kind: object) -> bool:
    return any(kind(character) for character in password)  # type: ignore[operator]


def _plain(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _parts(names: Iterable[str]) -> list[str]:
    """The names and their words, plain, forwards and backwards, the longest first."""
    found = set()
    for name in names:
        for part in (name, *"".join(c if c.isalnum() else " " for c in name).split()):
            if len(plain := _plain(part)) > 2:
                found |= {plain, plain[::-1]}
    return sorted(found, key=lambda part: (-len(part), part))


def _without(text: str, words: list[str]) -> str:
    for word in words:
        text = text.replace(word, "")
    return text
