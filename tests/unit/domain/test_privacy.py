"""A private record is shared with nobody (decisions 11 and 12)."""

from __future__ import annotations

import pytest

from hmis_web import models
from hmis_web.db.errors import DomainError, Forbidden, NotFound
from hmis_web.domain import sharing
from hmis_web.domain.search.find import search
from tests.unit.domain.conftest import CLOCK, TODAY, World

pytestmark = pytest.mark.both_databases


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
