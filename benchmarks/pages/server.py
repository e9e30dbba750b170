"""How long the server takes while 20 people work: p95 of each page, beside a bare page in the same run.

The ratio is what is judged, for a busy machine slows both. The budgets are 60 ms for a page and 50 ms for
saving a service, on a machine whose bare page has its p95 at `HELLO_MILLISECONDS`.
"""

from __future__ import annotations

import http.client
import random
import re
import statistics
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from benchmarks.pages.installation import PASSWORD, PEOPLE, ROLES, Served

PAUSE_SECONDS = 3.0
HELLO_MILLISECONDS = 4.0
PAGE_MILLISECONDS, SAVE_MILLISECONDS = 60.0, 50.0
SAVE = "save a service"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
FIELD = re.compile(r'name="(csrf_token|idempotency_key|service|date_provided|start|end)"[^>]*value="([^"]*)"')
PROJECT = re.compile(r'name="projects"[^>]*value="(\d+)"')
MANAGER = 2
FIRST_SERVICE = re.compile(r'<option value="(\d+:\d+)"')

Times = dict[str, list[float]]
Action = Callable[[], None]


class Worker:
    """One person at work: a cookie, and what was measured."""

    def __init__(self, number: int, served: Served, times: Times) -> None:
        self._served, self._times = served, times
        self._dice = random.Random(number)
        self._app = _connect(served.address)
        self._hello = _connect(served.hello)
        self._cookie = ""
        self._token = ""
        self._location = ""
        self._kind = number % len(ROLES)
        self._run = ""
        self._sign_in(f"person{number}")
        if self._kind == MANAGER:
            self._order_a_report()

    def work(self, until: float) -> None:
        """One action each three seconds, the bare page half-way between."""
        time.sleep(self._dice.random() * PAUSE_SECONDS)
        while time.monotonic() < until:
            begun = time.monotonic()
            self._dice.choice(self._actions())()
            time.sleep(max(0.0, begun + PAUSE_SECONDS / 2 - time.monotonic()))
            self._ask("hello", self._hello, "GET", "/")
            time.sleep(max(0.0, begun + PAUSE_SECONDS - time.monotonic()))

    def _actions(self) -> list[Action]:
        town = self._served.town
        shared: list[Action] = [
            lambda: self._get("home", "/"),
            lambda: self._post("search while typing", "/clients/search", {"q": town.name[:3]}, htmx=True),
            lambda: self._post("search", "/clients/search", {"q": town.name}),
            lambda: self._get("client", f"/clients/{town.client_id}"),
        ]
        if self._kind in {0, 1}:
            return [*shared, self._serve, self._serve]
        if self._kind == MANAGER:
            return [
                *shared,
                lambda: self._get("reports", "/reports"),
                lambda: self._get("report", self._run),
                lambda: self._get("people behind a number", f"{self._run}/tables/Q5a/cells/B2"),
            ]
        return shared

    def _serve(self) -> None:
        """Open the form and save a service: the first of the list, today."""
        town = self._served.town
        path = f"/clients/{town.client_id}/enrollments/{town.enrollment_id}/services/new"
        text = self._get("log a service", path)
        told = {"service": FIRST_SERVICE.search(text)[1], **dict(FIELD.findall(text))}
        self._post(SAVE, path, told)

    def _sign_in(self, name: str) -> None:
        text = self._get("", "/sign-in")
        form = dict(FIELD.findall(text)) | {"username": name, "password": PASSWORD}
        self._ask("", self._app, "POST", "/sign-in", urlencode(form), FORM)
        self._token = dict(FIELD.findall(self._get("", "/")))["csrf_token"]

    def _order_a_report(self) -> None:
        text = self._get("", "/reports/apr/new")
        form = list(dict(FIELD.findall(text)).items()) + [("projects", key) for key in PROJECT.findall(text)]
        self._ask("", self._app, "POST", "/reports/apr/new", urlencode(form), FORM)
        self._run = self._location

    def take_report(self) -> None:
        """Follow from the job to its result, now that the worker has done it."""
        if self._run:
            self._get("", self._run)
            self._run = self._location

    def _get(self, name: str, path: str) -> str:
        return self._ask(name, self._app, "GET", path)

    def _post(self, name: str, path: str, form: dict[str, str], *, htmx: bool = False) -> str:
        body = urlencode({"csrf_token": self._token} | form)
        return self._ask(name, self._app, "POST", path, body, FORM | ({"HX-Request": "true"} if htmx else {}))

    def _ask(
        self,
        name: str,
        connection: http.client.HTTPConnection,
        method: str,
        path: str,
        body: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> str:
        sent = {"Cookie": self._cookie, **(headers or {})}
        begun = time.perf_counter()
        connection.request(method, path, body, sent)
        answer = connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        taken = (time.perf_counter() - begun) * 1000
        connection.close()  # the server closes an idle one after two seconds, and the race is not ours
        if answer.status >= 400:
            raise RuntimeError(f"{method} {path} answered {answer.status}")
        if cookie := answer.getheader("Set-Cookie"):
            self._cookie = cookie.split(";")[0]
        self._location = answer.getheader("Location") or ""
        if name:
            self._times[name].append(taken)
        return text


def measure(served: Served, seconds: float) -> dict[str, dict[str, float]]:
    """{page: count, p50, p95 in milliseconds, ratio of its p95 to the bare page's, budget of that ratio}."""
    times: Times = defaultdict(list)
    people = [Worker(number, served, times) for number in range(PEOPLE)]
    served.work()
    for person in people:
        person.take_report()
    failed: list[BaseException] = []

    def work(person: Worker, until: float) -> None:
        try:
            person.work(until)
        except BaseException as error:  # noqa: BLE001 - said by the main thread
            failed.append(error)

    until = time.monotonic() + seconds
    threads = [threading.Thread(target=work, args=(person, until)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    hello = _p95(times["hello"])
    return {name: _figures(name, sorted(taken), hello) for name, taken in sorted(times.items())}


def _figures(name: str, taken: list[float], hello: float) -> dict[str, float]:
    budget = SAVE_MILLISECONDS if name == SAVE else PAGE_MILLISECONDS
    return {
        "count": len(taken),
        "p50": round(statistics.median(taken), 1),
        "p95": round(_p95(taken), 1),
        "ratio": round(_p95(taken) / hello, 1),
        "budget": round(budget / HELLO_MILLISECONDS, 1),
    }


def _p95(taken: list[float]) -> float:
    return statistics.quantiles(taken, n=20, method="inclusive")[-1]


def _connect(address: str) -> http.client.HTTPConnection:
    return http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
