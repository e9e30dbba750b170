"""For the audit trail: who was refused what. Whoever was refused learns nothing of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hmis_web.access.permissions import Permission
from hmis_web.domain.audit import Act
from hmis_web.models import (
    Artifact,
    Client,
    ClientContact,
    ClientFile,
    ClientLocation,
    Deletion,
    Enrollment,
    ImportRun,
    Job,
    Note,
    PublicAlert,
    Release,
    ReportRun,
    Services,
)

REFUSED = "access:refused"
"""The audit verb of a right that was missing: 403."""
NOT_SHOWN = "access:not-shown"
"""The audit verb of a record that is not there for whoever asked: 404."""
SUBJECTS: dict[str, Any] = {
    "client_id": Client,
    "enrollment_id": Enrollment,
    "service_id": Services,
    "release_id": Release,
    "file_id": ClientFile,
    "note_id": Note,
    "alert_id": PublicAlert,
    "contact_id": ClientContact,
    "location_id": ClientLocation,
    "deletion_id": Deletion,
    "job_id": Job,
    "artifact_id": Artifact,
}
"""What the numbers in addresses stand for."""
RUNS = {"reports": ReportRun, "admin": ImportRun}
"""`run_id`, by area."""
HIGHEST = 2**31 - 1
"""No record has a higher number; anything may stand in an address."""


def of_right(endpoint: str, numbers: Mapping[str, Any], missing: Permission) -> Act:
    """The act of asking for what a role doesn't allow."""
    client_id = _small(numbers.get("client_id"))
    return Act(
        REFUSED,
        "page",
        client_id=client_id,
        details={"page": endpoint, "right": missing.value} | _plain(numbers),
    )


def of_record(session: Session, endpoint: str, numbers: Mapping[str, Any]) -> Act | None:
    """The act of asking for a record that is not there, or not for this person; None when no record was asked
    for by its number. Whether it exists is noted, after the same work in both cases. One statement."""
    asked = {name: model for name, model in _subjects(endpoint).items() if name in numbers}
    if not asked:
        return None
    row = session.execute(
        select(*(select(1).where(model.id == numbers[name]).exists() for name, model in asked.items()))
    ).one()
    there = [name for name, exists in zip(asked, row, strict=True) if exists]
    kind, number = next((name, numbers[name]) for name in reversed(asked))
    return Act(
        NOT_SHOWN,
        kind.removesuffix("_id"),
        _small(number),
        numbers["client_id"] if "client_id" in there else None,
        {"page": endpoint, "exists": there} | _plain(numbers),
    )


def _subjects(endpoint: str) -> dict[str, Any]:
    run = RUNS.get(endpoint.partition(".")[0])
    return SUBJECTS | ({"run_id": run} if run else {})


def _small(number: Any) -> int | None:
    return number if isinstance(number, int) and number <= HIGHEST else None


def _plain(numbers: Mapping[str, Any]) -> dict[str, int]:
    return {name: value for name, value in numbers.items() if isinstance(value, int)}
