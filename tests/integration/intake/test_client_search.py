"""Finding clients."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import delete, select

from hmis_web.db.session import Database
from hmis_web.domain.search import indexing
from hmis_web.models import AuditEvent, RolePermission
from tests.browser import Visitor, page
from tests.town import CANARY, Town

Enter = Callable[[str], Visitor]
SEARCH = "/clients/search"


@pytest.fixture(autouse=True)
def _searchable(town: Town, database: Database) -> None:
    with database.session(write=True) as session:
        indexing.reindex_clients(session, [town.client, town.child, town.stranger])
        session.commit()


def test_search_as_plain_form_answers_a_page(signed_in: Enter, town: Town) -> None:
    answer = signed_in("services-only").post(SEARCH, {"q": "martin ter"})

    assert answer.status_code == 200
    links = page(answer).select("main a.hit")
    assert links[0]["href"] == f"/clients/{town.client}"
    assert "<html" in answer.text


def test_search_while_typing_answers_the_list_alone(signed_in: Enter, town: Town) -> None:
    answer = signed_in("services-only").post(SEARCH, {"q": "martin"}, htmx=True)

    options = page(answer).select("[role=option]")
    assert {option["href"] for option in options} == {f"/clients/{town.client}", f"/clients/{town.child}"}
    assert "<html" not in answer.text


def test_search_never_finds_other_agencys_client(signed_in: Enter, town: Town) -> None:
    visitor = signed_in("agency-manager")

    for text in (CANARY, f"{CANARY} martin", f"R-{town.stranger}", "900999999"):
        assert CANARY not in page(visitor.post(SEARCH, {"q": text})).main.text


def test_search_for_limited_viewing_shows_no_birth_date(signed_in: Enter, town: Town) -> None:
    assert "1960" not in page(signed_in("read-only").post(SEARCH, {"q": "teresa"})).main.text
    assert "14 Mar 1960" in page(signed_in("direct-service").post(SEARCH, {"q": "teresa"})).main.text


def test_search_without_words_shows_whom_one_opened_lately(signed_in: Enter, town: Town) -> None:
    visitor = signed_in("read-only")
    visitor.get(f"/clients/{town.child}")

    for answer in (visitor.get(SEARCH), visitor.post(SEARCH, {"q": "  "})):
        assert answer.status_code == 200
        assert "Luz Martin" in page(answer).main.text


def test_search_words_in_the_address_are_ignored(signed_in: Enter, town: Town) -> None:
    assert "Teresa" not in page(signed_in("read-only").get(f"{SEARCH}?q=teresa")).main.text


def test_search_for_role_without_the_right_is_refused(
    signed_in: Enter, town: Town, database: Database
) -> None:
    with database.session(write=True) as session:
        session.execute(delete(RolePermission).where(RolePermission.permission == "client:search"))
        session.commit()

    visitor = signed_in("read-only")

    assert visitor.post(SEARCH, {"q": "teresa"}).status_code == 403
    assert page(visitor.get("/")).select("form.find") == []


def test_search_is_audited_without_the_words(signed_in: Enter, town: Town, database: Database) -> None:
    signed_in("read-only").post(SEARCH, {"q": "teresa"})

    with database.session() as session:
        acts = session.scalars(select(AuditEvent).where(AuditEvent.subject_type.like("%search%"))).all()
        acts = acts or session.scalars(select(AuditEvent).where(AuditEvent.verb.like("%search%"))).all()
    assert len(acts) == 1
    assert "teresa" not in (acts[0].details or "").lower()


def test_search_goes_on_while_somebody_writes(signed_in: Enter, town: Town, database: Database) -> None:
    visitor = signed_in("read-only")

    with database.session(write=True):
        answer = visitor.post(SEARCH, {"q": "teresa"})

    assert answer.status_code == 200
    assert "Teresa Martin" in page(answer).main.text


def test_search_needs_few_statements(signed_in: Enter, town: Town, query_budget) -> None:
    visitor = signed_in("direct-service")
    token = visitor.csrf_token()

    with query_budget(15):
        visitor.client.post(SEARCH, data={"q": "teresa martin 1960", "csrf_token": token})
