"""Households: rules about who entered together. HUD 3.03, 5.09."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from hmis_web.domain.clients import age_on
from hmis_web.domain.data_quality.common import Found, Limits, stays
from hmis_web.models import Client, Enrollment
from hmis_web.standards.codes import RelationshipToHoH

YOUNGEST = 12


def b003_nobody_over_eleven(session: Session, as_of: date, _limits: Limits) -> list[Found]:
    """B003: nobody of the household was 12 or older at entry; one of unknown age may have been. Told at the
    head's stay. HUD 3.03, 5.09."""
    query = stays(
        as_of, Enrollment.entry_date, Enrollment.data_source_id, Enrollment.household_id,
        Enrollment.relationship_to_hoh, Client.dob,
    )  # fmt: skip
    households: dict[Any, list[Any]] = {}
    for row in session.execute(query.order_by(Enrollment.relationship_to_hoh, Enrollment.id)):
        key = (row[3], row.household_id, row[0]) if row.household_id else row[1]
        households.setdefault(key, []).append(row)
    return [
        Found(rows[0][0], _head(rows)[1], rows[0].entry_date)
        for rows in households.values()
        if all(_is_child(row) for row in rows)
    ]


def _is_child(row: Any) -> bool:
    age = age_on(row.dob, row.entry_date)
    return age is not None and age < YOUNGEST


def _head(rows: list[Any]) -> Any:
    return next((row for row in rows if row.relationship_to_hoh == RelationshipToHoH.SELF), rows[0])
