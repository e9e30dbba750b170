"""Thirty services for thirty people in Chromium slowed to a low-end computer: three letters and Enter."""

from __future__ import annotations

import statistics
from typing import Any

from playwright.sync_api import Browser, Page

from benchmarks.desk.building import AGENCY_PROGRAMS
from benchmarks.desk.serving import ServedDesk
from benchmarks.pages.installation import PASSWORD
from benchmarks.pages.low_end import count_thread_time, slow_down
from benchmarks.pages.visits import PATIENCE, SCREEN, Traffic

LETTERS = 3
DELAY = 120
"""Milliseconds between keys: who types well."""
WITHOUT_SCRIPT = 8
TIMED = """() => {
  window.shown = [];
  let entered = 0;
  const pressed = (event) => { if (event.key === "Enter") entered = performance.now(); };
  document.addEventListener("keydown", pressed, true);
  new MutationObserver(() => {
    if (!entered || !document.querySelector("#desk-rows > li .by")) return;
    if (document.querySelector("#desk-rows > li:first-child .by") === null) return;
    const from = entered;
    entered = 0;
    requestAnimationFrame(() => setTimeout(() => window.shown.push(performance.now() - from), 0));
  }).observe(document.getElementById("desk-rows"), { childList: true });
}"""
"""From Enter until the row that the server saved was painted."""


def measure(browser: Browser, served: ServedDesk, rate: float, people: int) -> dict[str, Any]:
    """Keys, requests, bytes, page loads, and milliseconds from Enter to the saved row; and the same job
    without JavaScript, in keys beside the letters."""
    context = browser.new_context(viewport=SCREEN)
    page = _at_desk(context.new_page(), served, 0)
    texts = _beginnings(page.locator("#desk-names").text_content() or "")[:people]
    session = context.new_cdp_session(page)
    count_thread_time(session)
    slow_down(session, rate)
    traffic, loads = Traffic(), list[str]()
    traffic.listen(session)
    page.on("framenavigated", lambda frame: loads.append(frame.url))
    page.evaluate(TIMED)
    traffic.reset()
    for done, text in enumerate(texts, 1):
        page.keyboard.type(text, delay=DELAY)
        page.keyboard.press("Enter")
        page.wait_for_function("(done) => shown.length === done", arg=done)
    shown = page.evaluate("shown")
    context.close()
    return {
        "people": len(texts),
        "keys": len(texts) * (LETTERS + 1),
        "requests": traffic.requests,
        "bytes": traffic.total,
        "loads": len(loads),
        "p50": round(statistics.median(shown), 1),
        "p95": round(statistics.quantiles(shown, n=20, method="inclusive")[-1], 1),
        "keys_without_script": _without_script(browser, served),
    }


def _without_script(browser: Browser, served: ServedDesk) -> int:
    """The most keys beside the letters that one person took."""
    context = browser.new_context(viewport=SCREEN, java_script_enabled=False)
    page = _at_desk(context.new_page(), served, 1)
    most = 0
    for text in _beginnings(page.locator("#desk-names").text_content() or "")[:WITHOUT_SCRIPT]:
        page.keyboard.type(text)
        keys, rows = 0, page.locator("#desk-rows > li").count()
        while page.locator("#desk-rows > li").count() == rows:
            page.keyboard.press("Enter")
            page.wait_for_load_state()
            keys += 1
            if keys > LETTERS:
                raise RuntimeError("nobody is logged without JavaScript")
        most = max(most, keys)
    context.close()
    return most


def _at_desk(page: Page, served: ServedDesk, number: int) -> Page:
    """Signed in, and what is logged chosen."""
    page.set_default_timeout(PATIENCE)
    page.goto(f"{served.address}/sign-in")
    page.get_by_label("User name").fill(f"person{number}")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{served.address}/")
    page.goto(f"{served.address}/desk?project={AGENCY_PROGRAMS + number}")
    page.locator('[name="services"]').first.check()
    page.get_by_role("button", name="Use these").click()
    page.locator("#who").wait_for()
    page.locator("#who").focus()
    return page


def _beginnings(names: str) -> list[str]:
    """Three letters for each of those who stand first in the list for them, everybody once."""
    found: dict[str, str] = {}
    said = [line.split("|")[-1].lower() for line in names.split("\n") if line]
    for name in said:
        for word in name.split():
            text = word[:LETTERS]
            if len(text) == LETTERS and text.isascii() and text.isalpha():
                found.setdefault(text, name)
    firsts: dict[str, str] = {}
    for text, name in found.items():
        firsts.setdefault(name, text)
    return list(firsts.values())
