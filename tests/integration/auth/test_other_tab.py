"""Two agencies, one person: what is saved lands at the agency that the form was opened for, or nowhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from hmis_web.db.session import Database
from hmis_web.domain import presets
from hmis_web.models import AccountGrant, AuditEvent, ClientAgency, Draft, Services
from tests.browser import Visitor, field_value, page
from tests.personas import ADMINISTRATOR, Community
from tests.town import Town

Enter = Callable[[str], Visitor]


@pytest.fixture
def both(signed_in: Enter, database: Database, community: Community, town: Town) -> Visitor:
    """Direct service at Open Door, who has the same role at Elm House, where Teresa is known, too."""
    with database.session(write=True) as session:
        session.add(
            AccountGrant(
                account_id=community.accounts["direct-service"],
                organization_id=community.other.id,
                role_id=presets.ensure_roles(session)["direct-service"],
                is_primary=False,
            )
        )
        session.add(ClientAgency(client_id=town.client, organization_id=community.other.id))
        session.commit()
    return signed_in("direct-service")


def switch(visitor: Visitor, agency: int, **fields: str) -> str:
    """Where a switch leads."""
    return str(visitor.post("/switch-agency", {"organization_id": str(agency), **fields}).location)


def logged(database: Database) -> int:
    """Services logged here."""
    with database.session() as session:
        entered = select(func.count(Services.id)).where(Services.idempotency_key.is_not(None))
        return session.scalar(entered) or 0


def test_form_sent_after_a_switch_in_another_tab_is_not_saved_and_kept(
    both: Visitor, town: Town, database: Database, community: Community
) -> None:
    form = both.get(town.service_page())
    names = ("csrf_token", "idempotency_key", "acting_for", "date_provided")
    sent = {name: field_value(form, name) for name in names} | {"service": "200:200"}
    switch(both, community.other.id)

    refused = both.client.post(town.service_page(), data=sent)

    assert refused.status_code == 409
    assert "opened for <b>Open Door</b>" in refused.text
    assert "Teresa" not in refused.text
    assert logged(database) == 0
    back = page(refused).select_one("main form")
    assert back is not None
    fields = {str(each["name"]): str(each["value"]) for each in back.select("input")}
    assert fields["next"] == town.service_page()
    went = both.client.post(str(back["action"]), data=fields)
    assert went.location == town.service_page()
    again = both.get(town.service_page())
    assert "You left this unfinished" in again.text
    assert field_value(again, "idempotency_key") == sent["idempotency_key"]
    token = {"csrf_token": field_value(again, "csrf_token")}
    assert both.client.post(town.service_page(), data=sent | token).status_code == 303
    assert logged(database) == 1


def test_report_form_of_another_agency_starts_no_run_and_its_draft_stays_there(
    both: Visitor, town: Town, database: Database, community: Community
) -> None:
    sent = {"acting_for": str(community.home.id), "projects": str(town.shelter)}
    sent |= {"start": str(town.today), "end": str(town.today)}
    switch(both, community.other.id)

    assert both.post("/reports/apr/new", sent).status_code == 409

    assert "unfinished" not in both.get("/reports/apr/new").text
    listed = page(both.get("/")).select_one(".lines li")
    assert listed is not None
    assert "for Open Door" in listed.text
    assert "Switch and continue" in listed.text
    with database.session() as session:
        assert session.scalars(select(Draft.organization_id)).all() == [community.home.id]


def test_htmx_form_of_another_agency_is_told_in_a_line(
    both: Visitor, town: Town, community: Community
) -> None:
    answer = both.post(town.service_page(), {"acting_for": str(community.other.id)}, htmx=True)

    assert answer.status_code == 409
    assert answer.headers["HX-Retarget"] == "#flash"


def test_agency_that_is_not_theirs_is_neither_named_nor_offered(
    signed_in: Enter, town: Town, community: Community
) -> None:
    answer = signed_in("services-only").post(town.service_page(), {"acting_for": str(community.other.id)})

    assert answer.status_code == 409
    assert "Elm House" not in answer.text
    assert page(answer).select("main form") == []


def test_switch_on_a_clients_page_keeps_the_client_whom_the_other_agency_sees(
    both: Visitor, town: Town, database: Database, community: Community
) -> None:
    for here in (f"/clients/{town.client}", town.service_page()):
        assert switch(both, community.other.id, here=here) == f"/clients/{town.client}"
        assert both.get(f"/clients/{town.client}").status_code == 200
        assert switch(both, community.home.id, here=here) == f"/clients/{town.client}"

    assert switch(both, community.other.id, here=f"/clients/{town.child}") == "/"
    assert "does not see that client" in both.get("/").text
    assert switch(both, community.home.id, here=f"/clients/{town.stranger}") == "/"
    assert switch(both, community.home.id, here="/clients/999999") == "/"
    assert switch(both, community.home.id, here="//evil.example") == "/"
    assert switch(both, community.home.id, next="//evil.example") == "/"


def test_record_of_ones_other_agency_is_offered_and_opens_after_the_switch(
    both: Visitor, town: Town, database: Database, community: Community
) -> None:
    for path in (f"/clients/{town.stranger}", town.service_page(town.stranger, town.strange_stay)):
        refused = both.get(path)
        assert refused.status_code == 404
        assert "Switch to Elm House and open it" in refused.text
        assert "Zzyzx" not in refused.text
    form = page(refused).select_one("main form")
    assert form is not None
    fields = {str(each["name"]): str(each["value"]) for each in form.select("input")}

    assert both.client.post("/switch-agency", data=fields).location == path
    assert both.get(path).status_code == 200
    with database.session() as session:
        offers = select(AuditEvent.client_id).where(AuditEvent.verb == "session:offer-switch")
        assert session.scalars(offers).all() == [town.stranger, town.stranger]


def test_record_of_nobody_or_of_a_strange_agency_is_not_offered(
    both: Visitor, signed_in: Enter, town: Town
) -> None:
    paths = (f"/clients/{town.stranger + 999}", town.service_page(town.stranger, town.stay))
    assert not [path for path in paths if "Switch to" in main(both, path)]
    assert "Switch to" not in main(signed_in("services-only"), f"/clients/{town.stranger}")
    assert "Switch to" not in main(signed_in(ADMINISTRATOR), "/clients/999999")


def main(visitor: Visitor, path: str) -> str:
    """What the page itself says, without its frame."""
    found = page(visitor.get(path)).main
    assert found is not None
    return found.text


def test_agency_that_is_not_the_primary_one_is_marked_in_words(both: Visitor, community: Community) -> None:
    assert "Acting for" not in both.get("/").text

    switch(both, community.other.id)

    who = page(both.get("/")).select_one(".who")
    assert who is not None
    assert "elsewhere" in who["class"]
    assert "Acting for Elm House" in " ".join(who.text.split())


def test_administrators_choice_keeps_the_client_on_whose_page_one_stands(
    signed_in: Enter, town: Town, community: Community
) -> None:
    visitor = signed_in(ADMINISTRATOR)

    link = page(visitor.get(f"/clients/{town.client}")).select_one("a.who")
    assert link is not None
    choices = visitor.get(str(link["href"]))

    assert field_value(choices, "here") == f"/clients/{town.client}"
    assert switch(visitor, community.other.id, here=f"/clients/{town.client}") == f"/clients/{town.client}"
