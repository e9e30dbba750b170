"""The key ring: encryption of single fields and files, and keyed indexes (decisions 9 and 21).

The ring is a JSON file made 0600 by `hmis init`: {"active": id, "keys": {id: base64 of 32 bytes}}. Field
and index keys are derived per purpose with HKDF, so one leaked index says nothing about the others.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
NONCE_BYTES = 12
BLIND_BYTES = 16


class KeyRing:
    """The installation's keys. The first key also keys the indexes, so that those outlive a rotation of
    field keys."""

    def __init__(self, active: str, keys: dict[str, bytes]) -> None:
        self._active = active
        self._keys = keys
        self._index_root = keys[min(keys)]

    @classmethod
    def create(cls, path: Path) -> KeyRing:
        """Make a new ring at `path`, readable by its owner only. Raises FileExistsError rather than
        overwrite one."""
        key = base64.b64encode(secrets.token_bytes(32)).decode()
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            json.dump({"active": "k1", "keys": {"k1": key}}, file)
        return cls.load(path)

    @classmethod
    def load(cls, path: Path) -> KeyRing:
        """Read a ring. Raises FileNotFoundError, PermissionError when others may read it, ValueError when it
        is no ring, or one with weak keys."""
        if path.stat().st_mode & 0o077:
            raise PermissionError(f"{path} may be read by others; make it 0600")
        ring = json.loads(path.read_text())
        keys = {name: base64.b64decode(text) for name, text in ring["keys"].items()}
        if ring["active"] not in keys or any(len(key) != KEY_BYTES for key in keys.values()):
            raise ValueError(f"{path} is no key ring: each key has {KEY_BYTES} bytes, and one is active")
        return cls(ring["active"], keys)

    @classmethod
    def ephemeral(cls) -> KeyRing:
        """A ring that lives in memory only."""
        return cls("k1", {"k1": secrets.token_bytes(32)})

    def encrypt(self, purpose: str, text: str) -> str:
        """Encrypt one field: `key id : base64(nonce + ciphertext)`; the purpose is authenticated with it."""
        return f"{self._active}:{base64.b64encode(self.encrypt_bytes(purpose, text.encode())).decode()}"

    def encrypt_many(self, purpose: str, texts: Iterable[str | None]) -> list[str | None]:
        """`encrypt` for a column; None stays None."""
        return [None if text is None else self.encrypt(purpose, text) for text in texts]

    def decrypt(self, purpose: str, stored: str) -> str:
        """Undo `encrypt`. Raises cryptography's InvalidTag when altered."""
        key_id, _, body = stored.partition(":")
        raw = base64.b64decode(body)
        return (
            self._cipher(key_id, purpose)
            .decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], purpose.encode())
            .decode()
        )

    def encrypt_bytes(self, purpose: str, data: bytes) -> bytes:
        """Encrypt a file's bytes with the active key."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + self._cipher(self._active, purpose).encrypt(nonce, data, purpose.encode())

    def decrypt_bytes(self, purpose: str, data: bytes) -> bytes:
        """Undo `encrypt_bytes`, trying every key of the ring. Raises InvalidTag when altered."""
        error: Exception | None = None
        for key_id in self._keys:
            try:
                cipher = self._cipher(key_id, purpose)
                return cipher.decrypt(data[:NONCE_BYTES], data[NONCE_BYTES:], purpose.encode())
            except Exception as failure:  # noqa: BLE001 - another key may fit
                error = failure
        raise error or ValueError("empty key ring")

    def blind(self, purpose: str, text: str) -> str:
        """A keyed index of `text`: 32 hex digits, equal for equal texts of one purpose (decision 9)."""
        return hmac.new(self._index_key(purpose), text.encode(), hashlib.sha256).digest()[:BLIND_BYTES].hex()

    def blind_many(self, purpose: str, texts: Iterable[str | None]) -> list[str | None]:
        """`blind` for a column; None stays None."""
        key = self._index_key(purpose)
        return [
            None if text is None else hmac.digest(key, text.encode(), "sha256")[:BLIND_BYTES].hex()
            for text in texts
        ]

    def secret(self, purpose: str) -> bytes:
        """32 bytes for one purpose outside the database, such as signing cookies."""
        return _derive(self._index_root, f"secret:{purpose}")

    @lru_cache(maxsize=64)  # noqa: B019 - a ring lives as long as the process
    def _cipher(self, key_id: str, purpose: str) -> AESGCM:
        return AESGCM(_derive(self._keys[key_id], f"field:{purpose}"))

    @lru_cache(maxsize=64)  # noqa: B019 - a ring lives as long as the process
    def _index_key(self, purpose: str) -> bytes:
        return _derive(self._index_root, f"index:{purpose}")


def _derive(root: bytes, info: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info.encode()).derive(root)
