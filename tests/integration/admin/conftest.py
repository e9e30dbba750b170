"""What the pages of administration begin with."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from hmis_web.db.session import Database
from hmis_web.domain import roles
from hmis_web.domain.roles import RoleLine
from hmis_web.models import Course, Role
from tests.browser import Visitor
from tests.personas import ADMINISTRATOR, Community

Enter = Callable[[str], Visitor]


@pytest.fixture
def administrator(signed_in: Enter) -> Visitor:
    """The system administrator's browser."""
    return signed_in(ADMINISTRATOR)


@pytest.fixture
def role(database: Database) -> Callable[[str], RoleLine]:
    """`role("read-only")` as it is now."""

    def find(code: str) -> RoleLine:
        with database.session() as session:
            return next(line for line in roles.all_roles(session) if line.code == code)

    return find


@pytest.fixture
def role_ids(database: Database, community: Community) -> dict[str, int]:
    """{code: role id}."""
    with database.session() as session:
        return dict(session.execute(select(Role.code, Role.id)).all())


@pytest.fixture
def courses(database: Database, community: Community) -> dict[str, int]:
    """{code: course id}."""
    with database.session() as session:
        return dict(session.execute(select(Course.code, Course.id)).all())
