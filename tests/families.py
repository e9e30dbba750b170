"""A household in a project: Teresa leads it, with Juan, her partner, and Luz, her child."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from hmis_web import models
from hmis_web.access.actor import Actor
from hmis_web.db.keys import KeyRing
from hmis_web.domain import enrollments
from hmis_web.domain.enrollments import Stay
from tests.factories import hud
from tests.personas import Community

DESTINATION = {"exit.destination": 410}


@dataclass(frozen=True)
class Family:
    """The keys of the rows."""

    entry: date
    project: int
    teresa: int
    juan: int
    luz: int
    """Enrollments."""
    clients: dict[int, int]
    """{enrollment: client}."""

    @property
    def all(self) -> tuple[int, int, int]:
        """Every enrollment, the head's first."""
        return self.teresa, self.juan, self.luz

    def stay(self, session: Session, actor: Actor, enrollment: int, as_of: date) -> Stay:
        """One of the stays as the actor sees it."""
        return enrollments.get_visible(session, actor, self.clients[enrollment], enrollment, as_of)

    def page(self, enrollment: int, rest: str = "") -> str:
        """The address of a page of a stay."""
        return f"/clients/{self.clients[enrollment]}/enrollments/{enrollment}{rest}"


def settle(
    session: Session,
    keyring: KeyRing,
    community: Community,
    today: date,
    project_type: int = 13,
    funders: tuple[int, ...] = (3,),
    entry: date | None = None,
) -> Family:
    """Three months ago they entered a project of the home agency, unless said otherwise."""
    home = session.merge(community.home)
    project = hud.project(session, home, "Hill Street", project_type=project_type)
    hud.of_project(session, models.ProjectCoC, "project_coc_id", project, coc_code="XX-501")
    for code in funders:
        hud.funder(session, project, code)
    entry = entry or today - timedelta(days=90)
    people = (
        ("Teresa", date(1985, 3, 14), 1),
        ("Juan", date(1986, 5, 1), 3),
        ("Luz", today.replace(year=today.year - 7, day=1), 2),
    )
    stays = [
        hud.enrollment(
            session,
            hud.client(session, keyring, home, first_name=name, dob=born),
            project,
            entry_date=entry,
            household_id=f"HH-{project.id}",
            relationship_to_hoh=relation,
            enrollment_coc="XX-501" if relation == 1 else None,
        )
        for name, born, relation in people
    ]
    return Family(
        entry, project.id, *(stay.id for stay in stays), clients={stay.id: stay.client_key for stay in stays}
    )


def exits(session: Session) -> dict[int, models.Exit]:
    """{enrollment: exit that stands}."""
    rows = session.scalars(select(models.Exit).where(models.Exit.date_deleted.is_(None)))
    return {row.enrollment_key: row for row in rows}
