"""A client's history: every sort on one line, each as its own page would show it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from hmis_web import models, standards
from hmis_web.access.actor import Actor
from hmis_web.db.errors import Forbidden
from hmis_web.domain.clock import Clock
from hmis_web.domain.history import find, words
from hmis_web.domain.history.events import GROUPS, Event, Place, Wanted, What, groups_of
from tests.factories import hud, own
from tests.personas import ADMINISTRATOR
from tests.unit.domain.conftest import CLOCK, LATER, NOW, TODAY, World

pytestmark = pytest.mark.both_databases
DAY = timedelta(days=1)
ALL = Wanted()


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.fixture
def told(world: World) -> World:
    """Ana was once in outreach, where everything happened; now she is in Harbor, since today."""
    session, home, ana = world.session, world.community.home, world.ana
    team = hud.project(session, home, "Street Team", project_type=4)
    past = hud.enrollment(session, ana, team, entry_date=ago(400))
    hud.exit(session, past, ago(200), destination=410)
    children = {
        "IncomeBenefits": {"data_collection_stage": 5, "information_date": ago(210)},
        "HealthAndDV": {"data_collection_stage": 5, "information_date": ago(210)},
        "Disabilities": {"data_collection_stage": 1, "information_date": ago(400), "disability_type": 5},
        "CurrentLivingSituation": {"current_living_situation": 116, "information_date": ago(390)},
        "Assessment": {"assessment_date": ago(380), "assessment_level": 2, "assessment_type": 3},
        "Event": {"event_date": ago(370), "event": 13},
    }
    keys = {"IncomeBenefits": "income_benefits_id", "HealthAndDV": "health_and_dv_id"}
    keys |= {"Disabilities": "disabilities_id", "CurrentLivingSituation": "current_living_sit_id"}
    keys |= {"Assessment": "assessment_id", "Event": "event_id"}
    for file, values in children.items():
        hud.child(session, models.hud_model(file), keys[file], past, **values)
    for number in range(3):
        day = date(ago(300).year, ago(300).month, 5 + number)
        hud.service(session, past, day, record_type=141, type_provided=6, fa_amount=Decimal("20.50"))
    own.note(session, ana, home, "She likes the river.", written_on=ago(150))
    own.alert(session, ana, home, "Papers", ends_on=ago(100)).created_at = NOW - 140 * DAY
    row = {"client_id": ana.id, "organization_id": home.id, "created_at": NOW}
    session.add_all([
        models.ClientContact(
            **row, kind="friend", name="Bo", phone="5550100", valid_from=ago(130), valid_to=ago(90)
        ),
        models.ClientLocation(**row, kind="daytime", label="Library", address="1 Elm", valid_from=ago(120)),
        models.ClientFile(
            **row, name="Lease", category="housing", kind="pdf", size=1, path="x", added_on=ago(110),
            scanned=True,
        ),
        models.Release(
            client_id=ana.id, organization_id=home.id, kind="signed", signed_on=ago(80), ends_on=ago(1),
            revoked_on=ago(60), recorded_at=NOW,
        ),
    ])  # fmt: skip
    session.flush()
    return world


def line(world: World, persona: str = "agency-manager", wanted: Wanted = ALL) -> list[Event]:
    """The whole history as somebody sees it."""
    return find.page(world.session, world.actor(persona), world.ana.id, wanted, CLOCK, limit=500).events


def sorts(world: World, persona: str) -> list[What]:
    return [event.what for event in line(world, persona)]


def test_everything_stands_on_one_line_in_words(told: World) -> None:
    found = line(told)

    assert [(words.title(event), words.detail(event)) for event in found] == [
        ("1 bed night", ""),
        ("Entered the program", "Self (Head of Household)"),
        ("Release taken back", ""),
        ("Release of information", f"until {ago(1):%d %b %Y}"),
        ("Contact over: Bo", ""),
        ("File: Lease", ""),
        ("Location: Library", ""),
        ("Contact: Bo", ""),
        ("Public alert: Papers", f"until {ago(100):%d %b %Y}"),
        ("Note", "She likes the river."),
        ("Left the program", "Rental by client, no ongoing housing subsidy"),
        ("Annual assessment", ""),
        ("Case management, 3 times", "$61.50"),
        ("Coordinated entry event", standards.label("4.20.2", 13)),
        ("Coordinated entry assessment", "Housing Needs Assessment, In Person"),
        ("Current living situation", standards.label("3.12.1", 116)),
        ("Entered the program", "Self (Head of Household)"),
    ]  # fmt: skip
    services = next(event for event in found if event.what is What.SERVICES)
    assert words.days(services).startswith("05 to 07 ")


def test_each_role_sees_what_its_pages_show(told: World) -> None:
    own_sorts = [What.CONTACT_OVER, What.FILE, What.LOCATION, What.CONTACT]
    everything = sorts(told, "agency-manager")

    for persona in ("direct-service", "reporting-monitoring", ADMINISTRATOR):
        assert sorts(told, persona) == everything, persona
    limited = [
        *(What.NIGHTS, What.ENTRY, What.RELEASE_BACK, What.RELEASE, What.ALERT, What.NOTE, What.SERVICES)
    ]
    assert [what for what in sorts(told, "services-only") if what not in own_sorts] == limited
    assert [what for what in sorts(told, "services-only") if what in own_sorts] == [What.CONTACT]
    read_only = sorts(told, "read-only")
    assert [what for what in read_only if what in own_sorts] == [What.FILE, What.LOCATION, What.CONTACT]
    assert What.ASSESSMENT in read_only
    assert not {What.CE_EVENT, What.EXIT, What.STAGE, What.LIVING} & set(read_only)
    seen = {event.what: event for event in line(told, "read-only")}
    assert (seen[What.ASSESSMENT].code, seen[What.ASSESSMENT].code_2) == (None, None)
    assert (seen[What.ENTRY].code, seen[What.SERVICES].amount, seen[What.FILE].kind) == (None, None, "")
    assessor = sorts(told, "assessor-only")
    assert {What.CE_EVENT, What.CONTACT_OVER, What.LOCATION} <= set(assessor)
    assert not {What.EXIT, What.STAGE, What.LIVING, What.FILE} & set(assessor)


def test_another_agency_reads_what_is_shared_and_no_note(told: World) -> None:
    told.release(LATER)
    elsewhere = set(sorts(told, "outsider"))

    assert {What.EXIT, What.SERVICES, What.FILE, What.CONTACT, What.ALERT, What.ASSESSMENT} <= elsewhere
    assert What.NOTE not in elsewhere
    assert What.NOTE in sorts(told, "agency-manager")


def test_filters_choose_kind_program_and_days(told: World) -> None:
    for code, group in GROUPS.items():
        if code == "merges":
            continue
        found = line(told, wanted=Wanted(group=code))
        assert {event.what for event in found} <= set(group.sorts)
        assert found, code
    [team] = {event.project_key for event in line(told) if event.what is What.EXIT}
    assert {event.project for event in line(told, wanted=Wanted(project_key=team))} == {"Street Team"}
    between = line(told, wanted=Wanted(first=ago(150), last=ago(120)))
    assert [event.what for event in between] == [What.LOCATION, What.CONTACT, What.ALERT, What.NOTE]
    assert line(told, wanted=Wanted(first=TODAY + DAY)) == []
    codes = [group.code for group in groups_of(told.actor("services-only"))]
    assert codes == ["enrollments", "services", "notes", "alerts", "contacts", "releases"]


def test_pages_follow_each_other_without_a_gap_or_a_double(told: World) -> None:
    session, actor, whole = told.session, told.actor("agency-manager"), line(told)
    after, read = None, []

    while True:
        page = find.page(session, actor, told.ana.id, ALL, CLOCK, after, limit=4)
        read += page.events
        after = page.after
        if after is None:
            break
        assert Place.read(str(after)) == after

    assert read == whole
    assert all(earlier.place > later.place for earlier, later in pairwise(read))
    for wrong in (
        "",
        "x",
        "2026-01-01",
        "2026-01-01.1.2.3",
        "2026-01-01.1.-5",
        "2026-13-01.1.1",
        "2026-1-1.1.1e9",
    ):
        assert Place.read(wrong) is None


def test_alert_stands_on_the_day_of_the_installation(world: World) -> None:
    evening = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)  # still the first in Los Angeles
    own.alert(world.session, world.ana, world.community.home, "Papers").created_at = evening
    world.session.flush()
    clock = Clock(NOW, ZoneInfo("America/Los_Angeles"))

    page = find.page(world.session, world.actor("read-only"), world.ana.id, Wanted("alerts"), clock)

    assert [event.day for event in page.events] == [date(2026, 3, 1)]


def test_record_that_became_part_and_a_deleted_release(told: World) -> None:
    session, ana = told.session, told.ana
    other = hud.client(session, told.keyring, told.community.home)
    merge = {"survivor_id": ana.id, "merged_id": other.id, "survivor_before": "{}", "survivor_after": "{}"}
    session.add(models.ClientMerge(**merge, merged_at=NOW - 9 * DAY))
    session.add(models.ClientMerge(**merge, merged_at=NOW - 8 * DAY, undone_at=NOW))
    session.scalars(select(models.Release)).one().deleted_at = NOW
    session.flush()

    merged = [event for event in line(told) if event.what is What.MERGE]

    assert [words.title(event) for event in merged] == [f"Record R-{other.id} became part of this one"]
    assert What.MERGE not in sorts(told, "read-only")
    assert not {What.RELEASE, What.RELEASE_BACK} & set(sorts(told, "agency-manager"))


def test_history_asks_for_its_right(world: World) -> None:
    nobody = Actor.without_role(1, "", world.community.home.id)

    with pytest.raises(Forbidden):
        find.page(world.session, nobody, world.ana.id, ALL, CLOCK)
