"""Signed papers of releases: what is taken, and where it lies, encrypted in HMIS_VAR/release-papers, each
bound to its own place (decision 21)."""

from __future__ import annotations

import hashlib
import os
import re
import uuid
from dataclasses import dataclass
from pathlib import Path

from hmis_web.db.errors import DomainError, NotFound
from hmis_web.db.keys import KeyRing
from hmis_web.domain import file_content
from hmis_web.domain.file_content import FileLimits
from hmis_web.domain.file_scan import Infected, Scanner

FOLDER = "release-papers"
MOST_BYTES = 10 * 1024 * 1024
KINDS = frozenset({"pdf", "jpeg", "png"})
"""What a scan or photo comes as."""


@dataclass(frozen=True)
class Paper:
    """A scan or photo of a signed paper, as it may be kept."""

    data: bytes
    media_type: str
    file_name: str


@dataclass(frozen=True)
class PaperStore:
    """The installation's folder, and the keys that open what lies there."""

    var: Path
    keyring: KeyRing

    def put(self, paper: Paper) -> dict[str, str | int]:
        """Keep a paper; answers the columns that name it. It is on the disk before its row is."""
        path = f"{FOLDER}/{uuid.uuid4().hex}.bin"
        target = self.var / path
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(self.keyring.encrypt_bytes(_purpose(path), paper.data))
            file.flush()
            os.fsync(file.fileno())
        return {
            "path": path,
            "file_name": paper.file_name,
            "media_type": paper.media_type,
            "size": len(paper.data),
            "sha256": hashlib.sha256(paper.data).hexdigest(),
        }

    def get(self, path: str) -> bytes:
        """A kept paper. Raises NotFound when it is gone."""
        try:
            return self.keyring.decrypt_bytes(_purpose(path), (self.var / path).read_bytes())
        except FileNotFoundError as error:
            raise NotFound("paper") from error


def checked(data: bytes, file_name: str, scanner: Scanner | None) -> Paper:
    """An upload as it is kept: its kind told by its content, scanned where that is set up, a picture drawn
    anew. Raises DomainError("paper"): empty, too large, no PDF, JPEG or PNG, not clean."""
    try:
        content = file_content.checked(data, file_name, FileLimits(MOST_BYTES, MOST_BYTES), scanner)
    except Infected as error:
        raise Infected("paper", error.message) from error
    except DomainError as error:
        raise DomainError("paper", error.message) from error
    if content.kind.code not in KINDS:
        raise DomainError("paper", "Choose a PDF, or a JPEG or PNG picture of the signed paper")
    ending = content.kind.endings[0]
    return Paper(content.data, content.kind.media_type, f"{_plain(content.stem)}.{ending}")


def _plain(stem: str) -> str:
    """A name to save under: letters, digits and single dashes."""
    return re.sub(r"[^0-9A-Za-z]+", "-", stem).strip("-")[:60] or "release"


def _purpose(path: str) -> str:
    """Bound to its place: put in another's, it can not be read."""
    return f"release-paper:{path}"
