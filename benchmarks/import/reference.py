"""The plain way in, without any check: what the import is measured against. Prints seconds as JSON."""

from __future__ import annotations

import csv
import io
import json
import os
import sqlite3
import sys
import time
import zipfile
from pathlib import Path

import psycopg

from hmis_web import standards
from hmis_web.standards import HudColumn

TYPES = {"S": "text", "I": "integer", "D": "date", "M": "numeric(14, 2)", "T": "timestamp"}


def into_sqlite(path: Path, folder: Path) -> float:
    """`csv.reader` and `executemany` into tables without types, one transaction."""
    target = folder / "reference.sqlite"
    target.unlink(missing_ok=True)
    began = time.perf_counter()
    connection = sqlite3.connect(target, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("BEGIN")
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            with archive.open(name) as stream:
                rows = csv.reader(io.TextIOWrapper(stream, "utf-8-sig", newline=""))
                header = next(rows)
                table = f"{name.removesuffix('.csv')}_"
                connection.execute(f"CREATE TABLE {table} ({', '.join(header)})")
                marks = ", ".join("?" * len(header))
                connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
    connection.execute("COMMIT")
    connection.close()
    return time.perf_counter() - began


def into_postgresql(path: Path) -> float:
    """COPY of the bytes into typed tables with their primary key, one transaction."""
    url = os.environ["HMIS_TEST_DATABASE_URL"].replace("postgresql+psycopg://", "postgresql://")
    with psycopg.connect(url) as connection:
        connection.execute("DROP SCHEMA IF EXISTS reference CASCADE")
        connection.execute("CREATE SCHEMA reference")
        connection.commit()
        began = time.perf_counter()
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                file = standards.file(name.removesuffix(".csv"))
                with archive.open(name) as stream:
                    header = stream.readline().decode("utf-8-sig").strip().split(",")
                    columns = ", ".join(_typed(file.column(column.strip('"'))) for column in header)
                    connection.execute(f"CREATE TABLE reference.{file.table} ({columns})".encode())
                    copy = f"COPY reference.{file.table} FROM STDIN WITH (FORMAT csv)".encode()
                    with connection.cursor().copy(copy) as target:
                        while data := stream.read(1 << 20):
                            target.write(data)
        connection.commit()
        seconds = time.perf_counter() - began
        connection.execute("DROP SCHEMA reference CASCADE")
    return seconds


def _typed(column: HudColumn) -> str:
    return f"{column.attribute} {TYPES[column.kind]}" + (" PRIMARY KEY" if column.is_key else "")


def main(database: str, path: str, folder: str) -> None:
    """Measure once."""
    seconds = into_sqlite(Path(path), Path(folder)) if database == "sqlite" else into_postgresql(Path(path))
    print(json.dumps({"seconds": round(seconds, 2)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
