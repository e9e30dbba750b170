"""What was answered to a community's own question, counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.scope import client_visible, project_visible
from hmis_web.domain.custom_fields.definitions import CHOOSING, FieldLine
from hmis_web.models import Client, CustomChoice, CustomOption, CustomValue, Enrollment, Project

MOST_VALUES = 30
"""Different numbers or dates that are listed."""


@dataclass(frozen=True)
class Tally:
    """How many answers stand, about how many clients, and how often each was given: (value, number). What
    people wrote in their own words is counted, not listed."""

    answers: int
    clients: int
    values: tuple[tuple[Any, int], ...]


def tally(session: Session, actor: Actor, field: FieldLine, project_key: int | None = None) -> Tally:
    """The answers that stand among the records that the actor sees; of one project alone those of its stays.
    Two statements."""
    where = [CustomValue.field_id == field.id, CustomValue.replaced_at.is_(None), readable(actor)]
    if project_key is not None:
        stays = select(Enrollment.id).where(Enrollment.project_key == project_key)
        where.append(CustomValue.enrollment_key.in_(stays))
    answers, clients = session.execute(
        select(func.count(), func.count(CustomValue.client_key.distinct()))
        .select_from(CustomValue)
        .where(*where)
    ).one()
    if field.kind == "text":
        return Tally(answers, clients, ())
    if field.kind in CHOOSING:
        query: Any = (
            select(CustomOption.label, func.count(CustomChoice.value_id))
            .select_from(CustomOption)
            .join(CustomChoice, CustomChoice.option_id == CustomOption.id)
            .join(CustomValue, CustomValue.id == CustomChoice.value_id)
            .where(*where)
            .group_by(CustomOption.id, CustomOption.label, CustomOption.position)
            .order_by(CustomOption.position)
        )
    else:
        column: Any = CustomValue.number_value if field.kind == "number" else CustomValue.date_value
        query = (
            select(column, func.count())
            .where(*where)
            .group_by(column)
            .order_by(func.count().desc(), column)
            .limit(MOST_VALUES)
        )
    return Tally(answers, clients, tuple((value, number) for value, number in session.execute(query)))


def readable(actor: Actor) -> Any:
    """Answers of records that the actor's agency sees: of its stays, and about its clients; for a system
    administrator all. Deleted records are not among them. Use it in a query over CustomValue."""
    of_stay = (
        select(1)
        .select_from(Enrollment)
        .join(Project, Project.id == Enrollment.project_key)
        .where(
            Enrollment.id == CustomValue.enrollment_key,
            Enrollment.date_deleted.is_(None),
            project_visible(actor),
        )
        .correlate(CustomValue)
        .exists()
    )
    of_client = (
        select(1)
        .select_from(Client)
        .where(Client.id == CustomValue.client_key, client_visible(actor))
        .correlate(CustomValue)
        .exists()
    )
    return or_(of_stay, CustomValue.enrollment_key.is_(None) & of_client)
