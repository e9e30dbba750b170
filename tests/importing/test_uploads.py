"""Kept uploads: the same bytes back, and nothing else."""

from __future__ import annotations

import hashlib
import io
import random
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag

from hmis_web.db.keys import KeyRing
from hmis_web.importing import upload

KEYRING = KeyRing.ephemeral()


def _kept(folder: Path, data: bytes) -> upload.KeptUpload:
    return upload.keep(folder, KEYRING, io.BytesIO(data))


@pytest.mark.parametrize(
    "size", [0, 1, upload.CHUNK - 1, upload.CHUNK, upload.CHUNK + 1, 2 * upload.CHUNK + 77]
)
def test_upload_of_any_size_comes_back(tmp_path: Path, size: int) -> None:
    data = random.Random(size).randbytes(size)

    kept = _kept(tmp_path, data)

    assert (kept.sha256, kept.size) == (hashlib.sha256(data).hexdigest(), size)
    with upload.open_kept(tmp_path, KEYRING, kept.path) as file:
        assert file.read() == data


def test_upload_can_be_read_at_any_place(tmp_path: Path) -> None:
    data = random.Random(1).randbytes(2 * upload.CHUNK + 500)
    kept = _kept(tmp_path, data)

    with upload.open_kept(tmp_path, KEYRING, kept.path) as file:
        for start in (upload.CHUNK - 3, 0, 2 * upload.CHUNK, len(data) - 10, len(data) + 5):
            file.seek(start)
            assert file.read(20) == data[start : start + 20]
        assert file.seek(-4, io.SEEK_END) == len(data) - 4
        assert file.read() == data[-4:]


@pytest.mark.parametrize("change", ["cut", "swap", "flip", "rename"])
def test_upload_that_was_altered_is_not_read(tmp_path: Path, change: str) -> None:
    data = random.Random(2).randbytes(3 * upload.CHUNK)
    path = tmp_path / (kept := _kept(tmp_path, data)).path
    sealed = path.read_bytes()
    size = upload.SEALED
    if change == "cut":
        path.write_bytes(sealed[: 2 * size])
    elif change == "swap":
        path.write_bytes(sealed[size : 2 * size] + sealed[:size] + sealed[2 * size :])
    elif change == "flip":
        path.write_bytes(sealed[:-1] + bytes([sealed[-1] ^ 1]))
    else:
        path.rename(path.with_name("other.upload"))
        kept = upload.KeptUpload("uploads/other.upload", kept.sha256, kept.size)

    with pytest.raises(InvalidTag), upload.open_kept(tmp_path, KEYRING, kept.path) as file:
        file.read()
