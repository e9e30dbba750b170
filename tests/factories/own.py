"""Rows of our own tables beside HUD's."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hmis_web import models
from hmis_web.domain import agreement as agreements
from hmis_web.domain import presets


def alert(
    session: Session, person: models.Client, agency: models.Organization, title: str, **values: Any
) -> models.PublicAlert:
    """A public alert, in force for a month unless said otherwise."""
    given = {"text": "Please call us.", "priority": "info", "ends_on": date.today() + timedelta(days=30)}
    row = models.PublicAlert(
        client_id=person.id,
        organization_id=agency.id,
        title=title,
        created_at=datetime.now(UTC),
        **(given | values),
    )
    session.add(row)
    session.flush()
    return row


def note(
    session: Session, person: models.Client, agency: models.Organization, text: str, **values: Any
) -> models.Note:
    """A case note of today."""
    row = models.Note(
        client_id=person.id,
        organization_id=agency.id,
        text=text,
        created_at=datetime.now(UTC),
        **({"written_on": date.today()} | values),
    )
    session.add(row)
    session.flush()
    return row


def contact(
    session: Session, person: models.Client, agency: models.Organization, name: str, **values: Any
) -> models.ClientContact:
    """A relative's number, since today."""
    given = {"kind": "relative", "phone": "7075550177", "valid_from": date.today()} | values
    return _around(session, models.ClientContact(name=name, **_of(person, agency), **given))


def location(
    session: Session, person: models.Client, agency: models.Organization, label: str, **values: Any
) -> models.ClientLocation:
    """A place outdoors, since today."""
    given = {"kind": "outdoors", "valid_from": date.today()} | values
    return _around(session, models.ClientLocation(label=label, **_of(person, agency), **given))


def _of(person: models.Client, agency: models.Organization) -> dict[str, Any]:
    return {"client_id": person.id, "organization_id": agency.id, "created_at": datetime.now(UTC)}


def _around(session: Session, row: Any) -> Any:
    session.add(row)
    session.flush()
    return row


def file(
    session: Session, person: models.Client, agency: models.Organization, name: str, **values: Any
) -> models.ClientFile:
    """A file about a client; nothing of it lies on the disk."""
    given = {"category": "letter", "kind": "pdf", "size": 1000, "path": "none", "scanned": False}
    row = models.ClientFile(
        client_id=person.id,
        organization_id=agency.id,
        name=name,
        created_at=datetime.now(UTC),
        **({"added_on": date.today()} | given | values),
    )
    session.add(row)
    session.flush()
    return row


def training(session: Session, account: models.Account, *codes: str) -> None:
    """An account has passed courses, all of them unless some are named, today."""
    presets.ensure_roles(session)
    for course in session.scalars(select(models.Course)).all():
        if not codes or course.code in codes:
            session.add(
                models.CourseCompletion(
                    account_id=account.id,
                    course_id=course.id,
                    completed_on=date.today(),
                    expires_on=date.today() + timedelta(days=365),
                    recorded_at=datetime.now(UTC),
                )
            )
    session.flush()


def agreement(account: models.Account) -> None:
    """An account has signed the end-user agreement, today."""
    account.agreement_version = agreements.current().version
    account.agreement_signed_on = date.today()


def household(
    session: Session, agency: models.Organization, members: dict[models.Client, int], since: date
) -> models.Household:
    """A household outside enrollments: {client: relation to the head}."""
    row = models.Household(organization_id=agency.id, created_at=datetime.now(UTC))
    session.add(row)
    session.flush()
    session.add_all(
        models.HouseholdMember(
            household_id=row.id,
            organization_id=agency.id,
            client_id=person.id,
            relationship_to_hoh=code,
            joined_on=since,
        )
        for person, code in members.items()
    )
    session.flush()
    return row
