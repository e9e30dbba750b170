"""What every probe of the role matrix works with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.browser import Visitor, page
from tests.town import Town

FULL, LIMITED, NONE = {"V"}, {"lim"}, set()


@dataclass(frozen=True)
class World:
    """Somebody's browser, and what is there to be seen."""

    visitor: Visitor
    town: Town
    elsewhere: int
    """The number of a second agency where the person has a role, too."""
    note: str
    alert: str

    def client_page(self) -> str:
        """What the client's page says; empty when it does not open."""
        answer = self.visitor.get(f"/clients/{self.town.client}")
        return page(answer).main.text if answer.status_code == 200 and page(answer).main else ""


Probe = Callable[[World], set[str]]
