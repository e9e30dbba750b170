"""Adding a person and changing what is known of them (HUD 3.01 to 3.07, 4.21, V1)."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from hmis_web import models
from hmis_web.db.errors import DomainError, Forbidden, NotFound, StaleVersion
from hmis_web.domain.client_changes import KEEP_SSN, create_client, edit_client, read_fields
from hmis_web.domain.client_fields import ClientFields, nine, settled
from hmis_web.domain.client_rules import Around, ClientRefused, check_client
from hmis_web.domain.search.find import search
from tests.factories import hud
from tests.personas import ADMINISTRATOR
from tests.unit.domain.conftest import CLOCK, TODAY, World

pytestmark = pytest.mark.both_databases

BEA = ClientFields(
    first_name="  Bea  Ann ", last_name="Okoro", ssn="123-45-6780", dob=date(1985, 4, 9), sex=0,
    races=frozenset({"asian", "white"}), veteran_status=0,
)  # fmt: skip


def add(world: World, told: ClientFields = BEA, **more: Any) -> models.Client:
    who = world.actor(more.pop("persona", "direct-service"))
    made = create_client(world.session, who, world.keyring, told, CLOCK, **more)
    return world.session.get_one(models.Client, made)


def noted(world: World, client_id: int) -> set[tuple[str, str]]:
    found = select(models.RecordFinding).where(models.RecordFinding.client_key == client_id)
    return {(each.rule, each.key) for each in world.session.scalars(found)}


def test_new_person_is_recorded_sealed_found_and_told_once(world: World) -> None:
    row = add(world, idempotency_key="once")
    again = add(world, idempotency_key="once")
    found = search(world.session, world.actor("services-only"), "bea okoro 1985", world.keyring, TODAY)
    agencies = world.session.scalars(
        select(models.ClientAgency.organization_id).where(models.ClientAgency.client_id == row.id)
    ).all()
    act, content = world.session.execute(
        select(models.AuditEvent, models.AuditValue.content)
        .join(models.AuditValue, models.AuditValue.event_id == models.AuditEvent.id)
        .where(models.AuditEvent.verb == "client:create")
    ).one()

    assert again.id == row.id
    assert (row.first_name, row.name_data_quality, row.dob_data_quality) == ("Bea Ann", 1, 1)
    assert (row.asian, row.white, row.am_ind_ak_native, row.race_none) == (1, 1, 0, None)
    assert world.keyring.decrypt("ssn", row.ssn or "") == "123456780"
    assert row.ssn4_index == world.keyring.blind("ssn4", "6780")
    assert len(row.personal_id) == 32
    assert row.entered_organization_id == world.community.home.id
    assert agencies == [world.community.home.id]
    assert [match.client_id for match in found.matches] == [row.id]
    assert world.session.get_one(models.DataSource, row.data_source_id).name == models.LOCAL_SOURCE
    assert noted(world, row.id) == set()
    assert act.client_id == row.id
    assert "123456780" not in content
    assert json.loads(content)["after"]["last_name"] == "Okoro"


def test_what_nobody_answered_is_recorded_as_not_collected(world: World) -> None:
    row = add(world, ClientFields())

    assert (row.name_data_quality, row.ssn_data_quality, row.dob_data_quality) == (99, 99, 99)
    assert (row.race_none, row.sex, row.veteran_status, row.asian, row.ssn) == (99, 99, 99, 0, None)
    assert noted(world, row.id) == {("S003", "client.name_data_quality"), ("S017", "client.race_none")}


@pytest.mark.parametrize(
    ("typed", "kept", "quality"),
    [
        ("123-45-6780", "123456780", 1),
        ("xxx-xx-4471", "xxxxx4471", 2),
        ("4471", "xxxxx4471", 2),
        ("12X 45 6780", "12x456780", 2),
        ("  ", None, 99),
    ],
)
def test_ssn_says_its_own_quality(typed: str, kept: str | None, quality: int) -> None:
    told = settled(ClientFields(ssn=typed))

    assert (nine(typed), told.ssn, told.ssn_data_quality) == (kept, kept, quality)


GOOD = settled(replace(BEA, veteran_status=1))
ENTRY = (date(2020, 5, 1),)
CASES: list[tuple[str, str | None, dict[str, Any], tuple[date, ...]]] = [
    ("S001", "last_name", {"last_name": None}, ()),
    ("S002", "name_data_quality", {"first_name": None, "last_name": None, "name_data_quality": 2}, ()),
    ("S003", "name_data_quality", {"name_data_quality": 2}, ()),
    ("S004", "ssn", {"ssn": "12345678"}, ()),
    ("S004", "ssn", {"ssn": "12345678A"}, ()),
    ("S005", "ssn", {"ssn": "xxxxx4471", "ssn_data_quality": 1}, ()),
    ("S006", "ssn_data_quality", {"ssn": "xxxxx4471", "ssn_data_quality": 1}, ()),
    ("S006", "ssn_data_quality", {"ssn": "xxxxx4471", "ssn_data_quality": 99}, ()),
    ("S007", "ssn", {"ssn": None, "ssn_data_quality": 1}, ()),
    ("S007", "ssn_data_quality", {"ssn_data_quality": 8}, ()),
    ("S008", "ssn", {"ssn": "666123456"}, ()),
    ("S008", "ssn", {"ssn": "900123456"}, ()),
    ("S008", "ssn", {"ssn": "123003456"}, ()),
    ("S008", "ssn", {"ssn": "123450000"}, ()),
    ("S009", "ssn", {"ssn": "111111111"}, ()),
    ("S009", "ssn", {"ssn": "890123456"}, ()),
    ("S010", "ssn", {"ssn": "123xx4471", "ssn_data_quality": 2}, ()),
    ("S010", "ssn", {"ssn": "xxxxx0000", "ssn_data_quality": 2}, ()),
    ("S011", "dob", {"dob": None}, ()),
    ("S012", "dob", {"dob": TODAY + timedelta(days=1), "veteran_status": 0}, ()),
    ("S013", "dob", {"dob": date(2021, 1, 1), "veteran_status": 0}, ENTRY),
    ("S014", "dob", {"dob": date(1901, 2, 2)}, ()),
    ("S015", "dob", {"dob": date(1900, 1, 1)}, ()),
    ("S016", "race_none", {"race_none": 8}, ()),
    ("S017", "race_none", {"races": frozenset(), "race_none": 9}, ()),
    ("S018", "additional_race_ethnicity", {"additional_race_ethnicity": "x" * 101}, ()),
    ("S019", "veteran_status", {"dob": date(2010, 1, 1)}, ENTRY),
    ("S020", "veteran_status", {"veteran_status": 99}, ()),
    ("S021", "military_branch", {"veteran_status": 0, "military_branch": 1}, ()),
    ("S022", "year_entered_service", {"year_entered_service": 1919}, ()),
    ("S022", "year_entered_service", {"year_entered_service": 1984}, ()),
    ("S022", "year_entered_service", {"year_entered_service": TODAY.year + 1}, ()),
    ("S023", "year_separated", {"year_entered_service": 2005, "year_separated": 2004}, ()),
    ("S024", "year_entered_service", {"year_entered_service": 1999}, ()),
    ("S025", "korean_war", {"year_entered_service": 2003, "year_separated": 2007, "korean_war": 1}, ()),
    ("", "sex", {"sex": 3}, ()),
    ("", "first_name", {"first_name": "x" * 51}, ()),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "key", "change", "entries"), CASES)
def test_rule_is_found_at_its_field(
    rule: str, key: str, change: dict[str, Any], entries: tuple[date, ...]
) -> None:
    found = check_client(replace(GOOD, **change), Around(TODAY, entries))

    assert (rule, key) in {(each.rule_id, each.key) for each in found}


def test_a_person_told_in_full_breaks_no_rule() -> None:
    told = replace(GOOD, year_entered_service=2003, year_separated=2007, iraq_oif=1)

    assert check_client(told, Around(TODAY, ENTRY)) == ()


def test_wrong_person_is_refused_at_every_field_and_nothing_is_written(world: World) -> None:
    count = select(func.count()).select_from(models.Client)
    before = world.session.scalar(count)

    with pytest.raises(ClientRefused) as refused:
        add(world, replace(BEA, ssn="12", race_none=8, military_branch=1))

    assert {each.key for each in refused.value.findings} == {"ssn", "race_none", "military_branch"}
    assert world.session.scalar(count) == before


def test_adding_needs_the_right_and_an_agency(world: World) -> None:
    with pytest.raises(Forbidden):
        add(world, persona="services-only")
    with pytest.raises(DomainError) as refused:
        add(world, persona=ADMINISTRATOR)
    assert refused.value.field == "organization_id"

    made = add(world, persona=ADMINISTRATOR, organization_id=world.community.other.id)

    assert made.entered_organization_id == world.community.other.id


def edit(
    world: World, client_id: int, told: ClientFields, version: int, persona: str = "direct-service"
) -> None:
    edit_client(world.session, world.actor(persona), world.keyring, client_id, told, CLOCK, version=version)


def test_edit_changes_what_differs_and_the_search_follows(world: World) -> None:
    row = add(world)
    row.as_received = '{"DOB": "04/09/1985", "DateCreated": "x"}'
    told, version = read_fields(world.session, world.actor("direct-service"), world.keyring, row.id)

    edit(world, row.id, replace(told, last_name="Adeyemi", dob=date(1985, 9, 4), ssn=KEEP_SSN), version)

    found = search(world.session, world.actor("services-only"), "adeyemi", world.keyring, TODAY)
    content = world.session.scalars(
        select(models.AuditValue.content).order_by(models.AuditValue.event_id.desc()).limit(1)
    ).one()
    assert [match.client_id for match in found.matches] == [row.id]
    assert json.loads(content or "") == {
        "before": {"last_name": "Okoro", "dob": "1985-04-09"},
        "after": {"last_name": "Adeyemi", "dob": "1985-09-04"},
    }
    assert (row.version, row.as_received) == (version + 1, '{"DateCreated": "x"}')
    assert world.keyring.decrypt("ssn", row.ssn or "") == "123456780"


def test_edit_that_changes_nothing_writes_nothing(world: World) -> None:
    row = add(world)
    row.asian, row.hispanic_latinao = 1, None
    told, version = read_fields(world.session, world.actor("direct-service"), world.keyring, row.id)

    edit(world, row.id, replace(told, ssn=KEEP_SSN), version)

    assert (row.version, row.hispanic_latinao) == (version, None)


def test_new_ssn_stands_in_the_trail_as_digest_and_leads_to_the_person(world: World) -> None:
    row = add(world)
    told, version = read_fields(world.session, world.actor("direct-service"), world.keyring, row.id)

    edit(world, row.id, replace(told, ssn="234-56-7801"), version)

    contents = world.session.scalars(select(models.AuditValue.content)).all()
    assert not any("234567801" in (content or "") for content in contents)
    assert row.ssn_index == world.keyring.blind("ssn", "234567801")
    found = search(world.session, world.actor("direct-service"), "234-56-7801", world.keyring, TODAY)
    assert [match.client_id for match in found.matches] == [row.id]


def test_hashed_ssn_of_a_file_does_not_stop_an_edit(world: World) -> None:
    row = hud.client(world.session, world.keyring, world.community.home, sex=1, asian=1, ssn="a" * 64)
    told, version = read_fields(world.session, world.actor("direct-service"), world.keyring, row.id)

    edit(world, row.id, replace(told, first_name="Tessa", ssn=KEEP_SSN), version)

    assert world.keyring.decrypt("ssn", row.ssn or "") == "a" * 64


def test_edit_is_refused_when_stale_out_of_scope_contradictory_or_without_the_right(world: World) -> None:
    row = add(world)
    told = replace(BEA, ssn=KEEP_SSN, last_name="Other")

    with pytest.raises(StaleVersion):
        edit(world, row.id, told, row.version - 1)
    with pytest.raises(NotFound):
        edit(world, row.id, told, row.version, "outsider")
    with pytest.raises(Forbidden):
        edit(world, row.id, told, row.version, "read-only")
    hud.enrollment(
        world.session, row, hud.project(world.session, world.community.home), entry_date=date(2020, 1, 1)
    )
    with pytest.raises(ClientRefused) as refused:
        edit(world, row.id, replace(told, dob=date(2021, 1, 1)), row.version)
    assert {each.rule_id for each in refused.value.findings} == {"S013"}
