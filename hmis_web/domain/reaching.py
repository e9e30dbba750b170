"""How somebody is reached: phone numbers and addresses as they are kept."""

from __future__ import annotations

import re

from hmis_web.db.errors import DomainError

LONGEST_PHONE = 40
FEWEST_DIGITS = 7
EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


def phone_number(text: str | None, field: str) -> str | None:
    """A number as it is kept: ten digits for one of North America, as written for others (an extension, a
    country). None for none. Raises DomainError for what is no number."""
    written = " ".join((text or "").split())
    if not written:
        return None
    digits = re.sub(r"\D", "", written)
    if len(digits) < FEWEST_DIGITS or len(written) > LONGEST_PHONE:
        raise DomainError(field, "Enter a phone number such as (707) 555-0100")
    if not re.search(r"[A-Za-z#]", written):
        if len(digits) == 10:
            return digits
        if len(digits) == 11 and digits[0] == "1":
            return digits[1:]
    return written


def email_address(text: str | None, field: str) -> str | None:
    """An address as written; None for none. Raises DomainError for what is no address."""
    written = (text or "").strip()
    if not written:
        return None
    if not EMAIL.fullmatch(written) or len(written) > 200:
        raise DomainError(field, "Enter an e-mail address such as ana.ruiz@example.org")
    return written
