"""The household grid: a line for each person, one save."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import func, select

from hmis_web.db.session import Database
from hmis_web.domain.search import indexing
from hmis_web.models import AuditEvent, Client, Household, HouseholdMember
from tests.browser import Visitor, page
from tests.town import CANARY, Town

Enter = Callable[[str], Visitor]
GRID = "/households/new"
WORKER = "direct-service"
HEAD, CHILD, SPOUSE = "1", "2", "3"


def line(number: int, first: str, last: str, relation: str, **more: str | list[str]) -> dict[str, object]:
    """One line as the page sends it."""
    told = {"first_name": first, "last_name": last, "relationship": relation, **more}
    return {f"l{number}-{name}": value for name, value in told.items()}


def grid(town: Town, *lines: dict[str, object], key: str = "k1", **more: object) -> dict[str, object]:
    """The form as the page sends it."""
    sent: dict[str, object] = {
        "lines": str(len(lines)),
        "on": str(town.today),
        "idempotency_key": key,
        **more,
    }
    for each in lines:
        sent |= each
    return sent


@pytest.fixture
def indexed(town: Town, database: Database) -> Town:
    """The town, its people to be found."""
    with database.session(write=True) as session:
        indexing.reindex_clients(session, [town.client, town.child, town.stranger])
        session.commit()
    return town


def new_people(database: Database) -> list[Client]:
    """Who was added here, in order."""
    with database.session() as session:
        rows = session.scalars(select(Client).where(Client.edited_at.is_not(None)).order_by(Client.id))
        return list(rows)


def test_household_of_new_people_is_made_with_one_save_and_once(
    signed_in: Enter, indexed: Town, database: Database
) -> None:
    visitor, town = signed_in(WORKER), indexed
    sent = grid(
        town,
        line(
            0,
            "Denise",
            "Carter",
            HEAD,
            dob="1992-04-05",
            sex="0",
            veteran_status="0",
            races=["white", "asian"],
        ),
        line(1, "Andre", "", SPOUSE, dob="03/01/1990", dob_about="y", sex="1", race_as_head="y", ssn="1234"),
        line(2, "Zoe", "Carter", CHILD, dob=str(town.today.replace(year=town.today.year - 2)), races=["9"]),
        line(3, "", "", ""),
    )

    answers = [visitor.post(GRID, sent) for _ in range(2)]

    assert len({(answer.status_code, answer.location) for answer in answers}) == 1
    denise, andre, zoe = new_people(database)
    assert (denise.name_data_quality, andre.name_data_quality) == (1, 2)
    assert (denise.dob_data_quality, andre.dob_data_quality, andre.dob) == (1, 2, date(1990, 3, 1))
    assert (denise.ssn_data_quality, andre.ssn_data_quality) == (99, 2)
    assert (denise.white, denise.asian, denise.race_none, andre.white, andre.asian) == (1, 1, None, 1, 1)
    assert (zoe.race_none, zoe.white, zoe.veteran_status, denise.veteran_status) == (9, 0, 99, 0)
    assert (denise.sex, andre.sex, zoe.sex) == (0, 1, 99)
    with database.session() as session:
        members = session.execute(
            select(HouseholdMember.client_id, HouseholdMember.relationship_to_hoh).where(
                HouseholdMember.client_id.in_([denise.id, andre.id, zoe.id])
            )
        ).all()
        verbs = session.scalars(select(AuditEvent.verb).where(AuditEvent.client_id == zoe.id)).all()
    assert dict(members) == {denise.id: 1, andre.id: 3, zoe.id: 2}
    assert {"client:create", "household:join"} <= set(verbs)


def test_somebody_very_like_must_be_answered_and_a_known_record_is_used(
    signed_in: Enter, indexed: Town, database: Database
) -> None:
    visitor, town = signed_in(WORKER), indexed
    lines = (
        line(0, "Nia", "Bell", HEAD),
        line(1, "Theresa", "Martin", CHILD, dob="1960-03-14", ssn="900-99-9999"),
    )

    asked = visitor.post(GRID, grid(town, *lines))

    assert asked.status_code == 422
    shown = page(asked)
    assert "Say whether this is somebody known" in shown.select_one("#l1-who-error").text
    assert (
        "nickname" in shown.select_one("#l1-found").text
        or "sounds alike" in shown.select_one("#l1-found").text
    )
    assert CANARY not in asked.text
    assert shown.title.text.startswith("Error")
    assert new_people(database) == []
    leaving = f"/clients/{town.client}/households/{town.household}/edit"
    stays = {f"m{town.child}-place": "stays", f"m{town.child}-relationship": HEAD}
    visitor.post(leaving, {"on": str(town.today), "version": "1", f"m{town.client}-place": "leaves", **stays})
    used = visitor.post(GRID, grid(town, lines[0], lines[1] | {"l1-who": str(town.client)}))
    assert used.status_code == 303
    assert [person.first_name for person in new_people(database)] == ["Nia"]
    other = line(0, "Ola", "Bell", HEAD)
    new = visitor.post(GRID, grid(town, other, line(1, "Teresa", "Martin", CHILD, who="new"), key="k2"))
    assert new.status_code == 303


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"l0-first_name": ""}, "l0-first_name", "Enter the name of the first person"),
        ({"l0-relationship": CHILD}, "l0-relationship", "one of them must be"),
        ({"l0-dob": "in spring"}, "l0-dob", "Enter a date such as"),
        ({"l0-dob": "2999-01-01"}, "l0-dob", "future"),
        ({"l0-ssn": "12"}, "l0-ssn", "nine"),
        ({"on": ""}, "on", "Enter the day"),
        ({"on": "2999-01-01"}, "on", "not in the future"),
        ({"l0-relationship": ""}, "l0-relationship", "Choose what they are"),
    ],
)
def test_what_can_not_be_is_refused_at_its_field_and_stays_typed(
    signed_in: Enter, town: Town, database: Database, change: dict[str, str], field: str, words: str
) -> None:
    first = line(0, "Nia", "", HEAD)
    if field == "l0-first_name":
        first = line(0, "", "", HEAD)

    answer = signed_in(WORKER).post(GRID, grid(town, first) | change)

    assert answer.status_code == 422
    assert words in page(answer).select_one(f"#{field}-error").text
    assert new_people(database) == []


def test_line_finds_people_while_typed_and_more_lines_come_by_enter(signed_in: Enter, indexed: Town) -> None:
    visitor, town = signed_in(WORKER), indexed
    typed = grid(town, line(0, "Teresa", "Martin", HEAD), line(1, "", "", ""))

    found = visitor.post(f"{GRID}?do=find&line=0", typed, htmx=True)
    more = visitor.post(GRID, typed | {"do": "more"}, htmx=True)
    full = visitor.post(GRID, grid(town, line(0, "Nia", "", HEAD)) | {"do": "more"})
    plain = visitor.post(GRID, typed | {"do": "find"})

    assert page(found).select_one("#l0-found input")["value"] == str(town.client)
    assert "Use this record" in found.text
    assert page(more).select_one("[autofocus]")["name"] == "l1-first_name"
    assert page(full).select_one("[autofocus]")["name"] == "l1-first_name"
    assert page(full).select_one("[name=lines]")["value"] == "2"
    assert (plain.status_code, "very like" in plain.text) == (200, True)
    assert visitor.post(f"{GRID}?do=find&line=7", typed, htmx=True).status_code == 404


def test_people_join_the_household_of_a_client_and_two_at_once_are_told(
    signed_in: Enter, town: Town, database: Database
) -> None:
    visitor, path = signed_in(WORKER), f"/clients/{town.client}{GRID}"
    form = page(visitor.get(path))
    assert "Luz" in form.main.text
    joined = grid(town, line(0, "Nia", "Martin", CHILD), version="1")

    answers = [visitor.post(path, joined) for _ in range(2)]
    late = visitor.post(path, grid(town, line(0, "Ola", "Martin", CHILD), version="1", key="k2"))
    head = visitor.post(path, grid(town, line(0, "Ola", "Martin", HEAD), version="2", key="k3"))

    assert [answer.status_code for answer in answers] == [303, 303]
    assert late.status_code == 422
    assert "Somebody else changed this household" in late.text
    assert "has its head already" in page(head).select_one("#l0-relationship-error").text
    with database.session() as session:
        count = session.scalar(select(func.count()).where(HouseholdMember.household_id == town.household))
        assert (count, session.scalar(select(func.count(Household.id)))) == (3, 1)


def test_grid_opens_for_who_may_and_for_own_clients_alone(signed_in: Enter, town: Town) -> None:
    worker = signed_in(WORKER)

    assert worker.get(f"/clients/{town.stranger}{GRID}").status_code == 404
    assert worker.post(f"/clients/{town.stranger}{GRID}", grid(town)).status_code == 404
    assert signed_in("read-only").get(GRID).status_code == 403
    assert signed_in("assessor-only").get(GRID).status_code == 200
    assert page(worker.get(GRID)).select("[name=project] option")
    assert not page(signed_in("assessor-only").get(GRID)).select("[name=project]")
