"""The moment at which something is done, and how it reads here (decision 17)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Clock:
    """One moment, passed to whatever writes: never read from the machine below the web."""

    now: datetime
    """Aware, UTC."""
    zone: ZoneInfo
    """The installation's time zone."""

    @property
    def as_of(self) -> date:
        """Today in the installation's zone."""
        return self.now.astimezone(self.zone).date()

    @property
    def stamp(self) -> str:
        """The moment as HUD's files write it: local, to the second, without a zone."""
        return f"{self.now.astimezone(self.zone):%Y-%m-%d %H:%M:%S}"
