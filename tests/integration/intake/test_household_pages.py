"""A household's page: leaving, moving out, another head, two people at once, deletion."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select

from hmis_web.db.session import Database
from hmis_web.models import Household, HouseholdMember
from tests.browser import Visitor, page
from tests.personas import ADMINISTRATOR, OUTSIDER
from tests.town import Town

Enter = Callable[[str], Visitor]
WORKER = "direct-service"


def home(town: Town, what: str = "") -> str:
    """The household's address."""
    return f"/clients/{town.client}/households/{town.household}{what}"


def change(town: Town, client: tuple[str, str], child: tuple[str, str], **more: str) -> dict[str, str]:
    """What becomes of Teresa and Luz: (place, relation) each."""
    sent = {"on": str(town.today), "version": "1", "idempotency_key": "k1", **more}
    for key, (place, relation) in ((town.client, client), (town.child, child)):
        sent |= {f"m{key}-place": place, f"m{key}-relationship": relation}
    return sent


def now(database: Database, household_id: int) -> dict[int, int]:
    """{client: relation} of who belongs to it."""
    with database.session() as session:
        rows = session.execute(
            select(HouseholdMember.client_id, HouseholdMember.relationship_to_hoh).where(
                HouseholdMember.household_id == household_id, HouseholdMember.left_on.is_(None)
            )
        ).all()
    return dict(rows)


def test_household_gets_another_head_and_shows_who_was_before(
    signed_in: Enter, town: Town, database: Database
) -> None:
    visitor = signed_in(WORKER)

    refused = visitor.post(home(town, "/edit"), change(town, ("stays", "4"), ("stays", "2")))
    done = visitor.post(home(town, "/edit"), change(town, ("leaves", "1"), ("stays", "2")))

    assert refused.status_code == 422
    assert "a household needs one" in page(refused).select_one(".message").text
    assert (done.status_code, done.location) == (303, home(town))
    assert now(database, town.household) == {town.child: 1}
    shown = page(visitor.get(home(town))).main.text
    assert "Before" in shown
    assert "head of household" in shown


def test_household_splits_once_into_two(signed_in: Enter, town: Town, database: Database) -> None:
    visitor = signed_in(WORKER)
    apart = change(town, ("stays", "1"), ("apart", "2"))

    answers = [visitor.post(home(town, "/edit"), apart) for _ in range(2)]

    assert answers[0].status_code == 303
    with database.session() as session:
        other = session.scalars(select(Household.id).where(Household.id != town.household)).one()
    assert now(database, other) == {town.child: 1}
    assert now(database, town.household) == {town.client: 1}


def test_two_people_at_once_see_both_values_and_the_later_may_go_on(
    signed_in: Enter, town: Town, database: Database
) -> None:
    one, two = signed_in(WORKER), signed_in("direct-service-assessments")
    one.post(home(town, "/edit"), change(town, ("stays", "1"), ("stays", "4")))

    collided = two.post(home(town, "/edit"), change(town, ("stays", "1"), ("stays", "5")))

    assert collided.status_code == 409
    row = page(collided).select_one("tbody tr")
    assert [cell.text for cell in row.find_all(["th", "td"])] == [
        "Luz Martin",
        "other relation member",
        "non-relation member",
    ]
    again = {field["name"]: field["value"] for field in page(collided).select("main form input[name]")}
    assert two.post(home(town, "/edit"), again).status_code == 303
    assert now(database, town.household) == {town.client: 1, town.child: 5}


def test_household_is_deleted_by_the_administrator_with_a_reason(
    signed_in: Enter, town: Town, database: Database
) -> None:
    administrator, path = signed_in(ADMINISTRATOR), home(town, "/delete")

    refused = administrator.post(path, {"household-version": "1", "household-reason": ""})
    stale = administrator.post(path, {"household-version": "9", "household-reason": "why"})
    done = administrator.post(path, {"household-version": "1", "household-reason": "They never met"})

    assert (refused.status_code, stale.status_code, done.status_code) == (422, 409, 303)
    assert administrator.get(home(town)).status_code == 404
    assert signed_in(WORKER).post(path, {}).status_code == 403


def test_household_of_others_is_not_there_and_who_lives_together_is_on_the_tab(
    signed_in: Enter, town: Town
) -> None:
    outsider, worker, reader = signed_in(OUTSIDER), signed_in(WORKER), signed_in("reporting-monitoring")
    tab = f"/clients/{town.client}/enrollments"

    assert outsider.get(home(town)).status_code == 404
    assert outsider.post(home(town, "/edit"), {}).status_code == 404
    assert reader.get(home(town, "/edit")).status_code == 403
    card = page(worker.get(tab)).select_one("#household")
    assert "Luz Martin" in card.text
    assert {link["href"] for link in card.select("a.btn")} >= {home(town, "/edit")}
    assert page(reader.get(tab)).select("#household a.btn") == []


def test_day_of_joining_is_corrected_and_neither_overlaps_nor_lies_ahead(
    signed_in: Enter, town: Town, database: Database
) -> None:
    visitor, edit = signed_in(WORKER), home(town, "/edit")
    stays = change(town, ("stays", "1"), ("stays", "2"))
    asked = page(visitor.get(edit)).select_one(f"[name='m{town.child}-joined_on']")
    right, ahead = town.today - timedelta(days=90), town.today + timedelta(days=1)

    refused = [
        visitor.post(edit, stays | {f"m{town.child}-joined_on": day}) for day in (str(ahead), "some day")
    ]
    saved = visitor.post(edit, stays | {f"m{town.child}-joined_on": str(right)})
    stale = visitor.post(edit, stays | {f"m{town.child}-joined_on": str(town.today)})

    assert asked is not None
    assert asked["value"] == str(town.today - timedelta(days=30))
    assert [answer.status_code for answer in refused] == [422, 422]
    assert "not in the future" in page(refused[0]).select_one(".message").text
    assert (saved.status_code, stale.status_code) == (303, 409)
    with database.session() as session:
        rows = session.execute(select(HouseholdMember.client_id, HouseholdMember.joined_on)).all()
    assert dict(rows) == {town.child: right, town.client: town.today - timedelta(days=30)}
