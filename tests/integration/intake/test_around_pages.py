"""Notes, alerts, contacts, locations and services on a client's pages: without JavaScript, with mistakes,
twice, and by two people at once."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pypdf
import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from hmis_web import models
from hmis_web.db.session import Database
from tests.browser import Visitor, filled, page
from tests.factories import hud, own
from tests.personas import ADMINISTRATOR, Community
from tests.town import Town

Enter = Callable[[str], Visitor]
STATEMENTS = 15


def main(answer: TestResponse) -> str:
    """What a page says."""
    return " ".join(page(answer).select_one("main").text.split())


def count(database: Database, model: Any) -> int:
    """How many rows there are."""
    with database.session() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


FORMS = (
    ("notes", models.Note, {"text": "Called.\n\nNext: Thursday."}, {"text": ""}, "Write the note"),
    (
        "alerts", models.PublicAlert, {"title": "Please call", "phone": "(707) 555-0100"},
        {"ends_on": "tomorrow"}, "Enter a date such as",
    ),
    (
        "contacts", models.ClientContact, {"kind": "friend", "name": "Ray", "message_ok": "y"},
        {"kind": "", "name": "Ray"}, "Choose what kind",
    ),
    (
        "locations", models.ClientLocation, {"kind": "outdoors", "label": "Levee trail", "city": "Riverbend"},
        {"kind": "mail", "label": "Post", "zip": "12"}, "ZIP code such as",
    ),
)  # fmt: skip
"""Tab, table, what is answered, what is answered wrongly, and what the page then says."""


def test_forms_save_once_say_what_is_wrong_and_show_both_values_of_two_people(
    signed_in: Enter, town: Town, database: Database
) -> None:
    first, second = signed_in("direct-service"), signed_in("agency-manager")

    for tab, model, right, wrong, message in FORMS:
        path = f"/clients/{town.client}/{tab}/new"
        refused = first.post(path, filled(first.get(path)) | right | wrong)
        assert refused.status_code == 422, tab
        assert message in page(refused).select_one(".summary").text
        kept = filled(refused)
        assert {name: kept[name] for name in wrong} == wrong
        assert count(database, model) == 0
        sent = filled(first.get(path)) | right
        answers = [first.post(path, sent) for _twice in range(2)]
        assert [answer.status_code for answer in answers] == [303, 303], tab
        assert count(database, model) == 1

        link = str(
            page(first.get(answers[0].location)).select_one(f"main a[href*='/{tab}/'][href$='/edit']")["href"]
        )
        mine, theirs = filled(first.get(link)), filled(second.get(link))
        field = {"notes": "text", "alerts": "text"}.get(tab, "comment")
        assert second.post(link, theirs | {field: "Theirs"}).status_code == 303
        stale = first.post(link, mine | {field: "Mine"})
        assert stale.status_code == 409, tab
        assert [cell.text for cell in page(stale).select("main td")][-2:] == ["Theirs", "Mine"]
        assert first.post(link, mine | {field: "Theirs"}).status_code == 303  # the same: nothing to choose
        again = {
            str(each["name"]): str(each["value"]) for each in page(stale).select("main form input[name]")
        }
        assert first.post(link, again).status_code == 303
        assert "Mine" in filled(second.get(link))[field]


def test_note_is_found_by_its_words_and_shows_what_it_said_before(signed_in: Enter, town: Town) -> None:
    visitor, tab = signed_in("direct-service"), f"/clients/{town.client}/notes"
    for text in ("River <b>walk</b> planned", "Bus pass given"):
        visitor.post(f"{tab}/new", {"written_on": str(town.today), "text": text})
    link = page(visitor.post(tab, {"q": "bus PASS"})).select("main .written li")
    assert [line.p.text for line in link] == ["Bus pass given"]
    assert "0 notes hold that" in main(visitor.post(tab, {"q": "train"}))
    shown = visitor.get(tab)
    assert [line.text for line in page(shown).select("main .written p")] == [
        "Bus pass given",
        "River <b>walk</b> planned",
    ]
    edit = str(page(shown).select_one(".written a[href$='/edit']")["href"])

    visitor.post(edit, filled(visitor.get(edit)) | {"text": "Bus pass lost"})

    shown = page(visitor.get(edit.removesuffix("/edit")))
    assert [line.text for line in shown.select("main .text")] == ["Bus pass lost", "Bus pass given"]
    assert "Bus pass given" in shown.select_one("#earlier").text
    assert "changed" in shown.select_one(".written").text
    drafted = {"draft_path": f"{tab}/new", "text": "Not finished", "written_on": "", "acting_for": ""}
    assert visitor.post("/drafts", drafted).status_code == 204
    assert filled(visitor.get(f"{tab}/new"))["text"] == "Not finished"


def test_deleting_asks_why_then_offers_the_way_back(
    signed_in: Enter, town: Town, database: Database, community: Community
) -> None:
    with database.session(write=True) as session:
        client = session.get_one(models.Client, town.client)
        own.note(session, client, session.merge(community.home), "Wrong person")
        session.commit()
    visitor, tab = signed_in("program-manager"), f"/clients/{town.client}/notes"
    path = str(page(visitor.get(tab)).select_one("main a[href$='/delete']")["href"])

    refused = visitor.post(path, filled(visitor.get(path)))
    assert refused.status_code == 422
    assert "Say why it is deleted" in main(refused)
    gone = [visitor.post(path, {"reason": "Wrong person"}) for _twice in range(2)]
    assert [answer.status_code for answer in gone] == [303, 303]

    shown = page(visitor.get(tab))
    assert visitor.get(path).status_code == 404
    undo = str(shown.select_one(".toast form")["action"])
    assert undo == str(shown.select_one("#deleted form")["action"])
    assert "Wrong person" in shown.select_one("#deleted").text
    assert page(signed_in("direct-service").get(tab)).select("#deleted") == []
    assert signed_in("direct-service").post(undo).status_code == 403
    assert visitor.post(undo).status_code == 303
    assert page(visitor.get(tab)).select("#deleted") == []
    assert "Wrong person" in main(visitor.get(tab))


def test_services_are_filtered_paged_changed_and_kept_in_order(
    signed_in: Enter, town: Town, database: Database, query_budget: Callable[[int], Any]
) -> None:
    with database.session(write=True) as session:
        past = session.get_one(models.Enrollment, town.past_stay)
        for days in range(61, 121):
            hud.service(session, past, town.today - timedelta(days=days), record_type=141, type_provided=6)
        stay = session.get_one(models.Enrollment, town.stay)
        hud.service(session, stay, town.today - timedelta(days=4))  # the first night stays where it is
        session.commit()
    visitor, tab = signed_in("direct-service"), f"/clients/{town.client}/services"

    visitor.get(tab)  # what an application asks once
    with query_budget(STATEMENTS):
        shown = page(visitor.client.get(tab))
    assert len(shown.select("main tbody tr")) == 50
    assert "1 to 50 of 63" in shown.select_one(".pager").text
    assert len(page(visitor.get(f"{tab}?page=2")).select("main tbody tr")) == 13
    nights = page(visitor.get(f"{tab}?project={town.shelter}&kind=200"))
    assert len(nights.select("main tbody tr")) == 2
    wrong = visitor.get(f"{tab}?first=yesterday&page=x&project=abc")
    assert wrong.status_code == 200
    assert "Enter a date such as" in main(wrong)
    edit = str(nights.select_one("#services a[href$='/edit']")["href"])
    sent = filled(visitor.get(edit))
    assert visitor.post(edit, sent | {"date_provided": ""}).status_code == 422
    day = town.today - timedelta(days=2)
    assert visitor.post(edit, sent | {"date_provided": str(day)}).status_code == 303
    assert f"{day:%d %b %Y}" in main(visitor.get(tab))
    assert visitor.post(edit, sent | {"date_provided": str(town.today)}).status_code == 409
    limited = page(signed_in("services-only").get(tab))
    assert limited.select("main a[href$='/edit'], main a[href$='/delete']") == []


def test_tabs_cost_few_statements_and_the_administrator_chooses_an_agency_first(
    signed_in: Enter, town: Town, database: Database, community: Community, query_budget: Callable[[int], Any]
) -> None:
    with database.session(write=True) as session:
        client, home = session.get_one(models.Client, town.client), session.merge(community.home)
        for number in range(3):
            own.note(session, client, home, f"Note {number}")
            own.contact(session, client, home, f"Person {number}")
            own.location(session, client, home, f"Place {number}")
        session.commit()
    manager, administrator = signed_in("agency-manager"), signed_in(ADMINISTRATOR)

    for tab in ("notes", "contacts"):
        manager.get(f"/clients/{town.client}/{tab}")  # what an application asks once
        with query_budget(STATEMENTS):
            assert manager.client.get(f"/clients/{town.client}/{tab}").status_code == 200
    path = f"/clients/{town.client}/notes/new"
    assert "Choose the agency first" in main(administrator.get(path))
    refused = administrator.post(path, {"written_on": str(town.today), "text": "For whom?"})
    assert refused.status_code == 422
    assert "You act for all agencies" in page(refused).select_one(".summary").text


@pytest.mark.slow
def test_notes_on_paper_are_the_agencys_own_in_a_tagged_pdf(
    signed_in: Enter, town: Town, database: Database, community: Community, work: Callable[[], None]
) -> None:
    with database.session(write=True) as session:
        client = session.get_one(models.Client, town.client)
        own.note(session, client, session.merge(community.home), "First line.\n\nSecond line.")
        own.note(session, client, session.merge(community.other), "Of the other agency")
        session.commit()
    visitor, tab = signed_in("direct-service"), f"/clients/{town.client}/notes"
    assert visitor.post(f"{tab}/pdf").status_code == 303
    assert page(visitor.get(tab)).select("[id^=job-]") != []

    work()

    link = str(page(visitor.get(tab)).select_one("a[download]")["href"])
    made = pypdf.PdfReader(io.BytesIO(visitor.client.get(link).data))
    text = made.pages[0].extract_text()
    assert "Second line." in text
    assert "Teresa Martin" in text
    assert "Of the other agency" not in text
    assert made.root_object["/MarkInfo"]["/Marked"]
    assert "Teresa" not in str(made.metadata)
    assert signed_in("agency-manager").get(link).status_code == 404
    visitor.post(f"{tab}/new", {"written_on": str(town.today), "text": "One more"})
    assert page(visitor.get(tab)).select("a[download]") == []
