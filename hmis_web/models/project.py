"""Projects (programs) of an agency. Element 2.02."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from hmis_web.db.base import Base
from hmis_web.models.hud import HudRow, hud


class Project(HudRow, Base):
    """Project.csv of the HMIS CSV format."""

    __tablename__ = "project"
    hud_key = "project_id"

    project_id: Mapped[str] = hud("Project", "ProjectID")
    organization_id: Mapped[str | None] = hud("Project", "OrganizationID")
    project_name: Mapped[str | None] = hud("Project", "ProjectName")
    project_common_name: Mapped[str | None] = hud("Project", "ProjectCommonName")
    operating_start_date: Mapped[date | None] = hud("Project", "OperatingStartDate")
    operating_end_date: Mapped[date | None] = hud("Project", "OperatingEndDate")
    continuum_project: Mapped[int | None] = hud("Project", "ContinuumProject")
    project_type: Mapped[int | None] = hud("Project", "ProjectType")
    housing_type: Mapped[int | None] = hud("Project", "HousingType")
    rrh_sub_type: Mapped[int | None] = hud("Project", "RRHSubType")
    residential_affiliation: Mapped[int | None] = hud("Project", "ResidentialAffiliation")
    target_population: Mapped[int | None] = hud("Project", "TargetPopulation")
    hopwa_med_assisted_living_fac: Mapped[int | None] = hud("Project", "HOPWAMedAssistedLivingFac")
    pit_count: Mapped[int | None] = hud("Project", "PITCount")
    date_created: Mapped[str | None] = hud("Project", "DateCreated")
    date_updated: Mapped[str | None] = hud("Project", "DateUpdated")
    user_id: Mapped[str | None] = hud("Project", "UserID")
    date_deleted: Mapped[str | None] = hud("Project", "DateDeleted")
    export_id: Mapped[str | None] = hud("Project", "ExportID")

    organization_key: Mapped[int] = mapped_column(ForeignKey("organization.id"), sort_order=99)

    @classmethod
    def indexed(cls) -> tuple[tuple[str, ...], ...]:
        """Looked up from the agency."""
        return (("organization_key",),)
