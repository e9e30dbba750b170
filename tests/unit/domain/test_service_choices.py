"""One door to any service: HUD's and the agency's own, side by side."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from hmis_web import models
from hmis_web.access.actor import Actor
from hmis_web.db.errors import DomainError, Forbidden, NotFound
from hmis_web.db.keys import KeyRing
from hmis_web.domain import service_choices
from hmis_web.domain.clock import Clock
from hmis_web.domain.service_choices import ServiceEntry
from hmis_web.models import AuditEvent, OwnService, Services
from tests.factories import hud
from tests.personas import Community

pytestmark = pytest.mark.both_databases

NOW = datetime(2026, 3, 10, 17, tzinfo=UTC)
CLOCK = Clock(NOW, ZoneInfo("America/Los_Angeles"))
DAY = date(2026, 3, 10)
NIGHT = "hud-200-200"
NIGHT_SHELTER = 1


class Place:
    """A shelter of Open Door with somebody staying, somebody who left, and a catalogue; Elm House has its
    own."""

    def __init__(self, session: Session, community: Community) -> None:
        keyring = KeyRing.ephemeral()
        program = hud.project(session, community.home, project_type=NIGHT_SHELTER)
        self.program = program.id
        self.staying = hud.enrollment(
            session, hud.client(session, keyring, community.home), program, entry_date=date(2026, 3, 1)
        )
        self.left = hud.enrollment(
            session, hud.client(session, keyring, community.home), program, entry_date=date(2026, 2, 1)
        )
        hud.exit(session, self.left, date(2026, 3, 5))
        self.meal = self._item(session, community.home, "Meal", unit="meal", unit_cost=Decimal("4.50"))
        self.shower = self._item(session, community.home, "Shower")
        self.gone = self._item(session, community.home, "Blanket", active_to=date(2026, 3, 9))
        self.theirs = self._item(session, community.other, "Haircut")

    @staticmethod
    def _item(session: Session, agency: models.Organization, name: str, **values: object) -> str:
        heading = models.ServiceCategory(organization_id=agency.id, name=f"For {name}")
        session.add(heading)
        session.flush()
        row = models.ServiceItem(organization_id=agency.id, category_id=heading.id, name=name, **values)
        session.add(row)
        session.flush()
        return f"own-{row.id}"


def test_door_offers_own_items_of_the_day_beside_huds_lists(session: Session, community: Community) -> None:
    place = Place(session, community)
    actor = community.actor(session, "services-only")

    found = {each.code: each for each in service_choices.of_project(session, actor, place.program, DAY)}

    assert list(found) == [place.meal, place.shower, NIGHT]
    assert (found[place.meal].category, found[place.meal].wants) == ("For Meal", {"units", "amount"})
    assert service_choices.of_project(
        session, community.actor(session, "outsider"), place.program, DAY
    ) == ()  # fmt: skip


def test_service_of_either_kind_is_logged_once_asked_about_listed_and_undone(
    session: Session, community: Community
) -> None:
    place = Place(session, community)
    stay, actor = place.staying, community.actor(session, "services-only")
    manager = community.actor(session, "agency-manager")

    for code in (place.meal, NIGHT):
        entry = ServiceEntry(code, DAY, f"key {code}", note=" two  bags ")
        if code == place.meal:
            entry = replace(entry, units=Decimal(2))
        where = (stay.client_key, stay.id)
        first = service_choices.log(session, actor, *where, entry, CLOCK)
        again = service_choices.log(session, actor, *where, entry, CLOCK)
        assert (first.id, first.note, first.undone) == (again.id, "two bags", False)
        assert service_choices.made_before(session, actor, [stay.id], [entry.key]) == {stay.id}
        [known] = service_choices.already(session, actor, [stay.id], [code], DAY).values()
        assert known.by == "Services Only"

    there = {each.code: each for each in service_choices.logged_on(session, manager, place.program, DAY)}
    assert set(there) == {place.meal, NIGHT}
    assert (there[place.meal].units, there[place.meal].amount) == (Decimal(2), Decimal(9))
    limited = service_choices.logged_on(session, actor, place.program, DAY, by_me=True)
    assert {each.amount for each in limited} == {None}
    assert len(session.scalars(select(Services)).all()) == 1  # an own service is in none of HUD's tables

    late = replace(CLOCK, now=NOW + timedelta(minutes=11))
    for each in there.values():
        where = (stay.client_key, stay.id, each.kind, each.id)
        with pytest.raises(NotFound):
            service_choices.undo(session, community.actor(session, "agency-manager"), *where, CLOCK)
        with pytest.raises(DomainError):
            service_choices.undo(session, actor, *where, late)
        service_choices.undo(session, actor, *where, CLOCK)
        service_choices.undo(session, actor, *where, CLOCK)
    assert service_choices.logged_on(session, manager, place.program, DAY) == []
    verbs = set(session.scalars(select(AuditEvent.verb)))
    assert {"own-service:create", "own-service:undo"} <= verbs


def test_own_service_outside_the_rules_is_refused(session: Session, community: Community) -> None:
    place = Place(session, community)
    desk, manager, outsider, reader, worker = (
        community.actor(session, name)
        for name in ("services-only", "agency-manager", "outsider", "read-only", "direct-service-assessments")
    )
    here, left = place.staying, place.left
    at_day = (DomainError, "date_provided")
    wrong: list[str] = []
    ok = ServiceEntry(place.meal, DAY, "k")
    past = replace(ok, day=date(2026, 3, 4))
    refused: list[tuple[str, Actor, models.Enrollment, ServiceEntry, type[Exception], str]] = [
        ("future", desk, here, replace(ok, day=date(2026, 3, 11)), *at_day),
        ("before entry", desk, here, replace(ok, day=date(2026, 2, 1)), *at_day),
        ("after exit", manager, left, ok, *at_day),
        ("exited", worker, left, past, Forbidden, ""),
        ("no right", reader, here, ok, Forbidden, ""),
        ("another agency", outsider, here, ok, NotFound, ""),
        ("no longer given", desk, here, replace(ok, code=place.gone), DomainError, "service"),
        ("another's item", desk, here, replace(ok, code=place.theirs), DomainError, "service"),
        ("no units", desk, here, replace(ok, units=Decimal(0)), DomainError, "units"),
        ("amount", desk, here, replace(ok, amount=Decimal(-1)), DomainError, "amount"),
        ("long note", desk, here, replace(ok, note="x" * 501), DomainError, "note"),
    ]  # fmt: skip

    for what, who, stay, entry, error, field in refused:
        try:
            service_choices.log(session, who, stay.client_key, stay.id, entry, CLOCK)
        except error as raised:
            if field != getattr(raised, "field", ""):
                wrong.append(f"{what}: {raised!r}")
        else:
            wrong.append(f"{what}: logged")

    assert wrong == []
    assert session.scalars(select(OwnService)).all() == []
    logged = service_choices.log(session, manager, left.client_key, left.id, past, CLOCK)
    assert logged.day == past.day
