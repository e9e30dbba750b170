"""Twenty desks at work: each saves a service every three seconds, and searches while typing in between."""

from __future__ import annotations

import html
import http.client
import random
import re
import secrets
import statistics
import threading
import time
from collections import defaultdict
from typing import Any
from urllib.parse import urlencode, urlsplit

from sqlalchemy import func, select

from benchmarks.desk.building import AGENCY_PROGRAMS
from benchmarks.desk.serving import ServedDesk
from benchmarks.pages.installation import PASSWORD, PEOPLE
from hmis_web.models import Services

PAUSE_SECONDS = 3.0
IN_A_ROW = 20
"""How many each desk saves without a pause, when all want to write at once."""
TYPED = 3
BUSY, AGAIN_SECONDS, PATIENCE = 500, 2.0, 10
"""From which status on desk.js sends the same row again, after how long; so many times here."""
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]*)"')
OFFERED = re.compile(r'name="services"[^>]*value="([^"]*)"')
DAY = re.compile(r'name="day"[^>]*value="([^"]*)"')
SET_UP = re.compile(r'data-setup="([^"]*)"')
ACTING = re.compile(r'name="acting_for"[^>]*value="([^"]*)"')
NAMES = re.compile(r'<pre id="desk-names" hidden>(.*?)</pre>', re.DOTALL)
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
SAVED = 'class="by'
"""What a row has that was saved."""


class Desk:
    """One desk: who sits there is signed in, and what is logged is chosen."""

    def __init__(self, number: int, served: ServedDesk, times: dict[str, list[float]]) -> None:
        self._host, self._times = urlsplit(served.address).netloc, times
        self._dice, self._cookie = random.Random(number), ""
        self.failed: list[int] = []
        self.saved = self.repeated = 0
        self._token = TOKEN.search(self._ask("", "GET", "/sign-in"))[1]
        self._post("", "/sign-in", {"username": f"person{number}", "password": PASSWORD})
        self._choose(AGENCY_PROGRAMS + number)

    def work(self, until: float) -> None:
        """Save, and search while typing, until the time is over."""
        time.sleep(self._dice.random() * PAUSE_SECONDS)
        while time.monotonic() < until:
            begun = time.monotonic()
            name = self._save("save")
            for length in range(2, TYPED + 1):
                time.sleep(PAUSE_SECONDS / (2 * TYPED))
                self._post("search while typing", "/clients/search", {"q": name[:length]}, htmx=True)
            time.sleep(max(0.0, begun + PAUSE_SECONDS - time.monotonic()))

    def save_in_a_row(self) -> None:
        """Save without a pause."""
        for _time in range(IN_A_ROW):
            self._save("save in a row")

    def _choose(self, project: int) -> None:
        page = self._ask("", "GET", f"/desk?project={project}")
        self._token = TOKEN.search(page)[1]
        chosen = {"project": project, "services": OFFERED.search(page)[1], "day": DAY.search(page)[1]}
        self._post("", "/desk/set-up", chosen)
        page = self._ask("", "GET", "/desk")
        self._token, self._acting = TOKEN.search(page)[1], ACTING.search(page)[1]
        self._set_up = html.unescape(SET_UP.search(page)[1])
        lines = html.unescape(NAMES.search(page)[1]).split("\n")
        self._people = [line.split("|") for line in lines if line]
        self._dice.shuffle(self._people)

    def _save(self, measure: str) -> str:
        """One Enter of desk.js for whoever is next; answers the name."""
        at = self.saved + len(self.failed)
        person = self._people[at % len(self._people)]
        row = "~".join([secrets.token_hex(16), person[0], "", self._set_up])
        again = {"again": "1"} if at >= len(self._people) else {}
        sent = {"entry": row, "draft_path": "/desk", "acting_for": self._acting, **again}
        text = self._post(measure, "/desk/log", sent, htmx=True)
        for _try in range(PATIENCE):
            if self._status < BUSY:
                break
            self.repeated += 1
            time.sleep(AGAIN_SECONDS)
            text = self._post("sent again", "/desk/log", sent, htmx=True)
        if SAVED in text:
            self.saved += 1
        else:
            self.failed.append(self._status)
        return person[-1]

    def _post(self, name: str, path: str, form: dict[str, Any], *, htmx: bool = False) -> str:
        more = {"HX-Request": "true"} if htmx else {}
        return self._ask(name, "POST", path, urlencode({"csrf_token": self._token} | form), FORM | more)

    def _ask(
        self, name: str, method: str, path: str, body: str | None = None, more: dict[str, str] | None = None
    ) -> str:
        connection = http.client.HTTPConnection(self._host, timeout=60)
        begun = time.perf_counter()
        connection.request(method, path, body, {"Cookie": self._cookie, **(more or {})})
        answer = connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        if name:
            self._times[name].append((time.perf_counter() - begun) * 1000)
        connection.close()
        self._status = answer.status
        if answer.status >= 400 and not name:
            raise RuntimeError(f"{method} {path} answered {answer.status}")
        if cookie := answer.getheader("Set-Cookie"):
            self._cookie = cookie.split(";")[0]
        return text


def measure(served: ServedDesk, seconds: float) -> dict[str, Any]:
    """Milliseconds of saves and searches, shares of the processor, rows lost, saves that failed."""
    times: dict[str, list[float]] = defaultdict(list)
    desks = [Desk(number, served, times) for number in range(PEOPLE)]
    before, own, theirs, begun = (
        _rows(served),
        time.process_time(),
        served.processor_seconds(),
        time.monotonic(),
    )
    until = begun + seconds
    _together([lambda desk=desk: desk.work(until) for desk in desks])
    wall = time.monotonic() - begun
    shares = {
        "generator": round((time.process_time() - own) / wall, 3),
        "server": round((served.processor_seconds() - theirs) / wall, 3),
    }
    repeated, statements = sum(desk.repeated for desk in desks), served.statements()
    _together([desk.save_in_a_row for desk in desks])
    saved = sum(desk.saved for desk in desks)
    return {
        "times": {name: _figures(taken) for name, taken in sorted(times.items())},
        "processors": shares,
        "statements": statements,
        "saved": saved,
        "sent again": repeated,
        "sent again in a row": sum(desk.repeated for desk in desks) - repeated,
        "failed": sum(len(desk.failed) for desk in desks),
        "statuses of failed": sorted({status for desk in desks for status in desk.failed}),
        "lost": saved - (_rows(served) - before),
    }


def _together(works: list[Any]) -> None:
    """Run all at the same time. Raises the first error of any."""
    failed: list[BaseException] = []

    def run(work: Any) -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - said by the main thread
            failed.append(error)

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]


def _rows(served: ServedDesk) -> int:
    with served.database.session() as session:
        return session.scalar(select(func.count(Services.id))) or 0


def _figures(taken: list[float]) -> dict[str, float]:
    p95 = statistics.quantiles(taken, n=20, method="inclusive")[-1]
    return {
        "count": len(taken),
        "p50": round(statistics.median(taken), 1),
        "p95": round(p95, 1),
        "longest": round(max(taken), 1),
    }
