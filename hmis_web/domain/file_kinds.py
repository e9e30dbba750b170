"""What a file is: told by its content, never by its name. A name that says something else is refused."""

from __future__ import annotations

import io
import re
import struct
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from hmis_web.db.errors import DomainError

NAME_LENGTH = 100
TAIL = 2048
"""How far from its end a PDF says that it ends."""
MOST_PARTS = 5_000
MOST_UNPACKED = 300 * 1024 * 1024
"""A Word document is a zip: more parts than this, or more bytes in them, are none."""
CONTENT_TYPES = "[Content_Types].xml"
WORD = b"wordprocessingml.document.main+xml"
ZIP_END = struct.Struct("<4s4H2LH")
MARKUP = re.compile(r"\s*(<|\{\\rtf|%!|#!)")
"""How text begins that a program would run or draw."""
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
PICTURES = frozenset({"jpeg", "png", "tiff"})


@dataclass(frozen=True)
class Kind:
    """One kind of files that are kept. `endings`: what a name may end in; the first is what it is given."""

    code: str
    words: str
    media_type: str
    endings: tuple[str, ...]


KINDS = {
    kind.code: kind
    for kind in (
        Kind("pdf", "PDF", "application/pdf", ("pdf",)),
        Kind("jpeg", "JPEG picture", "image/jpeg", ("jpg", "jpeg", "jpe", "jfif")),
        Kind("png", "PNG picture", "image/png", ("png",)),
        Kind("tiff", "TIFF picture", "image/tiff", ("tif", "tiff")),
        Kind(
            "docx",
            "Word document",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            ("docx",),
        ),
        Kind("txt", "Text", "text/plain; charset=utf-8", ("txt",)),
    )
}
ACCEPTED = ",".join(f".{ending}" for kind in KINDS.values() for ending in kind.endings)
"""What a browser offers to choose from."""


def kind_of(data: bytes, file_name: str) -> Kind:
    """What a file is. Raises DomainError("file") for what is not kept, and when the name lies."""
    if not data:
        raise DomainError("file", "This file is empty; choose another one")
    code = next((code for code, is_it in _SIGNS if is_it(data)), None)
    if code is None:
        raise DomainError("file", _refusal(data))
    kind = KINDS[code]
    ending = ending_of(file_name)
    if ending and ending not in kind.endings:
        raise DomainError(
            "file",
            f"The name ends in .{ending}, but the content is of another kind ({kind.words}). Ask whoever sent"
            " it, or save it again as what it is",
        )
    return kind


def ending_of(file_name: str) -> str:
    """What a name ends in, behind its last dot, in small letters; empty without one."""
    base = _base(file_name)
    stem, dot, ending = base.rpartition(".")
    return ending.strip().lower() if dot and stem else ""


def clean_name(text: str, kind: Kind | None = None) -> str:
    """A name to show and to save under: no folders, no signs that steer a screen or a shell, no dot that
    makes a second ending, 100 characters at most. The kind's own ending is taken off. Empty when nothing
    is left."""
    base = unicodedata.normalize("NFC", _base(text))
    if kind is not None and ending_of(base) in kind.endings:
        base = base.rpartition(".")[0]
    kept = "".join(" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in base)
    kept = re.sub(r'[<>:"|?*]', " ", kept)
    kept = re.sub(r"\.(?=\S)", "-", kept)
    return " ".join(kept.split()).strip(" .-")[:NAME_LENGTH].strip()


def text_of(data: bytes) -> bytes:
    """Plain text as UTF-8, however it was written."""
    return _decoded(data).encode()


def _base(file_name: str) -> str:
    """A name without the folders before it, of any system."""
    return file_name.replace("\\", "/").rpartition("/")[2]


def _is_pdf(data: bytes) -> bool:
    """A PDF from the first byte to the last, and no archive behind it."""
    return re.match(rb"%PDF-[12]\.\d", data) is not None and b"%%EOF" in data[-TAIL:] and not _is_zip(data)


def _is_zip(data: bytes) -> bool:
    return zipfile.is_zipfile(io.BytesIO(data))


def _is_docx(data: bytes) -> bool:
    """A Word document without macros: an archive that begins with the first byte and ends with the last, of
    a size that a document has."""
    if not data.startswith(b"PK\x03\x04") or not _fills_the_file(data):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if (
                len(parts) > MOST_PARTS
                or sum(part.file_size for part in parts) > MOST_UNPACKED
                or any(part.flag_bits & 1 for part in parts)
                or any(name.lower().endswith("vbaproject.bin") for name in names)
                or not {CONTENT_TYPES, "word/document.xml"} <= names
            ):
                return False
            with archive.open(CONTENT_TYPES) as types:
                return WORD in types.read(1 << 20)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
        return False


def _fills_the_file(data: bytes) -> bool:
    """Whether nothing stands before a zip or behind it, where something else could hide."""
    place = data.rfind(b"PK\x05\x06")
    if place < 0 or len(data) - place != ZIP_END.size:
        return False
    *_before, size, offset, comment = ZIP_END.unpack(data[place:])
    return bool(offset + size == place and comment == 0)


def _is_text(data: bytes) -> bool:
    try:
        text = _decoded(data)
    except UnicodeError:
        return False
    return CONTROL.search(text) is None and MARKUP.match(text) is None


def _decoded(data: bytes) -> str:
    """UTF-8, or what Windows calls Unicode and ANSI. Raises UnicodeError."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252")


def _refusal(data: bytes) -> str:
    if data[4:8] == b"ftyp":
        return (
            "This looks like an iPhone picture (HEIC), whose place of taking can't be removed here. Send it"
            " as JPEG: on the phone, Settings, Camera, Formats, Most Compatible"
        )
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return "This is an old or a locked Word document; save it as .docx without a password, or as PDF"
    return "Choose a PDF, a JPEG, PNG or TIFF picture, a Word document (.docx) or plain text"


_SIGNS: tuple[tuple[str, Callable[[bytes], bool]], ...] = (
    ("pdf", _is_pdf),
    ("jpeg", lambda data: data.startswith(b"\xff\xd8\xff")),
    ("png", lambda data: data.startswith(b"\x89PNG\r\n\x1a\n")),
    ("tiff", lambda data: data.startswith((b"II*\x00", b"MM\x00*"))),
    ("docx", _is_docx),
    ("txt", _is_text),
)
