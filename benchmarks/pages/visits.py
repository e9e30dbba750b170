"""One page in Chromium, slowed to a low-end computer: what goes over the wire, and what the eye waits for."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page

from benchmarks.pages.installation import PASSWORD, Served, sign_in_of
from benchmarks.pages.low_end import count_thread_time, seconds, slow_down
from benchmarks.pages.places import ADMINISTRATOR, Place

SCREEN = {"width": 1024, "height": 768}
PATIENCE = 60_000
QUIET = 400
WATCH = """
  window.measured = { paint: 0, shift: 0, worst: 0, script: 0 };
  const watch = (type, note, more) => new PerformanceObserver(
    (list) => list.getEntries().forEach(note)).observe({ type, buffered: true, ...more });
  watch("largest-contentful-paint", (entry) => { measured.paint = entry.startTime; });
  watch("layout-shift", (entry) => { if (!entry.hadRecentInput) measured.shift += entry.value; });
  watch("event", (entry) => {
    if (entry.interactionId) measured.worst = Math.max(measured.worst, entry.duration);
  }, { durationThreshold: 16 });
  watch("long-animation-frame", (entry) => {
    for (const script of entry.scripts) measured.script = Math.max(measured.script, script.duration);
  });
"""
SETTLED = """() => new Promise((done) =>
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 0))))"""


@dataclass
class Traffic:
    """What went over the wire since the last `reset`, headers included, the cache's answers left out."""

    sizes: dict[str, int] = field(default_factory=dict)
    cached: set[str] = field(default_factory=set)
    fetched: set[str] = field(default_factory=set)

    def listen(self, session: CDPSession) -> None:
        """Count what this page loads."""
        session.on("Network.requestServedFromCache", lambda told: self.cached.add(told["requestId"]))
        session.on("Network.responseReceived", self._received)
        session.on("Network.loadingFinished", self._finished)
        session.send("Network.enable")

    def reset(self) -> None:
        """Begin again."""
        self.sizes.clear()
        self.cached.clear()

    @property
    def total(self) -> int:
        """Bytes."""
        return sum(self.sizes.values())

    @property
    def requests(self) -> int:
        """Requests that reached the server."""
        return len(self.sizes)

    @property
    def largest_part(self) -> int:
        """Bytes of the largest answer to htmx."""
        return max((size for key, size in self.sizes.items() if key in self.fetched), default=0)

    def _received(self, told: dict[str, Any]) -> None:
        if told["type"] in {"Fetch", "XHR"}:
            self.fetched.add(told["requestId"])
        if told["response"].get("fromDiskCache"):
            self.cached.add(told["requestId"])

    def _finished(self, told: dict[str, Any]) -> None:
        if told["requestId"] not in self.cached:
            self.sizes[told["requestId"]] = round(told["encodedDataLength"])


class Surveyor:
    """Visits places as the people who use them, each signed in once."""

    def __init__(self, browser: Browser, served: Served, rate: float) -> None:
        self._browser, self._served, self._rate = browser, served, rate
        self._states: dict[str, Any] = {"": None}

    def survey(self, place: Place, repeats: int) -> dict[str, float]:
        """The figures of one place: bytes and requests at their largest, times as medians."""
        rounds = [self._visit(place) for _round in range(repeats)]
        exact = ("first_bytes", "later_bytes", "later_requests", "partial_bytes", "shift")
        return {
            name: max(told[name] for told in rounds)
            if name in exact
            else round(statistics.median(told[name] for told in rounds), 1)
            for name in rounds[0]
        }

    def _visit(self, place: Place) -> dict[str, float]:
        """Once with an empty cache, once more with a full one, then work on the page."""
        with self._window(place.person) as (page, session):
            traffic = Traffic()
            traffic.listen(session)
            first = self._open(page, session, place.path)
            first_bytes = traffic.total
            page.goto("about:blank")
            traffic.reset()
            later = self._open(page, session, place.path)
            told = {
                "first_bytes": first_bytes,
                "later_bytes": traffic.total,
                "later_requests": traffic.requests,
                "script": max(first["script_total"], later["script_total"]),
                "longest_script": first["script"],
                "paint": first["paint"],
                "shift": round(max(first["shift"], later["shift"]), 4),
            }
            traffic.reset()
            WORK[place.work](page, self._served.town.name[:3].lower())
            page.evaluate(SETTLED)
            page.wait_for_timeout(QUIET)
            worst = page.evaluate("measured.worst")
            return told | {"interaction": worst, "partial_bytes": traffic.largest_part}

    def _open(self, page: Page, session: CDPSession, path: str) -> dict[str, float]:
        before = seconds(session, "ScriptDuration")
        answer = page.goto(self._served.address + path, wait_until="networkidle")
        if answer is None or not answer.ok:
            raise RuntimeError(f"{path} can't be measured: {answer.status if answer else 'no answer'}")
        page.evaluate(SETTLED)
        told = page.evaluate("({...measured})")
        return told | {"script_total": round((seconds(session, "ScriptDuration") - before) * 1000, 1)}

    @contextmanager
    def _window(self, person: str) -> Iterator[tuple[Page, CDPSession]]:
        context = self._browser.new_context(viewport=SCREEN, storage_state=self._state(person))
        context.set_default_timeout(PATIENCE)
        context.add_init_script(WATCH)
        page = context.new_page()
        session = context.new_cdp_session(page)
        count_thread_time(session)
        slow_down(session, self._rate)
        yield page, session
        context.close()

    def _state(self, person: str) -> Any:
        if person not in self._states:
            context = self._browser.new_context(viewport=SCREEN)
            sign_in(context, self._served.address, person)
            self._states[person] = context.storage_state()
            context.close()
        return self._states[person]


def sign_in(context: BrowserContext, address: str, person: str) -> Page:
    """That person's first page."""
    name, password = sign_in_of(person) if person == ADMINISTRATOR else (person, PASSWORD)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{address}/sign-in")
    page.get_by_label("User name").fill(name)
    page.get_by_label("Password").fill(password)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/")
    return page


def _type(page: Page, _letters: str) -> None:
    page.locator("main input:visible").first.click()
    page.keyboard.type("casey", delay=150)


def _search(page: Page, letters: str) -> None:
    page.locator("#find-input").click()
    page.keyboard.type(letters, delay=150)
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.wait_for_timeout(QUIET)
    page.keyboard.press("Escape")


def _choose(page: Page, _letters: str) -> None:
    page.get_by_label("Service", exact=True).focus()
    with page.expect_response(lambda answer: answer.request.headers.get("hx-request") == "true"):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")


WORK = {"type": _type, "search": _search, "choose": _choose}
