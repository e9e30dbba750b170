"""My caseload on Home, colleagues' caseloads, handing over, households without anybody, and a caseload on
paper."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import brotli
import pypdf
import pytest
from sqlalchemy import select

from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.models import AuditEvent, CaseAssignment, Enrollment, Project, Services
from tests.browser import Visitor, page
from tests.factories import hud
from tests.personas import ADMINISTRATOR, Community
from tests.town import CANARY, Town

Enter = Callable[[str], Visitor]
WORKER, COLLEAGUE, MANAGER = "direct-service-assessments", "direct-service", "program-manager"
PAGE_BYTES = 12_000
"""The page itself; with what it loads anew, a later page stays under 20 KB."""


def assigned(community: Community, persona: str, stay: Enrollment, **values: object) -> CaseAssignment:
    """An assignment of a stay at Open Door."""
    return CaseAssignment(
        client_id=stay.client_key,
        enrollment_id=stay.id,
        account_id=community.accounts[persona],
        organization_id=community.home.id,
        role="case_manager",
        starts_on=stay.entry_date,
        assigned_at=datetime.now(UTC),
        **values,
    )


@pytest.fixture
def busy(town: Town, database: Database, community: Community) -> Town:
    """Teresa and Luz are the worker's; nobody was in touch for 100 days."""
    with database.session(write=True) as session:
        stay = session.get_one(Enrollment, town.stay)
        session.execute(
            Enrollment.__table__.update()
            .where(Enrollment.project_key == town.shelter)
            .values(entry_date=town.today - timedelta(days=100))
        )
        session.flush()
        session.refresh(stay)
        session.execute(
            Services.__table__.update()
            .where(Services.client_key == town.client)
            .values(date_provided=town.today - timedelta(days=100))
        )
        session.add(assigned(community, WORKER, stay, note="Ask about the river."))
        session.commit()
    return town


def test_home_of_direct_service_lists_households_with_what_is_due(signed_in: Enter, busy: Town) -> None:
    card = page(signed_in(WORKER).get("/")).select_one("#caseload")
    words = " ".join(card.text.split())

    for part in ("Teresa Martin", "Harbor Nights", "with Luz Martin", "No contact since", "10 days late",
                 "1 household, 1 with something late", "Ask about the river."):  # fmt: skip
        assert part in words, part
    assert CANARY not in words
    due = card.select_one(".due a")
    assert due is None or due["href"].startswith(f"/clients/{busy.client}")
    for persona, there in (
        (COLLEAGUE, "Nobody yet"),
        ("services-only", ""),
        ("read-only", ""),
        (MANAGER, "N"),
    ):
        shown = page(signed_in(persona).get("/")).select_one("#caseload")
        assert bool(shown) == bool(there)
        assert shown is None or there in shown.text


def test_home_of_eighty_clients_stays_within_statements_and_bytes(
    signed_in: Enter, town: Town, database: Database, community: Community, keyring: KeyRing, query_budget
) -> None:
    with database.session(write=True) as session:
        home = session.merge(community.home)
        program = session.get_one(Project, town.shelter)
        for number in range(80):
            name = {"first_name": f"Given{number}", "last_name": f"Name{number * 37}"}
            person = hud.client(session, keyring, home, **name)
            entry = town.today - timedelta(days=200 + 7 * number)
            stay = hud.enrollment(session, person, program, entry_date=entry)
            session.add(assigned(community, MANAGER, stay))
        session.commit()
    visitor = signed_in(MANAGER)
    visitor.get(f"/clients/{town.client}")

    with query_budget(15):
        answer = visitor.client.get("/")
    assert len(page(answer).select("#caseload tbody tr")) == 80
    assert len(brotli.compress(answer.data, quality=4)) < PAGE_BYTES


def test_handing_over_by_form_with_note_and_its_refusals(
    signed_in: Enter, busy: Town, community: Community, database: Database
) -> None:
    worker, colleague = community.accounts[WORKER], community.accounts[COLLEAGUE]
    visitor, path = signed_in(WORKER), f"/caseload/{worker}/hand-over"
    with database.session() as session:
        number = session.scalar(select(CaseAssignment.id))

    for sent, words in (
        ({}, "Choose a colleague"),
        ({"receiver": str(colleague)}, "Tick the clients"),
        ({"receiver": str(colleague), "everything": "y", "note": "x" * 1_200}, "1,000 characters"),
    ):
        answer = visitor.post(path, sent)
        assert answer.status_code == 422
        assert words in page(answer).main.text
    assert visitor.get(f"/caseload/{colleague}/hand-over").status_code == 404
    sent = {"receiver": str(colleague), "households": [str(number), "777"], "note": "Speaks softly."}
    assert visitor.post(path, sent).status_code == 303

    card = page(signed_in(COLLEAGUE).get("/")).select_one("#caseload").text
    assert "Teresa Martin" in card
    assert "Speaks softly." in card
    assert "Nobody to hand over" in page(visitor.get(path)).main.text
    manager = signed_in(MANAGER)
    back = {"receiver": str(worker), "everything": "y"}
    assert manager.post(f"/caseload/{colleague}/hand-over", back).status_code == 303
    assert "Teresa Martin" in page(manager.get(f"/caseload/{worker}")).main.text
    assert manager.get(f"/caseload/{community.accounts['outsider']}").status_code == 404
    assert signed_in("outsider").get(f"/caseload/{worker}").status_code == 404
    for persona in ("services-only", "read-only", "assessor-only"):
        assert signed_in(persona).get(path).status_code == 403


def test_manager_gives_households_without_anybody_to_a_colleague(
    signed_in: Enter, town: Town, community: Community
) -> None:
    visitor, path = signed_in(MANAGER), f"/caseload?project={town.shelter}"
    listed = page(visitor.get(path))
    assert "1 household" in listed.select_one("#unassigned").text
    assert [box["value"] for box in listed.select("[name=stays]")] == [str(town.stay)]
    assert CANARY not in listed.text

    sent = {"project": str(town.shelter), "account": str(community.accounts[WORKER])}
    answer = visitor.post("/caseload", sent)
    assert (answer.status_code, "Tick the households" in answer.text) == (422, True)
    sent = {
        "project": str(town.shelter),
        "stays": [str(town.stay), str(town.strange_stay)],
        "account": str(community.accounts[WORKER]),
    }
    assert visitor.post("/caseload", sent).status_code == 303
    assert "Everybody has somebody" in page(visitor.get(path)).main.text
    assert CANARY not in signed_in(WORKER).get("/").text
    assert "Choose an agency" in page(signed_in(ADMINISTRATOR).get("/caseload")).main.text


def test_clients_page_says_who_works_with_them(signed_in: Enter, busy: Town, community: Community) -> None:
    visitor, path = signed_in(WORKER), f"/clients/{busy.client}/case-workers"
    shown = page(visitor.get(path))
    assert "Ask about the river." in shown.main.text
    end = shown.select_one("main table form")["action"]

    assert visitor.post(path, {}).status_code == 422
    sent = {"account": str(community.accounts[COLLEAGUE]), "stay": "", "role": "support"}
    assert visitor.post(path, sent).status_code == 303
    assert visitor.post(end).status_code == 303
    words = page(visitor.get(path)).main.text
    assert "Helps besides" in words
    assert "whatever the stay" in words
    assert "Teresa Martin" in page(signed_in(COLLEAGUE).get("/")).select_one("#caseload").text


@pytest.mark.slow
def test_caseload_prints_for_who_may_see_it(
    signed_in: Enter, busy: Town, community: Community, work: Callable[[], None], database: Database
) -> None:
    visitor, path = signed_in(WORKER), f"/caseload/{community.accounts[WORKER]}"
    assert visitor.post(f"{path}/print").status_code == 303
    work()
    link = page(visitor.get(path)).select_one(".actions a[download]")["href"]
    answer = visitor.client.get(link)
    read = pypdf.PdfReader(io.BytesIO(answer.data))
    words = " ".join(" ".join(each.extract_text() for each in read.pages).split())

    for part in (
        "Caseload",
        "Teresa Martin",
        "No contact since",
        "10 days late",
        "Page 1 of 1",
        "Confidential",
    ):
        assert part in words, part
    assert read.root_object["/MarkInfo"]["/Marked"]
    assert signed_in(MANAGER).get(link).status_code == 404
    with database.session() as session:
        verbs = set(session.scalars(select(AuditEvent.verb).where(AuditEvent.verb.like("caseload:%"))))
    assert verbs == {"caseload:read", "caseload:request-print", "caseload:print"}
