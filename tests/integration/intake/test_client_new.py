"""Adding a person: from the search box, with likely duplicates beside the form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from hmis_web.db.session import Database
from hmis_web.domain.search import indexing
from hmis_web.models import Client, ClientAgency, Draft
from tests.browser import Visitor, field_value, page
from tests.integration.intake.person_answers import BEA, BEGIN, NEW, count, errors, newest
from tests.personas import ADMINISTRATOR, Community
from tests.town import Town

Enter = Callable[[str], Visitor]


@pytest.fixture(autouse=True)
def _searchable(town: Town, database: Database) -> None:
    with database.session(write=True) as session:
        indexing.reindex_clients(session, [town.client, town.child, town.stranger])
        session.commit()


def test_nothing_found_leads_to_the_form_with_the_words_in_their_fields(
    signed_in: Enter, town: Town, database: Database
) -> None:
    visitor = signed_in("direct-service")

    nobody = page(visitor.post("/clients/search", {"q": "okoro, bea ann 4/9/1985 ssn 6780"}))
    button = nobody.select_one("main form button[name=q]")
    begun = visitor.post(BEGIN, {"q": str(button["value"])})  # type: ignore[index]

    values = {
        name: field_value(begun, name) for name in ("first_name", "middle_name", "last_name", "dob", "ssn")
    }
    assert button is not None
    assert button.has_attr("autofocus")
    assert values == {
        "first_name": "Bea", "middle_name": "Ann", "last_name": "Okoro", "dob": "04/09/1985", "ssn": "6780",
    }  # fmt: skip
    assert page(begun).select_one("#ssn-quality option").text == "Approximate or partial SSN reported"  # type: ignore[union-attr]
    assert page(begun).select_one("form#person")["action"] == NEW  # type: ignore[index]
    assert count(database, Draft) == 0


def test_typeahead_offers_to_add_to_who_may(signed_in: Enter, town: Town) -> None:
    for persona, offered in (("direct-service", True), ("read-only", False)):
        answer = signed_in(persona).post("/clients/search", {"q": "zzz nobody"}, htmx=True)
        assert bool(page(answer).select("button#find-new[form=find-add]")) is offered
        whole = signed_in(persona).post("/clients/search", {"q": "zzz nobody"})
        assert ("Add this person" in page(whole).main.text) is offered


def test_person_is_added_once_however_often_the_form_is_sent(
    signed_in: Enter, town: Town, database: Database, community: Community
) -> None:
    visitor = signed_in("direct-service")
    before = count(database, Client)

    first, second = visitor.post(NEW, dict(BEA)), visitor.post(NEW, dict(BEA))

    made = newest(database)
    assert first.status_code == second.status_code == 303
    assert first.location == second.location == f"/clients/{made.id}"
    assert count(database, Client) == before + 1
    assert (made.asian, made.sex, made.name_data_quality, made.ssn_data_quality) == (1, 0, 1, 1)
    with database.session() as session:
        seers = session.scalars(select(ClientAgency.organization_id).where(ClientAgency.client_id == made.id))
        assert seers.all() == [community.home.id]
    assert "Bea Okoro" in visitor.get(first.location).text


def test_what_is_missing_asks_why_and_what_contradicts_stands_at_its_field(
    signed_in: Enter, town: Town, database: Database
) -> None:
    visitor = signed_in("direct-service")
    before = count(database, Client)
    days = {"signed_on": "2026-01-02", "ends_on": "2027-01-01"}
    cases: list[tuple[dict[str, Any], str]] = [
        ({"first_name": "", "last_name": ""}, "Choose why the name is missing"),
        ({"ssn": ""}, "Choose why the number is missing"),
        ({"dob": ""}, "Choose why the birth date is missing"),
        ({"dob": "soon"}, "Enter a birth date such as 03/14/1985"),
        ({"dob": "1/1/2090"}, "lies in the future"),
        ({"ssn": "12345"}, "nine characters"),
        ({"races": ["asian"], "race_none": "8"}, "at least one race"),
        ({"sex": "7"}, "Choose one of the answers"),
        ({"veteran_status": "1", "year_entered_service": "nine"}, "Enter a year such as 1998"),
        ({"veteran_status": "1", "year_entered_service": "2003", "year_separated": "2001"},
         "year of separation"),
        ({"kind": "signed", "how": "typed", **days}, "Type the name"),
        ({"kind": "signed", "how": "drawn", "drawing": "<svg>", **days},
         "Let the client sign"),
        ({"kind": "attached", **days}, "Choose the scan"),
        ({"kind": "verbal", "dob": "1/1/2015", **days},
         "parent or guardian"),
        ({"kind": "verbal", "signed_on": "2099-01-02", "ends_on": "2099-03-01"}, "can't be in the future"),
    ]  # fmt: skip
    token = visitor.csrf_token()

    for change, words in cases:
        answer = visitor.post(NEW, BEA | {"csrf_token": token} | change)
        assert answer.status_code == 422, change
        assert words in errors(answer), change
        assert count(database, Client) == before

    answer = visitor.post(NEW, BEA | {"ssn": ""})
    assert field_value(answer, "last_name") == "Okoro"


def test_qualities_follow_what_is_typed(signed_in: Enter, town: Town) -> None:
    visitor = signed_in("direct-service")
    token = visitor.csrf_token()
    cases = [
        ("name", {"first_name": "Bea"}, ["Partial, street name, or code name reported"]),
        ("ssn", {"ssn": "xxx-xx-4471"}, ["Approximate or partial SSN reported"]),
        ("ssn", {"ssn": "123456780"}, ["Full SSN reported", "Approximate or partial SSN reported"]),
        ("dob", {"dob": "1985"}, ["Approximate or partial DOB reported"]),
        (
            "dob",
            {},
            ["Choose why", "Client doesn't know", "Client prefers not to answer", "Data not collected"],
        ),
    ]

    for part, typed, offered in cases:
        answer = visitor.post(f"{NEW}/{part}", typed | {"csrf_token": token}, htmx=True)
        assert [each.text for each in page(answer).select("option")] == offered
    veteran = visitor.post(f"{NEW}/veteran", {"veteran_status": "1"}, htmx=True)
    assert "Discharge status" in veteran.text
    assert "Discharge status" not in visitor.post(f"{NEW}/veteran", {"veteran_status": "0"}, htmx=True).text
    assert "Relation to the client" in visitor.post(f"{NEW}/consent", {"kind": "guardian"}, htmx=True).text


def test_partial_answers_set_their_quality_and_hidden_ones_do_not_count(
    signed_in: Enter, town: Town, database: Database
) -> None:
    sent = BEA | {
        "dob": "1985", "ssn": "4471", "dob_data_quality": "1", "last_name": "", "name_data_quality": "99",
        "military_branch": "1", "veteran_status": "0",
    }  # fmt: skip

    assert signed_in("direct-service").post(NEW, sent).status_code == 303

    made = newest(database)
    assert str(made.dob) == "1985-01-01"
    assert (made.dob_data_quality, made.ssn_data_quality, made.name_data_quality) == (2, 2, 2)
    assert made.military_branch is None


def test_without_javascript_a_button_shows_the_questions_that_follow(
    signed_in: Enter, town: Town, database: Database
) -> None:
    before = count(database, Client)

    answer = signed_in("direct-service").post(NEW, {"veteran_status": "1", "kind": "attached", "ask": "1"})

    assert answer.status_code == 200
    assert page(answer).select("[name=discharge_status]")
    assert page(answer).select("[name=paper]")
    assert errors(answer) == ""
    assert count(database, Client) == before


def test_administrator_for_all_agencies_chooses_whose_record_it_is(
    signed_in: Enter, town: Town, database: Database, community: Community
) -> None:
    visitor = signed_in(ADMINISTRATOR)

    refused = visitor.post(NEW, dict(BEA))
    saved = visitor.post(NEW, BEA | {"organization_id": str(community.other.id)})

    assert refused.status_code == 422
    assert "Choose the agency" in errors(refused)
    assert saved.status_code == 303
    assert newest(database).entered_organization_id == community.other.id


def test_roles_without_the_right_are_refused(signed_in: Enter, town: Town) -> None:
    visitor = signed_in("services-only")

    assert visitor.get(NEW).status_code == 403
    for path in (NEW, BEGIN, f"{NEW}/likely"):
        assert visitor.post(path, dict(BEA)).status_code == 403


def test_form_is_small_in_statements(signed_in: Enter, town: Town, query_budget: Any) -> None:
    visitor = signed_in("direct-service")
    token = visitor.csrf_token()

    with query_budget(15):  # session, actor, two agencies of candidates' searches, nobody's draft
        visitor.client.post(f"{NEW}/likely", data=BEA | {"csrf_token": token}, headers={"HX-Request": "true"})
    with query_budget(8):
        visitor.client.get(NEW)
