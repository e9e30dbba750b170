"""Coordinated entry: assessments (4.19) with questions and results, and events (4.20)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from hmis_web.db.base import Base
from hmis_web.models.hud import EnrollmentRow, hud


class Assessment(EnrollmentRow, Base):
    """Assessment.csv of the HMIS CSV format."""

    __tablename__ = "assessment"
    hud_key = "assessment_id"

    assessment_id: Mapped[str] = hud("Assessment", "AssessmentID")
    enrollment_id: Mapped[str | None] = hud("Assessment", "EnrollmentID")
    personal_id: Mapped[str | None] = hud("Assessment", "PersonalID")
    assessment_date: Mapped[date | None] = hud("Assessment", "AssessmentDate")
    assessment_location: Mapped[str | None] = hud("Assessment", "AssessmentLocation")
    assessment_type: Mapped[int | None] = hud("Assessment", "AssessmentType")
    assessment_level: Mapped[int | None] = hud("Assessment", "AssessmentLevel")
    prioritization_status: Mapped[int | None] = hud("Assessment", "PrioritizationStatus")
    date_created: Mapped[str | None] = hud("Assessment", "DateCreated")
    date_updated: Mapped[str | None] = hud("Assessment", "DateUpdated")
    user_id: Mapped[str | None] = hud("Assessment", "UserID")
    date_deleted: Mapped[str | None] = hud("Assessment", "DateDeleted")
    export_id: Mapped[str | None] = hud("Assessment", "ExportID")


class AssessmentQuestions(EnrollmentRow, Base):
    """AssessmentQuestions.csv of the HMIS CSV format."""

    __tablename__ = "assessment_questions"
    hud_key = "assessment_question_id"

    assessment_question_id: Mapped[str] = hud("AssessmentQuestions", "AssessmentQuestionID")
    assessment_id: Mapped[str | None] = hud("AssessmentQuestions", "AssessmentID")
    enrollment_id: Mapped[str | None] = hud("AssessmentQuestions", "EnrollmentID")
    personal_id: Mapped[str | None] = hud("AssessmentQuestions", "PersonalID")
    assessment_question_group: Mapped[str | None] = hud("AssessmentQuestions", "AssessmentQuestionGroup")
    assessment_question_order: Mapped[int | None] = hud("AssessmentQuestions", "AssessmentQuestionOrder")
    assessment_question: Mapped[str | None] = hud("AssessmentQuestions", "AssessmentQuestion")
    assessment_answer: Mapped[str | None] = hud("AssessmentQuestions", "AssessmentAnswer")
    date_created: Mapped[str | None] = hud("AssessmentQuestions", "DateCreated")
    date_updated: Mapped[str | None] = hud("AssessmentQuestions", "DateUpdated")
    user_id: Mapped[str | None] = hud("AssessmentQuestions", "UserID")
    date_deleted: Mapped[str | None] = hud("AssessmentQuestions", "DateDeleted")
    export_id: Mapped[str | None] = hud("AssessmentQuestions", "ExportID")

    assessment_key: Mapped[int] = mapped_column(ForeignKey("assessment.id"), sort_order=97)

    @classmethod
    def indexed(cls) -> tuple[tuple[str, ...], ...]:
        """Looked up from the assessment, the enrollment and the client."""
        return (("assessment_key",), ("enrollment_key",), ("client_key",))


class AssessmentResults(EnrollmentRow, Base):
    """AssessmentResults.csv of the HMIS CSV format."""

    __tablename__ = "assessment_results"
    hud_key = "assessment_result_id"

    assessment_result_id: Mapped[str] = hud("AssessmentResults", "AssessmentResultID")
    assessment_id: Mapped[str | None] = hud("AssessmentResults", "AssessmentID")
    enrollment_id: Mapped[str | None] = hud("AssessmentResults", "EnrollmentID")
    personal_id: Mapped[str | None] = hud("AssessmentResults", "PersonalID")
    assessment_result_type: Mapped[str | None] = hud("AssessmentResults", "AssessmentResultType")
    assessment_result: Mapped[str | None] = hud("AssessmentResults", "AssessmentResult")
    date_created: Mapped[str | None] = hud("AssessmentResults", "DateCreated")
    date_updated: Mapped[str | None] = hud("AssessmentResults", "DateUpdated")
    user_id: Mapped[str | None] = hud("AssessmentResults", "UserID")
    date_deleted: Mapped[str | None] = hud("AssessmentResults", "DateDeleted")
    export_id: Mapped[str | None] = hud("AssessmentResults", "ExportID")

    assessment_key: Mapped[int] = mapped_column(ForeignKey("assessment.id"), sort_order=97)

    @classmethod
    def indexed(cls) -> tuple[tuple[str, ...], ...]:
        """Looked up from the assessment, the enrollment and the client."""
        return (("assessment_key",), ("enrollment_key",), ("client_key",))


class Event(EnrollmentRow, Base):
    """Event.csv of the HMIS CSV format."""

    __tablename__ = "event"
    hud_key = "event_id"

    event_id: Mapped[str] = hud("Event", "EventID")
    enrollment_id: Mapped[str | None] = hud("Event", "EnrollmentID")
    personal_id: Mapped[str | None] = hud("Event", "PersonalID")
    event_date: Mapped[date | None] = hud("Event", "EventDate")
    event: Mapped[int | None] = hud("Event", "Event")
    prob_sol_div_rr_result: Mapped[int | None] = hud("Event", "ProbSolDivRRResult")
    referral_case_manage_after: Mapped[int | None] = hud("Event", "ReferralCaseManageAfter")
    location_crisis_or_ph_housing: Mapped[str | None] = hud("Event", "LocationCrisisOrPHHousing")
    referral_result: Mapped[int | None] = hud("Event", "ReferralResult")
    result_date: Mapped[date | None] = hud("Event", "ResultDate")
    date_created: Mapped[str | None] = hud("Event", "DateCreated")
    date_updated: Mapped[str | None] = hud("Event", "DateUpdated")
    user_id: Mapped[str | None] = hud("Event", "UserID")
    date_deleted: Mapped[str | None] = hud("Event", "DateDeleted")
    export_id: Mapped[str | None] = hud("Event", "ExportID")
