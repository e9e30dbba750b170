"""An upload on its way to be kept: its kind told, scanned, drawn anew if it is a picture. No database is
needed for it, so that no writer waits meanwhile."""

from __future__ import annotations

from dataclasses import dataclass

from hmis_web.db.errors import DomainError
from hmis_web.domain.file_images import drawn_anew
from hmis_web.domain.file_kinds import PICTURES, Kind, clean_name, kind_of, text_of
from hmis_web.domain.file_scan import Scanner

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class FileLimits:
    """Bytes that one file may have as it is sent, and all files of a client together as they are kept."""

    file_bytes: int
    client_bytes: int


@dataclass(frozen=True)
class Content:
    """A file that may be kept. `stem`: the name that it came under, without ending."""

    kind: Kind
    data: bytes
    stem: str
    scanned: bool


def checked(data: bytes, file_name: str, limits: FileLimits, scanner: Scanner | None) -> Content:
    """An upload as it is kept. Raises DomainError("file"): empty, too large, of a kind that is not kept, with
    a name that lies, a picture that can't be read, not scanned; Infected when the scanner says so."""
    if len(data) > limits.file_bytes:
        raise DomainError("file", f"A file may have {in_words(limits.file_bytes)}; send a smaller one")
    kind = kind_of(data, file_name)
    if scanner is not None:
        scanner.check(data)
    if kind.code in PICTURES:
        data = drawn_anew(kind.code, data)
    elif kind.code == "txt":
        data = text_of(data)
    return Content(kind, data, clean_name(file_name, kind) or kind.words, scanned=scanner is not None)


def in_words(size: int) -> str:
    """`640 KB`, `2.4 MB`, `10 MB`."""
    if size < MEBIBYTE:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / MEBIBYTE:.1f}".removesuffix(".0") + " MB"
