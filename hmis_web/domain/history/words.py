"""Events in words, the same on the screen and on paper. What the role does not see was not read, so that
nothing of it can be said here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from hmis_web import standards
from hmis_web.domain.history.events import Event, What
from hmis_web.domain.service_lists import type_label

SHOWN = 160
"""Letters of a note that a line shows."""


def title(event: Event) -> str:
    """What happened, in a few words."""
    return _TITLES[event.what](event)


def detail(event: Event) -> str:
    """More of it, or nothing."""
    made = _DETAILS.get(event.what)
    return made(event) if made else ""


def days(event: Event) -> str:
    """`3 to 27 Nov 2026` of several within a month; the day of one."""
    first = event.first_day if event.number > 1 else None
    if first is None or first == event.day:
        return _day(event.day)
    return f"{first:%d} to {_day(event.day)}"


def _day(day: date | None) -> str:
    return "" if day is None else f"{day:%d %b %Y}"


def _nights(event: Event) -> str:
    return "1 bed night" if event.number == 1 else f"{event.number} bed nights"


def _service(event: Event) -> str:
    name = type_label(event.code, event.code_2) or "Service"
    return name if event.number == 1 else f"{name}, {event.number} times"


def _service_detail(event: Event) -> str:
    money = "" if event.amount is None else f"${event.amount:,.2f}"
    return ", ".join(part for part in (event.words if event.number == 1 else "", money) if part)


def _stage(event: Event) -> str:
    return {2: "Update", 5: "Annual assessment", 6: "Follow-up after the exit"}.get(
        event.code or 0, "Questions answered"
    )


def _assessment_detail(event: Event) -> str:
    parts = (standards.label("4.19.4", event.code), standards.label("4.19.3", event.code_2))
    return ", ".join(part for part in parts if part)


def _named(word: str) -> Callable[[Event], str]:
    return lambda event: f"{word}: {event.words}" if event.words else word


def _note(event: Event) -> str:
    line = " ".join(event.words.split())
    return line if len(line) <= SHOWN else f"{line[:SHOWN].rstrip()}…"


_TITLES: dict[What, Callable[[Event], str]] = {
    What.ENTRY: lambda _event: "Entered the program",
    What.EXIT: lambda _event: "Left the program",
    What.STAGE: _stage,
    What.LIVING: lambda _event: "Current living situation",
    What.NIGHTS: _nights,
    What.SERVICES: _service,
    What.ASSESSMENT: lambda _event: "Coordinated entry assessment",
    What.CE_EVENT: lambda _event: "Coordinated entry event",
    What.CONTACT: _named("Contact"),
    What.CONTACT_OVER: _named("Contact over"),
    What.LOCATION: _named("Location"),
    What.LOCATION_OVER: _named("Location over"),
    What.FILE: _named("File"),
    What.RELEASE: lambda _event: "Release of information",
    What.RELEASE_BACK: lambda _event: "Release taken back",
    What.NOTE: lambda _event: "Note",
    What.ALERT: _named("Public alert"),
    What.MERGE: lambda event: f"Record R-{event.code} became part of this one",
}
_DETAILS: dict[What, Callable[[Event], str]] = {
    What.ENTRY: lambda event: standards.label("3.15.1", event.code),
    What.EXIT: lambda event: standards.label("3.12.1", event.code),
    What.LIVING: lambda event: standards.label("3.12.1", event.code),
    What.SERVICES: _service_detail,
    What.ASSESSMENT: _assessment_detail,
    What.CE_EVENT: lambda event: standards.label("4.20.2", event.code),
    What.RELEASE: lambda event: f"until {_day(event.first_day)}" if event.first_day else "",
    What.NOTE: _note,
    What.ALERT: lambda event: f"until {_day(event.first_day)}" if event.first_day else "",
}
