"""The community's own questions in the forms of a stay: every stage asks what it should."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from hmis_web.db.session import Database
from hmis_web.models import Client, CustomValue
from tests.browser import Visitor, page
from tests.integration.intake.person_answers import BEA, BEGIN, NEW, count, newest
from tests.personas import ADMINISTRATOR
from tests.town import Town

pytestmark = pytest.mark.both_databases
Enter = Callable[[str], Visitor]


@pytest.fixture
def asked(signed_in: Enter) -> None:
    """Pets are asked about at entry and update, and must be told of at exit."""
    administrator = signed_in(ADMINISTRATOR)
    pets = {"label": "Pets", "kind": "number", "subject": "stay", "who": "everybody", "hint": ""}
    for label, stages, required in (
        ("Pets", ["entry", "update"], {}),
        ("Pets left", ["exit"], {"is_required": "y"}),
    ):
        sent = pets | {"label": label, "stages": stages, "idempotency_key": label} | required
        assert administrator.post("/admin/fields/new", sent).status_code == 303


def test_forms_ask_at_their_stages_and_keep_the_answer_with_the_record(
    signed_in: Enter, asked: None, town: Town, database: Database
) -> None:
    worker = signed_in("agency-manager")
    stay = f"/clients/{town.client}/enrollments/{town.stay}"
    update = f"{stay}/records/update/new"
    day = str(town.today - timedelta(days=3))

    shown = {
        path: [label.text for label in page(worker.get(path)).select("label") if "Pets" in label.text]
        for path in (f"{stay}/edit", update, f"{stay}/records/annual/new", f"{stay}/exit")
    }
    sent = {"version": "0", "members": str(town.stay), "information_date": day, f"m{town.stay}-own.1": "2"}
    odd = worker.post(update, sent | {f"m{town.stay}-own.1": "two"})
    saved = worker.post(update, sent)

    assert ["Pets" in "".join(labels) for labels in shown.values()] == [True, True, False, True]
    assert "Pets left" in "".join(shown[f"{stay}/exit"])
    assert (odd.status_code, "Enter a whole number" in odd.text) == (422, True)
    assert saved.status_code == 303
    with database.session() as session:
        (row,) = session.scalars(select(CustomValue)).all()
    assert (row.number_value, row.enrollment_key, row.stage, str(row.information_date)) == (
        2,
        town.stay,
        2,
        day,
    )
    counts = {
        key: str(
            page(signed_in(ADMINISTRATOR).get(f"/admin/fields/1?program={key}")).select("aside dd")[2].text
        )
        for key in ("", town.shelter, town.outreach, "x")
    }
    assert counts == {"": "1", town.shelter: "1", town.outreach: "0", "x": "1"}


def test_exit_without_a_required_answer_is_refused_at_its_question_and_can_be_left_incomplete(
    signed_in: Enter, asked: None, town: Town
) -> None:
    worker = signed_in("agency-manager")
    path = f"/clients/{town.client}/enrollments/{town.stay}/exit"
    form = page(worker.get(path))
    key = str(form.select_one("input[name=idempotency_key]")["value"])  # type: ignore[index]
    leaves = [str(box["value"]) for box in form.select("input[name=leaves]")]
    sent = {"idempotency_key": key, "exit_date": str(town.today), "exit.destination": "410", "leaves": leaves}

    refused = worker.post(path, sent)
    left = worker.post(path, sent | {"incomplete": "1"})

    assert (refused.status_code, "Answer this question" in refused.text) == (422, True)
    assert left.status_code == 303


EDIT = "/clients/{}/edit"


@pytest.fixture
def about_people(signed_in: Enter) -> None:
    """Everybody must be asked for a language, adults may be for a trade."""
    administrator = signed_in(ADMINISTRATOR)
    for label, more in (
        ("Which language?", {"who": "everybody", "is_required": "y"}),
        ("Which trade?", {"who": "adults"}),
    ):
        sent = {"kind": "text", "subject": "client", "hint": "", "label": label, "idempotency_key": label}
        assert administrator.post("/admin/fields/new", sent | more).status_code == 303


def told_about(database: Database, client_id: int) -> dict[str, str | None]:
    """The answers that stand about a client."""
    own = (CustomValue.client_key == client_id, CustomValue.replaced_at.is_(None))
    with database.session() as session:
        return {
            f"own.{row.field_id}": row.text_value for row in session.scalars(select(CustomValue).where(*own))
        }


def test_new_person_is_asked_what_is_asked_of_clients_and_saved_all_or_nothing(
    signed_in: Enter, about_people: None, town: Town, database: Database
) -> None:
    worker, before = signed_in("agency-manager"), count(database, Client)

    begun = page(worker.post(BEGIN, {"q": "okoro"})).select_one("form#person")
    lacking = worker.post(NEW, BEA | {"own.1": "", "own.2": "Baker"})
    after = count(database, Client)
    added = worker.post(NEW, BEA | {"own.1": "Igbo", "own.2": "Baker"})

    assert begun is not None
    assert "Which language?" in begun.text
    assert (lacking.status_code, after, added.status_code) == (422, before, 303)
    summary, kept = page(lacking).select_one(".summary"), page(lacking).select_one("[name='own.2']")
    assert (summary is not None and "Answer this question" in summary.text, kept is not None) == (True, True)
    assert kept is not None
    assert kept["value"] == "Baker"
    assert told_about(database, newest(database).id) == {"own.1": "Igbo", "own.2": "Baker"}


def test_changed_person_is_asked_too_and_whoever_comes_second_sees_both(
    signed_in: Enter, about_people: None, town: Town, database: Database
) -> None:
    worker, path = signed_in("agency-manager"), EDIT.format(town.client)
    shown = page(worker.get(path))
    posted = {
        str(each["name"]): str(each.get("value", ""))
        for each in shown.select("form#person input[name]")
        if each.get("type") not in ("checkbox", "radio", "submit")
    }
    for box in shown.select("form#person select[name]"):
        chosen = box.select_one("option[selected]") or box.select_one("option")
        posted[str(box["name"])] = str(chosen["value"]) if chosen else ""
    posted |= {"races": "white", "first_name": "Tess"}

    refused = worker.post(path, posted | {"own.1": ""})
    nothing = told_about(database, town.client)
    saved = worker.post(path, posted | {"own.1": "Spanish"})
    stale = worker.post(path, posted | {"own.1": "French"})

    assert (refused.status_code, nothing) == (422, {})
    assert (saved.status_code, stale.status_code) == (303, 409)
    assert all(words in stale.text for words in ("Which language?", "Spanish", "French"))
    assert told_about(database, town.client) == {"own.1": "Spanish"}
    with database.session() as session:
        assert session.get_one(Client, town.client).first_name == "Tess"
