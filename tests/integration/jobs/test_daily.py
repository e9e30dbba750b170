"""What the worker looks after by itself."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from hmis_web import models
from hmis_web.config import Settings
from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.jobs import daily
from hmis_web.jobs.daily import Occasion
from tests.factories import hud

NOW = datetime.now(UTC)


def fail(_session: Session, _occasion: Occasion) -> None:
    raise ValueError("Teresa Martin")


def shared_client(database: Database, keyring: KeyRing, until: date) -> None:
    """A client whom an agency sees by a release that ends on a day."""
    with database.session(write=True) as session:
        home, other = hud.organization(session), hud.organization(session, "Elm House")
        person = hud.client(session, keyring, home)
        session.add(models.ClientAgency(organization_id=other.id, client_id=person.id, by_release=True))
        session.add(models.ClientSharing(client_id=person.id, until=until))
        session.commit()


def seers(database: Database) -> int:
    """How many agencies see a client."""
    with database.session() as session:
        return len(session.scalars(select(models.ClientAgency.organization_id)).all())


def test_release_that_is_over_is_taken_away(settings: Settings, database: Database, keyring: KeyRing) -> None:
    shared_client(database, keyring, NOW.date() - timedelta(days=1))

    assert daily.look_after(database, settings, keyring, NOW)

    assert seers(database) == 1


def test_duty_that_fails_keeps_none_from_being_done_and_tells_no_value(
    settings: Settings,
    database: Database,
    keyring: KeyRing,
    caplog: pytest.LogCaptureFixture,
) -> None:
    shared_client(database, keyring, NOW.date() - timedelta(days=1))
    assert not daily.look_after(database, settings, keyring, NOW, (fail, *daily.DUTIES))

    assert seers(database) == 1
    assert "duty fail failed" in caplog.text
    assert "Teresa" not in caplog.text


@pytest.mark.slow  # each duty waits a while
def test_busy_database_is_tried_again(settings: Settings, database: Database, keyring: KeyRing) -> None:
    with database.session(write=True) as writer:
        writer.connection()

        assert not daily.look_after(database, settings, keyring, NOW)
