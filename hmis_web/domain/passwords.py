"""Passwords: argon2id, and what a good one is (decision 8)."""

from __future__ import annotations

import threading
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from hmis_web.db.errors import DomainError

MINIMUM_LENGTH = 15
MAXIMUM_LENGTH = 128
_hasher = PasswordHasher(time_cost=2, memory_cost=64 * 1024, parallelism=1)
_two_at_once = threading.Semaphore(2)  # each hash takes 64 MiB
_dummy = "$argon2id$v=19$m=65536,t=2,p=1$tfyHiGQ3KcISpwpPIBNuFw$8vc7ZFxznb5m9cNfJ5Py8nKkp6BRNtj+Lx/6VNx7Mx4"


def hash_password(password: str) -> str:
    """The argon2id hash of a password."""
    with _two_at_once:
        return _hasher.hash(unicodedata.normalize("NFC", password))


def verify_password(stored: str | None, password: str) -> bool:
    """Whether the password fits. Takes the same time when there is no hash, so that nobody learns who has
    an account."""
    if len(password) > MAXIMUM_LENGTH:
        password = ""
    with _two_at_once:
        try:
            _hasher.verify(stored or _dummy, unicodedata.normalize("NFC", password))
        except (VerificationError, InvalidHashError):
            return False
    return stored is not None


def check_new_password(password: str, *, username: str) -> None:
    """Raises DomainError("password", ...) when a password is too short, too long, or made of the person's
    own name."""
    if len(password) < MINIMUM_LENGTH:
        raise DomainError(
            "password",
            f"Use at least {MINIMUM_LENGTH} characters; a sentence is easy to remember",
        )
    if len(password) > MAXIMUM_LENGTH:
        raise DomainError("password", f"Use at most {MAXIMUM_LENGTH} characters")
    plain = password.casefold()
    if (
        len(set(plain)) < 5
        or username.casefold() in (plain, plain[::-1])
        or plain in (username.casefold() * 20)
    ):
        raise DomainError("password", "Choose a password that is not your name or one repeated letter")
