"""Uploads that nobody should send, as files; run as a program it imports them all and tells time and
memory."""

from __future__ import annotations

import base64
import io
import json
import random
import stat
import struct
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.importing.csv_set import CsvSet

Maker = Callable[[Path], Path]
MEGABYTE = 1 << 20
NOISE = base64.b64encode(random.Random(7).randbytes(2 * MEGABYTE))
"""Text that does not pack well."""


def _bomb(path: Path) -> Path:
    return CsvSet().write(path, Client=b"\0" * (200 * MEGABYTE))


def _bomb_of_commas(path: Path) -> Path:
    row = b"," * 37 + b"\n"
    return CsvSet().write(path, Client=CsvSet().bytes_of("Client") + row * 2_000_000)


def _lying_size(path: Path) -> Path:
    """The directory says that Client.csv has ten bytes."""
    data = bytearray(CsvSet().write(path, Client=b"a" * MEGABYTE).read_bytes())
    entry = data.rindex(b"PK\x01\x02", 0, data.rindex(b"Client.csv"))
    data[entry + 24 : entry + 28] = struct.pack("<I", 10)
    path.write_bytes(bytes(data))
    return path


def _named(name: str) -> Maker:
    def make(path: Path) -> Path:
        csv_set = CsvSet()
        csv_set.names["Client"] = name
        return csv_set.write(path)

    return make


def _nested_zips(path: Path) -> Path:
    inner = b"nothing"
    for _ in range(42):
        holder = io.BytesIO()
        with zipfile.ZipFile(holder, "w") as archive:
            archive.writestr("inner.zip", inner)
        inner = holder.getvalue()
    path.write_bytes(inner)
    return path


def _replaced(file: str, change: Callable[[bytes], bytes]) -> Maker:
    def make(path: Path) -> Path:
        csv_set = CsvSet()
        return csv_set.write(path, **{file: change(csv_set.bytes_of(file))})

    return make


def _twice(path: Path) -> Path:
    CsvSet().write(path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("client.csv", "PersonalID\n")
    return path


def _encrypted(path: Path) -> Path:
    data = bytearray(CsvSet().write(path).read_bytes())
    for magic, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(magic)
        while at >= 0:
            data[at + flags] |= 1
            at = data.find(magic, at + 4)
    path.write_bytes(bytes(data))
    return path


def _link(path: Path) -> Path:
    csv_set = CsvSet()
    csv_set.write(path, only=[name for name in csv_set.headers if name != "Client"])
    info = zipfile.ZipInfo("Client.csv")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(info, "/etc/passwd")
    return path


def _overlapping(path: Path) -> Path:
    """Two entries of the directory point to the same bytes."""
    data = bytearray(CsvSet().write(path).read_bytes())
    first = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", first + 4)
    data[second + 42 : second + 46] = data[first + 42 : first + 46]
    path.write_bytes(bytes(data))
    return path


def _damaged(path: Path) -> Path:
    data = bytearray(CsvSet().write(path).read_bytes())
    at = data.index(b"Client.csv") + 60
    data[at : at + 20] = bytes(20)
    path.write_bytes(bytes(data))
    return path


def _workbook(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return path


def _raw(data: bytes) -> Maker:
    def make(path: Path) -> Path:
        path.write_bytes(data)
        return path

    return make


def _empty_files(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name in CsvSet().names.values():
            archive.writestr(name, "")
    return path


def _extra(path: Path) -> Path:
    CsvSet().write(path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("Gender.csv", "a,b\n")
    return path


def _without(file: str) -> Maker:
    return lambda path: CsvSet().write(path, only=[name for name in CsvSet().headers if name != file])


def _version(text: str) -> Maker:
    def make(path: Path) -> Path:
        csv_set = CsvSet()
        csv_set.rows["Export"][0]["CSVVersion"] = text
        return csv_set.write(path)

    return make


def _header(file: str, change: Callable[[list[str]], list[str]]) -> Maker:
    def make(path: Path) -> Path:
        csv_set = CsvSet()
        csv_set.headers[file] = change(csv_set.headers[file])
        return csv_set.write(path)

    return make


HOSTILE: dict[str, tuple[Maker, str]] = {
    "bomb": (_bomb, "Client.csv grows more than 200-fold"),
    "bomb of commas": (_bomb_of_commas, "Client.csv grows more than 200-fold"),
    "lying size": (_lying_size, "Client.csv"),
    "path upward": (_named("../Client.csv"), "holds folders"),
    "absolute path": (_named("/tmp/Client.csv"), "holds folders"),  # noqa: S108 - never written
    "path of another system": (_named("..\\Client.csv"), "holds folders"),
    "42 folders": (_named("a/" * 42 + "Client.csv"), "holds folders"),
    "42 zips": (_nested_zips, "another archive"),
    "strange name": (_named("Cli\u202ent\r\n.csv"), "not a file of the HMIS CSV format"),
    "NUL": (_replaced("Client", lambda data: data.replace(b"Ana", b"A\0a", 1)), "Client.csv, line 2"),
    "megabyte field": (_replaced("Client", lambda data: data.replace(b"Ana", NOISE, 1)), "line 2"),
    "open quote": (
        _replaced("Client", lambda data: data.replace(b"Ana", b'"' + NOISE.replace(b"A", b"\n"), 1)),
        "Client.csv, line 2",
    ),
    "UTF-16": (_replaced("Client", lambda data: data.decode().encode("utf-16")), "UTF-16"),
    "Latin-1": (
        _replaced("Client", lambda data: data.decode().replace("Ana", "Aña").encode("latin-1")),
        "Client.csv, line 2: the file is not UTF-8 (byte 0xF1)",
    ),
    "CR alone": (_replaced("Client", lambda data: data.replace(b"\r\n", b"\r")), "CR alone"),
    "workbook": (_workbook, "Office document"),
    "empty files": (_empty_files, "Export.csv, line 1: the file is empty"),
    "empty upload": (_raw(b""), "not a zip"),
    "noise": (_raw(bytes(range(256)) * 40), "not a zip"),
    "gzip": (_raw(b"\x1f\x8b" + bytes(100)), "a gzip file"),
    "PDF": (_raw(b"%PDF-1.7" + bytes(100)), "a PDF"),
    "twice": (_twice, "Client.csv is in the zip twice"),
    "encrypted": (_encrypted, "encrypted"),
    "link": (_link, "is a link"),
    "overlapping": (_overlapping, "overlap"),
    "damaged": (_damaged, "damaged"),
    "another file": (_extra, "Gender.csv is not a file"),
    "missing file": (_without("Exit"), "lacks Exit.csv"),
    "missing key": (
        _header("Services", lambda names: [name for name in names if name != "EnrollmentID"]),
        "Services.csv lacks the key column EnrollmentID",
    ),
    "column twice": (_header("Client", lambda names: [*names, "SEX"]), "the column Sex twice"),
    "old version": (_version("2020 v1"), "CSVVersion 2020 v1 is not read here"),
    "no version": (_replaced("Export", lambda data: data.split(b"\r\n", 1)[0] + b"\r\n"), "has no row"),
    "no CSV": (_replaced("Client", lambda _: NOISE), "first 64 KB"),
}


def peak_megabytes() -> float:
    """The most memory that this program had. (What getrusage tells includes the program that started it.)"""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def main(folder: Path) -> None:
    """Import every hostile file into a new installation; print a JSON line for each."""
    from hmis_web.access.actor import Actor
    from hmis_web.config import Settings
    from hmis_web.db import migrations
    from hmis_web.db.keys import KeyRing
    from hmis_web.db.session import Database
    from hmis_web.domain.progress import NoProgress
    from hmis_web.importing import runs

    url = f"sqlite:///{folder / 'hmis.sqlite'}"
    database = Database(url)
    migrations.upgrade(database.engine)
    settings = Settings(database_url=url, var=folder, keys=folder / "keys.json", mode="testing")
    for name in HOSTILE:
        began = time.monotonic()
        path = folder / f"{name}.zip"
        outcome = runs.import_file(
            database,
            settings,
            KeyRing.ephemeral(),
            path,
            source_name=None,
            actor=Actor.system(),
            progress=NoProgress(),
        )
        seconds = time.monotonic() - began
        print(json.dumps([name, outcome.state, seconds, peak_megabytes()]))
    database.dispose()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
