"""Heads of the chain, kept apart from the database: what shows a cut tail, or a chain that was made anew.

A head is one line of JSON: sequence, hash, the moment of sealing, the moment of export, and a keyed digest of
these. Files only grow. The worker adds a line a day to the one in HMIS_VAR; `hmis audit head` writes one to
be taken away.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from hmis_web.db.keys import KeyRing
from hmis_web.domain.audit_chain import Head

FILE = "audit-heads.jsonl"
"""In HMIS_VAR."""
NAMES = {"sequence", "hash", "sealed_at", "exported_at", "keyed"}


@dataclass(frozen=True)
class ExportedHead:
    """A head as it was exported."""

    sequence: int
    hash: str
    sealed_at: str
    """ISO, UTC."""
    exported_at: str
    """ISO, UTC."""
    keyed: str

    def is_ours(self, keyring: KeyRing) -> bool:
        """Whether this installation's key made it, and nothing in it was changed."""
        return hmac.compare_digest(
            self.keyed, _keyed(keyring, self.sequence, self.hash, self.sealed_at, self.exported_at)
        )

    @property
    def exported_on(self) -> datetime:
        """The moment of export, UTC."""
        return datetime.fromisoformat(self.exported_at)


def export(path: Path, keyring: KeyRing, newest: Head, now: datetime) -> ExportedHead:
    """Add a head to a file; makes the file. Raises OSError."""
    told = (newest.sequence, newest.hash, newest.sealed_at.isoformat(), now.astimezone(UTC).isoformat())
    made = ExportedHead(*told, keyed=_keyed(keyring, *told))
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "a") as file:
        file.write(json.dumps(asdict(made)) + "\n")
        file.flush()
        os.fsync(file.fileno())
    return made


def read(path: Path) -> list[ExportedHead]:
    """The heads of a file, oldest first. Raises OSError, and ValueError for a line that is no head."""
    return [_read_line(line) for line in path.read_text().splitlines() if line.strip()]


def latest(path: Path) -> ExportedHead | None:
    """The newest head of a file; None without file or head. Raises as `read`."""
    return read(path)[-1] if path.exists() and path.stat().st_size else None


def export_daily(var: Path, keyring: KeyRing, newest: Head | None, now: datetime) -> bool:
    """Add today's head to the file in HMIS_VAR, unless it is there; answers whether it was added."""
    path = var / FILE
    last = latest(path)
    if newest is None or (last is not None and last.exported_on.date() >= now.astimezone(UTC).date()):
        return False
    export(path, keyring, newest, now)
    return True


def _read_line(line: str) -> ExportedHead:
    found = json.loads(line)
    if not isinstance(found, dict) or set(found) != NAMES or not isinstance(found["sequence"], int):
        raise ValueError("a line of the file is no head of the audit trail")
    return ExportedHead(**found)


def _keyed(keyring: KeyRing, *told: object) -> str:
    text = json.dumps(told)
    return hmac.new(keyring.secret("audit-head"), text.encode(), hashlib.sha256).hexdigest()
