"""Deleting what the own agency entered, and restoring it (access rules 4.2)."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from hmis_web import models
from hmis_web.db.errors import DomainError, Forbidden, NotFound
from hmis_web.domain import deleted, deletion, enrollments, household_changes, household_records, notes
from hmis_web.domain.clock import Clock
from hmis_web.domain.deletion_kinds import KINDS
from hmis_web.domain.household_deletion import delete_household
from tests.factories import hud, own
from tests.personas import ADMINISTRATOR
from tests.unit.domain.conftest import CLOCK, NOW, TODAY, World

pytestmark = pytest.mark.both_databases
MANAGERS = ("agency-manager", "program-manager", ADMINISTRATOR)
OTHERS = (
    *("services-only", "direct-service", "direct-service-assessments", "assessor-only", "read-only"),
    "reporting-monitoring",
)


def later(days: int) -> Clock:
    """The same hour so many days on."""
    return Clock(NOW + timedelta(days=days), ZoneInfo("UTC"))


def test_enrollment_goes_and_comes_back_with_what_hung_on_it_in_one_act(world: World) -> None:
    session, manager, stay = world.session, world.actor("agency-manager"), world.stay
    income = hud.child(session, models.IncomeBenefits, "income_benefits_id", stay, information_date=TODAY)
    lone = hud.service(session, stay, TODAY - timedelta(days=1))
    alone = deletion.delete(session, manager, "service", world.ana.id, lone.id, "Wrong night", CLOCK)

    act = deletion.delete(session, manager, "enrollment", world.ana.id, stay.id, " Entered  twice ", CLOCK)

    assert deletion.delete(session, manager, "enrollment", world.ana.id, stay.id, "", CLOCK) == act
    session.expire_all()
    assert enrollments.of_client(session, manager, world.ana.id, TODAY) == []
    assert (stay.date_deleted, stay.date_updated, stay.version) == (CLOCK.stamp, CLOCK.stamp, 2)
    assert income.date_deleted == CLOCK.stamp
    lines = deleted.deleted_lately(session, manager, world.ana.id, KINDS, NOW)
    assert [(line.id, line.kind, line.reason) for line in lines] == [
        (act, "enrollment", "Entered twice"),
        (alone, "service", "Wrong night"),
    ]
    with pytest.raises(DomainError, match="enrollment is deleted"):
        deletion.restore(session, manager, world.ana.id, alone, CLOCK)

    for _twice in range(2):
        assert deletion.restore(session, manager, world.ana.id, act, CLOCK).words.startswith("Enrollment of")
    session.expire_all()
    assert (stay.date_deleted, income.date_deleted, lone.date_deleted) == (None, None, CLOCK.stamp)
    assert len(enrollments.of_client(session, manager, world.ana.id, TODAY)) == 1
    rows = session.execute(select(models.Deletion.is_head, models.Deletion.restored_by)).all()
    assert sorted(tuple(row) for row in rows if row.restored_by) == [
        (head, world.community.accounts["agency-manager"]) for head in (False, False, True)
    ]
    verbs = session.scalars(select(models.AuditEvent.verb)).all()
    assert [verbs.count(f"enrollment:{verb}") for verb in ("delete", "restore")] == [1, 1]


def test_rows_of_ours_are_deleted_by_managers_of_their_agency_alone(world: World) -> None:
    session, home = world.session, world.community.home
    note = own.note(session, world.ana, home, "She likes the river.")
    world.release()
    rows = {"note": note.id, "service": session.scalars(select(models.Services.id)).one()}

    for kind, row in rows.items():
        for persona in OTHERS:
            with pytest.raises(Forbidden):
                deletion.delete(session, world.actor(persona), kind, world.ana.id, row, "Why", CLOCK)
            assert not deletion.may_delete(world.actor(persona), kind, home.id)
        other = hud.client(session, world.keyring, home)
        with pytest.raises(NotFound):
            deletion.delete(session, world.actor("agency-manager"), kind, other.id, row, "Why", CLOCK)
        for reason in ("  ", "x" * 201):
            with pytest.raises(DomainError, match="reason"):
                deletion.delete(
                    session, world.actor("agency-manager"), kind, world.ana.id, row, reason, CLOCK
                )
        for persona in MANAGERS:
            actor = world.actor(persona)
            act = deletion.delete(session, actor, kind, world.ana.id, row, "Why", CLOCK)
            assert [line.id for line in deleted.deleted_lately(session, actor, world.ana.id, KINDS, NOW)] == [
                act
            ]
            if kind == "note":
                assert notes.latest(session, actor, world.ana.id) == []
            deletion.restore(session, actor, world.ana.id, act, CLOCK)
    assert len(notes.latest(session, world.actor("agency-manager"), world.ana.id)) == 1


def test_manager_of_another_agency_neither_deletes_nor_restores_what_is_shared(world: World) -> None:
    session, home, other = world.session, world.community.home, world.community.other
    theirs = hud.client(session, world.keyring, other, home, first_name="Bo")
    stay = hud.enrollment(session, theirs, hud.project(session, other, "Elm"), entry_date=TODAY)
    note = own.note(session, theirs, other, "Quiet")
    manager, administrator = world.actor("agency-manager"), world.actor(ADMINISTRATOR)

    for kind, row in (("enrollment", stay.id), ("note", note.id)):
        with pytest.raises(NotFound):
            deletion.delete(session, manager, kind, theirs.id, row, "Why", CLOCK)
        act = deletion.delete(session, administrator, kind, theirs.id, row, "Why", CLOCK)
        assert deleted.deleted_lately(session, manager, theirs.id, KINDS, NOW) == []
        with pytest.raises(NotFound):
            deletion.restore(session, manager, theirs.id, act, CLOCK)
    with pytest.raises(NotFound):
        deletion.restore(session, manager, theirs.id, 987_654_321, CLOCK)


def test_restoring_ends_after_90_days_and_a_night_is_spent_once(world: World) -> None:
    session, manager = world.session, world.actor("agency-manager")
    night = session.scalars(select(models.Services)).one()
    act = deletion.delete(session, manager, "service", world.ana.id, night.id, "Wrong bed", CLOCK)

    again = hud.service(session, world.stay, TODAY)
    with pytest.raises(DomainError, match="recorded again"):
        deletion.restore(session, manager, world.ana.id, act, CLOCK)
    session.delete(again)
    session.flush()
    with pytest.raises(DomainError, match="90 days"):
        deletion.restore(session, manager, world.ana.id, act, later(91))
    assert deleted.deleted_lately(session, manager, world.ana.id, KINDS, later(91).now) == []
    assert deletion.restore(session, manager, world.ana.id, act, later(90)).words.startswith("Bed night")


def test_household_comes_back_in_place_unless_its_people_live_elsewhere(world: World) -> None:
    session, ana, manager = world.session, world.ana.id, world.actor("agency-manager")
    ben = hud.client(session, world.keyring, world.community.home, first_name="Ben").id
    worker, day = world.actor("direct-service"), TODAY - timedelta(days=3)

    def settle(key: str) -> int:
        relations = {ana: 1, ben: 3}
        return household_changes.create_household(session, worker, relations, day, CLOCK, idempotency_key=key)

    household = settle("first")
    act = delete_household(session, world.actor(ADMINISTRATOR), ana, household, "Never met", CLOCK, version=1)
    assert household_records.of_client(session, worker, ana, TODAY) == []
    lines = deleted.deleted_lately(session, manager, ana, KINDS, NOW)
    assert [(line.id, line.kind, line.reason) for line in lines] == [(act, "household", "Never met")]
    other = settle("again")
    with pytest.raises(DomainError, match="belongs to another one by now"):
        deletion.restore(session, manager, ana, act, CLOCK)
    household_changes.change_members(session, worker, other, {}, TODAY, CLOCK, version=1)
    with pytest.raises(Forbidden):
        deletion.restore(session, worker, ana, act, CLOCK)

    for _twice in range(2):
        deletion.restore(session, manager, ana, act, CLOCK)
    session.expire_all()
    back = household_records.get_visible(session, worker, ana, household, TODAY)
    assert {each.person.id for each in back.members} == {ana, ben}


def test_clients_releases_and_the_audit_trail_are_no_kinds(world: World) -> None:
    kept = {models.Client, models.Release, models.AuditEvent}

    assert not kept & {kind.model for kind in KINDS.values()}
