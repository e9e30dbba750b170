"""Where contents of clients' files lie: encrypted in HMIS_VAR/client-files, each bound to its own place.

A file is on the disk before its row is. One whose row was never committed belongs to nobody and is removed
the next day.
"""

from __future__ import annotations

import os
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from hmis_web.db.errors import NotFound
from hmis_web.db.keys import KeyRing
from hmis_web.domain.file_content import FileLimits
from hmis_web.models import ClientFile

FOLDER = "client-files"
NOBODYS_AFTER = timedelta(days=1)


@dataclass(frozen=True)
class FileStore:
    """The installation's folder with the keys that open what lies there, and how much may."""

    var: Path
    keyring: KeyRing
    limits: FileLimits

    def put(self, data: bytes) -> str:
        """Keep a content; answers its path, relative to HMIS_VAR."""
        name = uuid.uuid4().hex
        path = f"{FOLDER}/{name[:2]}/{name}.bin"
        target = self.var / path
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(self.keyring.encrypt_bytes(_purpose(path), data))
            file.flush()
            os.fsync(file.fileno())
        return path

    def get(self, path: str) -> bytes:
        """A kept content. Raises NotFound when it is gone."""
        try:
            return self.keyring.decrypt_bytes(_purpose(path), (self.var / path).read_bytes())
        except FileNotFoundError as error:
            raise NotFound("file") from error

    def drop(self, path: str) -> None:
        """Forget a content."""
        (self.var / path).unlink(missing_ok=True)


def remove_nobodys(session: Session, var: Path, now: datetime) -> int:
    """Delete contents without a row, a day after they were written; answers how many."""
    oldest = (now - NOBODYS_AFTER).timestamp()
    lying = {
        path.relative_to(var).as_posix(): path
        for path in (var / FOLDER).glob("*/*.bin")
        if path.stat().st_mtime < oldest
    }
    known = set(session.scalars(select(ClientFile.path))) if lying else set()
    for path in lying.keys() - known:
        lying[path].unlink(missing_ok=True)
    return len(lying.keys() - known)


def _purpose(path: str) -> str:
    """Bound to its place: put in another's, it can not be read."""
    return f"client-file:{path}"
