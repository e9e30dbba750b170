"""Make and load a fictional community; prints seconds, rows a second and peak memory as one JSON object.

    python -m benchmarks.demo [--clients 50000] [--url postgresql+psycopg://...] [--out FILE]

Without --url a new SQLite file in --folder. The budgets are those of a million people: 900 seconds, and 1
GB for both processes together; a smaller run is extrapolated. On a busy machine look at `cpu_seconds` (of
the loading process, the slower one) and at `reference_seconds`: plain csv.reader and executemany of the
services of 5,000 people into a bare table in the same run, about 0.3 s on a quiet machine.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import sqlite3
import sys
import tempfile
import threading
import time
from datetime import date
from pathlib import Path

import psutil
from sqlalchemy import text

from hmis_web import standards
from hmis_web.db import migrations
from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.demo import generate, seed_community

AS_OF = date(2026, 9, 30)
BUDGET_SECONDS, BUDGET_MEGABYTES, MILLION = 900.0, 1024.0, 1_000_000
REFERENCE_CLIENTS = 5_000


class Peak:
    """Largest memory of this process and its children together, looked at ten times a second. Pages of
    files that the system may drop at any time (the database, mapped in) do not count."""

    def __init__(self) -> None:
        self.megabytes = 0.0
        self.step = "Loading rows"
        self.by_step: dict[str, int] = {}
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> float:
        """End watching; answers megabytes."""
        self._stop.set()
        self._thread.join()
        return round(self.megabytes, 1)

    def _watch(self) -> None:
        me = psutil.Process()
        while not self._stop.wait(0.1):
            used = 0
            for process in (me, *me.children(recursive=True)):
                try:
                    used += process.memory_info().rss - process.memory_info().shared
                except psutil.NoSuchProcess:
                    continue
            self.megabytes = max(self.megabytes, used / 1_048_576)
            self.by_step[self.step] = max(self.by_step.get(self.step, 0), round(used / 1_048_576))


class Steps:
    """Progress that remembers when each step began."""

    def __init__(self, peak: Peak) -> None:
        self.peak = peak
        self.start = time.perf_counter()
        self.cpu = time.process_time()
        self.steps: dict[str, float] = {}

    def update(self, fraction: float, message: str) -> None:
        """Print and remember."""
        seconds = time.perf_counter() - self.start
        print(f"{seconds:8.1f} s  {fraction:4.0%}  {message}", file=sys.stderr, flush=True)
        if not message[0].isdigit():
            self.steps[message] = round(seconds, 1)
            self.peak.step = message

    def check_cancelled(self) -> None:
        """Never."""


def main() -> int:
    """Run once and print the figures; status 1 when a budget is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=50_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--url")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    reference = _reference(options.seed)
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        database = Database(options.url or f"sqlite:///{folder}/community.sqlite")
        migrations.upgrade(database.engine)
        steps = Steps(peak := Peak())
        seed_community(database, KeyRing.ephemeral(), options.clients, options.seed, AS_OF, steps)
        seconds, cpu = time.perf_counter() - steps.start, time.process_time() - steps.cpu
        figures = _figures(database, options.clients, seconds)
        database.dispose()
    figures |= {
        "cpu_seconds": round(cpu, 1),
        "peak_megabytes": peak.stop(),
        "peak_megabytes_by_step": peak.by_step,
        "steps": steps.steps,
        "reference_seconds": reference,
    }
    print(json.dumps(figures, indent=2))
    if options.out:
        options.out.write_text(json.dumps(figures, indent=2) + "\n")
    good = figures["million_seconds"] < BUDGET_SECONDS and figures["peak_megabytes"] < BUDGET_MEGABYTES
    return 0 if good else 1


def _figures(database: Database, clients: int, seconds: float) -> dict[str, object]:
    tables = [file.table for file in standards.files()]
    with database.session() as session:
        counts = {table: session.scalar(text(f"SELECT count(*) FROM {table}")) or 0 for table in tables}
    rows = sum(counts.values())
    return {
        "database": database.dialect,
        "clients": clients,
        "rows": rows,
        "services_a_client": round(counts["services"] / clients, 2),
        "enrollments_a_client": round(counts["enrollment"] / clients, 2),
        "seconds": round(seconds, 1),
        "rows_a_second": round(rows / seconds),
        "million_seconds": round(seconds * MILLION / clients, 1),
        "load_average": os.getloadavg()[0],
    }


def _reference(seed: int) -> float:
    """Seconds that Python's csv and sqlite3 take for the services of 5,000 clients."""
    frames = [batch["Services"] for batch in generate(REFERENCE_CLIENTS, seed, AS_OF) if "Services" in batch]
    files = [io.StringIO(frame.write_csv(include_header=False)) for frame in frames]
    columns = ", ".join(frames[0].columns)
    marks = ", ".join("?" * frames[0].width)
    with tempfile.TemporaryDirectory() as folder:
        connection = sqlite3.connect(f"{folder}/reference.sqlite")
        connection.execute(f"CREATE TABLE services ({columns})")
        start = time.perf_counter()
        for file in files:
            connection.executemany(f"INSERT INTO services VALUES ({marks})", csv.reader(file))
        connection.commit()
        connection.close()
        return round(time.perf_counter() - start, 2)


if __name__ == "__main__":
    raise SystemExit(main())
