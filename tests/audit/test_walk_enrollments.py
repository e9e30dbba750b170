"""What each request about households and enrollments writes into the audit trail."""

from __future__ import annotations

from collections.abc import Callable

from tests.audit.test_walk import Walker, walk
from tests.town import Town

__all__ = ["walk"]


def test_households_and_enrollments(walk: Callable[[str], Walker], town: Town) -> None:
    worker, page = walk("direct-service"), f"/clients/{town.client}"
    home, stay, day = (
        f"{page}/households/{town.household}",
        f"{page}/enrollments/{town.stay}",
        str(town.today),
    )
    person = {"lines": "1", "l0-first_name": "Nia", "l0-last_name": "Bell", "l0-relationship": "1", "on": day}
    place = {"on": day, "version": "1", f"m{town.client}-place": "stays", f"m{town.client}-relationship": "1"}
    entry = {"project": town.outreach, "entry_date": day, "idempotency_key": "k", "do": "save"}
    inside = {f"m{town.client}-known": "1", f"m{town.client}-inside": "y", f"m{town.client}-relation": "1"}

    worker.get("/households/new")
    worker.post("/households/new", {**person, "do": "find"}, "client.search")
    worker.post(
        "/households/new", person, "client.search", "client:create", "household:create", "household:join"
    )
    worker.get(home, "client:read")
    worker.get(f"{home}/edit", "client:read")
    worker.post(f"{home}/edit", {**place, f"m{town.child}-place": "leaves"}, "household:leave")
    worker.get(f"{page}/enrollments", "client:read")
    worker.get(stay, "client:read")
    worker.get(f"{stay}/edit", "client:read")
    worker.get(f"{stay}/members/new", "client:read")
    worker.get(f"{page}/enrollments/new", "client:read")
    entered = ("answers:save", "caseload:assign", "client:read", "enrollment:create")
    worker.post(f"{page}/enrollments/new", {**entry, **inside}, *entered)
    worker.post(f"{page}/enrollments/new", {**entry, **inside}, "client:read")  # twice is once
