"""Rows of HUD's tables, complete enough to stand alone; every value can be given."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hmis_web import models
from hmis_web.db.keys import KeyRing
from hmis_web.models import LOCAL_SOURCE

STAMP = "2026-01-02 09:30:00"
_numbers = itertools.count(1)


def data_source(session: Session, name: str = LOCAL_SOURCE) -> models.DataSource:
    """The data source called `name`, made when it isn't there."""
    found = session.scalar(select(models.DataSource).where(models.DataSource.name == name))
    if found is None:
        found = models.DataSource(name=name, created_at=datetime.now(UTC))
        session.add(found)
        session.flush()
    return found


def organization(session: Session, name: str = "Open Door", **values: Any) -> models.Organization:
    """An agency."""
    row = models.Organization(**_base(session, "organization_id", values), organization_name=name)
    row.victim_service_provider = values.get("victim_service_provider", 0)
    return _kept(session, row)


def project(
    session: Session, agency: models.Organization, name: str = "Shelter", **values: Any
) -> models.Project:
    """A project of an agency: an entry/exit emergency shelter (type 0) unless said otherwise."""
    given = {"project_type": 0, "operating_start_date": date(2020, 1, 1), "continuum_project": 1} | values
    row = models.Project(
        **_base(session, "project_id", given),
        organization_key=agency.id,
        organization_id=agency.organization_id,
        project_name=name,
    )
    return _kept(session, row)


def client(
    session: Session, keyring: KeyRing, *agencies: models.Organization, ssn: str | None = None, **values: Any
) -> models.Client:
    """A person, seen by `agencies`."""
    given = {
        "first_name": "Teresa",
        "last_name": "Martin",
        "name_data_quality": 1,
        "dob": date(1960, 3, 14),
        "dob_data_quality": 1,
        "sex": 0,
        "veteran_status": 0,
    } | values
    row = models.Client(**_base(session, "personal_id", given))
    if ssn:
        row.ssn = keyring.encrypt("ssn", ssn)
        row.ssn_index = keyring.blind("ssn", ssn)
        row.ssn4_index = keyring.blind("ssn4", ssn[-4:])
        row.ssn_data_quality = 1
    _kept(session, row)
    session.add_all(models.ClientAgency(organization_id=agency.id, client_id=row.id) for agency in agencies)
    session.flush()
    return row


def enrollment(
    session: Session, person: models.Client, program: models.Project, **values: Any
) -> models.Enrollment:
    """A stay of a person in a project; alone, head of household."""
    given = {"entry_date": date(2026, 1, 5), "relationship_to_hoh": 1, "disabling_condition": 0} | values
    given.setdefault("household_id", f"H{next(_numbers)}")
    row = models.Enrollment(
        **_base(session, "enrollment_id", given),
        client_key=person.id,
        personal_id=person.personal_id,
        project_key=program.id,
        project_id=program.project_id,
    )
    return _kept(session, row)


def exit(session: Session, stay: models.Enrollment, exit_date: date, **values: Any) -> models.Exit:  # noqa: A001
    """The end of a stay."""
    return child(
        session, models.Exit, "exit_id", stay, exit_date=exit_date, **({"destination": 410} | values)
    )


def service(session: Session, stay: models.Enrollment, date_provided: date, **values: Any) -> models.Services:
    """A service; a bed night unless said otherwise."""
    given = {"record_type": 200, "type_provided": 200} | values
    return child(session, models.Services, "services_id", stay, date_provided=date_provided, **given)


def child(session: Session, model: Any, key: str, stay: models.Enrollment, **values: Any) -> Any:
    """A row about a stay, of any file of the format; `key` is the attribute of its identifier."""
    row = model(
        **_base(session, key, values),
        enrollment_key=stay.id,
        enrollment_id=stay.enrollment_id,
        client_key=stay.client_key,
        personal_id=stay.personal_id,
    )
    return _kept(session, row)


def _base(session: Session, key: str, values: dict[str, Any]) -> dict[str, Any]:
    values = dict(values)
    source = values.pop("source", LOCAL_SOURCE)
    values.pop("victim_service_provider", None)
    defaults = {
        "data_source_id": data_source(session, source).id,
        key: f"{key[:2].upper()}{next(_numbers)}",
        "date_created": STAMP,
        "date_updated": STAMP,
        "user_id": "U1",
    }
    return defaults | values


def _kept(session: Session, row: Any) -> Any:
    session.add(row)
    session.flush()
    return row


def of_project(session: Session, model: Any, key: str, program: models.Project, **values: Any) -> Any:
    """A row about a project, of any file of the format; `key` is the attribute of its identifier."""
    row = model(**_base(session, key, values), project_key=program.id, project_id=program.project_id)
    return _kept(session, row)


def funder(session: Session, program: models.Project, code: int, **values: Any) -> models.Funder:
    """Who pays a project (list 2.06.1), from 2020 on."""
    given = {"funder": code, "start_date": date(2020, 1, 1), "grant_id": "G1"} | values
    row = models.Funder(
        **_base(session, "funder_id", given), project_key=program.id, project_id=program.project_id
    )
    return _kept(session, row)
