"""Likely pairs, two records side by side, merging them, and taking it back: the administrator's pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.domain.search import indexing
from hmis_web.models import Client, Enrollment, Organization, Project, WebSession
from tests.browser import Visitor, field_value, page
from tests.factories import hud
from tests.personas import ADMINISTRATOR
from tests.town import Town

Enter = Callable[[str], Visitor]
PAIRS, MERGES = "/clients/duplicates", "/clients/merges"


@pytest.fixture
def twin(town: Town, database: Database, keyring: KeyRing) -> int:
    """Teresa a second time, with day and month of her birth date swapped, a stay beside hers, and a child of
    the same birth date."""
    with database.session(write=True) as session:
        home = session.scalars(
            select(Organization).where(Organization.organization_name == "Open Door")
        ).one()
        shelter = session.get_one(Project, town.shelter)
        row = hud.client(
            session, keyring, home, first_name="Tessa", dob=date(1960, 3, 15), sex=1, ssn="900121234"
        )
        hud.enrollment(session, row, shelter, entry_date=town.today - timedelta(days=10))
        sister = hud.client(session, keyring, home, first_name="Ofelia", dob=date(1960, 3, 14))
        namesake = hud.client(session, keyring, home, dob=date(1960, 3, 12), last_name="Nobody")
        people = [town.client, town.child, town.stranger, row.id, sister.id, namesake.id]
        indexing.reindex_clients(session, people)
        session.commit()
        return row.id


def test_pairs_are_listed_compared_merged_and_taken_apart_again(
    signed_in: Enter, town: Town, twin: int, database: Database
) -> None:
    visitor = signed_in(ADMINISTRATOR)

    listed = page(visitor.get(PAIRS)).main
    link = str(next(a["href"] for a in listed.select("a.btn") if "merge" in str(a["href"])))
    compared = visitor.get(link)
    rows = {str(tr.th.contents[0]): tr for tr in page(compared).select("main form table tbody tr")}
    versions = {f"version-{key}": field_value(compared, f"version-{key}") for key in (town.client, twin)}
    sent = versions | {
        "other": str(twin),
        "keep": str(town.client),
        "pick-dob": str(twin),
        "pick-sex": str(twin),
    }
    merged = visitor.post(f"/clients/{town.client}/merge", dict(sent))
    again = visitor.post(f"/clients/{town.client}/merge", dict(sent))

    assert "Same SSN" in listed.text
    assert "Ofelia" not in listed.text
    assert link == f"/clients/{town.client}/merge?other={twin}"
    assert "lie over each other" in page(compared).main.text
    assert len(rows["First name"].select("input[type=radio]")) == 2
    assert "the same" in rows["Last name"].text
    assert "900121234" not in compared.text
    assert merged.status_code == again.status_code == 303
    assert merged.location == f"/clients/{town.client}"
    assert visitor.get(f"/clients/{twin}").location == f"/clients/{town.client}"
    with database.session() as session:
        survivor = session.get_one(Client, town.client)
        assert (survivor.first_name, survivor.dob, survivor.sex) == ("Teresa", date(1960, 3, 15), 1)
        stays = session.scalars(select(Enrollment.id).where(Enrollment.client_key == town.client)).all()
        assert len(stays) == 4


def test_merge_is_undone_from_the_list_of_merges(
    signed_in: Enter, town: Town, twin: int, database: Database
) -> None:
    visitor = signed_in(ADMINISTRATOR)
    sent = {f"version-{key}": "1" for key in (town.client, twin)} | {
        "other": str(twin),
        "pick-dob": str(twin),
    }
    visitor.post(f"/clients/{town.client}/merge", sent | {"keep": str(town.client)})
    undo = str(page(visitor.get(MERGES)).select_one("main form")["action"])  # type: ignore[index]
    assert visitor.post(undo).status_code == 303
    assert visitor.get(f"/clients/{twin}").status_code == 200
    assert "Undone" in page(visitor.get(MERGES)).main.text
    with database.session() as session:
        assert session.get_one(Client, town.client).dob == date(1960, 3, 14)


def test_second_record_is_chosen_by_number_or_from_those_alike(
    signed_in: Enter, town: Town, twin: int
) -> None:
    visitor = signed_in(ADMINISTRATOR)
    path = f"/clients/{town.client}/merge"

    chooser = visitor.get(path)

    assert f"{path}?other={twin}" in str(page(chooser).main)
    assert "Which record stays" in visitor.get(f"{path}?other=R-{twin}").text
    for wrong in ("R-x", f"R-{town.client}"):
        assert visitor.get(f"{path}?other={wrong}").status_code == 422
    assert visitor.get(f"{path}?other=R-999999").status_code == 404
    assert visitor.get("/clients/999999/merge").status_code == 404


def test_record_changed_meanwhile_stops_the_merge(
    signed_in: Enter, town: Town, twin: int, database: Database
) -> None:
    visitor = signed_in(ADMINISTRATOR)
    sent = {"other": str(twin), "keep": str(twin), f"version-{town.client}": "1", f"version-{twin}": "9"}

    answer = visitor.post(f"/clients/{town.client}/merge", sent)

    assert answer.status_code == 422
    assert "was changed meanwhile" in answer.text
    assert visitor.get(f"/clients/{twin}").status_code == 200


def test_pair_told_apart_is_listed_no_more(signed_in: Enter, town: Town, twin: int) -> None:
    visitor = signed_in(ADMINISTRATOR)
    apart = f"/clients/{town.client}/alike/{twin}/not-same"

    assert apart in visitor.get(PAIRS).text
    assert visitor.post(apart).status_code == 303

    assert apart not in visitor.get(PAIRS).text
    assert "Tessa" in page(visitor.get(f"/clients/{town.client}/alike")).select_one("#answers").text  # type: ignore[union-attr]


def test_password_is_asked_again_and_others_are_refused(
    signed_in: Enter, town: Town, twin: int, database: Database
) -> None:
    visitor = signed_in(ADMINISTRATOR)
    with database.session(write=True) as session:
        session.execute(update(WebSession).values(authenticated_at=datetime.now(UTC) - timedelta(hours=1)))
        session.commit()

    assert visitor.get(f"/clients/{town.client}/merge").location.startswith("/confirm")
    manager = signed_in("agency-manager")
    for path in (PAIRS, MERGES, f"/clients/{town.client}/merge"):
        assert manager.get(path).status_code == 403
