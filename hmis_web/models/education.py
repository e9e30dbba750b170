"""Employment and education. Elements R4 to R6, C3."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped

from hmis_web.db.base import Base
from hmis_web.models.hud import EnrollmentRow, hud


class EmploymentEducation(EnrollmentRow, Base):
    """EmploymentEducation.csv of the HMIS CSV format."""

    __tablename__ = "employment_education"
    hud_key = "employment_education_id"

    employment_education_id: Mapped[str] = hud("EmploymentEducation", "EmploymentEducationID")
    enrollment_id: Mapped[str | None] = hud("EmploymentEducation", "EnrollmentID")
    personal_id: Mapped[str | None] = hud("EmploymentEducation", "PersonalID")
    information_date: Mapped[date | None] = hud("EmploymentEducation", "InformationDate")
    last_grade_completed: Mapped[int | None] = hud("EmploymentEducation", "LastGradeCompleted")
    school_status: Mapped[int | None] = hud("EmploymentEducation", "SchoolStatus")
    employed: Mapped[int | None] = hud("EmploymentEducation", "Employed")
    employment_type: Mapped[int | None] = hud("EmploymentEducation", "EmploymentType")
    not_employed_reason: Mapped[int | None] = hud("EmploymentEducation", "NotEmployedReason")
    data_collection_stage: Mapped[int | None] = hud("EmploymentEducation", "DataCollectionStage")
    date_created: Mapped[str | None] = hud("EmploymentEducation", "DateCreated")
    date_updated: Mapped[str | None] = hud("EmploymentEducation", "DateUpdated")
    user_id: Mapped[str | None] = hud("EmploymentEducation", "UserID")
    date_deleted: Mapped[str | None] = hud("EmploymentEducation", "DateDeleted")
    export_id: Mapped[str | None] = hud("EmploymentEducation", "ExportID")


class YouthEducationStatus(EnrollmentRow, Base):
    """YouthEducationStatus.csv of the HMIS CSV format."""

    __tablename__ = "youth_education_status"
    hud_key = "youth_education_status_id"

    youth_education_status_id: Mapped[str] = hud("YouthEducationStatus", "YouthEducationStatusID")
    enrollment_id: Mapped[str | None] = hud("YouthEducationStatus", "EnrollmentID")
    personal_id: Mapped[str | None] = hud("YouthEducationStatus", "PersonalID")
    information_date: Mapped[date | None] = hud("YouthEducationStatus", "InformationDate")
    current_school_attend: Mapped[int | None] = hud("YouthEducationStatus", "CurrentSchoolAttend")
    most_recent_ed_status: Mapped[int | None] = hud("YouthEducationStatus", "MostRecentEdStatus")
    current_ed_status: Mapped[int | None] = hud("YouthEducationStatus", "CurrentEdStatus")
    data_collection_stage: Mapped[int | None] = hud("YouthEducationStatus", "DataCollectionStage")
    date_created: Mapped[str | None] = hud("YouthEducationStatus", "DateCreated")
    date_updated: Mapped[str | None] = hud("YouthEducationStatus", "DateUpdated")
    user_id: Mapped[str | None] = hud("YouthEducationStatus", "UserID")
    date_deleted: Mapped[str | None] = hud("YouthEducationStatus", "DateDeleted")
    export_id: Mapped[str | None] = hud("YouthEducationStatus", "ExportID")
