"""Changing a service, and the list of a client's services."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from hmis_web import models
from hmis_web.db.errors import DomainError, Forbidden, NotFound, StaleVersion
from hmis_web.domain import answers, deletion, service_changes, service_history, services
from hmis_web.domain.service_details import ServiceInput
from hmis_web.domain.service_history import Wanted
from hmis_web.standards.elements import CollectionPoint
from tests.factories import hud
from tests.unit.domain.conftest import CLOCK, NOW, TODAY, World
from tests.unit.domain.test_notes import refused

pytestmark = pytest.mark.both_databases
DAY = timedelta(days=1)


def assisted(world: World) -> models.Services:
    """Ana got $125 in a program that SSVF pays, where she has stayed for a month."""
    team = hud.project(world.session, world.community.home, "Street Team", project_type=13)
    hud.funder(world.session, team, 33)
    stay = hud.enrollment(world.session, world.ana, team, entry_date=TODAY - 30 * DAY)
    row = hud.service(
        world.session,
        stay,
        TODAY - DAY,
        record_type=152,
        type_provided=1,
        fa_amount=Decimal(125),
        fa_start_date=TODAY,
    )
    row.content_hash = 7
    world.session.flush()
    return row


def test_service_is_changed_by_its_agency(world: World) -> None:
    session, ana, direct, row = world.session, world.ana.id, world.actor("direct-service"), assisted(world)
    where = (ana, row.enrollment_key, row.id)
    logged = service_changes.get_logged(session, direct, *where, CLOCK)
    entry = replace(logged.entry, date_provided=TODAY, record_type=144, type_provided=2)

    service_changes.edit_service(session, direct, *where, entry, 1, CLOCK)

    assert (row.record_type, row.type_provided, row.fa_amount, row.version) == (144, 2, None, 2)
    assert (row.content_hash, row.edited_at, row.date_updated) == (None, NOW, CLOCK.stamp)
    with pytest.raises(StaleVersion):
        service_changes.edit_service(session, direct, *where, entry, 1, CLOCK)
    edit = (service_changes.edit_service, session, direct, *where)
    assert refused(*edit, replace(entry, date_provided=TODAY + DAY), 2, CLOCK) == "date_provided"
    assert refused(*edit, replace(entry, record_type=141, type_provided=6), 2, CLOCK) == "service"
    assert refused(*edit, replace(logged.entry, fa_amount=None), 2, CLOCK) == "fa_amount"
    assert (row.record_type, row.date_provided, row.version) == (144, TODAY, 2)
    with pytest.raises(DomainError, match="time is over"):  # changing one begins no ten minutes anew
        services.undo_service(session, direct, *where, CLOCK)
    world.release()
    for persona, error in (("outsider", NotFound), ("services-only", Forbidden)):
        with pytest.raises(error):
            service_changes.get_logged(session, world.actor(persona), *where, CLOCK)


def test_night_is_moved_to_none_that_is_spent_already(world: World) -> None:
    session, ana, direct = world.session, world.ana.id, world.actor("direct-service")
    world.stay.entry_date = TODAY - 9 * DAY
    night = hud.service(session, world.stay, TODAY - DAY)
    logged = service_changes.get_logged(session, direct, ana, world.stay.id, night.id, CLOCK)
    assert service_changes.to_choose(session, logged).find(200, 200) is not None  # what it is may stay
    edit = (service_changes.edit_service, session, direct, ana, world.stay.id, night.id)

    assert refused(*edit, replace(logged.entry, date_provided=TODAY), 1, CLOCK) == "date_provided"

    service_changes.edit_service(*edit[1:], replace(logged.entry, date_provided=TODAY - 2 * DAY), 1, CLOCK)
    assert night.date_provided == TODAY - 2 * DAY


def test_services_are_listed_as_far_as_the_role_sees(world: World) -> None:
    session, ana, row = world.session, world.ana.id, assisted(world)
    night = session.scalars(select(models.Services).where(models.Services.record_type == 200)).one()
    team = session.get_one(models.Enrollment, row.enrollment_key).project_key

    def listed(persona: str, **wanted: Any) -> list[int]:
        found, _total = service_history.of_client(session, world.actor(persona), ana, Wanted(**wanted))
        return [each.id for each in found]

    assert listed("direct-service") == listed("services-only") == [night.id, row.id]
    assert listed("direct-service", project_key=team) == [row.id]
    assert listed("direct-service", record_type=200, last=TODAY - DAY) == []
    assert listed("direct-service", first=TODAY) == [night.id]
    assert listed("outsider") == []
    world.release()
    found, total = service_history.of_client(session, world.actor("outsider"), ana, Wanted())
    assert (
        [(each.may_edit, each.may_delete) for each in found]
        == [(False, False)] * total
        == [(False, False)] * 2
    )
    assert service_history.choices(session, world.actor("direct-service"), ana).record_types == [152, 200]
    limited, _total = service_history.of_client(session, world.actor("services-only"), ana, Wanted())
    assert [each.amount for each in limited] == [None, None]


PAID = {"record_type": 152, "type_provided": 1, "fa_amount": Decimal(5), "fa_start_date": TODAY}
REFERRED = {"record_type": 161, "type_provided": 7, "referral_outcome": 1}
PAYMENT, REFERRAL = 0, 1
BREAKS: list[tuple[str, int, dict[str, Any], str]] = [
    ("S115", PAYMENT, {**PAID, "date_provided": TODAY + DAY}, "date_provided"),
    ("S115", REFERRAL, {**REFERRED, "date_provided": TODAY - 31 * DAY}, "date_provided"),
    ("S116", REFERRAL, {**REFERRED, "type_provided": 99}, "service"),
    ("S116", PAYMENT, {"record_type": 144, "type_provided": 3, "sub_type_provided": 9}, "sub_type_provided"),
    ("S117", REFERRAL, PAID, "service"),
    ("S117", PAYMENT, REFERRED, "service"),
    ("S118", PAYMENT, {**PAID, "fa_start_date": None}, "fa_start_date"),
    ("S118", PAYMENT, {**PAID, "fa_amount": Decimal(0)}, "fa_amount"),
    ("S118", PAYMENT, {**PAID, "fa_amount": None}, "fa_amount"),
    ("S118", PAYMENT, {**PAID, "fa_end_date": TODAY - DAY}, "fa_end_date"),
    ("S119", REFERRAL, {**REFERRED, "referral_outcome": None}, "referral_outcome"),
    (
        "S119",
        REFERRAL,
        {"record_type": 141, "type_provided": 6, "referral_outcome": 1},
        "referral_outcome",
    ),
    ("kept", PAYMENT, {**PAID, "fa_end_date": TODAY + DAY}, ""),
    ("kept", REFERRAL, {**REFERRED, "type_provided": 11}, ""),
]
"""Rule, the service that is changed, what is said of it, the field that is refused."""


def test_rules_of_services_are_kept_when_logging_and_when_changing(world: World) -> None:
    session, ana, direct, payment = (
        world.session,
        world.ana.id,
        world.actor("direct-service"),
        assisted(world),
    )
    outreach = hud.project(session, world.community.home, "Path Team", project_type=4)
    hud.funder(session, outreach, 21)
    met = hud.enrollment(session, world.ana, outreach, entry_date=TODAY - 30 * DAY)
    referral = hud.service(session, met, TODAY, record_type=161, type_provided=1, referral_outcome=3)
    wrong = []
    for number, (rule, which, told, field) in enumerate(BREAKS):
        row = (payment, referral)[which]
        entry = ServiceInput(**{"idempotency_key": f"k{number}", "date_provided": TODAY, **told})
        where = (session, direct, ana, row.enrollment_key)
        found = (
            field_of(services.record_service, *where, entry, CLOCK),
            field_of(service_changes.edit_service, *where, row.id, entry, row.version, CLOCK),
        )
        if found != (field, field):
            wrong.append((rule, told, found))

    assert wrong == []
    assert (referral.type_provided, referral.referral_outcome) == (11, 1)


def field_of(door: Any, *asked: Any) -> str:
    """The field that a door refuses; empty when it takes what it is told."""
    try:
        door(*asked)
    except DomainError as error:
        return error.field or ""
    return ""


def test_night_of_the_entry_is_missed_until_it_is_recorded_and_stays_then(world: World) -> None:
    """S107: told to whoever saves the entry, at its date."""
    session, ana, direct = world.session, world.ana.id, world.actor("direct-service")
    shelter = hud.project(session, world.community.home, "Night Shelter", project_type=1)
    stay = hud.enrollment(session, world.ana, shelter, entry_date=TODAY - 2 * DAY)
    where = (session, direct, ana, stay.id)

    def missed() -> list[tuple[str, int | None]]:
        found = select(models.RecordFinding.key, models.RecordFinding.stage_record_id).where(
            models.RecordFinding.rule == "S107", models.RecordFinding.resolved_at.is_(None)
        )
        return [tuple(row) for row in session.execute(found)]

    answering = world.actor("direct-service-assessments")
    record = answers.save(session, answering, stay.id, CollectionPoint.ENTRY, TODAY - 2 * DAY, {}, CLOCK)
    assert missed() == [("enrollment.entry_date", record)]
    services.record_service(*where, ServiceInput("k1", TODAY - DAY, 200, 200), CLOCK)
    assert missed() == [("enrollment.entry_date", record)]

    night = services.record_service(*where, ServiceInput("k2", TODAY - 2 * DAY, 200, 200), CLOCK)
    assert missed() == []
    services.undo_service(*where, night.id, CLOCK)
    assert missed() == [("enrollment.entry_date", record)]

    night = services.record_service(*where, ServiceInput("k3", TODAY - 2 * DAY, 200, 200), CLOCK)
    logged = service_changes.get_logged(*where, night.id, CLOCK)
    moved = replace(logged.entry, date_provided=TODAY)
    assert field_of(service_changes.edit_service, *where, night.id, moved, 1, CLOCK) == "date_provided"
    manager = world.actor("agency-manager")
    with pytest.raises(DomainError, match="that night belongs to it"):
        deletion.delete(session, manager, "service", ana, night.id, "Wrong night", CLOCK)
    assert missed() == []
    assert field_of(services.record_service, *where, ServiceInput("k4", TODAY, 200, 200), CLOCK) == (
        "date_provided"  # S109: Ana slept at Harbor
    )
