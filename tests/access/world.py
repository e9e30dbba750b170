"""What every probe of the role matrix works with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from werkzeug.test import TestResponse

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
    file: int

    def tab(self, name: str) -> TestResponse:
        """A tab of the client's record."""
        return self.visitor.get(f"/clients/{self.town.client}/{name}")

    def write(self, path: str, sent: dict[str, str]) -> bool:
        """Whether a form about the client is saved. Whoever acts for all agencies chooses one first, as the
        page tells them to."""
        address = f"/clients/{self.town.client}/{path}"
        answer = self.visitor.post(address, sent)
        if answer.status_code == 422 and "You act for all agencies" in answer.text:
            self.visitor.post("/switch-agency", {"organization_id": str(self.elsewhere)})
            answer = self.visitor.post(address, sent)
        return answer.status_code == 303

    def client_page(self) -> str:
        """What the client's page says; empty when it does not open."""
        answer = self.visitor.get(f"/clients/{self.town.client}")
        return page(answer).main.text if answer.status_code == 200 and page(answer).main else ""


Probe = Callable[[World], set[str]]
