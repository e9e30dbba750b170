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
from hmis_web.domain import service_changes, service_history, services
from hmis_web.domain.service_history import Wanted
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
        world.session, stay, TODAY - DAY, record_type=152, type_provided=1, fa_amount=Decimal(125)
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
