"""A file as blocks of whole records, so that ten million rows need no more memory than ten thousand.

A block ends after a line break that is not inside quotes: the number of quotes before it is even.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from hmis_web.importing.findings import Findings
from hmis_web.importing.read import read_errors

BLOCK_BYTES = 4 << 20
MAX_RECORD_BYTES = 1 << 20
MAX_HEADER_BYTES = 1 << 16
BOM = b"\xef\xbb\xbf"
_WIDE_BOMS = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class Block:
    """Whole records, UTF-8; `first_line` is the line of the file that the first one starts on."""

    data: bytes
    first_line: int


class BlockReader:
    """Reads one file: first its header, then its records in blocks."""

    def __init__(self, stream: IO[bytes], file: str, findings: Findings) -> None:
        self._stream = stream
        self._file = file
        self._findings = findings
        self._rest = b""
        self._line = 1
        self.bytes_read = 0
        self.had_bom = False

    def header(self) -> str:
        """The header as text, without byte order mark and line end. Raises Refused for an empty or
        unreadable file."""
        self._rest = self._read(MAX_HEADER_BYTES)
        if self._rest.startswith(_WIDE_BOMS):
            raise self._refuse("is UTF-16, not UTF-8. Save it as UTF-8.")
        self.had_bom = self._rest.startswith(BOM)
        self._rest = self._rest.removeprefix(BOM)
        line, found, rest = self._rest.partition(b"\n")
        if not line.strip():
            raise self._refuse("is empty: it has no header.")
        self._check(line)
        if b"\r" in line.removesuffix(b"\r"):
            raise self._refuse("ends its lines with CR alone. Save it with CRLF or LF.")
        if not found and len(line) >= MAX_HEADER_BYTES:
            raise self._refuse("has no line end in its first 64 KB: this is no CSV file.")
        self._rest = rest
        self._line = 2
        return line.decode().rstrip("\r")

    def blocks(self) -> Iterator[Block]:
        """The records after the header. Raises Refused naming the line of bytes that no CSV file has."""
        pending, self._rest = self._rest, b""
        while True:
            more = self._read(BLOCK_BYTES)
            pending += more
            end = _end_of_records(pending) if more else len(pending)
            if not end and len(pending) > MAX_RECORD_BYTES:
                end = self._end_by_reading(pending)
            if end:
                data, pending = pending[:end], pending[end:]
                self._check(data)
                if data.strip(b"\r\n"):
                    yield Block(data, self._line)
                self._line += data.count(b"\n")
            if not more:
                return

    def _read(self, size: int) -> bytes:
        try:
            data = self._stream.read(size)
        except read_errors() as error:
            raise self._refuse("is damaged in the zip and cannot be unpacked.") from error
        self.bytes_read += len(data)
        return data

    def _check(self, data: bytes) -> None:
        """UTF-8 without NUL, or Refused with the line."""
        at = data.find(b"\0")
        if at >= 0:
            raise self._refuse("holds a NUL byte: it is damaged, or no text.", data, at)
        if data.isascii():
            return
        try:
            data.decode()
        except UnicodeDecodeError as error:
            message = f"is not UTF-8 (byte 0x{data[error.start]:02X}). Save it as UTF-8."
            raise self._refuse(message, data, error.start) from error

    def _end_by_reading(self, data: bytes) -> int:
        """Where the last whole record ends when counting quotes does not tell: a text holds a lone quote
        (`5" pipe`)."""
        lines = data.split(b"\n")
        reader = csv.reader(line.decode(errors="replace") + "\n" for line in lines[:-1])
        taken = 0
        try:
            for _record in reader:
                taken = reader.line_num
        except csv.Error as error:
            at = sum(len(line) + 1 for line in lines[:taken])
            message = "holds a field that is far too long, or a quote that is not closed."
            raise self._refuse(message, data, at) from error
        whole = lines[: min(taken, len(lines) - 2)]
        if not whole:
            raise self._refuse(
                "holds a record of more than 1 MB: a quote is not closed, or a field is far too long."
            )
        return sum(len(line) + 1 for line in whole)

    def _refuse(self, message: str, data: bytes = b"", at: int = 0) -> Exception:
        line = self._line + data.count(b"\n", 0, at)
        return self._findings.refuse(
            self._file, f"{self._file}.csv, line {line:,}: the file {message}", rule="I003", line=line
        )


def _end_of_records(data: bytes) -> int:
    """Where the last whole record ends; 0 when there is none."""
    quotes = data.count(b'"')
    end = len(data)
    while True:
        at = data.rfind(b"\n", 0, end)
        if at < 0:
            return 0
        quotes -= data.count(b'"', at, end)
        if quotes % 2 == 0:
            return at + 1
        end = at
