"""Changing how somebody entered: dates, relations, answers, and two people at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from hmis_web.db.session import Database
from hmis_web.models import AuditEvent, Enrollment, StageRecord
from tests.browser import Visitor, page
from tests.personas import OUTSIDER
from tests.town import Town

Enter = Callable[[str], Visitor]
WORKER = "direct-service"
DISABLING = "enrollment.disabling_condition"


def stay_page(town: Town, what: str = "") -> str:
    """Teresa's stay at Harbor Nights."""
    return f"/clients/{town.client}/enrollments/{town.stay}{what}"


@pytest.fixture
def child_stay(town: Town, database: Database) -> int:
    """Luz's stay with her."""
    with database.session() as session:
        return session.scalars(select(Enrollment.id).where(Enrollment.client_key == town.child)).one()


def edit(town: Town, child_stay: int, **more: str) -> dict[str, str]:
    """The form as the page sends it."""
    sent = {
        "do": "save",
        "version": "1",
        "record_version": "",
        "entry_date": str(town.today - timedelta(days=30)),
        f"e{town.stay}-relation": "1",
        f"e{child_stay}-relation": "2",
        DISABLING: "1",
    }
    return sent | more


def row(database: Database, key: int) -> Enrollment:
    """An enrollment as it stands."""
    with database.session() as session:
        return session.get_one(Enrollment, key)


def test_entry_is_changed_with_its_answers(
    signed_in: Enter, town: Town, child_stay: int, database: Database
) -> None:
    visitor, earlier = signed_in(WORKER), town.today - timedelta(days=31)

    shown = page(visitor.get(stay_page(town, "/edit")))
    done = visitor.post(
        stay_page(town, "/edit"), edit(town, child_stay, entry_date=str(earlier), coc_text="xx-500")
    )

    assert shown.select_one(f"input[name='{DISABLING}'][value='0'][checked]") is not None
    assert (done.status_code, done.location) == (303, stay_page(town))
    stay = row(database, town.stay)
    assert (stay.entry_date, stay.disabling_condition, stay.enrollment_coc) == (earlier, 1, "XX-500")
    assert stay.edited_at is not None
    with database.session() as session:
        record = session.scalars(select(StageRecord).where(StageRecord.enrollment_key == town.stay)).one()
        verbs = session.scalars(select(AuditEvent.verb).where(AuditEvent.client_id == town.client)).all()
    assert (record.state, record.information_date) == ("complete", earlier)
    assert {"enrollment:edit", "answers:save"} <= set(verbs)
    assert "complete" in page(visitor.get(stay_page(town))).select_one("#recorded").text


@pytest.mark.both_databases
def test_another_head_takes_over_and_there_is_always_one(
    signed_in: Enter, town: Town, child_stay: int, database: Database
) -> None:
    visitor, path = signed_in(WORKER), stay_page(town, "/edit")
    me, child = f"e{town.stay}-relation", f"e{child_stay}-relation"
    late = str(town.today - timedelta(days=29))
    for change, words in (
        ({me: "2"}, "a household needs one"),
        ({child: "1"}, "can't be more than one"),
        ({"entry_date": late}, "Somebody else entered before that head"),
        ({"entry_date": ""}, "Enter the entry date"),
        ({"entry_date": "1999-01-01"}, "does not operate"),
        ({"coc_text": "nowhere"}, "CoC"),
        ({DISABLING: "x"}, "Choose one of the answers"),
    ):
        answer = visitor.post(path, edit(town, child_stay, **change))
        summary = page(answer).select_one(".summary")
        assert (answer.status_code, words in (summary.text if summary else "")) == (422, True), change

    done = visitor.post(path, edit(town, child_stay, **{me: "4", child: "1"}))

    assert done.status_code == 303
    assert (row(database, town.stay).relationship_to_hoh, row(database, child_stay).relationship_to_hoh) == (
        4,
        1,
    )


def test_two_people_at_once_see_both_values_field_by_field(
    signed_in: Enter, town: Town, child_stay: int, database: Database
) -> None:
    one, two = signed_in(WORKER), signed_in("direct-service-assessments")
    opened = page(two.get(stay_page(town, "/edit")))
    version = opened.select_one("[name=version]")["value"]
    one.post(stay_page(town, "/edit"), edit(town, child_stay, **{f"e{child_stay}-relation": "5"}))

    collided = two.post(stay_page(town, "/edit"), edit(town, child_stay, version=version, **{DISABLING: "8"}))

    assert collided.status_code == 409
    found = {
        each.th.text: [cell.text for cell in each.find_all("td")]
        for each in page(collided).select("tbody tr")
    }
    assert found["Does the client have a disabling condition?"] == ["Yes", "Client doesn't know"]
    assert found["Luz Martin"] == ["non-relation member", "child"]
    again = {field["name"]: field["value"] for field in page(collided).select("main form input[name]")}
    assert two.post(stay_page(town, "/edit"), again).status_code == 303
    assert row(database, town.stay).disabling_condition == 8
    assert row(database, child_stay).relationship_to_hoh == 2


def test_stay_is_changed_by_who_may_and_seen_by_its_agency(signed_in: Enter, town: Town) -> None:
    reader, outsider = signed_in("reporting-monitoring"), signed_in(OUTSIDER)

    shown = page(reader.get(stay_page(town)))
    limited = page(signed_in("services-only").get(f"/clients/{town.client}/enrollments"))

    assert shown.select(f"a[href='{stay_page(town, '/edit')}']") == []
    assert reader.get(stay_page(town, "/edit")).status_code == 403
    assert outsider.get(stay_page(town)).status_code == 404
    assert outsider.post(stay_page(town, "/edit"), {}).status_code == 404
    assert signed_in("services-only").get(stay_page(town)).status_code == 403
    assert "Harbor Nights" in limited.main.text
    assert limited.select(f"a[href='{stay_page(town)}']") == []
    assert "Street Team" not in limited.main.text
