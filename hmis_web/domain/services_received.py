"""Everything that a client received, for a list that they can take along. HUD 4.14, P1, P2, R14, W1, W2, V2,
V3, V8, C2."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.access.scope import client_visible, stay_readable
from hmis_web.domain.service_lists import outcome_label, sub_type_label, type_label
from hmis_web.models import Client, Enrollment, Organization, Project, Services
from hmis_web.standards.codes import RecordType

MOST = 3_000
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Received:
    """One service; nights on end in one place are one line."""

    first: date | None
    last: date | None
    """The same day, but for nights on end."""
    nights: int
    """0 for anything but nights."""
    name: str
    detail: str
    """What kind of it, in HUD's words."""
    in_words: str
    """What staff typed besides."""
    amount: Decimal | None
    project: str
    agency: str


def received(
    session: Session, actor: Actor, client_id: int, since: date | None, until: date | None
) -> list[Received]:
    """What a client received in a period, both days included, in projects that the actor's agency sees; the
    latest first. The caller has fetched the client through scope. One statement."""
    actor.require(Permission.SERVICE_READ)
    query = (
        select(Services, Project.project_name, Organization.organization_name)
        .join(Enrollment, Enrollment.id == Services.enrollment_key)
        .join(Client, Client.id == Services.client_key)
        .join(Project, Project.id == Enrollment.project_key)
        .join(Organization, Organization.id == Project.organization_key)
        .where(
            Services.client_key == client_id,
            Services.date_deleted.is_(None),
            Enrollment.date_deleted.is_(None),
            client_visible(actor),
            stay_readable(actor),
        )
        .order_by(Services.date_provided.desc(), Services.id.desc())
        .limit(MOST)
    )
    if since is not None:
        query = query.where(Services.date_provided >= since)
    if until is not None:
        query = query.where(Services.date_provided <= until)
    return _nights_together(_line(*row) for row in session.execute(query))


def _line(row: Any, project: str | None, agency: str | None) -> Received:
    typed = row.other_type_provided or row.moving_on_other_type or ""
    return Received(
        first=row.date_provided,
        last=row.date_provided,
        nights=int(row.record_type == RecordType.BED_NIGHT),
        name=type_label(row.record_type, row.type_provided),
        detail=sub_type_label(row.record_type, row.type_provided, row.sub_type_provided)
        or outcome_label(row.referral_outcome),
        in_words=typed,
        amount=row.fa_amount,
        project=project or "",
        agency=agency or "",
    )


def _nights_together(lines: Iterable[Received]) -> list[Received]:
    """Nights on end in one place become one line at the place of the last of them."""
    kept: list[Received] = []
    open_runs: dict[tuple[str, str], int] = {}
    for line in lines:
        place = (line.agency, line.project)
        at = open_runs.get(place) if line.nights else None
        if at is not None and line.last is not None and kept[at].first == line.last + ONE_DAY:
            kept[at] = replace(kept[at], first=line.first, nights=kept[at].nights + 1)
            continue
        if line.nights:
            open_runs[place] = len(kept)
        kept.append(line)
    return kept
