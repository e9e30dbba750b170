"""A client's page: what each role sees of whom."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from hmis_web.db.session import Database
from hmis_web.models import AuditEvent, Client, ClientAlias, Organization, RolePermission
from tests.browser import Visitor, page
from tests.factories import hud, own
from tests.personas import ADMINISTRATOR, EVERYBODY, OUTSIDER, Community
from tests.town import CANARY, Town

Enter = Callable[[str], Visitor]
LIMITED = ("services-only", "read-only")
INSIDERS = tuple(persona for persona in EVERYBODY if persona != OUTSIDER)


@pytest.mark.parametrize("persona", INSIDERS)
def test_client_page_of_own_client_shows_name_and_age(signed_in: Enter, town: Town, persona: str) -> None:
    shown = page(signed_in(persona).get(f"/clients/{town.client}"))

    assert shown.h1 is not None
    assert shown.h1.text == "Teresa Martin"
    assert f"{town.today.year - 1960 - ((town.today.month, town.today.day) < (3, 14))} years" in shown.text
    assert f"R-{town.client}" in shown.text


@pytest.mark.parametrize("persona", LIMITED)
def test_client_page_for_limited_viewing_leaves_out_the_rest(
    signed_in: Enter, town: Town, persona: str
) -> None:
    text = signed_in(persona).get(f"/clients/{town.client}").text

    assert "Harbor Nights" in text
    assert "Luz Martin" in text
    for hidden in ("14 Mar 1960", "1234", "Past enrollments", "Rental by client", "Veteran", "Female"):
        assert hidden not in text


def test_client_page_for_full_profile_shows_past_stays_and_last_four(signed_in: Enter, town: Town) -> None:
    text = signed_in("direct-service").get(f"/clients/{town.client}").text

    for shown in (
        "14 Mar 1960",
        "1234",
        "Past enrollments",
        "Rental by client",
        "Street Team",
        "Case management",
    ):
        assert shown in text
    assert "900121234" not in text


def test_client_page_without_birth_date_right_shows_age_only(signed_in: Enter, town: Town) -> None:
    text = signed_in("reporting-monitoring").get(f"/clients/{town.client}").text

    assert "14 Mar 1960" not in text
    assert "1234" in text


def test_client_page_never_shows_other_agencys_stay(signed_in: Enter, town: Town) -> None:
    assert CANARY not in signed_in("agency-manager").get(f"/clients/{town.client}").text
    assert f"{CANARY} House" in signed_in(ADMINISTRATOR).get(f"/clients/{town.client}").text


def test_client_page_of_other_agencys_client_is_missing_like_any_other(signed_in: Enter, town: Town) -> None:
    visitor = signed_in("agency-manager")

    theirs, nobodys = visitor.get(f"/clients/{town.stranger}"), visitor.get("/clients/999999")

    assert (theirs.status_code, nobodys.status_code) == (404, 404)
    assert page(theirs).main == page(nobodys).main


def test_client_page_for_role_without_the_right_is_refused(
    signed_in: Enter, town: Town, database: Database
) -> None:
    with database.session(write=True) as session:
        session.execute(delete(RolePermission).where(RolePermission.permission.like("client:read%")))
        session.commit()

    answer = signed_in("read-only").get(f"/clients/{town.client}")

    assert answer.status_code == 403
    assert "see a client" in answer.text


def test_client_page_lists_household_with_links(signed_in: Enter, town: Town) -> None:
    links = page(signed_in("services-only").get(f"/clients/{town.client}")).select("main a")

    assert f"/clients/{town.child}" in [link["href"] for link in links]


def test_client_page_shows_alert_of_any_agency_until_its_last_day(
    signed_in: Enter, town: Town, database: Database, community: Community
) -> None:
    with database.session(write=True) as session:
        person, other = (
            session.get_one(Client, town.client),
            session.get_one(Organization, community.other.id),
        )
        own.alert(session, person, other, "A unit is waiting", ends_on=town.today, phone="555-0100")
        own.alert(session, person, other, "Long gone", ends_on=town.today - timedelta(days=1))
        session.commit()

    text = signed_in("read-only").get(f"/clients/{town.client}").text

    assert "A unit is waiting" in text
    assert "Elm House" in text
    assert "Long gone" not in text


def test_client_page_shows_notes_of_own_agency_alone(
    signed_in: Enter, town: Town, database: Database, community: Community
) -> None:
    with database.session(write=True) as session:
        person = session.get_one(Client, town.client)
        for agency, text in ((community.home, "Lost her phone"), (community.other, f"{CANARY} note")):
            own.note(session, person, session.get_one(Organization, agency.id), text)
        session.commit()

    text = signed_in("services-only").get(f"/clients/{town.client}").text

    assert "Lost her phone" in text
    assert CANARY not in text


@pytest.mark.parametrize(
    ("persona", "stays"),
    [("agency-manager", {"stay", "past_stay"}), ("direct-service", {"stay"}), ("services-only", {"stay"})],
)
def test_client_page_offers_services_where_the_role_may_log_them(
    signed_in: Enter, town: Town, persona: str, stays: set[str]
) -> None:
    links = page(signed_in(persona).get(f"/clients/{town.client}")).select("main a[href$='services/new']")

    assert {link["href"] for link in links} == {town.service_page(stay=getattr(town, name)) for name in stays}


def test_client_page_for_reading_role_offers_no_services(signed_in: Enter, town: Town) -> None:
    assert "services/new" not in signed_in("read-only").get(f"/clients/{town.client}").text


def test_client_page_of_merged_record_leads_to_the_survivor(
    signed_in: Enter, town: Town, database: Database
) -> None:
    with database.session(write=True) as session:
        source = session.get_one(Client, town.client).data_source_id
        session.add(
            ClientAlias(data_source_id=source, personal_id="OLD", client_id=town.client, replaced_key=4711)
        )
        session.commit()

    assert signed_in("read-only").get("/clients/4711").location == f"/clients/{town.client}"
    assert signed_in(OUTSIDER).get("/clients/4711").status_code == 404


def test_client_page_read_is_audited_and_leads_home(signed_in: Enter, town: Town, database: Database) -> None:
    visitor = signed_in("read-only")

    visitor.get(f"/clients/{town.client}")

    with database.session() as session:
        read = session.scalars(select(AuditEvent).where(AuditEvent.verb == "client:read")).one()
    assert (read.client_id, read.subject_id, read.organization_id is not None) == (
        town.client,
        town.client,
        True,
    )
    assert "Teresa Martin" in page(visitor.get("/")).main.text


def test_client_page_without_any_stay_says_so(
    signed_in: Enter, town: Town, database: Database, community: Community, keyring
) -> None:
    with database.session(write=True) as session:
        home = session.get_one(Organization, community.home.id)
        someone = hud.client(session, keyring, home, first_name=None, last_name=None, dob=None)
        session.commit()

    text = signed_in("direct-service").get(f"/clients/{someone.id}").text

    assert "Name not known" in text
    assert "No active enrollment here" in text


def test_client_page_needs_few_statements(signed_in: Enter, town: Town, query_budget) -> None:
    visitor = signed_in("agency-manager")

    with query_budget(15):
        visitor.get(f"/clients/{town.client}")
