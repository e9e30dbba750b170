"""The community's own questions in the forms of a stay: every stage asks what it should."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from hmis_web.db.session import Database
from hmis_web.models import CustomValue
from tests.browser import Visitor, page
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
