"""A program to enroll in."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hmis_web.db.session import Database
from hmis_web.models import Organization, Project, ProjectCoC
from tests.factories import hud
from tests.town import Town


@pytest.fixture
def housing(town: Town, database: Database) -> int:
    """A CoC-funded rapid re-housing project of the agency, in two CoCs."""
    with database.session(write=True) as session:
        agency = session.scalars(
            select(Organization)
            .join(Project, Project.organization_key == Organization.id)
            .where(Project.id == town.shelter)
        ).one()
        project = hud.project(session, agency, "Rapid East", project_type=13)
        hud.funder(session, project, 3)
        for code in ("XX-500", "XX-501"):
            hud.of_project(session, ProjectCoC, "project_coc_id", project, coc_code=code)
        session.commit()
        return project.id
