"""What a history is made of: events, what is asked for, and the place at which a page ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import IntEnum

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission

P = Permission


class What(IntEnum):
    """Sorts of events. Of one day the higher stands above: somebody leaves after they came."""

    ENTRY = 1
    STAGE = 2
    LIVING = 3
    NIGHTS = 4
    SERVICES = 5
    ASSESSMENT = 6
    CE_EVENT = 7
    CONTACT = 8
    LOCATION = 9
    FILE = 10
    RELEASE = 11
    NOTE = 12
    ALERT = 13
    CONTACT_OVER = 14
    LOCATION_OVER = 15
    RELEASE_BACK = 16
    MERGE = 17
    EXIT = 18


@dataclass(frozen=True)
class Group:
    """Sorts that are asked for together. `rights`: one of them is needed to see any."""

    code: str
    sorts: tuple[What, ...]
    rights: tuple[Permission, ...]


GROUPS = {
    group.code: group
    for group in (
        Group("enrollments", (What.ENTRY, What.EXIT), (P.ENROLLMENT_READ, P.ENROLLMENT_READ_LIMITED)),
        Group("answers", (What.STAGE, What.LIVING), (P.ANSWERS_READ,)),
        Group("services", (What.SERVICES, What.NIGHTS), (P.SERVICE_READ, P.SERVICE_READ_LIMITED)),
        Group(
            "assessments",
            (What.ASSESSMENT, What.CE_EVENT),
            (P.ASSESSMENT_READ, P.ASSESSMENT_READ_LIMITED),
        ),
        Group("notes", (What.NOTE,), (P.NOTE_READ, P.NOTE_READ_LIMITED)),
        Group("alerts", (What.ALERT,), (P.ALERT_READ,)),
        Group(
            "contacts",
            (What.CONTACT, What.CONTACT_OVER, What.LOCATION, What.LOCATION_OVER),
            (P.CONTACT_READ, P.CONTACT_READ_LIMITED, P.LOCATION_READ, P.LOCATION_READ_LIMITED),
        ),
        Group("files", (What.FILE,), (P.FILE_READ, P.FILE_READ_LIMITED)),
        Group("releases", (What.RELEASE, What.RELEASE_BACK), (P.CONSENT_READ,)),
        Group("merges", (What.MERGE,), (P.HISTORY_READ,)),
    )
}


def groups_of(actor: Actor) -> list[Group]:
    """The groups of which the role sees anything."""
    return [group for group in GROUPS.values() if any(actor.may(right) for right in group.rights)]


@dataclass(frozen=True, order=True)
class Place:
    """Where an event stands on the line: day, sort, number. The next page begins behind it."""

    day: date
    what: int
    key: int

    def __str__(self) -> str:
        return f"{self.day.isoformat()}.{self.what}.{self.key}"

    @classmethod
    def read(cls, text: str) -> Place | None:
        """A place out of an address; None for what is none."""
        parts = text.split(".")
        try:
            day, what, key = date.fromisoformat(parts[0]), int(parts[1]), int(parts[2])
        except (IndexError, ValueError):
            return None
        return cls(day, what, key) if len(parts) == 3 and 0 <= what < 100 and 0 <= key < 2**31 else None


@dataclass(frozen=True)
class Wanted:
    """Which events: of a group, of a program (which only enrollments and what hangs on them have), from a day
    to a day, both inclusive. None: all."""

    group: str | None = None
    project_key: int | None = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class Event:
    """Something that happened, or several of a kind within a month. What the role does not see is empty, and
    was not read."""

    day: date
    what: What
    key: int
    enrollment_key: int | None = None
    project_key: int | None = None
    project: str = ""
    agency: str = ""
    agency_key: int | None = None
    number: int = 1
    """How many, of services and bed nights."""
    first_day: date | None = None
    """The first of several."""
    code: int | None = None
    """A code of HUD's, by sort: relationship, destination, stage, situation, type."""
    code_2: int | None = None
    kind: str = ""
    """A word of ours: the kind of a contact, a file, a release."""
    words: str = ""
    amount: Decimal | None = None

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(self.day, int(self.what), self.key)


@dataclass(frozen=True)
class Page:
    """Some events, the latest first. `after`: where the next page begins; None at the end."""

    events: list[Event]
    after: Place | None
