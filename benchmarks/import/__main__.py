"""How fast HMIS CSV comes in, against references measured in the same run; prints one JSON object.

python -m benchmarks.import [--rounds 3] [--services 10000000] [--out FILE]

Two questions. The LSA sample (255,000 rows), with all checks, staging and plan: within 4 times of Python's
plain `csv.reader` and `executemany` of the same rows into bare tables on SQLite, and within 4 times of
psycopg's COPY of the same bytes into typed tables (with their primary key) on PostgreSQL; nobody else kept
from writing for 20 seconds on SQLite. And ten million services into an empty database: 10 minutes on
SQLite, 5 on PostgreSQL, peak memory under 600 MB. Reference and import take turns, the best round of each
counts: a busy machine slows both. PostgreSQL is measured when HMIS_TEST_DATABASE_URL names a server
(`.ci/bench.sh import` starts one). `--services 0` leaves the second question out.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

PACKAGE = "benchmarks.import"  # a keyword, so its modules cannot be named in an import statement
ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("HMIS_TEST_DATA", ROOT / "../shared/data"))
SAMPLE = "lsa_sample_fy2026.zip"
MOST_TIMES, MOST_LOCK_SECONDS, MOST_MEGABYTES = 4.0, 20.0, 600.0
MILLIONS = 10_000_000
MOST_SECONDS = {"sqlite": 600.0, "postgresql": 300.0}


def main() -> int:
    """Measure, print, and answer 1 when a target is missed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--services", type=int, default=MILLIONS)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    databases = ["sqlite"] + (["postgresql"] if "HMIS_TEST_DATABASE_URL" in os.environ else [])
    figures: dict[str, object] = {"load_average": os.getloadavg()[0]}
    missed: list[str] = []
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        for database in databases:
            if (DATA / SAMPLE).exists():
                figures[f"{database}_sample"] = measure_sample(database, options.rounds, Path(folder), missed)
            if options.services:
                key = f"{database}_services"
                figures[key] = measure_services(database, options.services, Path(folder), missed)
    figures["missed"] = missed
    text = json.dumps(figures, indent=2)
    print(text)
    if options.out:
        options.out.write_text(text + "\n")
    return 1 if missed else 0


def measure_sample(database: str, rounds: int, folder: Path, missed: list[str]) -> dict[str, object]:
    """The LSA sample against its reference."""
    references, imports = [], []
    for _ in range(rounds):
        references.append(_program("reference", database, str(DATA / SAMPLE), str(folder))["seconds"])
        imports.append(_program("once", database, str(DATA / SAMPLE), str(folder)))
    best = min(imports, key=lambda told: told["seconds"])
    times = best["seconds"] / min(references)
    if times > MOST_TIMES:
        missed.append(f"{database}: the sample takes {times:.1f} times its reference")
    if database == "sqlite" and best["others_waited"] > MOST_LOCK_SECONDS:
        missed.append(f"{database}: others waited {best['others_waited']:.1f} seconds")
    return {"reference_seconds": references, "times": round(times, 2), "best": best, "imports": imports}


def measure_services(database: str, count: int, folder: Path, missed: list[str]) -> dict[str, object]:
    """Many services into an empty database. A smaller number is held against its part of the time."""
    path = folder / "services.zip"
    if not path.exists():
        importlib.import_module(f"{PACKAGE}.many").write(path, count)
    told = _program("once", database, str(path), str(folder))
    allowed = MOST_SECONDS[database] * count / MILLIONS
    if told["seconds"] > allowed:
        missed.append(f"{database}: {count:,} services took {told['seconds']:.0f} seconds, not {allowed:.0f}")
    if told["peak_megabytes"] > MOST_MEGABYTES:
        missed.append(f"{database}: {count:,} services took {told['peak_megabytes']:.0f} MB")
    return {"services": count, **told}


def _program(name: str, *arguments: str) -> dict[str, float]:
    """A measurement in a process of its own, so that memory is its own too."""
    command = [sys.executable, "-m", f"{PACKAGE}.{name}", *arguments]
    ended = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    found: dict[str, float] = json.loads(ended.stdout.splitlines()[-1])
    return found


if __name__ == "__main__":
    sys.exit(main())
