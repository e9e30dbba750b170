"""Work e-mail addresses: accounts take no personal ones (access rules, section 3)."""

from __future__ import annotations

import re

from hmis_web.db.errors import DomainError

PERSONAL = frozenset(
    [
        *("aim.com", "aol.com", "att.net", "comcast.net", "cox.net", "duck.com", "earthlink.net"),
        *("fastmail.com", "gmail.com", "gmx.com", "gmx.net", "gmx.us", "googlemail.com", "hey.com"),
        *("hotmail.com", "icloud.com", "inbox.com", "live.com", "mac.com", "mail.com", "me.com", "msn.com"),
        *("outlook.com", "pm.me", "proton.me", "protonmail.com", "rocketmail.com", "sbcglobal.net"),
        *("tuta.com", "tutanota.com", "verizon.net", "yahoo.com", "yandex.com", "ymail.com", "zoho.com"),
    ]
)
"""Domains at which everybody can have an address."""
SHAPE = re.compile(r"[^@\s]+@(?P<domain>[^@\s.]+(\.[^@\s.]+)+)")


def work_email(address: str | None) -> str | None:
    """The address without blanks around it, None for none. Raises DomainError("email") when it is no address,
    or a personal one."""
    address = (address or "").strip()
    if not address:
        return None
    found = SHAPE.fullmatch(address)
    if found is None:
        raise DomainError("email", "Enter an e-mail address such as ana.ruiz@agency.org")
    domain = found["domain"].casefold()
    if domain in PERSONAL or any(domain.endswith(f".{personal}") for personal in PERSONAL):
        raise DomainError("email", f"Enter the address at work; addresses at {domain} are personal")
    return address
