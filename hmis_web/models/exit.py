"""Project exits. Elements 3.11, 3.12 and partner-program exit elements."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped

from hmis_web.db.base import Base
from hmis_web.models.hud import EnrollmentRow, hud


class Exit(EnrollmentRow, Base):
    """Exit.csv of the HMIS CSV format."""

    __tablename__ = "exit"
    hud_key = "exit_id"

    exit_id: Mapped[str] = hud("Exit", "ExitID")
    enrollment_id: Mapped[str | None] = hud("Exit", "EnrollmentID")
    personal_id: Mapped[str | None] = hud("Exit", "PersonalID")
    exit_date: Mapped[date | None] = hud("Exit", "ExitDate")
    destination: Mapped[int | None] = hud("Exit", "Destination")
    destination_subsidy_type: Mapped[int | None] = hud("Exit", "DestinationSubsidyType")
    other_destination: Mapped[str | None] = hud("Exit", "OtherDestination")
    housing_assessment: Mapped[int | None] = hud("Exit", "HousingAssessment")
    subsidy_information: Mapped[int | None] = hud("Exit", "SubsidyInformation")
    project_completion_status: Mapped[int | None] = hud("Exit", "ProjectCompletionStatus")
    early_exit_reason: Mapped[int | None] = hud("Exit", "EarlyExitReason")
    exchange_for_sex: Mapped[int | None] = hud("Exit", "ExchangeForSex")
    exchange_for_sex_past_three_months: Mapped[int | None] = hud("Exit", "ExchangeForSexPastThreeMonths")
    count_of_exchange_for_sex: Mapped[int | None] = hud("Exit", "CountOfExchangeForSex")
    asked_or_forced_to_exchange_for_sex: Mapped[int | None] = hud("Exit", "AskedOrForcedToExchangeForSex")
    asked_or_forced_to_exchange_for_sex_past_three_months: Mapped[int | None] = hud(
        "Exit", "AskedOrForcedToExchangeForSexPastThreeMonths"
    )
    workplace_violence_threats: Mapped[int | None] = hud("Exit", "WorkplaceViolenceThreats")
    workplace_promise_difference: Mapped[int | None] = hud("Exit", "WorkplacePromiseDifference")
    coerced_to_continue_work: Mapped[int | None] = hud("Exit", "CoercedToContinueWork")
    labor_exploit_past_three_months: Mapped[int | None] = hud("Exit", "LaborExploitPastThreeMonths")
    counseling_received: Mapped[int | None] = hud("Exit", "CounselingReceived")
    individual_counseling: Mapped[int | None] = hud("Exit", "IndividualCounseling")
    family_counseling: Mapped[int | None] = hud("Exit", "FamilyCounseling")
    group_counseling: Mapped[int | None] = hud("Exit", "GroupCounseling")
    session_count_at_exit: Mapped[int | None] = hud("Exit", "SessionCountAtExit")
    post_exit_counseling_plan: Mapped[int | None] = hud("Exit", "PostExitCounselingPlan")
    sessions_in_plan: Mapped[int | None] = hud("Exit", "SessionsInPlan")
    destination_safe_client: Mapped[int | None] = hud("Exit", "DestinationSafeClient")
    destination_safe_worker: Mapped[int | None] = hud("Exit", "DestinationSafeWorker")
    pos_adult_connections: Mapped[int | None] = hud("Exit", "PosAdultConnections")
    pos_peer_connections: Mapped[int | None] = hud("Exit", "PosPeerConnections")
    pos_community_connections: Mapped[int | None] = hud("Exit", "PosCommunityConnections")
    aftercare_date: Mapped[date | None] = hud("Exit", "AftercareDate")
    aftercare_provided: Mapped[int | None] = hud("Exit", "AftercareProvided")
    email_social_media: Mapped[int | None] = hud("Exit", "EmailSocialMedia")
    telephone: Mapped[int | None] = hud("Exit", "Telephone")
    in_person_individual: Mapped[int | None] = hud("Exit", "InPersonIndividual")
    in_person_group: Mapped[int | None] = hud("Exit", "InPersonGroup")
    cm_exit_reason: Mapped[int | None] = hud("Exit", "CMExitReason")
    date_created: Mapped[str | None] = hud("Exit", "DateCreated")
    date_updated: Mapped[str | None] = hud("Exit", "DateUpdated")
    user_id: Mapped[str | None] = hud("Exit", "UserID")
    date_deleted: Mapped[str | None] = hud("Exit", "DateDeleted")
    export_id: Mapped[str | None] = hud("Exit", "ExportID")
