"""What may stand in the audit trail, and how: plain values, and digests of what nobody may read there.

Old and new values of a change stand apart from the act, so that retention may empty them (decision 10). They
are salted: once content and salt are gone, the digest that stays in the chain can't be guessed back.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from sqlalchemy import inspect

from hmis_web.db.base import Base
from hmis_web.db.keys import KeyRing

SECRET = frozenset({"ssn", "text", "note", "note_text", "password", "token", "secret"})
"""Fields whose value never stands in the trail, only its digest."""
BOOKKEEPING = frozenset({
    "id", "version", "date_created", "date_updated", "edited_at", "user_id", "export_id", "import_run_id",
    "idempotency_key", "as_received", "ssn_index", "ssn4_index", "password_hash", "totp_secret",
})  # fmt: skip
"""Columns of which `changes` does not tell."""
PLAIN = (str, int, float, bool, Decimal, date, datetime, type(None))
SALT_BYTES = 16


class Digest(str):
    """A keyed digest: equal for equal texts, and no way back. Made by `digest`."""

    __slots__ = ()


def digest(keyring: KeyRing, text: str | None) -> Digest | None:
    """How an SSN or a note's text stands in the trail; None stays None."""
    return None if text is None else Digest(f"digest:{keyring.blind('audit', text)}")


def checked(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values that may stand in the trail. Raises ValueError for a secret field that is no digest, and
    TypeError for what is neither a plain value nor a list of such."""
    for name, value in values.items():
        if name.lower() in SECRET and not isinstance(value, Digest | None):
            raise ValueError(f"{name} stands in the audit trail as a digest only")
        for each in value if isinstance(value, list | tuple | set | frozenset) else [value]:
            if not isinstance(each, (*PLAIN, Enum)):
                raise TypeError(f"{name} is a {type(each).__name__}; the audit trail takes plain values")
    return dict(values)


def changes(row: Base, keyring: KeyRing | None = None) -> tuple[dict[str, Any], dict[str, Any]]:
    """(before, after) of the columns that differ from the database; ask before the flush. A secret column
    needs the key ring: raises ValueError without."""
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    state = inspect(row)
    for column in state.mapper.column_attrs:
        history = state.attrs[column.key].history
        if column.key in BOOKKEEPING or not history.has_changes():
            continue
        old, new = (side[0] if side else None for side in (history.deleted, history.added))
        if column.key in SECRET:
            if keyring is None:
                raise ValueError(f"{column.key} stands in the audit trail as a digest only")
            old, new = digest(keyring, old), digest(keyring, new)
        before[column.key], after[column.key] = old, new
    return before, after


def to_content(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> str | None:
    """Old and new values as they are kept; None when there are none. A field that is the same on both sides
    is left out."""
    old, new = checked(before or {}), checked(after or {})
    if before is not None and after is not None:
        same = {name for name in old.keys() & new.keys() if old[name] == new[name]}
        old, new = ({k: v for k, v in side.items() if k not in same} for side in (old, new))
    if not old and not new:
        return None
    return to_json({"before": old, "after": new})


def to_json(values: Mapping[str, Any]) -> str:
    """One line of JSON, the same for the same values."""
    return json.dumps(values, default=_plain, ensure_ascii=True, sort_keys=True)


def new_salt() -> str:
    """A salt for one row of values."""
    return secrets.token_hex(SALT_BYTES)


def content_digest(salt: str, content: str) -> str:
    """What the chain keeps of old and new values."""
    return hashlib.sha256(f"{salt}\n{content}".encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, set | frozenset):
        return sorted(value, key=str)
    return value.value if isinstance(value, Enum) else str(value)
