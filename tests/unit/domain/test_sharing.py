"""Who sees a client besides the agencies that entered something (decisions 11 and 12)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from hmis_web import models
from hmis_web.db.errors import DomainError, Forbidden, NotFound
from hmis_web.domain import clients, enrollments, services, sharing, sharing_outcome
from hmis_web.models.sharing import SHARING_WITHOUT_RELEASE
from tests.factories import hud
from tests.personas import ADMINISTRATOR
from tests.unit.domain.conftest import CLOCK, LATER, TODAY, World

pytestmark = pytest.mark.both_databases


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
    assert sharing_outcome.refresh_ended(world.session, after) == 1
    assert sharing_outcome.refresh_ended(world.session, after) == 0
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

    assert sharing_outcome.refresh_ended(world.session, TODAY) == 1

    assert new.id in world.session.scalars(select(models.ClientAgency.organization_id)).all()


def test_installation_may_share_without_releases(world: World) -> None:
    sharing.set_rule(world.session, world.actor(ADMINISTRATOR), "all", TODAY)
    assert world.sees()
    assert (
        sharing.rule(world.session, world.actor("outsider"), world.ana.id, TODAY).until
        == sharing_outcome.ALWAYS
    )

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
