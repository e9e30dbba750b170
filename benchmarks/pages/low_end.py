"""Chromium slowed until it is as fast as a low-end computer, whatever machine this is.

The measure is Lighthouse's BenchmarkIndex: the mean of two rates, strings of 10,000 letters built and arrays
of 100,000 numbers copied, each in tens per second. 264 is the low tier of Chromium's own calibration.
Seconds are those that the page's thread had a processor, so that other programs do not make this machine
look slower.
"""

from __future__ import annotations

import statistics

from playwright.sync_api import Browser, CDPSession, Page

LOW_TIER = 264
STEPS = 4
NEAR = 0.1
MOST = 20.0
TIMES = 3

STRINGS = """() => {
  const begun = performance.now();
  let times = 0;
  let text;
  while (performance.now() - begun < 500) {
    text = "";
    for (let at = 0; at < 10000; at++) text += "a";
    times++;
  }
  return times * text.length / 10000;
}"""
ARRAYS = """() => {
  const numbers = Array.from({ length: 100000 }, (_, at) => at);
  const pair = [numbers, [...numbers]];
  const begun = performance.now();
  let times = 0;
  while (performance.now() - begun < 500) {
    const from = pair[times % 2], to = pair[1 - times % 2];
    for (let at = 0; at < from.length; at++) to[at] = from[at];
    times++;
  }
  return times;
}"""


def slow_down(session: CDPSession, rate: float) -> None:
    """Let the page's main thread run `rate` times slower."""
    session.send("Emulation.setCPUThrottlingRate", {"rate": rate})


def count_thread_time(session: CDPSession) -> None:
    """Let `seconds` count the time that the page's thread had a processor."""
    session.send("Performance.enable", {"timeDomain": "threadTicks"})


def seconds(session: CDPSession, name: str) -> float:
    """One of the page's counters: `ScriptDuration`, `TaskDuration`."""
    told = session.send("Performance.getMetrics")["metrics"]
    return next(float(metric["value"]) for metric in told if metric["name"] == name)


def calibrate(browser: Browser) -> tuple[float, float, float]:
    """(rate that makes this machine a low-end one, index at that rate, index unslowed)."""
    context = browser.new_context()
    page = context.new_page()
    session = context.new_cdp_session(page)
    count_thread_time(session)
    full = index = _index(page, session)
    rate = min(max(1.0, full / LOW_TIER), MOST)
    for _step in range(STEPS):
        slow_down(session, rate)
        index = _index(page, session)
        if rate == 1.0 or abs(index / LOW_TIER - 1) < NEAR:
            break
        rate = min(max(1.0, rate * index / LOW_TIER), MOST)
    context.close()
    return round(rate, 2), round(index), round(full)


def _index(page: Page, session: CDPSession) -> float:
    rates = [
        statistics.median(_rate(page, session, program) for _time in range(TIMES))
        for program in (STRINGS, ARRAYS)
    ]
    return statistics.mean(rates)


def _rate(page: Page, session: CDPSession, program: str) -> float:
    before = seconds(session, "TaskDuration")
    times = page.evaluate(program)
    return times / 10 / (seconds(session, "TaskDuration") - before)
