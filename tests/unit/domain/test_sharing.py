"""Who sees a client besides the agencies that entered something (decisions 11 and 12)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from hmis_web import models
from hmis_web.access.actor import Actor
from hmis_web.db.errors import DomainError, Forbidden, NotFound
from hmis_web.db.keys import KeyRing
from hmis_web.domain import acting, clients, enrollments, services, sharing
from hmis_web.domain.clock import Clock
from hmis_web.domain.search.find import search
from hmis_web.domain.search.indexing import reindex_clients
from hmis_web.models.sharing import SHARING_WITHOUT_RELEASE
from tests.factories import hud
from tests.personas import ADMINISTRATOR, Community, build_community

pytestmark = pytest.mark.both_databases

NOW = datetime.now(UTC)
TODAY = NOW.date()
CLOCK = Clock(NOW, ZoneInfo("UTC"))
LATER = TODAY + timedelta(days=30)
BORN = date(1960, 3, 14)


@dataclass
class World:
    """Ana, who stays at the home agency; somebody of the other agency asks about her."""

    session: Session
    keyring: KeyRing
    community: Community
    ana: models.Client
    stay: models.Enrollment

    def actor(self, persona: str, on: date = TODAY) -> Actor:
        """Somebody on a day."""
        account = self.session.get_one(models.Account, self.community.accounts[persona])
        agency = self.community.other.id if persona == "outsider" else self.community.home.id
        found = acting.actor_for(self.session, account, None if persona == ADMINISTRATOR else agency, on)
        assert found is not None
        return found

    def sees(self, on: date = TODAY) -> bool:
        """Whether the other agency's page of Ana opens."""
        try:
            clients.get_card(self.session, self.actor("outsider", on), self.keyring, self.ana.id, on)
        except NotFound:
            return False
        return True

    def finds(self, text: str = "ana ruiz", on: date = TODAY) -> list[int]:
        """Whom the other agency finds."""
        found = search(self.session, self.actor("outsider", on), text, self.keyring, on)
        return [match.client_id for match in found.matches]

    def release(self, ends_on: date = LATER) -> int:
        """Ana signs a release at the home agency."""
        manager = self.actor("agency-manager")
        return sharing.record_release(self.session, manager, self.ana.id, "signed", TODAY, ends_on, CLOCK)


@pytest.fixture
def world(session: Session, keyring: KeyRing) -> World:
    """Nothing is released yet."""
    community = build_community(session)
    ana = hud.client(session, keyring, community.home, first_name="Ana", last_name="Ruiz", dob=BORN)
    stay = hud.enrollment(session, ana, hud.project(session, community.home, "Harbor"), entry_date=TODAY)
    hud.service(session, stay, TODAY)
    reindex_clients(session, [ana.id])
    return World(session, keyring, community, ana, stay)


def test_without_a_release_another_agency_sees_nothing(world: World) -> None:
    assert not world.sees()
    assert world.finds() == []
    assert not sharing.rule(world.session, world.actor("agency-manager"), world.ana.id, TODAY).is_shared


def test_release_shares_record_stays_and_services_while_it_lasts(world: World) -> None:
    world.release()
    outsider = world.actor("outsider")

    assert world.sees()
    assert world.finds() == [world.ana.id]
    assert [s.project_name for s in enrollments.of_client(world.session, outsider, world.ana.id, TODAY)] == [
        "Harbor"
    ]
    assert len(services.latest(world.session, outsider, world.ana.id)) == 1
    assert sharing.rule(world.session, outsider, world.ana.id, TODAY).until == LATER
    assert world.sees(LATER)


def test_release_shares_reading_not_writing(world: World) -> None:
    world.release()
    outsider = world.actor("outsider")
    stay = enrollments.of_client(world.session, outsider, world.ana.id, TODAY)[0]

    assert not services.may_log_on(outsider, stay, TODAY)
    with pytest.raises(NotFound):
        services.stay_for_service(world.session, outsider, world.ana.id, stay.id, TODAY)


def test_limited_viewing_sees_the_shared_record_without_other_agencies_stays(world: World) -> None:
    world.release()
    home = world.community.home
    theirs = hud.client(world.session, world.keyring, world.community.other, first_name="Bo")
    hud.enrollment(world.session, theirs, hud.project(world.session, world.community.other, "Elm"))
    sharing.record_release(world.session, world.actor("outsider"), theirs.id, "signed", TODAY, LATER, CLOCK)
    limited = world.actor("services-only")

    assert clients.get_card(world.session, limited, world.keyring, theirs.id, TODAY).id == theirs.id
    assert enrollments.of_client(world.session, limited, theirs.id, TODAY) == []
    assert services.latest(world.session, limited, theirs.id) == []
    assert limited.organization_id == home.id


def test_day_after_the_last_one_the_record_is_gone_again(world: World) -> None:
    world.release()
    after = LATER + timedelta(days=1)

    assert not world.sees(after)
    assert world.finds(on=after) == []
    assert world.finds("ana ruiz 3/14/1960", on=after) == []
    assert sharing.refresh_ended(world.session, after) == 1
    assert sharing.refresh_ended(world.session, after) == 0
    kept = world.session.scalars(select(models.ClientAgency.organization_id)).all()
    assert kept == [world.community.home.id]


def test_release_taken_back_ends_at_once(world: World) -> None:
    number = world.release()

    sharing.revoke_release(world.session, world.actor("agency-manager"), world.ana.id, number, CLOCK)

    assert not world.sees()
    assert world.finds() == []
    rule = sharing.rule(world.session, world.actor("agency-manager"), world.ana.id, TODAY)
    assert (rule.until, rule.ended_on) == (None, TODAY)


def test_longest_of_several_releases_counts(world: World) -> None:
    world.release()
    second = world.release(LATER + timedelta(days=100))

    assert world.sees(LATER + timedelta(days=100))
    sharing.revoke_release(world.session, world.actor("agency-manager"), world.ana.id, second, CLOCK)
    assert world.sees(LATER)
    assert not world.sees(LATER + timedelta(days=1))


def test_private_record_is_shared_with_nobody_and_mentioned_nowhere(world: World) -> None:
    world.release()
    manager = world.actor("agency-manager")

    sharing.make_private(world.session, manager, world.ana.id, "Her brother works there", CLOCK)

    assert not world.sees()
    result = search(world.session, world.actor("outsider"), "ana ruiz 3/14/1960", world.keyring, TODAY)
    assert (result.matches, result.elsewhere) == ((), ())
    assert sharing.rule(world.session, manager, world.ana.id, TODAY).private_to == "Open Door"
    sharing.end_privacy(world.session, manager, world.ana.id, CLOCK)
    assert world.sees()


def test_only_an_agency_that_entered_something_makes_a_record_private(world: World) -> None:
    world.release()

    with pytest.raises(NotFound):
        sharing.make_private(world.session, world.actor("outsider"), world.ana.id, "why", CLOCK)
    with pytest.raises(DomainError):
        sharing.make_private(world.session, world.actor("agency-manager"), world.ana.id, " ", CLOCK)
    with pytest.raises(Forbidden):
        sharing.make_private(world.session, world.actor("direct-service"), world.ana.id, "why", CLOCK)


def test_another_agency_ends_no_privacy(world: World) -> None:
    world.session.add(models.ClientAgency(organization_id=world.community.other.id, client_id=world.ana.id))
    sharing.make_private(world.session, world.actor("agency-manager"), world.ana.id, "why", CLOCK)

    with pytest.raises(NotFound):
        sharing.end_privacy(world.session, world.actor("outsider"), world.ana.id, CLOCK)


def test_clients_of_a_victim_service_provider_are_shared_by_no_release(world: World) -> None:
    refuge = hud.organization(world.session, "Refuge", victim_service_provider=1)
    world.session.add(models.ClientAgency(organization_id=refuge.id, client_id=world.ana.id))
    world.session.flush()

    world.release()

    assert not world.sees()


def test_victim_service_provider_sees_no_shared_client(world: World) -> None:
    refuge = hud.organization(world.session, "Refuge", victim_service_provider=1)
    world.release()

    seers = world.session.scalars(select(models.ClientAgency.organization_id)).all()
    assert refuge.id not in seers


def test_new_agency_sees_what_is_shared_from_the_next_day_on(world: World) -> None:
    world.release()
    new = hud.organization(world.session, "New Start")

    assert sharing.refresh_ended(world.session, TODAY) == 1

    assert new.id in world.session.scalars(select(models.ClientAgency.organization_id)).all()


def test_installation_may_share_without_releases(world: World) -> None:
    sharing.set_rule(world.session, world.actor(ADMINISTRATOR), "all", TODAY)
    assert world.sees()
    assert sharing.rule(world.session, world.actor("outsider"), world.ana.id, TODAY).until == sharing.ALWAYS

    number = world.release()
    sharing.revoke_release(world.session, world.actor("agency-manager"), world.ana.id, number, CLOCK)
    assert not world.sees()

    sharing.set_rule(world.session, world.actor(ADMINISTRATOR), "agency", TODAY)
    assert world.session.get_one(models.Setting, SHARING_WITHOUT_RELEASE).value == '"agency"'


def test_rule_of_the_installation_is_the_administrators(world: World) -> None:
    with pytest.raises(Forbidden):
        sharing.set_rule(world.session, world.actor("agency-manager"), "all", TODAY)
    with pytest.raises(DomainError):
        sharing.set_rule(world.session, world.actor(ADMINISTRATOR), "some", TODAY)


@pytest.mark.parametrize(
    ("kind", "signed_on", "ends_on", "field"),
    [
        ("whispered", TODAY, LATER, "kind"),
        ("signed", TODAY + timedelta(days=1), LATER, "signed_on"),
        ("signed", TODAY, TODAY - timedelta(days=1), "ends_on"),
        ("signed", TODAY, TODAY + timedelta(days=4000), "ends_on"),
    ],
)
def test_wrong_release_is_refused_naming_the_field(
    world: World, kind: str, signed_on: date, ends_on: date, field: str
) -> None:
    manager = world.actor("agency-manager")

    with pytest.raises(DomainError) as refused:
        sharing.record_release(world.session, manager, world.ana.id, kind, signed_on, ends_on, CLOCK)

    assert refused.value.field == field


def test_release_of_a_client_out_of_scope_is_not_found(world: World) -> None:
    with pytest.raises(NotFound):
        sharing.record_release(
            world.session, world.actor("outsider"), world.ana.id, "signed", TODAY, LATER, CLOCK
        )


def test_recording_a_release_needs_the_right(world: World) -> None:
    with pytest.raises(Forbidden):
        sharing.record_release(
            world.session, world.actor("read-only"), world.ana.id, "signed", TODAY, LATER, CLOCK
        )
