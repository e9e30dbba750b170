"""The key ring."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag

from hmis_web.db.keys import KeyRing


def test_encrypt_then_decrypt_gives_the_text_and_hides_it() -> None:
    ring = KeyRing.ephemeral()

    stored = ring.encrypt("ssn", "900123456")

    assert "900123456" not in stored
    assert ring.decrypt("ssn", stored) == "900123456"
    assert ring.encrypt("ssn", "900123456") != stored


def test_decrypt_for_another_purpose_is_refused() -> None:
    ring = KeyRing.ephemeral()

    with pytest.raises(InvalidTag):
        ring.decrypt("note", ring.encrypt("ssn", "900123456"))


def test_blind_index_is_stable_and_differs_by_purpose_and_ring() -> None:
    ring = KeyRing.ephemeral()

    assert ring.blind("ssn", "900123456") == ring.blind_many("ssn", ["900123456", None])[0]
    assert ring.blind("ssn", "900123456") != ring.blind("ssn4", "900123456")
    assert ring.blind("ssn", "900123456") != KeyRing.ephemeral().blind("ssn", "900123456")


def test_ring_file_is_private_and_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    made = KeyRing.create(path)

    assert path.stat().st_mode & 0o077 == 0
    assert KeyRing.load(path).decrypt("x", made.encrypt("x", "a")) == "a"
    with pytest.raises(FileExistsError):
        KeyRing.create(path)
    path.chmod(0o644)
    with pytest.raises(PermissionError):
        KeyRing.load(path)
