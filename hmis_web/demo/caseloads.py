"""Who works with whom in Riverbend: households enrolled now, shared out among those who work with clients."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, time
from itertools import cycle, islice
from typing import Any

from sqlalchemy import Connection, insert, select

from hmis_web.access.permissions import Permission
from hmis_web.models import (
    AccountGrant,
    CaseAssignment,
    Enrollment,
    Exit,
    Project,
    RolePermission,
)

EACH, LEFT = 18, 2
"""Households that everybody has at most, and those of an agency that nobody works with yet."""


def add_caseloads(connection: Connection, bases: dict[str, int], as_of: date) -> None:
    """Give the newest households of each agency to its workers, but for a few."""
    workers = _workers(connection)
    heads = defaultdict(list)
    for row in connection.execute(_heads(bases)):
        heads[row.organization_key].append(row)
    made: list[dict[str, Any]] = []
    for agency, rows in heads.items():
        own = workers.get(agency, [])
        if not own:
            continue
        kept = islice(rows, LEFT, LEFT + EACH * len(own))
        made += [
            {
                "client_id": row.client_key,
                "enrollment_id": row.id,
                "account_id": account,
                "organization_id": agency,
                "role": "case_manager",
                "starts_on": row.entry_date,
                "assigned_by": account,
                "assigned_at": datetime.combine(as_of, time(8), UTC),
            }
            for row, account in zip(kept, cycle(own), strict=False)
        ]
    if made:
        connection.execute(insert(CaseAssignment), made)


def _workers(connection: Connection) -> dict[int, list[int]]:
    """{agency: those who work with clients there}."""
    query = (
        select(AccountGrant.organization_id, AccountGrant.account_id)
        .join(RolePermission, RolePermission.role_id == AccountGrant.role_id)
        .where(RolePermission.permission == Permission.ENROLLMENT_EDIT.value)
        .order_by(AccountGrant.id)
    )
    found: dict[int, list[int]] = defaultdict(list)
    for row in connection.execute(query):
        found[row.organization_id].append(row.account_id)
    return found


def _heads(bases: dict[str, int]) -> Any:
    return (
        select(Enrollment.id, Enrollment.client_key, Enrollment.entry_date, Project.organization_key)
        .join(Project, Project.id == Enrollment.project_key)
        .outerjoin(Exit, Exit.enrollment_key == Enrollment.id)
        .where(
            Exit.id.is_(None),
            Enrollment.relationship_to_hoh == 1,
            Enrollment.id > bases["Enrollment"],
        )
        .order_by(Enrollment.entry_date.desc(), Enrollment.id)
    )
