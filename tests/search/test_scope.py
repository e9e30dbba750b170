"""What an actor finds: only what the agency sees, and only the fields that the role may see."""

from __future__ import annotations

from datetime import date

import pytest

from hmis_web.access.actor import Actor
from hmis_web.db.errors import Forbidden
from hmis_web.domain.search.find import search
from hmis_web.domain.search.indexing import reindex_clients
from hmis_web.domain.search.scoring import Why
from hmis_web.models import ClientAgency, ClientAlias
from tests.factories import hud
from tests.personas import OUTSIDER
from tests.search.conftest import TODAY, Town

pytestmark = pytest.mark.both_databases

BORN = date(1960, 3, 14)


@pytest.mark.parametrize(
    "text",
    ["teresa martin", "teresa", "ter", "martin 1960", "bob martin", "tersa martn", "teresa 1234", "ssn 1234",
     "900121234", "3/14/1960", "teresa martin 3/14/1960", "t-77", "{record}"],
)  # fmt: skip
def test_other_agencys_client_is_never_among_the_matches(town: Town, text: str) -> None:
    theirs = town.add("Teresa", "Martin", town.community.other, dob=BORN, ssn="900121234", personal_id="t-77")
    text = text.format(record=f"R-{theirs.id}")

    assert town.found(text) == []
    if text != "bob martin":
        assert town.everyone(text) == [theirs.id]
        assert town.found(text, OUTSIDER) == [theirs.id]


def test_own_client_is_found_among_many_of_others(town: Town) -> None:
    for number in range(150):
        hud.client(
            town.session,
            town.keyring,
            town.community.other,
            first_name="Maria",
            last_name="Garcia",
            dob=date(1950 + number % 50, 1, 1),
            ssn=f"9001{number:01d}1234"[:9].ljust(9, "0"),
        )
    own = town.add("Maria", "Garcia", dob=BORN, ssn="900991234")
    reindex_clients(town.session, range(1, own.id + 1))

    for text in ("maria garcia", "maria", "mar", "gar", "mria garcia", "maria garcia 1960", "maria 1234"):
        assert town.found(text) == [own.id], text


def test_client_of_two_agencies_is_found_by_both(town: Town) -> None:
    shared = town.add("Ana", "Ruiz", town.community.home, town.community.other)

    assert town.found("ana ruiz") == town.found("ana ruiz", OUTSIDER) == [shared.id]


def test_client_of_many_agencies_is_found_by_each_and_no_other(town: Town) -> None:
    more = [hud.organization(town.session, f"Agency {number}") for number in range(6)]
    shared = town.add("Ana", "Ruiz", town.community.home, *more)

    assert town.found("ana") == town.found("ana ruiz") == [shared.id]
    assert town.found("ana", OUTSIDER) == town.found("ana ruiz", OUTSIDER) == []


def test_new_agency_finds_after_reindexing(town: Town) -> None:
    client = town.add("Ana", "Ruiz")
    town.session.add(ClientAgency(organization_id=town.community.other.id, client_id=client.id))
    reindex_clients(town.session, [client.id])

    assert town.found("ana", OUTSIDER) == [client.id]


def test_lost_agency_finds_nothing_even_before_reindexing(town: Town) -> None:
    client = town.add("Ana", "Ruiz")
    town.session.delete(town.session.get_one(ClientAgency, (town.community.home.id, client.id)))
    town.session.flush()

    assert town.found("ana") == town.found("ana ruiz") == []


def test_deleted_client_is_never_found(town: Town) -> None:
    client = town.add("Ana", "Ruiz", dob=BORN, ssn="900121234")
    client.date_deleted = "2026-01-01 00:00:00"
    town.session.flush()

    for text in ("ana ruiz", "1234", "900121234", f"R-{client.id}", client.personal_id, "3/14/1960"):
        assert town.everyone(text) == [], text


def test_identifiers_find_record_now_and_before_a_merge(town: Town) -> None:
    client = town.add("Ana", "Ruiz", personal_id="A1b2C3")
    town.session.add(
        ClientAlias(data_source_id=client.data_source_id, personal_id="OLD-77", client_id=client.id)
    )
    town.session.flush()

    for text in (f"R-{client.id}", f"r{client.id}", "A1b2C3", "OLD-77", "A1b2C3 ruiz"):
        assert town.found(text) == [client.id], text
    assert town.first("OLD-77").why == (Why.RECORD,)


def test_full_view_shows_birth_date_identifier_and_last_four(town: Town) -> None:
    client = town.add("Ana", "Ruiz", dob=BORN, ssn="900121234", name_suffix="Jr")

    match = town.first("ana ruiz", "agency-manager")

    assert (match.name, match.record_number, match.age) == ("Ana Ruiz Jr", f"R-{client.id}", 66)
    assert (match.birth_date, match.personal_id, match.last4) == (BORN, client.personal_id, "1234")


@pytest.mark.parametrize("persona", ["services-only", "read-only"])
def test_limited_view_shows_name_age_and_record_number_only(town: Town, persona: str) -> None:
    client = town.add("Ana", "Ruiz", dob=BORN, ssn="900121234")

    match = town.first("ana ruiz 1960", persona)

    assert (match.name, match.record_number, match.age) == ("Ana Ruiz", f"R-{client.id}", 66)
    assert (match.birth_date, match.personal_id, match.last4) == (None, None, None)


def test_limited_view_tells_twins_apart_by_last_four(town: Town) -> None:
    town.add("Ana", "Ruiz", dob=BORN, ssn="900121234")
    town.add("Ana", "Ruiz", dob=BORN, ssn="900125678")
    town.add("Ana", "Ruizo", dob=BORN, ssn="900129999")

    matches = town.ask("ana ruiz", "read-only").matches

    assert [match.last4 for match in matches] == ["1234", "5678", None]


def test_masked_birth_date_is_not_told_by_the_reasons(town: Town) -> None:
    town.add("Ana", "Ruiz", dob=date(1960, 4, 3), ssn="900121234")

    match = town.first("ana ruiz 3/4/1960", "reporting-monitoring")

    assert match.birth_date is None
    assert match.last4 == "1234"
    assert Why.SWAPPED_DATE not in match.why


@pytest.mark.parametrize("text", ["teresa martin 3/14/1960", "martin teresa 14 mar 1960", "900-12-1234"])
def test_exact_client_of_another_agency_is_announced_by_number_only(town: Town, text: str) -> None:
    theirs = town.add("Teresa", "Martin", town.community.other, dob=BORN, ssn="900121234")

    result = town.ask(text)

    assert result.matches == ()
    assert result.elsewhere == (f"R-{theirs.id}",)
    assert town.ask(text, OUTSIDER).elsewhere == ()


@pytest.mark.parametrize(
    "text",
    ["teresa martin", "teresa martin 1960", "tersa martin 3/14/1960", "martin 3/14/1960", "martin 1234"],
)
def test_inexact_question_announces_nothing_elsewhere(town: Town, text: str) -> None:
    town.add("Teresa", "Martin", town.community.other, dob=BORN, ssn="900121234")

    assert town.ask(text).elsewhere == ()


def test_search_needs_its_permission(town: Town) -> None:
    nobody = Actor(1, "Nobody", town.community.home.id, "Open Door", "none", "None", frozenset())

    with pytest.raises(Forbidden):
        search(town.session, nobody, "ana", town.keyring, TODAY)


def test_audit_act_names_nobody_but_tells_who_was_shown(town: Town) -> None:
    client = town.add("Teresa", "Martin", dob=BORN, ssn="900121234")

    act = town.ask("teresa martin 900-12-1234").act

    assert (act.verb, act.subject_type) == ("client.search", "client")
    assert act.details is not None
    assert act.details["shown"] == str(client.id)
    assert act.details["by"] == "name last4 ssn"
    assert not any(word in str(act.details).lower() for word in ("teresa", "martin", "900121234"))
    assert act.details["digest"] == town.ask("Teresa  MARTIN 900-12-1234").act.details["digest"]
