"""Exits are taken back by whoever made them, or by managers; what was answered is kept."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hmis_web import models
from hmis_web.db.errors import DomainError, Forbidden, NotFound
from hmis_web.domain import answers, exit_reversals
from hmis_web.domain.custom_fields import FieldRules, create_field
from hmis_web.domain.exits import NewHead
from hmis_web.standards.elements import CollectionPoint
from tests.factories import hud
from tests.families import exits
from tests.personas import ADMINISTRATOR
from tests.stays.conftest import CLOCK, DAY, TODAY, Desk, later, relations

pytestmark = pytest.mark.both_databases


def test_own_exit_is_undone_whole_within_a_day(desk: Desk) -> None:
    family, actor = desk.family(), desk.actor()
    handing = NewHead(family.juan, {family.luz: 2, family.teresa: 3})
    desk.leave(family, {family.teresa: TODAY}, head=handing)
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
    acts = desk.session.execute(select(models.AuditEvent.verb, models.AuditEvent.client_id))
    told = {(verb, client) for verb, client in acts}
    mine = {verb for verb, client in told if client == family.clients[family.teresa]}
    assert {"enrollment:exit", "enrollment:undo-exit", "enrollment:set-head", "answers:save"} <= mine
    assert ("enrollment:undo-exit-change", family.clients[family.juan]) in told


def test_undo_is_offered_for_ones_own_exit_alone(desk: Desk) -> None:
    family, actor = desk.family(), desk.actor()
    desk.leave(family, {family.luz: TODAY})
    before = family.stay(desk.session, actor, family.luz, TODAY)
    exit_reversals.undo_exit(desk.session, actor, before, later(hours=1))
    desk.leave(family, {family.luz: TODAY}, key="theirs", persona="program-manager")

    stay = family.stay(desk.session, actor, family.luz, TODAY)
    manager = desk.actor("program-manager")

    assert exit_reversals.own_exit(desk.session, actor, stay, later(hours=2).now) is None
    assert exit_reversals.own_exit(desk.session, manager, stay, later(hours=2).now) is not None
    assert exit_reversals.undo_exit(desk.session, actor, stay, later(hours=2)) == 0
    assert family.luz in exits(desk.session)


def test_answers_of_an_exit_that_was_taken_back_fill_the_next_one(desk: Desk) -> None:
    family, actor = desk.family(), desk.actor()
    asked = FieldRules("Keys returned?", stages=frozenset({CollectionPoint.EXIT}))
    field = create_field(desk.session, desk.actor(ADMINISTRATOR), "stay", "text", asked, CLOCK)
    told = {
        "exit.destination": 422,
        "income_benefits.income_from_any_source": 0,
        f"own.{field}": "both of them",
    }
    desk.leave(family, {family.juan: TODAY}, told=told)
    exit_reversals.undo_exit(
        desk.session, actor, family.stay(desk.session, actor, family.juan, TODAY), later(hours=1)
    )

    live = select(models.IncomeBenefits.id).where(models.IncomeBenefits.date_deleted.is_(None))
    assert desk.session.scalars(live).all() == []
    standing = select(models.CustomValue.id).where(models.CustomValue.replaced_at.is_(None))
    assert desk.session.scalars(standing).all() == []
    begun = answers.beginnings(desk.session, actor, [family.juan], CollectionPoint.EXIT, TODAY)
    kept = begun[family.juan].told
    assert kept.items() >= told.items()
    desk.leave(family, {family.juan: TODAY}, key="next", told=kept)
    assert exits(desk.session)[family.juan].destination == 422
    assert len(desk.session.scalars(standing).all()) == 1


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
