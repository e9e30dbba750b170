"""Accounts of the demo: one for every role at the agency where it makes sense, and the system
administrator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from hmis_web.access.roles import ADMINISTRATOR_NAME, PRESETS
from hmis_web.demo.projects import AGENCIES
from hmis_web.domain import agreement
from hmis_web.domain.passwords import hash_password
from hmis_web.domain.presets import ensure_roles
from hmis_web.models import Account, AccountGrant, Course, CourseCompletion

WEEKS_AGO = timedelta(weeks=6)
PASSWORD = "riverbend by lantern light"  # noqa: S105 - printed for everybody who runs the demo


@dataclass(frozen=True)
class Person:
    """Somebody who works in Riverbend; `agencies` are (agency number, role), the first one primary."""

    username: str
    name: str
    agencies: tuple[tuple[int, str], ...]


PEOPLE = (
    Person("dana", "Dana Whitlock", ((1, "agency-manager"),)),
    Person("iris", "Iris Penhale", ((5, "program-manager"), (1, "program-manager"))),
    Person("theo", "Theo Marchetti", ((1, "direct-service-assessments"), (2, "direct-service-assessments"))),
    Person("gwen", "Gwen Tollis", ((3, "direct-service"),)),
    Person("marcus", "Marcus Ferris", ((1, "services-only"),)),
    Person("tess", "Tess Aldane", ((2, "read-only"), (6, "assessor-only"))),
    Person("faye", "Faye Rowntree", ((4, "read-only"),)),
    Person("vera", "Vera Klimt", ((6, "reporting-monitoring"),)),
)
"""Nobody holds the assessor's role at home (access rules), so Tess switches to the agency where she
assesses."""
ADMINISTRATOR = Person("opal", "Opal Jessup", ())


def demo_sign_ins() -> list[tuple[str, str, str, str]]:
    """(role, user name, password, agency) of the demo's accounts, one line for each role."""
    held = [
        (role, agency, place, person)
        for person in PEOPLE
        for place, (agency, role) in enumerate(person.agencies)
    ]
    lines = []
    for code, preset in PRESETS.items():
        _, agency, place, person = min(
            (entry for entry in held if entry[0] == code),
            key=lambda entry: (entry[2], len(entry[3].agencies)),
        )
        where = AGENCIES[agency - 1].name + (" (switch to it after signing in)" if place else "")
        lines.append((preset.name, person.username, PASSWORD, where))
    return [*lines, (ADMINISTRATOR_NAME, ADMINISTRATOR.username, PASSWORD, "all agencies")]


def add_accounts(connection: Connection, organizations: int, as_of: date) -> dict[str, int]:
    """Make the accounts with their grants; `organizations` is the id before the first agency. Answers {user
    name: id}."""
    made: dict[str, int] = {}
    with Session(connection, join_transaction_mode="create_savepoint") as session:
        roles = ensure_roles(session)
        courses = session.scalars(select(Course)).all()
        hashed = hash_password(PASSWORD)
        for person in (*PEOPLE, ADMINISTRATOR):
            account = Account(
                username=person.username,
                display_name=person.name,
                email=f"{person.username}@riverbend.example",
                password_hash=hashed,
                is_system_administrator=person is ADMINISTRATOR,
                agreement_version=agreement.current().version,
                agreement_signed_on=as_of,
                created_at=datetime.combine(as_of, time(7, 0), UTC),
            )
            session.add(account)
            session.flush()
            made[person.username] = account.id
            session.add_all(passed(account.id, courses, as_of))
            session.add_all(
                AccountGrant(
                    account_id=account.id,
                    organization_id=organizations + agency,
                    role_id=roles[role],
                    is_primary=place == 0,
                )
                for place, (agency, role) in enumerate(person.agencies)
            )
        session.commit()
    return made


def passed(account_id: int, courses: Sequence[Course], as_of: date) -> list[CourseCompletion]:
    """Everybody has passed everything, some weeks ago."""
    day = as_of - WEEKS_AGO
    return [
        CourseCompletion(
            account_id=account_id,
            course_id=course.id,
            completed_on=day,
            expires_on=day + timedelta(days=course.valid_days) if course.valid_days else None,
            recorded_at=datetime.combine(day, time(9, 0), UTC),
        )
        for course in courses
    ]
