"""A client in a project, and a worker who answers for her."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.orm import Session

from hmis_web import models
from hmis_web.access.actor import Actor
from hmis_web.db.keys import KeyRing
from hmis_web.domain import answers
from hmis_web.domain.clock import Clock
from hmis_web.standards.elements import CollectionPoint
from tests.factories import hud
from tests.personas import Community

CLOCK = Clock(datetime(2026, 11, 20, 15, 0, tzinfo=UTC), ZoneInfo("UTC"))
ENTRY = date(2026, 1, 5)
POINT = CollectionPoint


@dataclass
class Desk:
    """Somebody at work at Open Door."""

    session: Session
    keyring: KeyRing
    community: Community

    @cached_property
    def worker(self) -> Actor:
        """In direct service."""
        return self.community.actor(self.session, "direct-service")

    def stay(self, project_type: int, *funders: int, **values: Any) -> models.Enrollment:
        """An adult's stay, alone, from January on, in a project of its own."""
        home = self.session.merge(self.community.home)
        project = hud.project(self.session, home, f"Type {project_type}", project_type=project_type)
        hud.of_project(self.session, models.ProjectCoC, "project_coc_id", project, coc_code="XX-501")
        for funder in funders:
            hud.funder(self.session, project, funder)
        veteran = values.pop("veteran_status", 0)
        born = values.pop("dob", date(1980, 3, 14))
        person = hud.client(self.session, self.keyring, home, dob=born, veteran_status=veteran)
        given = {"entry_date": ENTRY, "enrollment_coc": "XX-501"} | values
        return hud.enrollment(self.session, person, project, **given)

    def save(
        self, stay: models.Enrollment, stage: CollectionPoint, on: date, given: dict[str, Any], **options: Any
    ) -> int:
        """Answers of the worker."""
        return answers.save(self.session, self.worker, stay.id, stage, on, given, CLOCK, **options)

    def read(self, stay: models.Enrollment, stage: CollectionPoint, on: date) -> dict[str, Any]:
        """What stands."""
        return answers.read(self.session, self.worker, stay.id, stage, on)


@pytest.fixture
def desk(community: Community, session: Session, keyring: KeyRing) -> Desk:
    """Nobody has come yet."""
    return Desk(session, keyring, community)
