"""Probes of the worklist and of what is printed about a client."""

from __future__ import annotations

from tests.access.probes import FULL, NONE, Probe, World
from tests.browser import page


def worklist(world: World) -> set[str]:
    """Row 60. Everybody's rows, or those that one entered oneself."""
    answer = world.visitor.get("/worklist")
    if answer.status_code != 200:
        return NONE
    return FULL if "The PATH status is missing" in page(answer).main.text else {"own"}


def print_client(world: World) -> set[str]:
    """Row 73. Who prints assessments alone prints those of the own agency."""
    path = f"/clients/{world.town.client}/print"
    done = [
        world.visitor.post(path, {"what": f"{name}:en"}).status_code == 303
        for name in ("summary", "assessments")
    ]
    return FULL if all(done) else {"own"} if done[1] else NONE


AT_HOME: dict[int, Probe] = {60: worklist, 73: print_client}
