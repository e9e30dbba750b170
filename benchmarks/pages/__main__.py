"""Every page against its budgets, in Chromium slowed to a low-end computer, and the server's time.

    python -m benchmarks.pages [--clients 300] [--repeats 5] [--seconds 120] [--only browser|server] [--out F]

Prints tables and, with --out, writes JSON. The exit status is 1 when a budget is broken. Bytes, requests and
layout shift are exact; times want a quiet machine.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from benchmarks.pages import server
from benchmarks.pages.installation import Served, served
from benchmarks.pages.low_end import calibrate
from benchmarks.pages.places import MANAGER, places
from benchmarks.pages.visits import Surveyor, sign_in

KILO = 1024
BUDGETS = {
    "first_bytes": 70 * KILO,
    "later_bytes": 20 * KILO,
    "later_requests": 3,
    "partial_bytes": 4 * KILO,
    "script": 50,
    "longest_script": 100,
    "paint": 1500,
    "interaction": 200,
    "shift": 0,
}
"""Bytes over the wire, requests, milliseconds, and the share of the screen that moves. A partial is the
largest answer to htmx while the page is worked on."""
CHROMIUM = os.environ.get("HMIS_CHROMIUM", "/usr/bin/chromium")


def main() -> int:
    """Measure, print, judge."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--clients", type=int, default=300)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--only", choices=("browser", "server"))
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    told: dict[str, Any] = {"clients": options.clients, "load_before": os.getloadavg()[0]}
    with tempfile.TemporaryDirectory() as folder, served(Path(folder), options.clients) as running:
        if options.only != "server":
            with sync_playwright() as playwright:
                told |= _survey(launch(playwright), running, options.repeats)
        if options.only != "browser":
            told["server"] = server.measure(running, options.seconds)
            _print_server(told["server"])
    broken = _broken(told)
    for line in broken:
        print(f"BROKEN  {line}")
    if options.out:
        options.out.write_text(json.dumps(told | {"broken": broken}, indent=2) + "\n")
    return 1 if broken else 0


def launch(playwright: Any) -> Browser:
    """Chromium, without what would disturb the measuring."""
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    options = ["--disable-gpu", "--disable-background-networking", "--no-first-run", *sandbox]
    return playwright.chromium.launch(executable_path=CHROMIUM, args=options)


def _run_a_report(browser: Browser, running: Served) -> str:
    """The path of a finished run of the manager's programs."""
    context = browser.new_context()
    page = sign_in(context, running.address, MANAGER)
    page.goto(f"{running.address}/reports/apr/new")
    page.get_by_role("button", name="Run the report").click()
    page.wait_for_url("**/reports/jobs/*")
    running.work()
    page.wait_for_url("**/reports/runs/*")
    path = page.url.removeprefix(running.address)
    context.close()
    return path


def _survey(browser: Browser, running: Served, repeats: int) -> dict[str, Any]:
    run = _run_a_report(browser, running)
    rate, index, full = calibrate(browser)
    print(f"BenchmarkIndex {full} here, {index} slowed {rate} times (low tier: 264)\n", flush=True)
    heads = (
        "first KB",
        "later KB",
        "requests",
        "partial KB",
        "script ms",
        "longest",
        "paint",
        "interact.",
        "shift",
    )
    print(f"{'':26}" + "".join(f"{head:>11}" for head in heads))
    print(f"{'budget':26}" + "".join(f"{_shown(name, value):>11}" for name, value in BUDGETS.items()))
    surveyor = Surveyor(browser, running, rate)
    figures = {}
    for place in places(running, run):
        figures[place.name] = surveyor.survey(place, repeats)
        cells = "".join(f"{_shown(name, figures[place.name][name]):>11}" for name in BUDGETS)
        print(f"{place.name:26}{cells}", flush=True)
    return {"throttling": rate, "index": index, "index_unslowed": full, "pages": figures}


def _shown(name: str, value: float) -> str:
    return f"{value / KILO:.1f}" if name.endswith("bytes") else f"{value:g}"


def _print_server(figures: dict[str, dict[str, float]]) -> None:
    print(f"\n{'server, 20 people':26}{'count':>9}{'p50 ms':>9}{'p95 ms':>9}{'x hello':>9}{'budget':>9}")
    for name, told in figures.items():
        print(f"{name:26}" + "".join(f"{told[key]:>9}" for key in ("count", "p50", "p95", "ratio", "budget")))


def _broken(told: dict[str, Any]) -> list[str]:
    pages = [
        f"{name}: {what} {_shown(what, figures[what])} > {_shown(what, limit)}"
        for name, figures in told.get("pages", {}).items()
        for what, limit in BUDGETS.items()
        if figures[what] > limit
    ]
    times = [
        f"server, {name}: {figures['ratio']} times the bare page > {figures['budget']}"
        for name, figures in told.get("server", {}).items()
        if figures["ratio"] > figures["budget"]
    ]
    return pages + times


if __name__ == "__main__":
    sys.exit(main())
