"""The service desk against its budgets: keys and time in Chromium slowed to a low-end computer, and what the
server takes while 20 desks log, among a million clients and ten million services, on SQLite and PostgreSQL.

    python -m benchmarks.desk [--clients 1000000] [--services 10000000] [--at-desk 300] [--seconds 120]
                              [--people 30] [--only browser|server] [--out F]

PostgreSQL is measured when HMIS_TEST_DATABASE_URL names a server with an empty database. Prints tables; the
exit status is 1 when a budget is broken. Keys, requests, bytes and rows are exact; times want quiet.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from benchmarks.desk import desks, keys
from benchmarks.desk.serving import Size, served
from benchmarks.pages.__main__ import launch
from benchmarks.pages.low_end import calibrate

KEYS_A_PERSON = 4
SHOWN, SAVE, STATEMENT = 300.0, 50.0, 20.0
"""Milliseconds, p95: from Enter to the row; a save at the server; the same statement over the run."""
KEYS_WITHOUT_SCRIPT = 2
WIDTH = 400
"""Letters of a statement that are kept."""
SLOWEST = 5


def main() -> int:
    """Measure, print, judge."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--clients", type=int, default=1_000_000)
    parser.add_argument("--services", type=int, default=10_000_000)
    parser.add_argument("--at-desk", type=int, default=300)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--people", type=int, default=30)
    parser.add_argument("--only", choices=("browser", "server"))
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    told: dict[str, Any] = {"load_before": os.getloadavg()[0]}
    for name in ("sqlite", "postgresql"):
        if name == "sqlite" or os.environ.get("HMIS_TEST_DATABASE_URL"):
            told[name] = _measured(name, options)
    broken = [line for name in ("sqlite", "postgresql") if name in told for line in _broken(name, told[name])]
    for line in broken:
        print(f"BROKEN  {line}")
    if options.out:
        options.out.write_text(json.dumps(told | {"broken": broken}, indent=2) + "\n")
    return 1 if broken else 0


def _measured(name: str, options: argparse.Namespace) -> dict[str, Any]:
    """All figures of one database."""
    told: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        url = (
            f"sqlite:///{folder / 'hmis.sqlite'}"
            if name == "sqlite"
            else os.environ["HMIS_TEST_DATABASE_URL"]
        )
        with served(url, folder, Size(options.clients, options.services, options.at_desk)) as running:
            if options.only != "server" and name == "sqlite":
                with sync_playwright() as playwright:
                    browser = launch(playwright)
                    rate, index, _full = calibrate(browser)
                    told["browser"] = keys.measure(browser, running, rate, options.people)
                    told["browser"] |= {"throttling": rate, "index": index}
            if options.only != "browser":
                told["server"] = desks.measure(running, options.seconds)
        if "server" in told:
            told["statements"] = _slowest(told["server"].pop("statements"))
    _print(name, told)
    return told


def _slowest(found: dict[str, list[float]]) -> list[dict[str, Any]]:
    """The statements with the highest p95; of those that ran a few times only, the median."""
    told = [
        {
            "statement": statement[:WIDTH],
            "count": len(taken),
            "p95": round(_p95(taken), 2),
            "longest": round(max(taken), 2),
        }
        for statement, taken in found.items()
    ]
    return sorted(told, key=lambda each: -each["p95"])[:SLOWEST]


def _p95(taken: list[float]) -> float:
    return (
        statistics.quantiles(taken, n=20, method="inclusive")[-1]
        if len(taken) > SLOWEST
        else statistics.median(taken)
    )


def _print(name: str, told: dict[str, Any]) -> None:
    if browser := told.get("browser"):
        print(
            f"\nby hand, BenchmarkIndex {browser['index']} (low: 264), slowed {browser['throttling']} times"
        )
        for key in ("people", "keys", "requests", "bytes", "loads", "p50", "p95", "keys_without_script"):
            print(f"  {key:22}{browser[key]:>10}")
    if server := told.get("server"):
        print(f"\n{name + ', 20 desks':26}{'count':>9}{'p50 ms':>9}{'p95 ms':>9}{'longest':>9}")
        for what, figures in server["times"].items():
            print(f"{what:26}" + "".join(f"{figures[key]:>9}" for key in ("count", "p50", "p95", "longest")))
        shares = server["processors"]
        print(
            f"processors: load generator {shares['generator']}, server {shares['server']} of {os.cpu_count()}"
        )
        counted = ("saved", "sent again", "sent again in a row", "failed", "statuses of failed", "lost")
        print(", ".join(f"{what} {server[what]}" for what in counted))
        for each in told["statements"]:
            taken = f"{each['p95']:>9} ms p95, {each['longest']} longest, {each['count']} times"
            print(f"{taken}: {each['statement']}")


def _broken(name: str, told: dict[str, Any]) -> list[str]:
    found = []
    if browser := told.get("browser"):
        limits = {
            "keys": KEYS_A_PERSON * browser["people"],
            "p95": SHOWN,
            "loads": 0,
            "keys_without_script": KEYS_WITHOUT_SCRIPT,
        }
        found += [
            f"desk: {key} {browser[key]} > {most}" for key, most in limits.items() if browser[key] > most
        ]
    if server := told.get("server"):
        p95 = server["times"]["save"]["p95"]
        found += [f"{name}: save {p95} ms > {SAVE}"] if p95 > SAVE else []
        found += [f"{name}: {server[key]} {key}" for key in ("sent again", "failed", "lost") if server[key]]
        found += [
            f"{name}: {each['p95']} ms > {STATEMENT}: {each['statement']}"
            for each in told["statements"]
            if each["p95"] > STATEMENT
        ]
    return found


if __name__ == "__main__":
    sys.exit(main())
