"""Households leave, some of them stay: the domain."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from hmis_web import models
from hmis_web.db.errors import DomainError, Forbidden
from hmis_web.domain import exit_facts, exit_reversals
from hmis_web.domain.exits import ExitRefused, NewHead
from hmis_web.domain.stay_members import members_of
from tests.factories import hud
from tests.families import exits
from tests.stays.conftest import DAY, TODAY, Desk, later, relations

pytestmark = pytest.mark.both_databases


def test_household_leaves_at_once_and_a_second_send_changes_nothing(desk: Desk) -> None:
    family = desk.family()
    days = dict.fromkeys(family.all, TODAY - DAY)
    told = {"exit.destination": 410, "income_benefits.income_from_any_source": 0}

    first, again = (desk.leave(family, days, told=told) for _ in range(2))

    assert first.household_exit_id == again.household_exit_id
    assert again.members == 3
    rows = exits(desk.session)
    assert {row.exit_date for row in rows.values()} == {TODAY - DAY}
    assert {row.destination for row in rows.values()} == {410}
    income = desk.session.scalars(select(models.IncomeBenefits)).all()
    assert {(row.data_collection_stage, row.information_date) for row in income} == {(3, TODAY - DAY)}
    assert desk.session.scalars(select(models.StageRecord.stage)).all() == [3, 3, 3]


def test_missing_destination_is_99_and_hinders_nobody(desk: Desk) -> None:
    family = desk.family()

    desk.leave(family, {family.luz: TODAY}, told={"exit.other_destination": "nowhere"})

    assert exits(desk.session)[family.luz].destination == 99
    assert exits(desk.session)[family.luz].other_destination is None


def test_head_who_leaves_others_behind_hands_over_to_one_who_was_there_from_the_start(desk: Desk) -> None:
    family = desk.family()
    head = desk.session.get_one(models.Enrollment, family.teresa)
    head.move_in_date = family.entry + 20 * DAY
    juan = desk.session.get_one(models.Enrollment, family.juan)
    desk.session.flush()

    with pytest.raises(DomainError) as nobody:
        desk.leave(family, {family.teresa: TODAY})
    with pytest.raises(DomainError) as own:
        desk.leave(family, {family.teresa: TODAY}, head=NewHead(family.teresa, {}))
    desk.session.get_one(models.Enrollment, family.luz).entry_date = family.entry + 5 * DAY
    desk.session.flush()
    with pytest.raises(DomainError) as late:
        desk.leave(family, {family.teresa: TODAY}, head=NewHead(family.luz, {}))
    with pytest.raises(DomainError) as twice:
        desk.leave(family, {family.teresa: TODAY}, head=NewHead(family.juan, {family.luz: 1}))
    desk.leave(family, {family.teresa: TODAY}, head=NewHead(family.juan, {family.luz: 2, family.teresa: 3}))

    assert {error.value.field for error in (nobody, own, late, twice)} == {"new_head"}
    assert "was there before" in late.value.message
    assert relations(desk, *family.all) == [3, 1, 2]
    assert (juan.enrollment_coc, juan.move_in_date) == ("XX-501", family.entry + 20 * DAY)
    assert juan.household_id == head.household_id
    assert list(exits(desk.session)) == [family.teresa]


def test_member_who_leaves_later_than_the_head_needs_a_head(desk: Desk) -> None:
    family = desk.family()
    days = {family.teresa: TODAY - 2 * DAY, family.juan: TODAY, family.luz: TODAY - 2 * DAY}

    with pytest.raises(DomainError, match="choose who is the head"):
        desk.leave(family, days)
    desk.leave(family, days, head=NewHead(family.juan, {}))

    assert relations(desk, *family.all) == [99, 1, 99]


@pytest.mark.parametrize(
    ("shift", "rule", "project_type"),
    [(1, "S045", 13), (-91, "S043", 13), (-30, "S056", 13), (-20, "S058", 3), (-10, "S108", 1)],
)
def test_contradictions_stop_the_exit_and_say_what_to_do(
    desk: Desk, shift: int, rule: str, project_type: int
) -> None:
    family = desk.family(project_type)
    stay = desk.session.get_one(models.Enrollment, family.teresa)
    if project_type != 1:
        stay.move_in_date = TODAY - 20 * DAY
    else:
        hud.service(desk.session, stay, TODAY - 10 * DAY)
    desk.session.flush()

    with pytest.raises(ExitRefused) as refused:
        desk.leave(family, dict.fromkeys(family.all, TODAY + shift * DAY))

    found = refused.value.findings[family.teresa]
    assert rule in {finding.rule_id for finding in found}
    assert all("Teresa" in finding.message or "must" not in finding.message for finding in found)
    assert exits(desk.session) == {}


def test_doubts_are_kept_and_do_not_hinder(desk: Desk) -> None:
    family = desk.family(0)
    luz = desk.session.get_one(models.Enrollment, family.luz)
    hud.service(desk.session, luz, TODAY, record_type=141, type_provided=6)

    done = desk.leave(family, {family.luz: family.entry})

    assert {finding.rule_id for finding in done.doubts} == {"S044", "S115"}
    assert {"S044", "S115"} <= set(desk.session.scalars(select(models.RecordFinding.rule)))
    assert family.luz in exits(desk.session)


def test_help_paid_for_beyond_the_exit_ends_with_it_and_undo_brings_it_back(desk: Desk) -> None:
    family = desk.family(13, 33)
    stay = desk.session.get_one(models.Enrollment, family.teresa)
    help_ = hud.service(
        desk.session, stay, TODAY - 9 * DAY, record_type=152, type_provided=1, fa_amount=Decimal(100),
        fa_start_date=TODAY - 9 * DAY, fa_end_date=TODAY + 20 * DAY,
    )  # fmt: skip
    days = dict.fromkeys(family.all, TODAY)
    members = members_of(
        desk.session, desk.actor(), family.stay(desk.session, desk.actor(), family.luz, TODAY), TODAY
    )
    assert exit_facts.paid_beyond(exit_facts.dated(desk.session, members), days) == 1

    desk.leave(family, days)
    assert help_.fa_end_date == TODAY

    actor = desk.actor()
    exit_reversals.undo_exit(
        desk.session, actor, family.stay(desk.session, actor, family.luz, TODAY), later(hours=1)
    )
    assert help_.fa_end_date == TODAY + 20 * DAY


def test_night_by_night_exit_begins_with_the_day_after_the_last_night(desk: Desk) -> None:
    family, other = desk.family(1), desk.family(13)
    hud.service(desk.session, desk.session.get_one(models.Enrollment, family.luz), TODAY - 5 * DAY)
    actor = desk.actor()

    def suggested(one: object) -> date:
        stay = one.stay(desk.session, actor, one.teresa, TODAY)
        members = members_of(desk.session, actor, stay, TODAY)
        return exit_facts.suggested_date(stay, members, exit_facts.dated(desk.session, members), TODAY)

    assert suggested(family) == TODAY - 4 * DAY
    assert suggested(other) == TODAY


def test_nobody_leaves_twice(desk: Desk) -> None:
    family = desk.family()
    desk.leave(family, {family.luz: TODAY})

    for days, key in (({family.luz: TODAY}, "b"), ({family.juan: TODAY, family.luz: TODAY}, "c")):
        with pytest.raises(DomainError, match="already"):
            desk.leave(family, days, key=key, persona="program-manager")
    other = desk.family()
    with pytest.raises(DomainError, match="this household"):
        desk.leave(family, {family.juan: TODAY, other.luz: TODAY}, key="d")
    with pytest.raises(Forbidden):
        desk.leave(family, {family.juan: TODAY}, key="e", persona="reporting-monitoring")
    assert list(exits(desk.session)) == [family.luz]
