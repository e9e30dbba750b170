"""What must hold when an enrollment is deleted, or comes back: a household keeps one head, nobody stays twice
in a project at once. HUD 3.15, S040."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from hmis_web.domain.enrollments import Stay
from hmis_web.domain.stay_members import StayMember
from hmis_web.models import Enrollment, Exit
from hmis_web.standards.codes import RelationshipToHoH


def refusal(stay: Stay, members: Sequence[StayMember]) -> str:
    """Why an enrollment can't be deleted at present; empty when it can. The head's goes last."""
    others = [each for each in members if each.enrollment_id != stay.id]
    if not others or stay.relationship_to_hoh != RelationshipToHoH.SELF:
        return ""
    return (
        "This is the head of household, and others of the household are enrolled. Make somebody else the "
        "head first, or delete the others' enrollments before this one"
    )


def restore_refusal(session: Session, row: Enrollment) -> str:
    """Why a deleted enrollment can't come back at present; empty when it can. Two statements at most."""
    again = (
        select(Enrollment.id)
        .outerjoin(Exit, (Exit.enrollment_key == Enrollment.id) & Exit.date_deleted.is_(None))
        .where(
            Enrollment.client_key == row.client_key,
            Enrollment.project_key == row.project_key,
            Enrollment.id != row.id,
            Enrollment.date_deleted.is_(None),
            or_(Exit.exit_date.is_(None), Exit.exit_date > row.entry_date),
        )
    )
    if session.scalar(again.limit(1)) is not None:
        return "The client was enrolled in this program again meanwhile; two stays at once are not possible"
    if row.relationship_to_hoh == RelationshipToHoH.SELF and row.household_id:
        head = select(Enrollment.id).where(_of_household(row), Enrollment.date_deleted.is_(None))
        if session.scalar(head.limit(1)) is not None:
            return "The household has another head by now; it can come back when that one is none any more"
    return ""


def _of_household(row: Enrollment) -> ColumnElement[bool]:
    """The heads of a row's household besides the row itself."""
    return (
        (Enrollment.data_source_id == row.data_source_id)
        & (Enrollment.household_id == row.household_id)
        & (Enrollment.project_key == row.project_key)
        & (Enrollment.relationship_to_hoh == RelationshipToHoH.SELF)
        & (Enrollment.id != row.id)
    )
