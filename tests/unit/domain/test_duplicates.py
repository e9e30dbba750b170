"""Records that may be the same person, and why (decision 20)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from hmis_web.db.errors import Forbidden, NotFound
from hmis_web.domain import duplicate_pairs, duplicates
from hmis_web.domain.client_fields import ClientFields
from hmis_web.domain.search import typed
from hmis_web.domain.search.indexing import reindex_clients
from hmis_web.domain.search.scoring import Why
from tests.factories import hud
from tests.personas import ADMINISTRATOR
from tests.unit.domain.conftest import CLOCK, TODAY, World

pytestmark = pytest.mark.both_databases
ELIZABETH = ClientFields(first_name="Elizabeth", last_name="Thompson", dob=date(1970, 3, 11), ssn="xxxxx4471")


@pytest.fixture
def known(world: World) -> int:
    """Elizabeth Thompson of the home agency."""
    row = hud.client(
        world.session, world.keyring, world.community.home, first_name="Elizabeth", last_name="Thompson",
        dob=date(1970, 3, 11), ssn="123454471",
    )  # fmt: skip
    reindex_clients(world.session, [row.id])
    return row.id


def test_likely_duplicates_tell_why_and_which_must_be_answered(world: World, known: int) -> None:
    cases: list[tuple[dict[str, object], Why, bool]] = [
        ({}, Why.SAME_NAME, True),
        ({"ssn": "123-45-4471"}, Why.SSN, True),
        ({"first_name": "Liz"}, Why.NICKNAME, True),
        ({"last_name": "Tompsin"}, Why.SOUND, True),
        ({"last_name": "Thompsen"}, Why.SPELLING, True),
        ({"dob": date(1970, 11, 3), "ssn": None}, Why.SWAPPED_DATE, True),
        ({"dob": date(1970, 3, 12), "ssn": None}, Why.CLOSE_DATE, True),
        ({"dob": date(1970, 1, 1), "dob_data_quality": 2, "ssn": None}, Why.BIRTH_YEAR, False),
        ({"dob": None, "ssn": None}, Why.SAME_NAME, True),
        ({"dob": None}, Why.LAST4, True),
    ]
    actor = world.actor("direct-service")
    for change, why, strong in cases:
        found = duplicates.likely(
            world.session,
            actor,
            world.keyring,
            replace(ELIZABETH, **change),
            TODAY,  # type: ignore[arg-type]
        )
        assert [each.match.client_id for each in found.candidates] == [known], change
        assert (why in found.candidates[0].match.why, found.candidates[0].strong) == (True, strong), change
        assert bool(found.unanswered([])) is strong
        assert found.unanswered([known]) == ()
    nothing = duplicates.likely(world.session, actor, world.keyring, ClientFields(first_name="Liz"), TODAY)
    assert (nothing.candidates, nothing.act) == ((), None)


def test_candidates_never_leave_the_scope(world: World, known: int) -> None:
    found = duplicates.likely(world.session, world.actor("outsider"), world.keyring, ELIZABETH, TODAY)

    assert found.candidates == ()
    assert found.elsewhere == (f"R-{known}",)
    with pytest.raises(NotFound):
        duplicates.say_not_same(world.session, world.actor("outsider"), known, [world.ana.id], CLOCK)
    with pytest.raises(Forbidden):
        duplicates.say_not_same(world.session, world.actor("read-only"), known, [world.ana.id], CLOCK)


def test_answer_is_kept_for_both_and_can_be_taken_back(world: World, known: int) -> None:
    actor = world.actor("direct-service")
    born = date(1970, 3, 11)
    twin = hud.client(
        world.session, world.keyring, world.community.home, first_name="Liz", last_name="Thompson", dob=born
    )
    reindex_clients(world.session, [twin.id])

    def alike(client_id: int) -> list[int]:
        found = duplicates.of_client(world.session, actor, world.keyring, client_id, TODAY)
        return [each.match.client_id for each in found.candidates]

    assert (alike(known), alike(twin.id)) == ([twin.id], [known])
    for _twice in range(2):
        duplicates.say_not_same(world.session, actor, known, [twin.id], CLOCK)
    assert (alike(known), alike(twin.id)) == ([], [])
    answer = duplicates.answers(world.session, actor, twin.id, TODAY)
    assert [(each.person.id, each.author) for each in answer] == [(known, "Direct Service")]
    duplicates.take_back(world.session, actor, twin.id, known)
    assert alike(known) == [twin.id]


def test_pairs_come_in_windows_without_those_told_apart(
    world: World, known: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    s, admin = world.session, world.actor(ADMINISTRATOR)

    def add(first: str, last: str, born: date, ssn: str | None = None) -> int:
        row = hud.client(
            s, world.keyring, world.community.home, first_name=first, last_name=last, dob=born, ssn=ssn
        )
        reindex_clients(s, [row.id])
        return row.id

    nick = add("Liz", "Thompson", date(1970, 3, 11))
    swapped = add("Elizabeth", "Thompson", date(1970, 11, 3))
    add("Walter", "Thompson", date(1970, 3, 11))
    number = add("Ola", "Brook", date(1990, 1, 5), "123454471")

    found = duplicate_pairs.window(s, admin, TODAY)
    pairs = {(each.older.id, each.newer.id): each.why for each in found.pairs}
    assert pairs == {
        (known, nick): (Why.NICKNAME, Why.BIRTH_DATE),
        (known, swapped): (Why.SAME_NAME, Why.SWAPPED_DATE),
        (known, number): (Why.SSN,),
    }
    assert found.before is None
    duplicates.say_not_same(s, admin, known, [nick], CLOCK)
    monkeypatch.setattr(duplicate_pairs, "WINDOW", 2)
    first = duplicate_pairs.window(s, admin, TODAY)
    assert [(each.older.id, each.newer.id) for each in first.pairs] == [(known, number)]
    second = duplicate_pairs.window(s, admin, TODAY, first.before)
    assert [(each.older.id, each.newer.id) for each in second.pairs] == [(known, swapped)]
    with pytest.raises(Forbidden):
        duplicate_pairs.window(s, world.actor("agency-manager"), TODAY)


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("bea okoro", {"first_name": "Bea", "last_name": "Okoro"}),
        ("Okoro, Bea Ann", {"first_name": "Bea", "middle_name": "Ann", "last_name": "Okoro"}),
        ("ana de la cruz jr 3/14/1960", {
            "first_name": "Ana", "last_name": "de la Cruz", "name_suffix": "Jr", "dob": "03/14/1960",
        }),
        ("mary-kate o'brien 1988", {"first_name": "Mary-Kate", "last_name": "O'Brien", "dob": "1988"}),
        ("14 mar 1960 lee 900-12-4471", {"first_name": "Lee", "dob": "03/14/1960", "ssn": "900124471"}),
        ("ssn 4471 R-12", {"ssn": "4471"}),
        ("McDonald 3/1980", {"first_name": "McDonald", "dob": "3/1980"}),
        ("  ", {}),
    ],
)  # fmt: skip
def test_words_of_the_search_box_go_into_their_fields(text: str, answers: dict[str, str]) -> None:
    assert typed.answers(text, TODAY) == answers
