"""Services in a client's history."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, extract, func, or_

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.access.scope import project_visible, stay_readable
from hmis_web.domain import enrollments
from hmis_web.domain.history.events import Wanted, What
from hmis_web.domain.history.rows import PROJECT, hanging, placed, row, within
from hmis_web.models import Enrollment, Organization, Project, Services
from hmis_web.standards.codes import RecordType

P = Permission


def of_client(actor: Actor, client_id: int, wanted: Wanted) -> list[Select[Any]]:
    """Services and bed nights: those of a kind, a stay and a month are one event. Amounts are added up for
    who sees them. The caller has fetched the client through scope."""
    if not (actor.may(P.SERVICE_READ) or actor.may(P.SERVICE_READ_LIMITED)):
        return []
    full = actor.may(P.SERVICE_READ)
    limited = enrollments.is_limited(actor) or not full
    readable = project_visible(actor) if limited else stay_readable(actor)
    night = Services.record_type == RecordType.BED_NIGHT
    grouped: list[Select[Any]] = []
    for what, which in ((What.NIGHTS, night), (What.SERVICES, or_(~night, Services.record_type.is_(None)))):
        told: dict[str, Any] = (
            {"amount": func.sum(Services.fa_amount)} if full and what is What.SERVICES else {}
        )
        day = Services.date_provided
        query = row(
            *(what, func.max(day), func.max(Services.id)),
            enrollment_key=Enrollment.id,
            number=func.count(),
            first_day=func.min(day),
            code=Services.record_type,
            code_2=Services.type_provided,
            words=func.max(func.coalesce(Services.other_type_provided, Services.moving_on_other_type)),
            **told,
            **PROJECT,
        )
        query = placed(within(hanging(query, Services), day, wanted), client_id, wanted, readable)
        grouped.append(
            query.where(which, Services.client_key == client_id).group_by(
                Enrollment.id,
                Project.id,
                Project.project_name,
                Organization.organization_name,
                Organization.id,
                Services.record_type,
                Services.type_provided,
                extract("year", day),
                extract("month", day),
            )
        )
    return grouped
