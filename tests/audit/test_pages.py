"""The pages that show who did what."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from hmis_web.access.actor import Actor
from hmis_web.config import Settings
from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.domain import audit, audit_chain, audit_heads
from hmis_web.jobs import daily
from hmis_web.models import ClientAlias
from tests.audit.conftest import seal
from tests.browser import Visitor, page
from tests.personas import ADMINISTRATOR, Community
from tests.town import Town

Enter = Callable[[str], Visitor]
MANAGER = "agency-manager"


@pytest.fixture
def lived_in(town: Town, signed_in: Enter, database: Database, community: Community) -> Town:
    """Somebody logged a service here; somebody of another agency opened the record."""
    worker = signed_in("services-only")
    worker.post(
        town.service_page(),
        {"service": "200:200", "date_provided": str(town.today), "idempotency_key": "once"},
    )
    signed_in("outsider").get(f"/clients/{town.client}")
    return town


def rows(visitor: Visitor, path: str) -> list[str]:
    """The acts of a page, a text each."""
    answer = visitor.get(path)
    assert answer.status_code == 200
    return [" ".join(row.text.split()) for row in page(answer).select("#acts tbody tr")]


def act(database: Database, town: Town, number: int = 1, **values: Any) -> None:
    with database.session(write=True) as session:
        for _each in range(number):
            audit.record(
                session, Actor.system(), "client:edit", "client", town.client, client_id=town.client, **values
            )
        session.commit()


def test_manager_sees_what_the_own_agency_did_newest_first(signed_in: Enter, lived_in: Town) -> None:
    visitor = signed_in(MANAGER)
    visitor.get(f"/clients/{lived_in.client}")

    acts = rows(visitor, f"/clients/{lived_in.client}/audit")

    assert "Agency Manager" in acts[0]
    assert "Opened the record" in acts[0]
    assert any("Services Only" in each and "Logged a service" in each for each in acts)
    assert not any("Outsider" in each for each in acts)


def test_system_administrator_sees_every_agencys_acts(signed_in: Enter, lived_in: Town) -> None:
    acts = rows(signed_in(ADMINISTRATOR), f"/clients/{lived_in.client}/audit")

    assert any("Outsider" in each and "Elm House" in each for each in acts)


def test_change_is_told_in_words_before_and_after(
    signed_in: Enter, lived_in: Town, database: Database, keyring: KeyRing
) -> None:
    act(
        database, lived_in,
        before={"dob": date(1960, 3, 14), "ssn": audit.digest(keyring, "900121234"), "veteran_status": 0},
        after={"dob": date(1961, 3, 14), "ssn": audit.digest(keyring, "900121235"), "veteran_status": 1},
    )  # fmt: skip

    acts = rows(signed_in(ADMINISTRATOR), f"/clients/{lived_in.client}/audit")

    assert "Birth date: 14 Mar 1960 → became 14 Mar 1961" in acts[0]
    assert "Social Security number: not shown → became not shown" in acts[0]
    assert "Veteran status: No → became Yes" in acts[0]
    assert any("Record type: Bed night" in each for each in acts)


def test_link_stands_on_the_clients_page_for_those_who_may_alone(signed_in: Enter, town: Town) -> None:
    link = f"a[href='/clients/{town.client}/audit']"

    assert page(signed_in(MANAGER).get(f"/clients/{town.client}")).select(link)
    assert not page(signed_in("services-only").get(f"/clients/{town.client}")).select(link)


def test_other_agencys_client_answers_404(signed_in: Enter, town: Town) -> None:
    assert signed_in(MANAGER).get(f"/clients/{town.stranger}/audit").status_code == 404


def test_acts_on_a_merged_record_are_told_with_the_one_it_went_into(
    signed_in: Enter, town: Town, database: Database
) -> None:
    with database.session(write=True) as session:
        session.add(
            ClientAlias(data_source_id=1, personal_id="old", client_id=town.client, replaced_key=987654)
        )
        audit.record(session, Actor.system(), "release:create", "release", 1, client_id=987654)
        session.commit()

    acts = rows(signed_in(ADMINISTRATOR), f"/clients/{town.client}/audit")

    assert any("Recorded a release" in each for each in acts)


def test_acts_are_narrowed_by_kind_and_days(signed_in: Enter, lived_in: Town) -> None:
    visitor = signed_in(MANAGER)
    visitor.get(f"/clients/{lived_in.client}")
    path, today = f"/clients/{lived_in.client}/audit", lived_in.today

    changed = rows(visitor, f"{path}?kind=changed&first={today}&last={today}")
    earlier = rows(visitor, f"{path}?last={today - timedelta(days=1)}")

    assert len(changed) == 1
    assert "Logged a service" in changed[0]
    assert earlier == []


def test_days_in_the_wrong_order_are_told_at_the_field(signed_in: Enter, town: Town) -> None:
    answer = signed_in(MANAGER).get(f"/clients/{town.client}/audit?first=2026-02-02&last=2026-02-01")

    assert answer.status_code == 422
    assert page(answer).select_one("#last-error")


def test_older_acts_stand_on_the_next_page_without_a_gap(
    signed_in: Enter, town: Town, database: Database
) -> None:
    act(database, town, 120)
    visitor, path, seen = signed_in(ADMINISTRATOR), f"/clients/{town.client}/audit?kind=changed", 0

    while path:
        shown = page(visitor.get(path))
        seen += len(shown.select("#acts tbody tr"))
        links = [a for a in shown.select(".pager a") if "Older" in a.text]
        path = str(links[0]["href"]) if links else ""

    assert seen == 120


@pytest.mark.parametrize("older", ["x", "20260101T000000.000000-x", "-1"])
def test_page_that_never_was_answers_404(signed_in: Enter, town: Town, older: str) -> None:
    assert signed_in(ADMINISTRATOR).get(f"/admin/audit?older={older}").status_code == 404


def test_installation_page_finds_by_person_record_and_kind(
    signed_in: Enter, lived_in: Town, community: Community
) -> None:
    visitor, worker = signed_in(ADMINISTRATOR), community.accounts["services-only"]

    of_person = rows(visitor, f"/admin/audit?person={worker}&kind=signed")
    of_record = rows(visitor, f"/admin/audit?record=r-{lived_in.client}&kind=changed")

    assert of_person == [each for each in of_person if "Services Only" in each and "Signed in" in each]
    assert len(of_person) == 1
    assert len(of_record) == 1
    assert f"R-{lived_in.client}" in of_record[0]


def test_installation_page_tells_the_state_of_the_chain(
    signed_in: Enter, lived_in: Town, database: Database, keyring: KeyRing, settings: Settings
) -> None:
    visitor = signed_in(ADMINISTRATOR)
    sealed = seal(database, keyring)
    with database.session() as session:
        newest = audit_chain.head(session)
    assert newest is not None

    before = page(visitor.get("/admin/audit")).select_one("main").text
    daily.look_after(database, settings, keyring, newest.sealed_at)
    after = page(visitor.get("/admin/audit")).select_one("main").text

    assert f"act {sealed}" in before
    assert "never" in before
    assert "never" not in after
    assert audit_heads.latest(settings.var / audit_heads.FILE)


def test_download_holds_the_same_acts_and_no_formula(
    signed_in: Enter, lived_in: Town, database: Database
) -> None:
    visitor = signed_in(ADMINISTRATOR)
    act(database, lived_in, details={"source": "=cmd()"}, after={"city": "+1"})

    answer = visitor.get(f"/admin/audit/file?record={lived_in.client}")
    read = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))

    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert read[0]["did"].startswith("Changed")
    assert read[0]["details"] == "source==cmd()"
    assert not any(value.startswith(("=", "+", "-", "@")) for row in read for value in row.values())
    assert "Logged a service" in {row["did"] for row in read}


def test_pages_stay_within_fifteen_statements(
    signed_in: Enter, lived_in: Town, query_budget: Callable[[int], Any]
) -> None:
    visitor = signed_in(ADMINISTRATOR)

    for path in (f"/clients/{lived_in.client}/audit", "/admin/audit", "/admin/audit/file"):
        with query_budget(15):
            visitor.get(path)
