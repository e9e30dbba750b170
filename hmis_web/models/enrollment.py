"""Project stays. Elements 3.08 to 3.917, 3.20 and partner-program entry elements."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from hmis_web.db.base import Base
from hmis_web.models.hud import HudRow, hud


class Enrollment(HudRow, Base):
    """Enrollment.csv of the HMIS CSV format."""

    __tablename__ = "enrollment"
    hud_key = "enrollment_id"

    enrollment_id: Mapped[str] = hud("Enrollment", "EnrollmentID")
    personal_id: Mapped[str | None] = hud("Enrollment", "PersonalID")
    project_id: Mapped[str | None] = hud("Enrollment", "ProjectID")
    entry_date: Mapped[date | None] = hud("Enrollment", "EntryDate")
    household_id: Mapped[str | None] = hud("Enrollment", "HouseholdID")
    relationship_to_hoh: Mapped[int | None] = hud("Enrollment", "RelationshipToHoH")
    enrollment_coc: Mapped[str | None] = hud("Enrollment", "EnrollmentCoC")
    living_situation: Mapped[int | None] = hud("Enrollment", "LivingSituation")
    rental_subsidy_type: Mapped[int | None] = hud("Enrollment", "RentalSubsidyType")
    length_of_stay: Mapped[int | None] = hud("Enrollment", "LengthOfStay")
    los_under_threshold: Mapped[int | None] = hud("Enrollment", "LOSUnderThreshold")
    previous_street_essh: Mapped[int | None] = hud("Enrollment", "PreviousStreetESSH")
    date_to_street_essh: Mapped[date | None] = hud("Enrollment", "DateToStreetESSH")
    times_homeless_past_three_years: Mapped[int | None] = hud("Enrollment", "TimesHomelessPastThreeYears")
    months_homeless_past_three_years: Mapped[int | None] = hud("Enrollment", "MonthsHomelessPastThreeYears")
    disabling_condition: Mapped[int | None] = hud("Enrollment", "DisablingCondition")
    date_of_engagement: Mapped[date | None] = hud("Enrollment", "DateOfEngagement")
    move_in_date: Mapped[date | None] = hud("Enrollment", "MoveInDate")
    date_of_path_status: Mapped[date | None] = hud("Enrollment", "DateOfPATHStatus")
    client_enrolled_in_path: Mapped[int | None] = hud("Enrollment", "ClientEnrolledInPATH")
    reason_not_enrolled: Mapped[int | None] = hud("Enrollment", "ReasonNotEnrolled")
    percent_ami: Mapped[int | None] = hud("Enrollment", "PercentAMI")
    referral_source: Mapped[int | None] = hud("Enrollment", "ReferralSource")
    count_outreach_referral_approaches: Mapped[int | None] = hud(
        "Enrollment", "CountOutreachReferralApproaches"
    )
    date_of_bcp_status: Mapped[date | None] = hud("Enrollment", "DateOfBCPStatus")
    eligible_for_rhy: Mapped[int | None] = hud("Enrollment", "EligibleForRHY")
    reason_no_services: Mapped[int | None] = hud("Enrollment", "ReasonNoServices")
    runaway_youth: Mapped[int | None] = hud("Enrollment", "RunawayYouth")
    former_ward_child_welfare: Mapped[int | None] = hud("Enrollment", "FormerWardChildWelfare")
    child_welfare_years: Mapped[int | None] = hud("Enrollment", "ChildWelfareYears")
    child_welfare_months: Mapped[int | None] = hud("Enrollment", "ChildWelfareMonths")
    former_ward_juvenile_justice: Mapped[int | None] = hud("Enrollment", "FormerWardJuvenileJustice")
    juvenile_justice_years: Mapped[int | None] = hud("Enrollment", "JuvenileJusticeYears")
    juvenile_justice_months: Mapped[int | None] = hud("Enrollment", "JuvenileJusticeMonths")
    unemployment_fam: Mapped[int | None] = hud("Enrollment", "UnemploymentFam")
    mental_health_disorder_fam: Mapped[int | None] = hud("Enrollment", "MentalHealthDisorderFam")
    physical_disability_fam: Mapped[int | None] = hud("Enrollment", "PhysicalDisabilityFam")
    alcohol_drug_use_disorder_fam: Mapped[int | None] = hud("Enrollment", "AlcoholDrugUseDisorderFam")
    insufficient_income: Mapped[int | None] = hud("Enrollment", "InsufficientIncome")
    incarcerated_parent: Mapped[int | None] = hud("Enrollment", "IncarceratedParent")
    vamc_station: Mapped[str | None] = hud("Enrollment", "VAMCStation")
    target_screen_reqd: Mapped[int | None] = hud("Enrollment", "TargetScreenReqd")
    time_to_housing_loss: Mapped[int | None] = hud("Enrollment", "TimeToHousingLoss")
    annual_percent_ami: Mapped[int | None] = hud("Enrollment", "AnnualPercentAMI")
    literal_homeless_history: Mapped[int | None] = hud("Enrollment", "LiteralHomelessHistory")
    client_leaseholder: Mapped[int | None] = hud("Enrollment", "ClientLeaseholder")
    hoh_leaseholder: Mapped[int | None] = hud("Enrollment", "HOHLeaseholder")
    subsidy_at_risk: Mapped[int | None] = hud("Enrollment", "SubsidyAtRisk")
    eviction_history: Mapped[int | None] = hud("Enrollment", "EvictionHistory")
    criminal_record: Mapped[int | None] = hud("Enrollment", "CriminalRecord")
    incarcerated_adult: Mapped[int | None] = hud("Enrollment", "IncarceratedAdult")
    prison_discharge: Mapped[int | None] = hud("Enrollment", "PrisonDischarge")
    sex_offender: Mapped[int | None] = hud("Enrollment", "SexOffender")
    disabled_hoh: Mapped[int | None] = hud("Enrollment", "DisabledHoH")
    current_pregnant: Mapped[int | None] = hud("Enrollment", "CurrentPregnant")
    single_parent: Mapped[int | None] = hud("Enrollment", "SingleParent")
    dependent_under6: Mapped[int | None] = hud("Enrollment", "DependentUnder6")
    hh5_plus: Mapped[int | None] = hud("Enrollment", "HH5Plus")
    coc_prioritized: Mapped[int | None] = hud("Enrollment", "CoCPrioritized")
    hp_screening_score: Mapped[int | None] = hud("Enrollment", "HPScreeningScore")
    threshold_score: Mapped[int | None] = hud("Enrollment", "ThresholdScore")
    mental_health_consultation: Mapped[int | None] = hud("Enrollment", "MentalHealthConsultation")
    date_created: Mapped[str | None] = hud("Enrollment", "DateCreated")
    date_updated: Mapped[str | None] = hud("Enrollment", "DateUpdated")
    user_id: Mapped[str | None] = hud("Enrollment", "UserID")
    date_deleted: Mapped[str | None] = hud("Enrollment", "DateDeleted")
    export_id: Mapped[str | None] = hud("Enrollment", "ExportID")

    client_key: Mapped[int] = mapped_column(ForeignKey("client.id"), sort_order=98)
    project_key: Mapped[int] = mapped_column(ForeignKey("project.id"), sort_order=99)

    @classmethod
    def indexed(cls) -> tuple[tuple[str, ...], ...]:
        """Looked up from the client, the project roster and the household."""
        return (("client_key",), ("project_key", "entry_date"), ("data_source_id", "household_id"))
