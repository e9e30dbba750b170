"""The pages to measure, each as the person who uses it most."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.pages.installation import Served

DIRECT, SERVICES, MANAGER, ADMINISTRATOR = (
    "person0",
    "person1",
    "person2",
    "System administrator",
)


@dataclass(frozen=True)
class Place:
    """A page: what it is called, who looks at it, where it is, and what is done on it."""

    name: str
    person: str
    path: str
    work: str = "search"
    """`search` in the top bar, `choose` a service, `type` into the first field, or nothing."""


def places(served: Served, run: str) -> list[Place]:
    """Every page; `run` is the path of a report's run."""
    town = served.town
    client = f"/clients/{town.client_id}"
    return [
        Place("sign in", "", "/sign-in", "type"),
        Place("home, direct service", DIRECT, "/"),
        Place("home, services only", SERVICES, "/"),
        Place("home, manager", MANAGER, "/"),
        Place("clients", DIRECT, "/clients/search"),
        Place("client", DIRECT, client),
        *_record(client, f"{client}/enrollments/{town.enrollment_id}"),
        Place("add a person", DIRECT, "/clients/new", "type"),
        Place("new household", DIRECT, "/households/new", "type"),
        Place("worklist", DIRECT, "/worklist"),
        Place("log a service", SERVICES, f"{client}/enrollments/{town.enrollment_id}/services/new", "choose"),
        Place("reports", MANAGER, "/reports"),
        Place("new report", MANAGER, "/reports/apr/new"),
        Place("report", MANAGER, run),
        Place("people behind a number", MANAGER, f"{run}/tables/Q5a/cells/B2"),
        Place("export", MANAGER, "/exports"),
        Place("imports", ADMINISTRATOR, "/imports"),
        Place("new import", ADMINISTRATOR, "/imports/new"),
        Place("agencies", ADMINISTRATOR, "/agencies"),
    ]


def _record(client: str, stay: str) -> list[Place]:
    """The tabs of a client, and the pages of a stay."""
    tabs = ("enrollments", "services", "notes", "contacts", "files", "history")
    return [
        *(Place(name, DIRECT, f"{client}/{name}") for name in tabs),
        Place("edit a person", DIRECT, f"{client}/edit"),
        Place("enroll", DIRECT, f"{client}/enrollments/new"),
        Place("enrollment", DIRECT, stay),
        Place("answers at entry", DIRECT, f"{stay}/edit"),
        Place("annual assessment", DIRECT, f"{stay}/records/annual/new"),
        Place("exit", DIRECT, f"{stay}/exit"),
    ]
