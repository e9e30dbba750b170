"""The same click, arriving twice at the same moment."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from hmis_web.config import Settings
from hmis_web.db.session import Database
from hmis_web.domain import services
from hmis_web.domain.clock import Clock
from hmis_web.domain.service_details import ServiceInput
from hmis_web.models import HudUser, Services
from tests.personas import Community
from tests.town import Town

pytestmark = pytest.mark.both_databases
TIMES = 4


def test_service_sent_at_the_same_moment_is_kept_once(
    town: Town, database: Database, community: Community, settings: Settings
) -> None:
    clock = Clock(datetime.now(UTC), settings.timezone)
    entry = ServiceInput("twice", town.today, 200, 200)
    together = threading.Barrier(TIMES)
    answers: list[int] = []

    def click() -> None:
        with database.session() as reading:
            actor = community.actor(reading, "services-only")
        together.wait()
        with database.session(write=True, wait=20) as session:
            answers.append(services.record_service(session, actor, town.client, town.stay, entry, clock).id)
            session.commit()

    threads = [threading.Thread(target=click) for _ in range(TIMES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(answers) == TIMES
    assert len(set(answers)) == 1
    with database.session() as session:
        kept = select(func.count()).select_from(Services).where(Services.idempotency_key.is_not(None))
        assert session.scalar(kept) == 1
        assert session.scalar(select(func.count()).select_from(HudUser)) == 1
