"""Names and SSNs hashed the way RHY asks for: HashStatus 4 of the HMIS CSV Format Specifications FY2026.

HUD leaves open: the Soundex variant (here American, four characters), the capitals of hex digits (here lower
case), trimming (here done) and blanks (here they stay blank).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from hashlib import sha256

import jellyfish

SSN_LENGTH = 9
NOT_A_LETTER = re.compile(r"[^A-Za-z]")
NOT_IN_SSN = re.compile(r"[^0-9xX]")


def soundex(name: str) -> str:
    """The American Soundex of a name: four characters. Accents, blanks, hyphens and apostrophes don't count;
    a name without any Latin letter stands for itself, because it has no Soundex."""
    letters = NOT_A_LETTER.sub("", unicodedata.normalize("NFKD", name))
    return str(jellyfish.soundex(letters)) if letters else name.strip()


@lru_cache(maxsize=200_000)
def hash_name(name: str | None) -> str | None:
    """SHA-256 of the Soundex of a name, 64 lower-case hex digits. None for a blank name.

    HMIS CSV Format Specifications FY2026, Hash Status, SHA-256."""
    if name is None or not name.strip():
        return None
    return sha256(soundex(name).encode()).hexdigest()


def hash_ssn(ssn: str | None) -> str | None:
    """The last four characters of an SSN in the clear, then SHA-256 of its nine characters: 68 characters.
    None for a blank SSN.

    A partial SSN has a lower-case x for each missing digit; a short one is taken for the SSN's end, which is
    what people know. HMIS CSV Format Specifications FY2026, Hash Status, SHA-256."""
    kept = NOT_IN_SSN.sub("", ssn or "").lower()
    if not kept.strip("x"):
        return None
    full = kept.rjust(SSN_LENGTH, "x")
    return full[-4:] + sha256(full.encode()).hexdigest()
