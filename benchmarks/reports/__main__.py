"""How long a report takes, step by step: loading, person-level columns, tables, fingerprint, PDF.

python -m benchmarks.reports [--clients 1000] [--projects 1] [--rounds 3] [--pdf]

On SQLite in a temporary folder, and on PostgreSQL too when HMIS_TEST_DATABASE_URL names a server. The exit
status is 1 when the best round is over the budget: 1.0 s from stored rows to tables for 1,000 clients in one
project.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import create_engine, make_url, text

from benchmarks.reports.community import END, START, fill
from hmis_web.db import migrations
from hmis_web.db.session import Database
from hmis_web.domain.progress import NoProgress
from hmis_web.reports.engine.params import ReportParams
from hmis_web.reports.registry import report
from hmis_web.reports.result import ReportResult
from hmis_web.reports.software import ENGINE
from hmis_web.reports.universe import from_frames
from hmis_web.reports.universe.loaders import load_frames

NAME = "hmis_benchmark_reports"
BUDGETS = {(1_000, 1): 1.0, (100_000, None): 20.0, (1_000_000, None): 240.0}
"""Seconds by clients and projects; None is any number of projects."""


def main() -> int:
    """Fill, measure, print; 1 when over the budget."""
    parser = argparse.ArgumentParser(description="Time the APR.")
    parser.add_argument("--clients", type=int, default=1_000)
    parser.add_argument("--projects", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--pdf", action="store_true")
    asked = parser.parse_args()
    best = [_measure(url, asked) for url in _databases()]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:,.0f} MB (filling included)")
    budget = BUDGETS.get((asked.clients, asked.projects), BUDGETS.get((asked.clients, None)))
    return int(budget is not None and max(best) > budget)


def _databases() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{Path(folder) / 'benchmark.sqlite'}"
    server = os.environ.get("HMIS_TEST_DATABASE_URL")
    if server is None:
        return
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {NAME}"))
        yield make_url(server).set(database=NAME).render_as_string(hide_password=False)
        connection.execute(text(f"DROP DATABASE {NAME} WITH (FORCE)"))
    engine.dispose()


def _measure(url: str, asked: argparse.Namespace) -> float:
    """Seconds of the best round."""
    database = Database(url)
    migrations.upgrade(database.engine)
    began = time.perf_counter()
    keys = fill(database, asked.clients, asked.projects)
    with database.session(write=True) as session:
        session.execute(
            text("ANALYZE")
        )  # as after an import, and as PostgreSQL does by itself within a minute
        session.commit()
    print(f"{database.dialect}: {asked.clients:,} clients filled in {time.perf_counter() - began:.1f} s")
    best = min(_round(database, keys, pdf=asked.pdf) for _ in range(asked.rounds))
    database.dispose()
    print(f"{database.dialect}: best {best:.3f} s from stored rows to tables")
    return best


def _round(database: Database, keys: tuple[int, ...], *, pdf: bool) -> float:
    params = ReportParams("apr", START, END, keys, as_of=date(2026, 11, 22))
    definition = report("apr")
    marks = [("start", time.perf_counter())]
    with database.session() as session:
        frames = load_frames(session, params, definition.frames, NoProgress())
    marks.append(("load", time.perf_counter()))
    universe = from_frames(frames, params)
    marks.append(("person columns", time.perf_counter()))
    tables = definition.build(universe)
    outcomes = definition.check(tables)
    marks.append(("tables and checks", time.perf_counter()))
    counted = marks[-1][1] - marks[0][1]
    fingerprint = universe.fingerprint()
    marks.append(("fingerprint", time.perf_counter()))
    size = len(universe.to_bytes())
    marks.append(("pack", time.perf_counter()))
    if pdf:
        moment = datetime(2026, 11, 22, tzinfo=UTC)
        names = tuple(universe.projects["project_name"])
        _print(ReportResult(params, names, tables, outcomes, moment, ENGINE, fingerprint))
        marks.append(("pdf", time.perf_counter()))
    steps = ", ".join(f"{name} {after - before:.3f}" for (_, before), (name, after) in pairwise(marks))
    rows = sum(frame.height for frame in frames.values())
    print(f"{rows:,} rows, {universe.stays.height:,} active stays: {steps} s; universe {size:,} bytes")
    return counted


def _print(result: ReportResult) -> None:
    from hmis_web.jobs.report_files import Letterhead, report_pdf

    letter = Letterhead("Benchmark", "", "Benchmark", result.data_as_of, ZoneInfo("UTC"))
    report_pdf(result, letter)


if __name__ == "__main__":
    sys.exit(main())
