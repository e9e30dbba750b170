"""The zip, opened with suspicion: everything that its directory says is checked before a byte is unpacked,
nothing is ever unpacked to disk, and no entry gives more bytes than it declared. HMIS CSV Format
Specifications FY2026: one flat zip, 24 files."""

from __future__ import annotations

import stat
import zipfile
import zlib
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from typing import IO

from hmis_web import standards
from hmis_web.importing.findings import Finding, Findings, Refused
from hmis_web.standards import HudFile

MAX_ENTRIES = 40
MAX_FILE_BYTES = 8 << 30
MAX_TOTAL_BYTES = 16 << 30
MAX_RATIO = 200
RATIO_FROM_BYTES = 1 << 20
"""Smaller entries may pack as well as they like: a header and nothing else packs to almost nothing."""
LOCAL_HEADER_BYTES = 30

_OTHER_FORMATS = (
    (b"\x1f\x8b", "a gzip file"),
    (b"7z\xbc\xaf", "a 7-Zip file"),
    (b"Rar!", "a RAR file"),
    (b"%PDF", "a PDF"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
)


@dataclass(frozen=True)
class Archive:
    """An HMIS CSV zip that may be read: {file of the standard: entry}."""

    zip: zipfile.ZipFile
    entries: dict[str, zipfile.ZipInfo]

    @property
    def total_bytes(self) -> int:
        """Bytes of all files, unpacked."""
        return sum(entry.file_size for entry in self.entries.values())

    def open(self, file: HudFile) -> IO[bytes]:
        """The bytes of one file."""
        return self.zip.open(self.entries[file.name])

    def close(self) -> None:
        """Let go of the upload."""
        self.zip.close()


def open_archive(upload: IO[bytes], findings: Findings) -> Archive:
    """Check and open an upload. Raises Refused, saying what to do about it, unless it is a flat zip of
    exactly the 24 files."""
    start = upload.read(4)
    upload.seek(0)
    try:
        opened = zipfile.ZipFile(upload)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise findings.refuse("", _not_a_zip(start)) from error
    try:
        entries = _entries(opened, findings)
        _check_sizes(opened, findings)
    except Refused:
        opened.close()
        raise
    return Archive(opened, entries)


def read_errors() -> tuple[type[Exception], ...]:
    """What reading a damaged entry raises."""
    return (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError)


def _not_a_zip(start: bytes) -> str:
    for magic, what in _OTHER_FORMATS:
        if start.startswith(magic):
            return f"This is {what}, not a zip. Send the zip of the 24 CSV files as the other system made it."
    return (
        "This is not a zip, or it is damaged. Send the zip of the 24 CSV files as the other system made it."
    )


def _entries(opened: zipfile.ZipFile, findings: Findings) -> dict[str, zipfile.ZipInfo]:
    """The entries by file of the standard; refuses names, kinds and numbers that no HMIS CSV zip has."""
    infos = opened.infolist()
    names = [info.filename for info in infos]
    if any(name == "[Content_Types].xml" or name.startswith(("xl/", "word/")) for name in names):
        raise findings.refuse("", "This is an Office document with another ending, not a zip of CSV files.")
    if len(infos) > MAX_ENTRIES:
        raise findings.refuse("", f"The zip holds {len(infos):,} entries; HMIS CSV has 24 files.")
    found: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        file = _file_of(info, findings)
        if file.name in found:
            raise findings.refuse(file.name, f"{file.name}.csv is in the zip twice; keep one.")
        found[file.name] = info
    missing = [file.name for file in standards.files() if file.name not in found]
    if missing:
        for name in missing:
            findings.add(Finding(name, "I001", "error", f"{name}.csv is not in the zip"))
        listed = ", ".join(f"{name}.csv" for name in missing)
        raise Refused(f"The zip lacks {listed}. All 24 files must be there, even if they hold only a header.")
    return found


def _file_of(info: zipfile.ZipInfo, findings: Findings) -> HudFile:
    """The file of the standard that an entry is. Raises Refused for anything else."""
    shown = _printable(info.filename)
    if info.is_dir() or "/" in info.filename or "\\" in info.filename:
        raise findings.refuse(
            "", f"The zip holds folders ({shown}). Zip the 24 files themselves, without a folder."
        )
    if stat.S_ISLNK(info.external_attr >> 16):
        raise findings.refuse("", f"{shown} is a link, not a file.")
    if info.flag_bits & 0x1:
        raise findings.refuse("", "The zip is encrypted. Send it without a password.")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise findings.refuse(
            "", f"{shown} is packed in a way that is not read here. Make the zip anew with plain settings."
        )
    if info.filename.lower().endswith((".zip", ".7z", ".gz", ".rar")):
        raise findings.refuse(
            "", f"The zip holds another archive ({shown}). Send the zip of the 24 CSV files itself."
        )
    name, dot, ending = info.filename.rpartition(".")
    with suppress(KeyError):
        if dot and ending.lower() == "csv":
            file = standards.file(name)
            if info.filename != f"{file.name}.csv":
                message = f"The file is called {shown}; taken as {file.name}.csv"
                findings.add(Finding(file.name, "I001", "info", message))
            return file
    raise findings.refuse("", f"{shown} is not a file of the HMIS CSV format. Remove it from the zip.")


def _check_sizes(opened: zipfile.ZipFile, findings: Findings) -> None:
    """Refuse bombs: too large, packed too well, or entries that share their bytes."""
    infos = sorted(opened.infolist(), key=lambda info: info.header_offset)
    if sum(info.file_size for info in infos) > MAX_TOTAL_BYTES:
        raise findings.refuse("", f"Unpacked, the zip would be larger than {MAX_TOTAL_BYTES >> 30} GB.")
    for info in infos:
        if info.file_size > MAX_FILE_BYTES:
            raise findings.refuse(
                "", f"{_printable(info.filename)} would be larger than {MAX_FILE_BYTES >> 30} GB."
            )
        if info.file_size > RATIO_FROM_BYTES and info.file_size > MAX_RATIO * max(1, info.compress_size):
            name = _printable(info.filename)
            message = f"{name} grows more than {MAX_RATIO}-fold when unpacked: this is no table of records."
            raise findings.refuse("", message)
    for first, second in pairwise(infos):
        if first.header_offset + LOCAL_HEADER_BYTES + first.compress_size > second.header_offset:
            raise findings.refuse("", "Files in the zip overlap. Make the zip anew.")


def _printable(name: str) -> str:
    shown = "".join(sign if sign.isprintable() else "?" for sign in name)
    return shown if len(shown) <= 80 else f"{shown[:77]}..."
