"""Contacts and locations of a client: who writes, who reads, what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from hmis_web import models
from hmis_web.db.errors import Forbidden, NotFound, StaleVersion
from hmis_web.domain import contact_changes, contacts, location_changes, locations
from hmis_web.domain.contact_changes import ContactInput
from hmis_web.domain.location_changes import LocationInput
from tests.factories import hud, own
from tests.personas import ADMINISTRATOR
from tests.unit.domain.conftest import CLOCK, LATER, TODAY, World
from tests.unit.domain.test_notes import refused

pytestmark = pytest.mark.both_databases
DAY = timedelta(days=1)
CONTACT = ContactInput(
    "relative", "Rosa Ruiz", "sister", "1 707 555 0144", "", "", False, False, TODAY, None, "c"
)  # fmt: skip
PLACE = LocationInput("outdoors", "Under the bridge", "", "", "", "", "", False, TODAY, None)


def written_down(world: World) -> tuple[int, int, int, int]:
    """A contact and a place, and one of each that the agency keeps to itself."""
    session, ring, ana, direct = world.session, world.keyring, world.ana.id, world.actor("direct-service")
    number = contact_changes.add_contact(session, direct, ana, CONTACT, CLOCK)
    assert number == contact_changes.add_contact(session, direct, ana, CONTACT, CLOCK)
    kept = replace(CONTACT, kind="phone", name="", phone="707 555 0199", confidential=True,
                   idempotency_key="")  # fmt: skip
    secret = contact_changes.add_contact(session, direct, ana, kept, CLOCK)
    earlier = replace(PLACE, valid_from=TODAY - 9 * DAY)
    first = location_changes.add_location(session, direct, ring, ana, earlier, CLOCK)
    hidden = replace(PLACE, kind="home", label="With Rosa", address="12 Mill Street", zip="95814", state="ca",
                     confidential=True, replaces=True)  # fmt: skip
    second = location_changes.add_location(session, direct, ring, ana, hidden, CLOCK)
    return number, secret, first, second


def test_contacts_and_places_are_seen_as_far_as_the_role_goes(world: World) -> None:
    session, ana = world.session, world.ana.id
    direct, reader, only = (world.actor(p) for p in ("direct-service", "read-only", "services-only"))
    number, secret, first, second = written_down(world)

    told = {c.id: c.phone for c in contacts.of_client(session, direct, ana)}
    assert told == {number: "7075550144", secret: "7075550199"}
    assert [(p.id, p.valid_to, p.state) for p in locations.of_client(session, direct, ana)] == [
        (second, None, "CA"),
        (first, TODAY - DAY, ""),
    ]
    limited = contacts.of_client(session, only, ana)
    assert {(c.kind, c.name, c.phone, c.relation) for c in limited} == {
        ("relative", "Rosa Ruiz", "", ""), ("phone", "", "", ""),
    }  # fmt: skip
    assert locations.of_client(session, reader, ana) == []
    assert locations.current_label(session, reader, ana, TODAY) == "With Rosa"
    assert locations.current_label(session, only, ana, TODAY) == ""


def test_contacts_and_places_are_the_agencys_own_until_shared_and_never_what_it_keeps(world: World) -> None:
    session, ring, ana = world.session, world.keyring, world.ana.id
    number, _secret, first, _second = written_down(world)
    outsider = world.actor("outsider")
    assert contacts.of_client(session, outsider, ana) == locations.of_client(session, outsider, ana) == []

    world.release()

    assert [c.id for c in contacts.of_client(session, outsider, ana)] == [number]
    assert [p.id for p in locations.of_client(session, outsider, ana)] == [first]
    after = world.actor("outsider", LATER + DAY)
    assert contacts.of_client(session, after, ana) == locations.of_client(session, after, ana) == []
    assert len(contacts.of_client(session, world.actor(ADMINISTRATOR), ana)) == 2
    for read, row in ((contacts.get_own, number), (locations.get_own, first)):
        with pytest.raises(NotFound):
            read(session, outsider, ana, row)
    with pytest.raises(NotFound):
        contact_changes.edit_contact(session, outsider, ring, ana, number, CONTACT, 1, CLOCK)
    other = session.get_one(models.Organization, world.community.other.id)
    other.victim_service_provider = 1  # whatever it wrote is nobody's to see here
    theirs = own.location(session, world.ana, other, "Quiet House")
    for persona in ("direct-service", ADMINISTRATOR):
        seen = locations.of_client(session, world.actor(persona), ana)
        assert theirs.id not in {place.id for place in seen}


def test_contacts_and_places_are_changed_by_one_at_a_time(world: World) -> None:
    session, ring, ana, direct = world.session, world.keyring, world.ana.id, world.actor("direct-service")
    number, _secret, first, _second = written_down(world)
    over, tent = replace(CONTACT, valid_to=TODAY), replace(PLACE, comment="tent")

    contact_changes.edit_contact(session, direct, ring, ana, number, over, 1, CLOCK)
    location_changes.edit_location(session, direct, ring, ana, first, tent, 2, CLOCK)

    with pytest.raises(StaleVersion):
        contact_changes.edit_contact(session, direct, ring, ana, number, CONTACT, 1, CLOCK)
    with pytest.raises(StaleVersion):
        location_changes.edit_location(session, direct, ring, ana, first, PLACE, 2, CLOCK)
    changed = contacts.get_own(session, direct, ana, number)
    assert (changed.is_current(TODAY), changed.is_current(TODAY + DAY)) == (True, False)


def test_wrong_contacts_and_places_are_refused_naming_the_field(world: World) -> None:
    session, ring, ana, direct = world.session, world.keyring, world.ana.id, world.actor("direct-service")
    for field, told in (
        ("kind", {"kind": "ghost"}), ("name", {"name": ""}), ("phone", {"kind": "phone", "phone": ""}),
        ("phone", {"phone": "12"}), ("email", {"kind": "email"}), ("email", {"email": "rosa"}),
        ("comment", {"comment": "x" * 501}), ("valid_from", {"valid_from": TODAY + DAY}),
        ("valid_to", {"valid_to": TODAY - DAY}),
    ):  # fmt: skip
        entry = replace(CONTACT, **told)
        assert refused(contact_changes.add_contact, session, direct, ana, entry, CLOCK) == field
    for field, told in (
        ("kind", {"kind": ""}), ("label", {"label": " "}), ("state", {"state": "Cal"}), ("zip", {"zip": "9"}),
        ("address", {"address": "x" * 101}), ("valid_to", {"valid_to": TODAY - DAY}),
    ):  # fmt: skip
        entry = replace(PLACE, **told)
        assert refused(location_changes.add_location, session, direct, ring, ana, entry, CLOCK) == field
    for persona in ("services-only", "read-only", "reporting-monitoring"):
        with pytest.raises(Forbidden):
            contact_changes.add_contact(session, world.actor(persona), ana, CONTACT, CLOCK)
    assert not contacts.confidential_by_default(session, direct, ana)
    hud.child(
        session, models.HealthAndDV, "health_and_dv_id", world.stay, domestic_violence_survivor=1,
        information_date=TODAY,
    )  # fmt: skip
    assert contacts.confidential_by_default(session, direct, ana)
