"""Rows of our own tables beside HUD's."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from hmis_web import models


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
