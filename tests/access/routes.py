"""The table of docs/routes.md, read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from tests.personas import ADMINISTRATOR

TABLE = Path(__file__).resolve().parents[2] / "docs" / "routes.md"
COLUMNS = {
    "AM": "agency-manager",
    "PM": "program-manager",
    "DW": "direct-service-assessments",
    "DN": "direct-service",
    "SO": "services-only",
    "AO": "assessor-only",
    "RO": "read-only",
    "RM": "reporting-monitoring",
    "SA": ADMINISTRATOR,
}
OPEN = {"everybody", "signed in", "at a gate"}


@dataclass(frozen=True)
class Route:
    """One line of the table."""

    endpoint: str
    address: str
    right: str
    answers: dict[str, int]
    personas: frozenset[str]

    @property
    def permissions(self) -> frozenset[str]:
        """The rights of which one is needed; empty for open pages."""
        return frozenset() if self.right in OPEN else frozenset(self.right.split(" or "))


def routes() -> list[Route]:
    """Every line of the table."""
    lines = [line for line in TABLE.read_text().splitlines() if line.startswith("|")]
    head, _rule, *body = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    found = []
    for endpoint, address, right, answers, *ticks in body:
        marks = dict(zip(head[4:], ticks, strict=True))
        found.append(
            Route(
                endpoint,
                address.strip("`"),
                right,
                {method: int(status) for method, status in re.findall(r"(GET|POST) (\d{3})", answers)},
                frozenset(COLUMNS[code] for code, mark in marks.items() if mark),
            )
        )
    return found
