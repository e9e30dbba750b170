"""One page enrolls a household."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from hmis_web.db.session import Database
from hmis_web.domain.search import indexing
from hmis_web.models import (
    AuditEvent,
    StageRecord,
)
from tests.browser import Visitor, page
from tests.integration.intake.entering import CHILD, HEAD, WORKER, entered, entry, path
from tests.town import Town

Enter = Callable[[str], Visitor]
DISABLING = "enrollment.disabling_condition"
LIVING = "enrollment.living_situation"


@pytest.mark.both_databases
def test_household_enters_together_with_its_answers_and_once(
    signed_in: Enter, town: Town, housing: int, database: Database
) -> None:
    visitor, later = signed_in(WORKER), town.today
    first_day = town.today - timedelta(days=2)
    sent = entry(
        town,
        housing,
        entry_date=str(first_day),
        **{
            f"m{town.child}-entry": str(later),
            f"m{town.client}-{DISABLING}": "1",
            f"m{town.client}-{LIVING}": "116",
        },
    )

    answers = [visitor.post(path(town), sent) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    made = entered(database, housing)
    head, child = made[town.client], made[town.child]
    assert {answer.location for answer in answers} == {f"/clients/{town.client}/enrollments/{head.id}"}
    assert head.household_id == child.household_id
    assert len(head.household_id or "") == len(head.enrollment_id) == 32
    assert (head.entry_date, child.entry_date) == (first_day, later)
    assert (head.enrollment_coc, child.enrollment_coc) == ("XX-501", None)
    assert (head.relationship_to_hoh, child.relationship_to_hoh) == (1, 2)
    assert (head.disabling_condition, head.living_situation, child.disabling_condition) == (1, 116, 99)
    assert child.living_situation is None  # not asked of a child
    with database.session() as session:
        states = dict(
            session.execute(
                select(StageRecord.client_key, StageRecord.state).where(
                    StageRecord.enrollment_key.in_([head.id, child.id])
                )
            ).all()
        )
        verbs = session.scalars(select(AuditEvent.verb).where(AuditEvent.client_id == town.child)).all()
    assert states == {town.client: "complete", town.child: "complete"}
    assert {"enrollment:create", "answers:save"} <= set(verbs)


def test_entry_saved_as_incomplete_says_so_and_is_gone_on_with(
    signed_in: Enter, town: Town, housing: int, database: Database
) -> None:
    visitor = signed_in(WORKER)
    visitor.post(path(town), entry(town, housing, do="incomplete"))
    stay = entered(database, housing)[town.client]

    shown = page(visitor.get(f"/clients/{town.client}/enrollments/{stay.id}"))

    assert stay.living_situation is None
    assert "Rapid East" in shown.main.text
    assert "Luz Martin" in shown.select_one("#members").text
    assert "incomplete" in shown.select_one("#recorded").text
    assert shown.select_one("#due a")["href"].endswith(f"/{stay.id}/edit")
    assert "incomplete" in page(visitor.get(f"/clients/{town.client}/enrollments")).select_one("#active").text


def test_what_can_not_be_is_refused_in_words_and_stays_typed(
    signed_in: Enter, town: Town, housing: int, database: Database
) -> None:
    visitor, me, child = signed_in(WORKER), f"m{town.client}-", f"m{town.child}-"
    early = str(town.today - timedelta(days=9))
    for change, words in (
        ({"project": ""}, "Choose the program"),
        ({"project": "999"}, "Choose the program"),
        ({"coc": ""}, "Choose the CoC in which the household stays"),
        ({"coc": "XX-999"}, "Choose a CoC that the program serves"),
        ({"entry_date": "soon"}, "Enter a date such as"),
        ({"entry_date": ""}, "Enter the entry date"),
        ({"entry_date": "1999-01-01"}, "does not operate"),
        ({f"{child}entry": early}, "Nobody enters before the head"),
        ({f"{me}relation": CHILD}, "one of them must be"),
        ({f"{child}relation": HEAD}, "Only one can be the head"),
        ({f"{child}relation": ""}, "Choose what they are"),
        ({f"{me}income_benefits.income_from_any_source": "1"}, "Income Yes needs a source"),
        ({f"{me}{LIVING}": "x"}, "Choose one of the answers"),
        ({f"{child}{DISABLING}": "7"}, "Luz Martin: Choose one of the answers"),
        ({f"{me}inside": "", f"{child}inside": ""}, "Tick who enters"),
    ):
        sent = {key: value for key, value in entry(town, housing, **change).items() if value or key in change}
        for key in [key for key, value in change.items() if not value and key.endswith("inside")]:
            del sent[key]
        answer = visitor.post(path(town), sent)
        summary = page(answer).select_one(".summary")
        assert (answer.status_code, words in (summary.text if summary else "")) == (422, True), change
        assert page(answer).title.text.startswith("Error")
    assert entered(database, housing) == {}


def test_page_shows_one_member_at_a_time_and_loses_nothing(
    signed_in: Enter, town: Town, housing: int, database: Database
) -> None:
    visitor, me, child = signed_in(WORKER), f"m{town.client}-", f"m{town.child}-"
    with database.session(write=True) as session:
        indexing.reindex_clients(session, [town.client, town.child])
        session.commit()
    begun = entry(town, housing, show=str(town.client), do="", **{f"{me}{DISABLING}": "1"})

    opened = page(visitor.get(f"{path(town)}?project={housing}"))
    following = page(visitor.post(path(town), begun | {"do": "next"}))
    copied = page(
        visitor.post(path(town), begun | {"show": str(town.child), "copy": f"{town.child}:disability"})
    )
    found = page(visitor.post(path(town), begun | {"do": "find", "q": "Teresa"}))
    living = page(
        visitor.post(f"{path(town)}?part=prior_living", begun | {f"{me}{LIVING}": "435"}, htmx=True)
    )

    assert opened.select_one("#project option[selected]")["value"] == str(housing)
    assert opened.select_one(f"[name='{me}{LIVING}']") is not None
    assert opened.select_one(f"[name='{child}{DISABLING}']") is None
    assert "of" in opened.select_one(".members li").text
    assert following.select_one(f"input[type=hidden][name='{me}{DISABLING}']")["value"] == "1"
    assert following.select_one(f"input[type=radio][name='{child}{DISABLING}']") is not None
    assert following.select_one(f"[name='{child}{LIVING}']") is None  # not asked of a child
    assert copied.select_one(f"input[name='{child}{DISABLING}'][checked]")["value"] == "1"
    assert found.select_one("button[name=add]") is None  # all found are there already
    assert living.select_one("[name$='rental_subsidy_type']") is not None
    assert living.select_one("#entry") is None
    assert "answered" in living.select_one(f"#who-{town.client}[hx-swap-oob] .muted").text
