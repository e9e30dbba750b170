"""Households leave, some of them stay, exits are taken back: the domain."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from hmis_web import models
from hmis_web.db.errors import DomainError, Forbidden, NotFound
from hmis_web.domain import exit_facts, exit_reversals
from hmis_web.domain.exits import ExitRefused, NewHead
from hmis_web.domain.stay_members import members_of
from tests.factories import hud
from tests.families import exits
from tests.stays.conftest import CLOCK, DAY, TODAY, Desk, later

pytestmark = pytest.mark.both_databases


def relations(desk: Desk, *enrollments: int) -> list[int | None]:
    """What members are to the head."""
    desk.session.expire_all()
    return [desk.session.get_one(models.Enrollment, each).relationship_to_hoh for each in enrollments]


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
    assert exit_facts.open_services(desk.session, days) == 1

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
        return exit_facts.suggested_date(desk.session, stay, members, TODAY)

    assert suggested(family) == TODAY - 4 * DAY
    assert suggested(other) == TODAY


def test_own_exit_is_undone_whole_within_a_day(desk: Desk) -> None:
    family = desk.family()
    actor = desk.actor()
    desk.leave(
        family, {family.teresa: TODAY}, head=NewHead(family.juan, {family.luz: 2, family.teresa: 3}),
        told={"exit.destination": 422, "income_benefits.income_from_any_source": 0},
    )  # fmt: skip
    stay = family.stay(desk.session, actor, family.teresa, TODAY)
    offered = exit_reversals.own_exit(desk.session, actor, stay, later(hours=23).now)
    assert offered is not None
    assert offered.enrollment_ids == {family.teresa}

    assert exit_reversals.own_exit(desk.session, actor, stay, later(hours=25).now) is None
    with pytest.raises(NotFound):
        exit_reversals.undo_exit(desk.session, desk.actor("program-manager"), stay, CLOCK)
    with pytest.raises(DomainError, match="24 hours"):
        exit_reversals.undo_exit(desk.session, actor, stay, later(hours=25))
    assert exit_reversals.undo_exit(desk.session, actor, stay, later(hours=23)) == 1
    assert exit_reversals.undo_exit(desk.session, actor, stay, later(hours=23)) == 0

    assert exits(desk.session) == {}
    assert relations(desk, *family.all) == [1, 3, 2]
    assert desk.session.scalars(select(models.StageRecord.id)).all() == []
    live = select(models.IncomeBenefits.id).where(models.IncomeBenefits.date_deleted.is_(None))
    assert desk.session.scalars(live).all() == []
    kept = exit_reversals.kept_answers(desk.session, [family.teresa])[family.teresa]
    assert kept["exit.destination"] == 422
    assert kept["income_benefits.income_from_any_source"] == 0
    desk.leave(family, {family.teresa: TODAY}, key="next", head=NewHead(family.luz, {}), told=kept)
    assert exits(desk.session)[family.teresa].destination == 422


def test_managers_reopen_with_a_reason_and_never_without_the_head(desk: Desk) -> None:
    family = desk.family()
    desk.leave(family, dict.fromkeys(family.all, TODAY))
    worker, manager = desk.actor(), desk.actor("program-manager")
    stay = family.stay(desk.session, manager, family.luz, TODAY)

    with pytest.raises(Forbidden):
        exit_reversals.reopen(desk.session, worker, stay, [family.luz], "Came back", CLOCK)
    for chosen, reason, field in (([], "why", "members"), ([family.luz], "why", "members"),
                                  (family.all, " ", "why")):  # fmt: skip
        with pytest.raises(DomainError) as refused:
            exit_reversals.reopen(desk.session, manager, stay, chosen, reason, CLOCK)
        assert refused.value.field == field
    opened = [family.luz, family.teresa]
    assert exit_reversals.reopen(desk.session, manager, stay, opened, "Came back", later(days=40)) == 2

    assert list(exits(desk.session)) == [family.juan]
    assert exit_reversals.undo_exit(desk.session, worker, stay, later(hours=1)) == 1
    assert exits(desk.session) == {}


def test_exit_is_not_taken_back_while_the_client_stays_there_again(desk: Desk) -> None:
    family = desk.family()
    desk.leave(family, dict.fromkeys(family.all, TODAY - DAY))
    luz = desk.session.get_one(models.Enrollment, family.luz)
    project = desk.session.get_one(models.Project, family.project)
    hud.enrollment(
        desk.session, desk.session.get_one(models.Client, luz.client_key), project, entry_date=TODAY
    )
    actor = desk.actor("program-manager")
    stay = family.stay(desk.session, actor, family.teresa, TODAY)

    with pytest.raises(DomainError, match="again since"):
        exit_reversals.undo_exit(desk.session, desk.actor(), stay, CLOCK)
    with pytest.raises(DomainError, match="again since"):
        exit_reversals.reopen(desk.session, actor, stay, family.all, "Mistake", CLOCK)
    assert len(exits(desk.session)) == 3


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
