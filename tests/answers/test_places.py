"""What decides which questions are asked: the project on a day, and who somebody is."""

from __future__ import annotations

from datetime import date

import pytest

from hmis_web import models
from hmis_web.db.errors import NotFound
from hmis_web.domain import answers
from hmis_web.standards.elements import Person
from tests.answers.conftest import Desk
from tests.factories import hud

pytestmark = pytest.mark.both_databases

MARCH = date(2026, 3, 1)


def test_place_is_what_a_project_is_on_the_day(desk: Desk) -> None:
    project_key = desk.stay(4, 4).project_key
    project = desk.session.get_one(models.Project, project_key)
    hud.funder(desk.session, project, 21, end_date=MARCH)
    hud.funder(desk.session, project, 11, start_date=date(2026, 4, 1))
    hud.of_project(
        desk.session, models.CEParticipation, "ce_participation_id", project, access_point=1,
        ce_participation_status_start_date=date(2026, 3, 2),
    )  # fmt: skip

    before, after = (answers.place_of(desk.session, project_key, day) for day in (MARCH, date(2026, 4, 1)))

    assert (before.project_type, before.funders, before.access_point) == (4, {4, 21}, False)
    assert (after.funders, after.access_point) == ({4, 11}, True)
    bare = answers.place_of(desk.session, desk.stay(6).project_key, MARCH)
    assert (bare.project_type, bare.funders, bare.access_point) == (6, frozenset(), False)
    with pytest.raises(NotFound):
        answers.place_of(desk.session, 0, MARCH)


def test_person_is_adult_from_the_eighteenth_birthday_and_without_a_birth_date_unless_a_child(
    desk: Desk,
) -> None:
    stay = desk.stay(13, 3, dob=date(2008, 3, 1), relationship_to_hoh=2, veteran_status=1)

    days = (date(2026, 2, 28), MARCH, date(2008, 2, 1))
    who = [answers.person_at(desk.session, stay.id, day) for day in days]

    assert [each.is_adult for each in who] == [False, True, False]
    assert {(each.is_hoh, each.is_veteran) for each in who} == {(False, True)}
    assert answers.person_of(3, None, None, MARCH) == Person(is_adult=True)
    assert answers.person_of(2, None, None, MARCH) == Person()
    with pytest.raises(NotFound):
        answers.person_at(desk.session, 0, MARCH)
