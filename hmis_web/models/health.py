"""Health, domestic violence and disabilities. Elements 4.05 to 4.11, R7 to R10, W4, W6."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped

from hmis_web.db.base import Base
from hmis_web.models.hud import EnrollmentRow, hud


class HealthAndDV(EnrollmentRow, Base):
    """HealthAndDV.csv of the HMIS CSV format."""

    __tablename__ = "health_and_dv"
    hud_key = "health_and_dv_id"

    health_and_dv_id: Mapped[str] = hud("HealthAndDV", "HealthAndDVID")
    enrollment_id: Mapped[str | None] = hud("HealthAndDV", "EnrollmentID")
    personal_id: Mapped[str | None] = hud("HealthAndDV", "PersonalID")
    information_date: Mapped[date | None] = hud("HealthAndDV", "InformationDate")
    domestic_violence_survivor: Mapped[int | None] = hud("HealthAndDV", "DomesticViolenceSurvivor")
    when_occurred: Mapped[int | None] = hud("HealthAndDV", "WhenOccurred")
    currently_fleeing: Mapped[int | None] = hud("HealthAndDV", "CurrentlyFleeing")
    general_health_status: Mapped[int | None] = hud("HealthAndDV", "GeneralHealthStatus")
    dental_health_status: Mapped[int | None] = hud("HealthAndDV", "DentalHealthStatus")
    mental_health_status: Mapped[int | None] = hud("HealthAndDV", "MentalHealthStatus")
    pregnancy_status: Mapped[int | None] = hud("HealthAndDV", "PregnancyStatus")
    due_date: Mapped[date | None] = hud("HealthAndDV", "DueDate")
    data_collection_stage: Mapped[int | None] = hud("HealthAndDV", "DataCollectionStage")
    date_created: Mapped[str | None] = hud("HealthAndDV", "DateCreated")
    date_updated: Mapped[str | None] = hud("HealthAndDV", "DateUpdated")
    user_id: Mapped[str | None] = hud("HealthAndDV", "UserID")
    date_deleted: Mapped[str | None] = hud("HealthAndDV", "DateDeleted")
    export_id: Mapped[str | None] = hud("HealthAndDV", "ExportID")


class Disabilities(EnrollmentRow, Base):
    """Disabilities.csv of the HMIS CSV format."""

    __tablename__ = "disabilities"
    hud_key = "disabilities_id"

    disabilities_id: Mapped[str] = hud("Disabilities", "DisabilitiesID")
    enrollment_id: Mapped[str | None] = hud("Disabilities", "EnrollmentID")
    personal_id: Mapped[str | None] = hud("Disabilities", "PersonalID")
    information_date: Mapped[date | None] = hud("Disabilities", "InformationDate")
    disability_type: Mapped[int | None] = hud("Disabilities", "DisabilityType")
    disability_response: Mapped[int | None] = hud("Disabilities", "DisabilityResponse")
    indefinite_and_impairs: Mapped[int | None] = hud("Disabilities", "IndefiniteAndImpairs")
    t_cell_count_available: Mapped[int | None] = hud("Disabilities", "TCellCountAvailable")
    t_cell_count: Mapped[int | None] = hud("Disabilities", "TCellCount")
    t_cell_source: Mapped[int | None] = hud("Disabilities", "TCellSource")
    viral_load_available: Mapped[int | None] = hud("Disabilities", "ViralLoadAvailable")
    viral_load: Mapped[int | None] = hud("Disabilities", "ViralLoad")
    viral_load_source: Mapped[int | None] = hud("Disabilities", "ViralLoadSource")
    anti_retroviral: Mapped[int | None] = hud("Disabilities", "AntiRetroviral")
    data_collection_stage: Mapped[int | None] = hud("Disabilities", "DataCollectionStage")
    date_created: Mapped[str | None] = hud("Disabilities", "DateCreated")
    date_updated: Mapped[str | None] = hud("Disabilities", "DateUpdated")
    user_id: Mapped[str | None] = hud("Disabilities", "UserID")
    date_deleted: Mapped[str | None] = hud("Disabilities", "DateDeleted")
    export_id: Mapped[str | None] = hud("Disabilities", "ExportID")
