"""An event's content in one form for all, what is marked at writing and sealed afterwards.

A mark is made by the program in the event's own transaction, with a key that is not in the database: a row
that somebody else put there, or altered before it was sealed, has none that fits. The nonce in it makes a
copied row a double.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

CONTENT = (
    "at", "account_id", "organization_id", "role_code", "verb", "subject_type", "subject_id", "client_id",
    "details", "request_id", "values_digest",
)  # fmt: skip
"""The columns of an event that its mark covers; the digest covers its number and the mark, too."""
NONCE_BYTES = 8
MOMENT = "%Y-%m-%dT%H:%M:%S.%fZ"


def new_mark(key: bytes, event: Mapping[str, Any]) -> str:
    """The mark of an event that is about to be written: a nonce, and a keyed digest of it and the content."""
    return _mark(key, secrets.token_hex(NONCE_BYTES), event)


def mark_fits(key: bytes, event: Mapping[str, Any]) -> bool:
    """Whether the program wrote an event, and wrote it so."""
    stored = str(event["mark"] or "")
    nonce = stored[: 2 * NONCE_BYTES]
    return hmac.compare_digest(stored, _mark(key, nonce, event))


def event_digest(event: Mapping[str, Any]) -> str:
    """What the chain keeps of an event."""
    return hashlib.sha256(_canonical(event, ("id", *CONTENT, "mark")).encode()).hexdigest()


def link_hash(
    key: bytes, previous: str, sequence: int, event_id: int | None, digest: str, at: datetime
) -> str:
    """The hash of a seal: keyed, over the one before it."""
    text = json.dumps([previous, sequence, event_id, digest, f"{at:{MOMENT}}"])
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def _mark(key: bytes, nonce: str, event: Mapping[str, Any]) -> str:
    return nonce + hmac.new(key, (nonce + _canonical(event, CONTENT)).encode(), hashlib.sha256).hexdigest()


def _canonical(event: Mapping[str, Any], columns: tuple[str, ...]) -> str:
    values = (event[name] for name in columns)
    return json.dumps([f"{each:{MOMENT}}" if isinstance(each, datetime) else each for each in values])
