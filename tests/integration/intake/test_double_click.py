"""The same note, alert and deletion, arriving several times at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hmis_web import models
from hmis_web.access.actor import Actor
from hmis_web.config import Settings
from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.domain import alert_changes, deletion, note_changes
from hmis_web.domain.alert_changes import AlertInput
from hmis_web.domain.clock import Clock
from hmis_web.domain.note_changes import NoteInput
from tests.personas import Community
from tests.town import Town

pytestmark = pytest.mark.both_databases
TIMES = 3


def test_what_is_sent_at_the_same_moment_is_done_once(
    town: Town, database: Database, community: Community, settings: Settings, keyring: KeyRing
) -> None:
    clock, ana = Clock(datetime.now(UTC), settings.timezone), town.client
    with database.session() as reading:
        actor = community.actor(reading, "agency-manager")
    note = NoteInput(town.today, "Once", "twice")
    alert = AlertInput("Once", "", "info", "707 555 0100", town.today, "twice")

    def at_once(do: Callable[[Session, Actor], int]) -> set[int]:
        together, answers = threading.Barrier(TIMES), set[int]()

        def click() -> None:
            together.wait()
            with database.session(write=True, wait=20) as session:
                answers.add(do(session, actor))
                session.commit()

        threads = [threading.Thread(target=click) for _ in range(TIMES)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return answers

    [number] = at_once(lambda s, who: note_changes.write_note(s, who, keyring, ana, note, clock))
    assert len(at_once(lambda s, who: alert_changes.post_alert(s, who, keyring, ana, alert, clock))) == 1
    assert len(at_once(lambda s, who: deletion.delete(s, who, "note", ana, number, "Twice", clock))) == 1

    with database.session() as session:
        for model in (models.Note, models.PublicAlert, models.Deletion):
            assert session.scalar(select(func.count()).select_from(model)) == 1
