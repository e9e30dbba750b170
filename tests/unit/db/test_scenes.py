"""What one test leaves in its database reaches no other: neither rows nor numbers."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.models import Account, AuditEvent, Client
from tests.factories import hud
from tests.personas import EVERYBODY, Community
from tests.town import Town

pytestmark = pytest.mark.both_databases


@pytest.mark.parametrize("time", [1, 2, 3])
def test_town_is_as_it_was_built_whatever_another_test_did_to_it(
    database: Database, community: Community, settled: Town, keyring: KeyRing, time: int
) -> None:
    with database.session(write=True) as session:
        there = session.scalars(select(Client.id).order_by(Client.id)).all()
        accounts = session.scalar(select(func.count()).select_from(Account))
        acts = session.scalar(select(func.count()).select_from(AuditEvent))
        added = hud.client(session, keyring, session.merge(community.home))
        session.commit()

    assert there == [settled.client, settled.child, settled.stranger]
    assert (accounts, acts) == (len(EVERYBODY), 0)
    assert added.id == max(there) + 1


@pytest.mark.parametrize("time", [1, 2])
def test_database_of_a_test_that_names_no_scene_is_empty(
    database: Database, keyring: KeyRing, time: int
) -> None:
    with database.session(write=True) as session:
        assert session.scalar(select(func.count()).select_from(Client)) == 0
        assert hud.client(session, keyring, hud.organization(session)).id == 1
        session.commit()
