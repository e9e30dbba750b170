"""How long work says how far it is, and learns that it should stop."""

from __future__ import annotations

from typing import Protocol

from hmis_web.db.errors import HmisError


class Cancelled(HmisError):
    """Somebody asked the work to stop."""


class Progress(Protocol):
    """What importer, reports and exporters are given."""

    def update(self, fraction: float, message: str) -> None:
        """Say how far the work is, 0 to 1, and what it is doing."""

    def check_cancelled(self) -> None:
        """Raises Cancelled when somebody asked the work to stop."""


class NoProgress:
    """For work that nobody watches."""

    def update(self, fraction: float, message: str) -> None:
        """Nothing to tell."""

    def check_cancelled(self) -> None:
        """Never cancelled."""
