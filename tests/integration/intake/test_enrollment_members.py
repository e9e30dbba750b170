"""Who joins a stay, what is said of other stays, and for whom enrolling is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.domain.search import indexing
from hmis_web.models import (
    ClientAgency,
    Enrollment,
    Project,
)
from tests.browser import Visitor, page
from tests.factories import hud
from tests.integration.intake.entering import HEAD, WORKER, entered, entry, path
from tests.personas import OUTSIDER, Community
from tests.town import CANARY, Town

Enter = Callable[[str], Visitor]
DISABLING = "enrollment.disabling_condition"
LIVING = "enrollment.living_situation"


@pytest.mark.both_databases
def test_somebody_joins_a_running_stay_also_after_others_left(
    signed_in: Enter, town: Town, housing: int, database: Database, keyring: KeyRing, community: Community
) -> None:
    visitor = signed_in(WORKER)
    visitor.post(path(town), entry(town, housing))
    made = entered(database, housing)
    with database.session(write=True) as session:
        gone = session.get_one(Enrollment, made[town.child].id)
        hud.exit(session, gone, town.today)
        cousin = hud.client(session, keyring, session.merge(community.home), first_name="Cousin").id
        indexing.reindex_clients(session, [cousin])
        session.commit()
    joining = f"/clients/{town.client}/enrollments/{made[town.client].id}/members/new"
    sent = {"entry_date": str(town.today), "idempotency_key": "k2", "also": str(cousin), "do": "save"}
    one = {f"m{cousin}-known": "1", f"m{cousin}-inside": "y"}

    found = page(visitor.post(joining, {"entry_date": str(town.today), "do": "find", "q": "cousin"}))
    added = page(visitor.post(joining, {"entry_date": str(town.today), "add": str(cousin)}))
    head = visitor.post(joining, sent | one | {f"m{cousin}-relation": HEAD})
    done = visitor.post(joining, sent | one | {f"m{cousin}-relation": "4"})

    assert found.select_one("button[name=add]")["value"] == str(cousin)
    assert added.select_one("[name=also]")["value"] == str(cousin)
    assert "has its head already" in head.text
    assert done.status_code == 303
    joined = entered(database, housing)[cousin]
    assert joined.household_id == made[town.client].household_id
    assert joined.relationship_to_hoh == 4
    with database.session(write=True) as session:
        hud.exit(session, session.get_one(Enrollment, made[town.client].id), town.today)
        hud.exit(session, session.get_one(Enrollment, joined.id), town.today)
        session.commit()
    assert visitor.get(joining).status_code == 422


def test_overlap_is_warned_of_and_another_agencys_stay_is_not_told(
    signed_in: Enter, town: Town, database: Database
) -> None:
    with database.session(write=True) as session:
        lodging = session.get_one(Project, town.outreach)
        lodging.project_type = 2
        shelter = session.get_one(Project, town.shelter)
        shelter.project_type = 0
        session.commit()

    warned = page(signed_in(WORKER).post(path(town), entry(town, town.outreach, do="")))

    assert warned.select_one(".alert.warn") is not None
    with database.session(write=True) as session:
        session.get_one(Project, town.shelter).project_type = 4
        session.commit()
    quiet = signed_in(WORKER).post(path(town), entry(town, town.outreach, do=""))
    assert page(quiet).select_one(".alert.warn") is None  # she sleeps at Elm House, too
    assert CANARY not in quiet.text


def test_client_shared_by_a_release_becomes_the_agencys_own(
    signed_in: Enter, town: Town, database: Database, community: Community
) -> None:
    with database.session(write=True) as session:
        row = session.get_one(ClientAgency, (community.home.id, town.child))
        row.by_release = True
        hud.project(session, session.merge(community.home), "Other")
        session.commit()
    alone = {
        "project": str(town.outreach),
        "entry_date": str(town.today),
        "do": "save",
        "idempotency_key": "k",
    }
    alone |= {f"m{town.client}-known": "1", f"m{town.client}-inside": "y", f"m{town.client}-relation": "4"}

    assert signed_in(WORKER).post(path(town), alone).status_code == 303
    assert entered(database, town.outreach)[town.client].relationship_to_hoh == 1  # who is alone is the head


def test_enrolling_is_for_own_clients_and_who_may(signed_in: Enter, town: Town, housing: int) -> None:
    worker, outsider = signed_in(WORKER), signed_in(OUTSIDER)

    assert worker.get(f"/clients/{town.stranger}/enrollments/new").status_code == 404
    assert (
        worker.get(f"/clients/{town.client}/enrollments/{town.strange_stay}/members/new").status_code == 404
    )
    assert outsider.get(path(town)).status_code == 404
    assert signed_in("services-only").get(path(town)).status_code == 403
    assert signed_in("assessor-only").post(path(town), entry(town, housing)).status_code == 403


def test_pages_of_enrollments_ask_the_database_seldom(
    signed_in: Enter, town: Town, housing: int, query_budget: Callable[[int], object]
) -> None:
    visitor = signed_in(WORKER)
    stay = f"/clients/{town.client}/enrollments/{town.stay}"
    for address, limit in (
        (f"{path(town)}?project={housing}", 20),
        (f"/clients/{town.client}/enrollments", 15),
        (stay, 20),
        (f"{stay}/edit", 15),
        ("/households/new", 8),
    ):
        with query_budget(limit):  # type: ignore[attr-defined]
            assert visitor.client.get(address).status_code == 200, address
