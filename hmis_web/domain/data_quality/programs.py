"""What programs of one funder must ask: PATH, SSVF and the VA. HUD P3, V4, V6, V7."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from hmis_web.domain.data_quality.common import Found, Limits, found, stays
from hmis_web.models import Enrollment, Exit, Funder, Project
from hmis_web.standards.codes import ProjectType, RelationshipToHoH

PATH, SSVF = 21, 33
"""List 2.06.1."""
NOT_COLLECTED = 99


def b012_path_status(session: Session, as_of: date, _limits: Limits) -> list[Found]:
    """B012: somebody left a PATH project without a PATH status. HUD P3."""
    missing = or_(Enrollment.client_enrolled_in_path.is_(None), Enrollment.date_of_path_status.is_(None))
    return found(
        session, stays(as_of, Exit.exit_date).where(Exit.exit_date.is_not(None), missing, _paid_by(PATH))
    )


def b013_ssvf_answers(session: Session, as_of: date, _limits: Limits) -> list[Found]:
    """B013: the head of an SSVF household lacks percent of AMI, the VA station, or in prevention the score of
    the screen and the threshold. HUD V4, V6, V7."""
    prevention = and_(
        Project.project_type == ProjectType.HOMELESSNESS_PREVENTION,
        or_(Enrollment.hp_screening_score.is_(None), Enrollment.threshold_score.is_(None)),
    )
    missing = or_(
        Enrollment.percent_ami.is_(None),
        Enrollment.percent_ami == NOT_COLLECTED,
        Enrollment.vamc_station.is_(None),
        prevention,
    )
    head = Enrollment.relationship_to_hoh == RelationshipToHoH.SELF
    return found(session, stays(as_of, Enrollment.entry_date).where(head, missing, _paid_by(SSVF)))


def _paid_by(funder: int) -> Any:
    paid = select(1).where(
        Funder.project_key == Project.id, Funder.funder == funder, Funder.date_deleted.is_(None)
    )
    return paid.correlate(Project).exists()
