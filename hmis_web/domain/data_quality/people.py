"""Who somebody is: rules about the client, told at their latest stay with each agency. HUD 3.01 to 3.07,
V1."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from hmis_web.domain.data_quality.common import Found, Limits, once, stays
from hmis_web.models import Client, ClientAgency, Enrollment, Funder, Project
from hmis_web.standards.codes import NoYes

UNKNOWN = (8, 9, 99)
UNSURE = (2, 8, 9, 99)
DOES_NOT_SAY = (8, 9)
VA_FUNDERS = (20, 27, 30, 33, 37, 38, 39, 40, 41, 42, 45)
"""List 2.06.1: HUD-VASH and programs of the VA."""
SERVICE = (
    "year_entered_service", "year_separated", "world_war_ii", "korean_war", "vietnam_war", "desert_storm",
    "afghanistan_oef", "iraq_oif", "iraq_ond", "other_theater", "military_branch", "discharge_status",
)  # fmt: skip
TOLD = SERVICE[2:]


def b001_same_ssn(session: Session, as_of: date, _limits: Limits) -> list[Found]:
    """B001: two clients with the same whole SSN. HUD 3.02."""
    other = aliased(Client)
    same = _twin(other, other.ssn_index == Client.ssn_index)
    return _of_clients(session, as_of, Client.ssn_index.is_not(None), same)


def b002_unknown_ssn(session: Session, as_of: date, _limits: Limits) -> list[Found]:
    """B002: the SSN is not known. HUD 3.02.2."""
    return _of_clients(session, as_of, Client.ssn_data_quality.in_(UNKNOWN))


def b004_unsure_birth_date(session: Session, as_of: date, _limits: Limits) -> list[Found]:
    """B004: the birth date is approximate or not known. HUD 3.03.2."""
    return _of_clients(session, as_of, Client.dob_data_quality.in_(UNSURE))


def b005_missing_service(session: Session, as_of: date, _limits: Limits) -> list[Found]:
    """B005: a veteran served by a program of the VA lacks an answer about military service. HUD V1."""
    missing = [or_(column.is_(None), column == 99) for column in _columns(SERVICE)]
    return _of_clients(session, as_of, Client.veteran_status == NoYes.YES, _is_va(), or_(*missing))


def b006_unknown_service(session: Session, as_of: date, _limits: Limits) -> list[Found]:
    """B006: theater, branch or discharge are not known. HUD V1."""
    told = or_(*(column.in_(DOES_NOT_SAY) for column in _columns(TOLD)))
    return _of_clients(session, as_of, Client.veteran_status == NoYes.YES, told)


def b007_same_personal_id(session: Session, as_of: date, _limits: Limits) -> list[Found]:
    """B007: PersonalIDs of one source that differ in capitals or blanks alone. HUD 5.08."""
    other = aliased(Client)
    same = _twin(
        other,
        other.data_source_id == Client.data_source_id,
        func.lower(func.trim(other.personal_id)) == func.lower(func.trim(Client.personal_id)),
    )
    return _of_clients(session, as_of, same)


def _twin(other: Any, *alike: Any) -> Any:
    """Whether the agency of the stay has another record like the client's: a finding must not tell that
    somebody else's record exists (decision 20)."""
    return (
        select(1)
        .select_from(other)
        .join(ClientAgency, ClientAgency.client_id == other.id)
        .where(
            *alike,
            other.id != Client.id,
            other.date_deleted.is_(None),
            ClientAgency.organization_id == Project.organization_key,
            ~ClientAgency.by_release,
        )
        .correlate(Client, Project)
        .exists()
    )


def _of_clients(session: Session, as_of: date, *conditions: Any) -> list[Found]:
    """The latest stay with each agency of the clients for whom the conditions hold."""
    query = (
        stays(as_of, Enrollment.entry_date, Client.id, Project.organization_key)
        .where(*conditions)
        .order_by(Enrollment.entry_date.desc(), Enrollment.id.desc())
    )
    latest: dict[tuple[int, int], Found] = {}
    for project, stay, day, client, agency in session.execute(query):
        latest.setdefault((client, agency), Found(project, stay, day))
    return once(latest.values())


def _is_va() -> Any:
    paid = select(1).where(
        Funder.project_key == Project.id, Funder.funder.in_(VA_FUNDERS), Funder.date_deleted.is_(None)
    )
    return paid.correlate(Project).exists()


def _columns(names: tuple[str, ...]) -> list[Any]:
    return [getattr(Client, name) for name in names]
