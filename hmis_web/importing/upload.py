"""Kept uploads: encrypted in chunks (decision 21), read back by seeking, so that no upload is ever whole in
memory.

Each chunk is bound to its file, its place and whether it is the last one: cut off, swapped or mixed chunks
do not decrypt.
"""

from __future__ import annotations

import hashlib
import io
import os
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from hmis_web.db.keys import NONCE_BYTES, KeyRing

FOLDER = "uploads"
CHUNK = 1 << 20
SEALED = CHUNK + NONCE_BYTES + 16  # nonce before, tag behind


@dataclass(frozen=True)
class KeptUpload:
    """Where an upload lies, relative to the installation's folder, and the SHA-256 of its content."""

    path: str
    sha256: str
    size: int


def keep(var: Path, keyring: KeyRing, source: IO[bytes]) -> KeptUpload:
    """Encrypt an upload into the installation's folder."""
    name = f"{uuid.uuid4().hex}.upload"
    target = var / FOLDER / name
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest = hashlib.sha256()
    size = 0
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        number = 0
        chunk = source.read(CHUNK)
        while True:
            following = source.read(CHUNK) if len(chunk) == CHUNK else b""
            digest.update(chunk)
            size += len(chunk)
            file.write(keyring.encrypt_bytes(_purpose(name, number, last=not following), chunk))
            if not following:
                break
            chunk, number = following, number + 1
        file.flush()
        os.fsync(file.fileno())
    return KeptUpload(f"{FOLDER}/{name}", digest.hexdigest(), size)


def open_kept(var: Path, keyring: KeyRing, path: str) -> io.BufferedReader:
    """A kept upload as a file that can be read and sought. Raises FileNotFoundError when it is gone."""
    return io.BufferedReader(_Sealed(var / path, keyring), buffer_size=1 << 16)


def _purpose(name: str, number: int, *, last: bool) -> str:
    return f"upload:{name}:{number}:{'last' if last else 'more'}"


class _Sealed(io.RawIOBase):
    """Decrypts one chunk at a time, remembering the latest."""

    def __init__(self, path: Path, keyring: KeyRing) -> None:
        self._file = path.open("rb")
        self._name = path.name
        self._keyring = keyring
        sealed = path.stat().st_size
        self._chunks = max(1, -(-sealed // SEALED))
        self._size = sealed - self._chunks * (SEALED - CHUNK)
        self._at = 0
        self._number = -1
        self._plain = b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        if self._at >= self._size:
            return 0
        number, start = divmod(self._at, CHUNK)
        if number != self._number:
            self._load(number)
        part = self._plain[start : start + len(buffer)]
        buffer[: len(part)] = part
        self._at += len(part)
        return len(part)

    def close(self) -> None:
        self._file.close()
        super().close()

    def _load(self, number: int) -> None:
        self._file.seek(number * SEALED)
        purpose = _purpose(self._name, number, last=number == self._chunks - 1)
        self._plain = self._keyring.decrypt_bytes(purpose, self._file.read(SEALED))
        self._number = number
