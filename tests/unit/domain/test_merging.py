"""Two records become one, and two again (access rules, row 5; decision 25)."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Column, ForeignKey, Integer, MetaData, Table, select

from hmis_web import models
from hmis_web.access.actor import Actor
from hmis_web.db.base import Base
from hmis_web.db.errors import Conflict, DomainError, Forbidden, StaleVersion
from hmis_web.domain import clients, deletion, drafts, duplicates, merge_lists, merge_rows, merging, sharing
from hmis_web.domain.client_rules import ClientRefused
from hmis_web.domain.drafts import Place
from hmis_web.domain.search.find import search
from hmis_web.models import Client
from tests.factories import hud, own
from tests.personas import ADMINISTRATOR
from tests.unit.domain.conftest import CLOCK, LATER, NOW, TODAY, World

pytestmark = pytest.mark.both_databases
WEEKS = timedelta(weeks=3)


@pytest.fixture
def twin(world: World) -> Client:
    """Ana a second time, at the other agency, with everything that a record can have."""
    s, other = world.session, world.community.other
    row = hud.client(
        s, world.keyring, other, first_name="Anna", last_name="Ruiz", dob=date(1960, 4, 13),
        ssn="123456780", sex=1, asian=1, source="elm",
    )  # fmt: skip
    stay = hud.enrollment(s, row, hud.project(s, other, "Elm", project_type=0), entry_date=TODAY)
    hud.service(s, stay, TODAY)
    own.note(s, row, other, "Likes tea.")
    own.alert(s, row, other, "Call us")
    own.contact(s, row, other, "Rosa")
    own.location(s, row, other, "Levee trail")
    gone = own.note(s, row, other, "Written twice")
    deletion.delete(s, world.actor(ADMINISTRATOR), "note", row.id, gone.id, "Written twice", CLOCK)
    s.add(models.ClientAgency(organization_id=world.community.home.id, client_id=row.id))
    s.add(
        models.ClientAlias(
            data_source_id=row.data_source_id, personal_id="OLD", client_id=row.id, replaced_key=99
        )
    )
    third = hud.client(s, world.keyring, world.community.home, first_name="Bo")
    s.flush()
    admin = world.actor(ADMINISTRATOR)
    duplicates.say_not_same(s, admin, row.id, [third.id, world.ana.id], CLOCK)
    sharing.record_release(s, world.actor("outsider"), row.id, "verbal", TODAY, LATER, CLOCK)
    sharing.make_private(s, world.actor("outsider"), row.id, "in danger", CLOCK)
    place = Place("service", f"{row.id}-{stay.id}", other.id)
    path = f"/clients/{row.id}/enrollments/{stay.id}/services/new"
    drafts.save(s, world.keyring, world.actor("outsider"), place, path, [("service", "x")], NOW)
    return row


def admin(world: World) -> Actor:
    return world.actor(ADMINISTRATOR)


def merge(world: World, twin: Client, chosen: dict[str, int] | None = None) -> int:
    versions = (world.ana.version, twin.version)
    return merging.merge(
        world.session, admin(world), world.keyring, world.ana.id, twin.id, chosen or {}, versions, CLOCK
    )


def linked_rows(world: World, client_id: int) -> dict[str, int]:
    """{table.column: rows} that point to a client."""
    found = {}
    for table, column in merge_rows.linked():
        rows = world.session.execute(select(column).where(column == client_id)).all()
        if rows:
            found[f"{table.name}.{column.name}"] = len(rows)
    return found


def everything(world: World) -> dict[str, list[Any]]:
    """Every row of every linked table, and of the clients but for their stamps."""
    world.session.flush()
    tables = {table.name: table for table, _column in merge_rows.linked()}
    rows = {
        name: sorted(map(repr, world.session.execute(select(table)).all())) for name, table in tables.items()
    }
    kept = [c for c in Client.__table__.columns if c.name not in {"version", "edited_at", "date_updated"}]
    rows["client"] = sorted(map(repr, world.session.execute(select(*kept)).all()))
    rows["draft"] = [
        (row.subject, row.path)
        for row in world.session.scalars(select(models.Draft).order_by(models.Draft.id))
    ]
    return rows


def test_every_table_that_knows_a_client_follows_or_says_why_not() -> None:
    knowing = {
        table.name
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if merge_rows.points_to(column, "client") or column.name in {"client_id", "client_key"}
    }
    following = {table.name for table, _column in merge_rows.linked()}

    assert knowing == following | merge_rows.LEFT.keys()
    later = MetaData()
    Table("client", later, Column("id", Integer, primary_key=True))
    new = Table("new", later, Column("whose", Integer, ForeignKey("client.id")))
    assert merge_rows.linked(later) == [(new, new.c.whose)]


def test_merge_moves_everything_and_undo_moves_everything_back(world: World, twin: Client) -> None:
    before, theirs = everything(world), linked_rows(world, twin.id)

    number = merge(world, twin, {"dob": twin.id, "ssn": twin.id, "races": twin.id})

    after = linked_rows(world, world.ana.id)
    assert {
        "enrollment.client_key",
        "services.client_key",
        "note.client_id",
        "release.client_id",
    } <= theirs.keys()
    assert linked_rows(world, twin.id) == {}
    assert theirs.keys() <= after.keys()
    assert (world.ana.first_name, world.ana.dob, world.ana.asian) == ("Ana", date(1960, 4, 13), 1)
    assert clients.survivor_of(world.session, admin(world), twin.id) == world.ana.id
    found = search(world.session, admin(world), "ruiz", world.keyring, TODAY)
    assert [match.client_id for match in found.matches] == [world.ana.id]
    found = search(world.session, admin(world), "123-45-6780", world.keyring, TODAY)
    assert [match.client_id for match in found.matches] == [world.ana.id]
    agencies = select(models.ClientAgency.organization_id).where(
        models.ClientAgency.client_id == world.ana.id
    )
    assert set(world.session.scalars(agencies)) == {world.community.home.id, world.community.other.id}
    draft = world.session.scalars(select(models.Draft)).one()
    assert draft.path.startswith(f"/clients/{world.ana.id}/")
    kept = drafts.find(
        world.session, world.keyring, world.actor("outsider"),
        Place("service", draft.subject, world.community.other.id), NOW,
    )  # fmt: skip
    assert kept is not None
    assert merge(world, twin) == number

    assert merging.undo(world.session, admin(world), world.keyring, number, CLOCK) == twin.id

    assert everything(world) == before
    found = search(world.session, admin(world), "anna ruiz", world.keyring, TODAY)
    assert {match.client_id for match in found.matches} == {world.ana.id, twin.id}
    assert merging.undo(world.session, admin(world), world.keyring, number, CLOCK) == twin.id


def test_undo_weeks_later_leaves_what_was_entered_since_but_for_what_is_about_a_stay(
    world: World, twin: Client
) -> None:
    number = merge(world, twin, {"first_name": twin.id, "last_name": twin.id, "sex": twin.id})
    stay = world.session.scalars(
        select(models.Enrollment).where(models.Enrollment.personal_id == twin.personal_id)
    ).one()
    since = hud.service(world.session, stay, TODAY + WEEKS)
    note = own.note(world.session, world.ana, world.community.home, "Since the merge.")
    world.ana.first_name = "Anita"
    world.session.flush()

    merging.undo(world.session, admin(world), world.keyring, number, CLOCK)

    assert (since.client_key, note.client_id, stay.client_key) == (twin.id, world.ana.id, twin.id)
    assert (world.ana.first_name, world.ana.sex) == ("Anita", 0)
    assert (twin.date_deleted, twin.first_name) == (None, "Anna")


def test_merges_are_undone_in_turn_and_identifiers_follow_along(world: World, twin: Client) -> None:
    first = merge(world, twin)
    third = hud.client(world.session, world.keyring, world.community.home, first_name="Third", asian=1)
    second = merging.merge(
        world.session, admin(world), world.keyring, third.id, world.ana.id, {},
        (third.version, world.ana.version), CLOCK,
    )  # fmt: skip
    aliases = world.session.execute(
        select(models.ClientAlias.personal_id, models.ClientAlias.client_id)
    ).all()

    assert set(aliases) == {
        ("OLD", third.id),
        (twin.personal_id, third.id),
        (world.ana.personal_id, third.id),
    }
    with pytest.raises(Conflict):
        merging.undo(world.session, admin(world), world.keyring, first, CLOCK)
    merging.undo(world.session, admin(world), world.keyring, second, CLOCK)
    merging.undo(world.session, admin(world), world.keyring, first, CLOCK)
    lines = merge_lists.latest(world.session, admin(world), TODAY, 10)
    assert [(line.id, line.undone_at is not None) for line in lines] == [(second, True), (first, True)]


def test_overlapping_stays_are_warned_of(world: World, twin: Client) -> None:
    found = merge_lists.overlaps(world.session, admin(world), world.ana.id, twin.id, TODAY)
    assert [(each.same_project, each.same_household) for each in found] == [(False, False)]

    hud.exit(world.session, world.stay, TODAY)

    assert merge_lists.overlaps(world.session, admin(world), world.ana.id, twin.id, TODAY) == []


def test_merge_is_refused_when_stale_the_same_contradictory_or_without_the_right(
    world: World, twin: Client
) -> None:
    s, ana = world.session, world.ana
    with pytest.raises(Forbidden):
        merging.merge(s, world.actor("agency-manager"), world.keyring, ana.id, twin.id, {}, (1, 1), CLOCK)
    with pytest.raises(StaleVersion):
        merging.merge(s, admin(world), world.keyring, ana.id, twin.id, {}, (1, 7), CLOCK)
    with pytest.raises(DomainError):
        merging.merge(s, admin(world), world.keyring, ana.id, ana.id, {}, (1, 1), CLOCK)
    twin.dob = TODAY - timedelta(days=1)
    hud.enrollment(s, ana, hud.project(s, world.community.home), entry_date=date(2020, 1, 1))
    with pytest.raises(ClientRefused) as refused:
        merge(world, twin, {"dob": twin.id})
    assert {each.rule_id for each in refused.value.findings} == {"S013"}


def test_trail_of_both_records_tells_of_the_merge_without_values(world: World, twin: Client) -> None:
    merge(world, twin, {"ssn": twin.id})

    acts = world.session.scalars(
        select(models.AuditEvent).where(models.AuditEvent.verb == "client:merge")
    ).all()

    assert {act.client_id for act in acts} == {world.ana.id, twin.id}
    assert all(json.loads(act.details or "")["survivor"] == world.ana.id for act in acts)
