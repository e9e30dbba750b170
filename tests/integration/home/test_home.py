"""The first page, and the progress of one's jobs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from hmis_web.db.session import Database
from hmis_web.models import ClientAgency, WebSession
from tests.browser import Visitor, page
from tests.personas import ADMINISTRATOR
from tests.town import CANARY, Town

Enter = Callable[[str], Visitor]


@pytest.mark.parametrize(
    ("persona", "tasks"),
    [
        ("services-only", {"/clients/search", "/worklist"}),
        ("direct-service", {"/clients/search", "/worklist", "/forms", "/reports"}),
        ("read-only", {"/clients/search"}),
        ("reporting-monitoring", {"/clients/search", "/worklist", "/reports", "/exports"}),
        (ADMINISTRATOR, {"/clients/search", "/worklist", "/forms", "/reports", "/exports", "/imports"}),
    ],
)
def test_home_offers_what_the_role_may_do_and_nothing_else(
    signed_in: Enter, town: Town, persona: str, tasks: set[str]
) -> None:
    shown = page(signed_in(persona).get("/"))

    assert {link["href"] for link in shown.select("main .tasks a")} == tasks
    areas = {link["href"] for link in shown.select("nav.rail a")}
    assert ("/desk" in areas) == (persona in {"direct-service", ADMINISTRATOR})  # else it is Home
    assert areas - {"/admin", "/desk"} == {"/", "/help", *tasks} - {"/worklist", "/forms"}
    assert ("/admin" in areas) == (persona == ADMINISTRATOR)


def test_home_counts_entries_of_own_agency(signed_in: Enter, town: Town, database: Database) -> None:
    assert page(signed_in("agency-manager").get("/")).select_one(".figure dd:last-of-type").text == "0"
    assert page(signed_in("services-only").get("/")).select(".figure") == []


def test_home_forgets_whom_one_may_no_longer_see(signed_in: Enter, town: Town, database: Database) -> None:
    visitor = signed_in("direct-service")
    visitor.get(f"/clients/{town.client}")
    assert "Teresa Martin" in page(visitor.get("/")).main.text

    with database.session(write=True) as session:
        seen = session.scalars(select(ClientAgency).where(ClientAgency.client_id == town.client))
        for row in seen:
            session.delete(row)
        session.commit()

    assert "Teresa Martin" not in page(visitor.get("/")).main.text


def test_home_lists_the_last_opened_first_and_each_once(signed_in: Enter, town: Town) -> None:
    visitor = signed_in("read-only")
    for client in (town.client, town.child, town.client):
        visitor.get(f"/clients/{client}")

    names = [hit.select_one(".name").text.strip() for hit in page(visitor.get("/")).select("main .hit")]

    assert names == ["Teresa Martin", "Luz Martin"]


def test_home_needs_few_statements(signed_in: Enter, town: Town, query_budget) -> None:
    visitor = signed_in("agency-manager")
    visitor.get(f"/clients/{town.client}")

    with query_budget(15):
        visitor.get("/")


def test_polling_is_no_sign_of_somebody_at_work(signed_in: Enter, town: Town, database: Database) -> None:
    visitor = signed_in("agency-manager")
    day = timedelta(days=1)
    sent = {
        "projects": [town.shelter],
        "start": (town.today - day).isoformat(),
        "end": town.today.isoformat(),
    }
    visitor.post("/reports/apr/new", sent)
    with database.session(write=True) as session:
        session.execute(
            update(WebSession).values(seen_at=session.scalar(select(WebSession.seen_at)) - day / 288)
        )
        session.commit()
        before = session.scalar(select(WebSession.seen_at))

    visitor.get("/jobs/1/progress", htmx=True)

    def seen_at() -> object:
        with database.session() as session:
            return session.scalar(select(WebSession.seen_at))

    assert seen_at() == before
    visitor.get("/")
    assert seen_at() != before


def test_home_of_one_agency_never_shows_another(signed_in: Enter, town: Town) -> None:
    assert CANARY not in signed_in("agency-manager").get("/").text
