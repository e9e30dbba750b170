"""Notes and alerts of a client: who writes, who reads, what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from hmis_web import models
from hmis_web.db.errors import DomainError, Forbidden, NotFound, StaleVersion
from hmis_web.domain import (
    alert_changes,
    alerts,
    note_changes,
    notes,
)
from hmis_web.domain.alert_changes import AlertInput
from hmis_web.domain.clock import Clock
from hmis_web.domain.note_changes import NoteInput
from tests.factories import own
from tests.personas import ADMINISTRATOR
from tests.unit.domain.conftest import CLOCK, LATER, NOW, TODAY, World

pytestmark = pytest.mark.both_databases
DAY = timedelta(days=1)
TOMORROW = Clock(NOW + DAY, ZoneInfo("UTC"))
ALERT = AlertInput("Please call us", "Papers are here.", "important", "(707) 555-0100", LATER, "a")


def refused(do: Any, *arguments: Any) -> str:
    """The field that a refusal names."""
    with pytest.raises(DomainError) as error:
        do(*arguments)
    return error.value.field


def test_note_is_written_once_and_keeps_what_it_said_before(world: World) -> None:
    session, ring, ana = world.session, world.keyring, world.ana.id
    only, direct = world.actor("services-only"), world.actor("direct-service")
    entry = NoteInput(TODAY, "  She likes\n\nthe river.  ", "n")
    numbers = {note_changes.write_note(session, only, ring, ana, entry, CLOCK) for _twice in range(2)}
    [number] = numbers

    def edit(actor: Any, text: str, version: int, clock: Clock = CLOCK, day: Any = TODAY) -> None:
        told = NoteInput(day, text)
        note_changes.edit_note(session, actor, ring, ana, number, told, version, clock)

    edit(only, "She likes the rain.", 1)
    with pytest.raises(Forbidden):
        edit(only, "Too late", 2, TOMORROW)
    edit(direct, "She likes the wind.", 2, TOMORROW, TODAY - DAY)
    edit(direct, "She likes the wind.", 3, TOMORROW, TODAY - DAY)  # nothing new
    with pytest.raises(StaleVersion):
        edit(direct, "Stale", 1)
    note = notes.get_visible(session, direct, ana, number)
    assert (note.text, note.version, note.author, note.edited_by) == (
        "She likes the wind.", 3, "Services Only", "Direct Service",
    )  # fmt: skip
    assert [(old.version, old.text, old.author) for old in notes.earlier_versions(session, note)] == [
        (2, "She likes the rain.", "Services Only"),
        (1, "She likes\n\nthe river.", "Services Only"),
    ]
    for words, found in (("WIND likes", 1), ("river", 0), ("100%", 0), ("", 1)):
        assert notes.of_client(session, direct, ana, words)[1] == found


def test_note_is_seen_by_its_agency_alone_however_the_client_is_shared(world: World) -> None:
    session, ring, ana = world.session, world.keyring, world.ana.id
    entry, direct = NoteInput(TODAY, "She likes the river."), world.actor("direct-service")
    number = note_changes.write_note(session, direct, ring, ana, entry, CLOCK)
    world.release()
    outsider = world.actor("outsider")

    assert notes.of_client(session, outsider, ana) == ([], 0)
    with pytest.raises(NotFound):
        notes.get_visible(session, outsider, ana, number)
    with pytest.raises(NotFound):
        note_changes.edit_note(session, outsider, ring, ana, number, entry, 1, CLOCK)
    assert notes.of_client(session, world.actor(ADMINISTRATOR), ana)[1] == 1
    stored = session.scalars(select(models.AuditValue.content)).all()
    assert not any("river" in (content or "") for content in stored)


def test_wrong_notes_are_refused_naming_the_field(world: World) -> None:
    session, ring, ana = world.session, world.keyring, world.ana.id
    entry, direct = NoteInput(TODAY, "x"), world.actor("direct-service")

    write = (note_changes.write_note, session, direct, ring, ana)
    assert refused(*write, NoteInput(TODAY + DAY, "x"), CLOCK) == "written_on"
    assert refused(*write, NoteInput(TODAY, " \n "), CLOCK) == "text"
    assert refused(*write, NoteInput(TODAY, "x" * 20_001), CLOCK) == "text"
    administrator = world.actor(ADMINISTRATOR)
    write = (note_changes.write_note, session, administrator, ring, ana, entry, CLOCK)
    assert refused(*write) == "agency"
    with pytest.raises(Forbidden):
        note_changes.write_note(session, world.actor("read-only"), ring, ana, entry, CLOCK)


def test_alert_is_seen_by_every_agency_that_sees_the_client_and_changed_by_its_own(world: World) -> None:
    session, ring, ana = world.session, world.keyring, world.ana.id
    only, direct = world.actor("services-only"), world.actor("direct-service")
    mine = alert_changes.post_alert(session, only, ring, ana, ALERT, CLOCK)
    assert mine == alert_changes.post_alert(session, only, ring, ana, ALERT, CLOCK)
    other = own.alert(session, world.ana, world.community.other, "From Elm House")
    world.release()
    outsider = world.actor("outsider")

    def edit(actor: Any, number: int, version: int, **told: Any) -> None:
        entry = replace(ALERT, **told)
        alert_changes.edit_alert(session, actor, ring, ana, number, entry, version, CLOCK)

    seen = alerts.active(session, outsider, ana, TODAY)
    assert [(a.title, a.agency, a.phone, a.priority) for a in seen] == [
        ("Please call us", "Open Door", "7075550100", "important"),
        ("From Elm House", "Elm House", "", "info"),
    ]
    for actor, number in ((outsider, mine), (direct, other.id), (only, other.id)):
        with pytest.raises(NotFound):
            edit(actor, number, 1)
    edit(only, mine, 1, text="Papers arrived.")
    edit(direct, mine, 2, priority="urgent")
    with pytest.raises(StaleVersion):
        edit(only, mine, 1)
    direct_ones = replace(ALERT, idempotency_key="")
    theirs = alert_changes.post_alert(session, direct, ring, ana, direct_ones, CLOCK)
    with pytest.raises(Forbidden):
        edit(only, theirs, 1)


def test_alert_is_gone_when_it_ends_and_runs_again_when_changed(world: World) -> None:
    session, ring, ana = world.session, world.keyring, world.ana.id
    only, direct = world.actor("services-only"), world.actor("direct-service")
    mine = alert_changes.post_alert(session, only, ring, ana, ALERT, CLOCK)
    world.release()
    outsider = world.actor("outsider")

    for _twice in range(2):
        alert_changes.end_alert(session, only, ring, ana, mine, CLOCK)
    assert mine not in {a.id for a in alerts.of_client(session, direct, ana, TODAY) if a.is_active(TODAY)}
    assert mine in {a.id for a in alerts.of_client(session, direct, ana, TODAY)}
    assert mine not in {a.id for a in alerts.of_client(session, only, ana, TODAY)}
    assert alerts.last_phone(session, direct) == "7075550100"
    assert alerts.active(session, outsider, ana, TODAY) == []
    alert_changes.edit_alert(session, direct, ring, ana, mine, ALERT, 2, CLOCK)
    assert len(alerts.active(session, outsider, ana, LATER)) == 1
    assert alerts.active(session, outsider, ana, LATER + DAY) == []


def test_wrong_alerts_are_refused_naming_the_field(world: World) -> None:
    session, ring, ana, only = world.session, world.keyring, world.ana.id, world.actor("services-only")

    for field, told in {
        "title": {"title": " "}, "text": {"text": "x" * 281}, "priority": {"priority": "grave"},
        "phone": {"phone": ""}, "ends_on": {"ends_on": TODAY - DAY},
    }.items():  # fmt: skip
        entry = replace(ALERT, **told)
        assert refused(alert_changes.post_alert, session, only, ring, ana, entry, CLOCK) == field
    for told in ({"ends_on": TODAY + 400 * DAY}, {"phone": "call"}, {"title": "x" * 81}):
        refused(alert_changes.post_alert, session, only, ring, ana, replace(ALERT, **told), CLOCK)
