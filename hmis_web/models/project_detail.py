"""What is known of a project: funders, CoCs, beds, affiliation, participation. Elements 2.03 to 2.09."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from hmis_web.db.base import Base
from hmis_web.models.hud import ProjectRow, hud


class Funder(ProjectRow, Base):
    """Funder.csv of the HMIS CSV format."""

    __tablename__ = "funder"
    hud_key = "funder_id"

    funder_id: Mapped[str] = hud("Funder", "FunderID")
    project_id: Mapped[str | None] = hud("Funder", "ProjectID")
    funder: Mapped[int | None] = hud("Funder", "Funder")
    other_funder: Mapped[str | None] = hud("Funder", "OtherFunder")
    grant_id: Mapped[str | None] = hud("Funder", "GrantID")
    start_date: Mapped[date | None] = hud("Funder", "StartDate")
    end_date: Mapped[date | None] = hud("Funder", "EndDate")
    date_created: Mapped[str | None] = hud("Funder", "DateCreated")
    date_updated: Mapped[str | None] = hud("Funder", "DateUpdated")
    user_id: Mapped[str | None] = hud("Funder", "UserID")
    date_deleted: Mapped[str | None] = hud("Funder", "DateDeleted")
    export_id: Mapped[str | None] = hud("Funder", "ExportID")


class ProjectCoC(ProjectRow, Base):
    """ProjectCoC.csv of the HMIS CSV format."""

    __tablename__ = "project_coc"
    hud_key = "project_coc_id"

    project_coc_id: Mapped[str] = hud("ProjectCoC", "ProjectCoCID")
    project_id: Mapped[str | None] = hud("ProjectCoC", "ProjectID")
    coc_code: Mapped[str | None] = hud("ProjectCoC", "CoCCode")
    geocode: Mapped[str | None] = hud("ProjectCoC", "Geocode")
    address1: Mapped[str | None] = hud("ProjectCoC", "Address1")
    address2: Mapped[str | None] = hud("ProjectCoC", "Address2")
    city: Mapped[str | None] = hud("ProjectCoC", "City")
    state: Mapped[str | None] = hud("ProjectCoC", "State")
    zip: Mapped[str | None] = hud("ProjectCoC", "ZIP")
    geography_type: Mapped[int | None] = hud("ProjectCoC", "GeographyType")
    date_created: Mapped[str | None] = hud("ProjectCoC", "DateCreated")
    date_updated: Mapped[str | None] = hud("ProjectCoC", "DateUpdated")
    user_id: Mapped[str | None] = hud("ProjectCoC", "UserID")
    date_deleted: Mapped[str | None] = hud("ProjectCoC", "DateDeleted")
    export_id: Mapped[str | None] = hud("ProjectCoC", "ExportID")


class Inventory(ProjectRow, Base):
    """Inventory.csv of the HMIS CSV format."""

    __tablename__ = "inventory"
    hud_key = "inventory_id"

    inventory_id: Mapped[str] = hud("Inventory", "InventoryID")
    project_id: Mapped[str | None] = hud("Inventory", "ProjectID")
    coc_code: Mapped[str | None] = hud("Inventory", "CoCCode")
    household_type: Mapped[int | None] = hud("Inventory", "HouseholdType")
    availability: Mapped[int | None] = hud("Inventory", "Availability")
    unit_inventory: Mapped[int | None] = hud("Inventory", "UnitInventory")
    bed_inventory: Mapped[int | None] = hud("Inventory", "BedInventory")
    ch_vet_bed_inventory: Mapped[int | None] = hud("Inventory", "CHVetBedInventory")
    youth_vet_bed_inventory: Mapped[int | None] = hud("Inventory", "YouthVetBedInventory")
    vet_bed_inventory: Mapped[int | None] = hud("Inventory", "VetBedInventory")
    ch_youth_bed_inventory: Mapped[int | None] = hud("Inventory", "CHYouthBedInventory")
    youth_bed_inventory: Mapped[int | None] = hud("Inventory", "YouthBedInventory")
    ch_bed_inventory: Mapped[int | None] = hud("Inventory", "CHBedInventory")
    other_bed_inventory: Mapped[int | None] = hud("Inventory", "OtherBedInventory")
    es_bed_type: Mapped[int | None] = hud("Inventory", "ESBedType")
    inventory_start_date: Mapped[date | None] = hud("Inventory", "InventoryStartDate")
    inventory_end_date: Mapped[date | None] = hud("Inventory", "InventoryEndDate")
    date_created: Mapped[str | None] = hud("Inventory", "DateCreated")
    date_updated: Mapped[str | None] = hud("Inventory", "DateUpdated")
    user_id: Mapped[str | None] = hud("Inventory", "UserID")
    date_deleted: Mapped[str | None] = hud("Inventory", "DateDeleted")
    export_id: Mapped[str | None] = hud("Inventory", "ExportID")


class Affiliation(ProjectRow, Base):
    """Affiliation.csv of the HMIS CSV format."""

    __tablename__ = "affiliation"
    hud_key = "affiliation_id"

    affiliation_id: Mapped[str] = hud("Affiliation", "AffiliationID")
    project_id: Mapped[str | None] = hud("Affiliation", "ProjectID")
    res_project_id: Mapped[str | None] = hud("Affiliation", "ResProjectID")
    date_created: Mapped[str | None] = hud("Affiliation", "DateCreated")
    date_updated: Mapped[str | None] = hud("Affiliation", "DateUpdated")
    user_id: Mapped[str | None] = hud("Affiliation", "UserID")
    date_deleted: Mapped[str | None] = hud("Affiliation", "DateDeleted")
    export_id: Mapped[str | None] = hud("Affiliation", "ExportID")

    res_project_key: Mapped[int | None] = mapped_column(ForeignKey("project.id"), sort_order=99)

    @classmethod
    def indexed(cls) -> tuple[tuple[str, ...], ...]:
        """Looked up from either project."""
        return (("project_key",), ("res_project_key",))


class HMISParticipation(ProjectRow, Base):
    """HMISParticipation.csv of the HMIS CSV format."""

    __tablename__ = "hmis_participation"
    hud_key = "hmis_participation_id"

    hmis_participation_id: Mapped[str] = hud("HMISParticipation", "HMISParticipationID")
    project_id: Mapped[str | None] = hud("HMISParticipation", "ProjectID")
    hmis_participation_type: Mapped[int | None] = hud("HMISParticipation", "HMISParticipationType")
    hmis_participation_status_start_date: Mapped[date | None] = hud(
        "HMISParticipation", "HMISParticipationStatusStartDate"
    )
    hmis_participation_status_end_date: Mapped[date | None] = hud(
        "HMISParticipation", "HMISParticipationStatusEndDate"
    )
    date_created: Mapped[str | None] = hud("HMISParticipation", "DateCreated")
    date_updated: Mapped[str | None] = hud("HMISParticipation", "DateUpdated")
    user_id: Mapped[str | None] = hud("HMISParticipation", "UserID")
    date_deleted: Mapped[str | None] = hud("HMISParticipation", "DateDeleted")
    export_id: Mapped[str | None] = hud("HMISParticipation", "ExportID")


class CEParticipation(ProjectRow, Base):
    """CEParticipation.csv of the HMIS CSV format."""

    __tablename__ = "ce_participation"
    hud_key = "ce_participation_id"

    ce_participation_id: Mapped[str] = hud("CEParticipation", "CEParticipationID")
    project_id: Mapped[str | None] = hud("CEParticipation", "ProjectID")
    access_point: Mapped[int | None] = hud("CEParticipation", "AccessPoint")
    prevention_assessment: Mapped[int | None] = hud("CEParticipation", "PreventionAssessment")
    crisis_assessment: Mapped[int | None] = hud("CEParticipation", "CrisisAssessment")
    housing_assessment: Mapped[int | None] = hud("CEParticipation", "HousingAssessment")
    direct_services: Mapped[int | None] = hud("CEParticipation", "DirectServices")
    receives_referrals: Mapped[int | None] = hud("CEParticipation", "ReceivesReferrals")
    ce_participation_status_start_date: Mapped[date | None] = hud(
        "CEParticipation", "CEParticipationStatusStartDate"
    )
    ce_participation_status_end_date: Mapped[date | None] = hud(
        "CEParticipation", "CEParticipationStatusEndDate"
    )
    date_created: Mapped[str | None] = hud("CEParticipation", "DateCreated")
    date_updated: Mapped[str | None] = hud("CEParticipation", "DateUpdated")
    user_id: Mapped[str | None] = hud("CEParticipation", "UserID")
    date_deleted: Mapped[str | None] = hud("CEParticipation", "DateDeleted")
    export_id: Mapped[str | None] = hud("CEParticipation", "ExportID")
