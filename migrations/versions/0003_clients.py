"""Create clients, enrollments and their records."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from hmis_web.db.types import Money, UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "client",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("data_source_id", sa.Integer(), nullable=False),
        sa.Column("personal_id", sa.Text(), nullable=False, comment="PersonalID 5.08"),
        sa.Column("first_name", sa.Text(), nullable=True, comment="FirstName 3.01.1"),
        sa.Column("middle_name", sa.Text(), nullable=True, comment="MiddleName 3.01.2"),
        sa.Column("last_name", sa.Text(), nullable=True, comment="LastName 3.01.3"),
        sa.Column("name_suffix", sa.Text(), nullable=True, comment="NameSuffix 3.01.4"),
        sa.Column("name_data_quality", sa.Integer(), nullable=True, comment="NameDataQuality 3.01.5"),
        sa.Column("ssn", sa.Text(), nullable=True, comment="SSN 3.02.1"),
        sa.Column("ssn_data_quality", sa.Integer(), nullable=True, comment="SSNDataQuality 3.02.2"),
        sa.Column("dob", sa.Date(), nullable=True, comment="DOB 3.03.1"),
        sa.Column("dob_data_quality", sa.Integer(), nullable=True, comment="DOBDataQuality 3.03.2"),
        sa.Column("sex", sa.Integer(), nullable=True, comment="Sex 4.21"),
        sa.Column("am_ind_ak_native", sa.Integer(), nullable=True, comment="AmIndAKNative 3.04.1"),
        sa.Column("asian", sa.Integer(), nullable=True, comment="Asian 3.04.1"),
        sa.Column("black_af_american", sa.Integer(), nullable=True, comment="BlackAfAmerican 3.04.1"),
        sa.Column("hispanic_latinao", sa.Integer(), nullable=True, comment="HispanicLatinao 3.04.1"),
        sa.Column("mid_east_n_african", sa.Integer(), nullable=True, comment="MidEastNAfrican 3.04.1"),
        sa.Column("native_hi_pacific", sa.Integer(), nullable=True, comment="NativeHIPacific 3.04.1"),
        sa.Column("white", sa.Integer(), nullable=True, comment="White 3.04.1"),
        sa.Column("race_none", sa.Integer(), nullable=True, comment="RaceNone 3.04.1"),
        sa.Column(
            "additional_race_ethnicity", sa.Text(), nullable=True, comment="AdditionalRaceEthnicity 3.04.2"
        ),
        sa.Column("veteran_status", sa.Integer(), nullable=True, comment="VeteranStatus 3.07.1"),
        sa.Column("year_entered_service", sa.Integer(), nullable=True, comment="YearEnteredService V1.1"),
        sa.Column("year_separated", sa.Integer(), nullable=True, comment="YearSeparated V1.2"),
        sa.Column("world_war_ii", sa.Integer(), nullable=True, comment="WorldWarII V1.3"),
        sa.Column("korean_war", sa.Integer(), nullable=True, comment="KoreanWar V1.4"),
        sa.Column("vietnam_war", sa.Integer(), nullable=True, comment="VietnamWar V1.5"),
        sa.Column("desert_storm", sa.Integer(), nullable=True, comment="DesertStorm V1.6"),
        sa.Column("afghanistan_oef", sa.Integer(), nullable=True, comment="AfghanistanOEF V1.7"),
        sa.Column("iraq_oif", sa.Integer(), nullable=True, comment="IraqOIF V1.8"),
        sa.Column("iraq_ond", sa.Integer(), nullable=True, comment="IraqOND V1.9"),
        sa.Column("other_theater", sa.Integer(), nullable=True, comment="OtherTheater V1.10"),
        sa.Column("military_branch", sa.Integer(), nullable=True, comment="MilitaryBranch V1.11"),
        sa.Column("discharge_status", sa.Integer(), nullable=True, comment="DischargeStatus V1.12"),
        sa.Column("date_created", sa.Text(), nullable=True, comment="DateCreated 5.01"),
        sa.Column("date_updated", sa.Text(), nullable=True, comment="DateUpdated 5.02"),
        sa.Column("user_id", sa.Text(), nullable=True, comment="UserID 5.07"),
        sa.Column("date_deleted", sa.Text(), nullable=True, comment="DateDeleted"),
        sa.Column("export_id", sa.Text(), nullable=True, comment="ExportID"),
        sa.Column("ssn_index", sa.Text(), nullable=True, comment="keyed index of the SSN"),
        sa.Column("ssn4_index", sa.Text(), nullable=True, comment="keyed index of the last four of the SSN"),
        sa.Column(
            "import_run_id",
            sa.Integer(),
            nullable=True,
            comment="run that last wrote the row; null = entered here",
        ),
        sa.Column(
            "entered_organization_id", sa.Integer(), nullable=True, comment="agency that entered the row here"
        ),
        sa.Column(
            "content_hash",
            sa.BigInteger(),
            nullable=True,
            comment="of the row as imported; null once edited here",
        ),
        sa.Column("edited_at", UtcDateTime(), nullable=True, comment="last change made here"),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("idempotency_key", sa.Text(), nullable=True),
        sa.Column(
            "as_received",
            sa.Text(),
            nullable=True,
            comment="JSON: original text of values that our types write in another form",
        ),
        sa.ForeignKeyConstraint(
            ["data_source_id"], ["data_source.id"], name=op.f("fk_client_data_source_id")
        ),
        sa.ForeignKeyConstraint(
            ["entered_organization_id"], ["organization.id"], name=op.f("fk_client_entered_organization_id")
        ),
        sa.ForeignKeyConstraint(["import_run_id"], ["import_run.id"], name=op.f("fk_client_import_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client")),
        sa.UniqueConstraint("data_source_id", "personal_id", name="uq_client_personal_id"),
    )
    op.create_index(op.f("ix_client_ssn4_index"), "client", ["ssn4_index"], unique=False)
    op.create_index(op.f("ix_client_ssn_index"), "client", ["ssn_index"], unique=False)
    op.create_index(
        "uq_client_idempotency_key",
        "client",
        ["idempotency_key"],
        unique=True,
        sqlite_where=sa.text("idempotency_key IS NOT NULL"),
        postgresql_where=sa.text("idempotency_key IS NOT NULL"),
    )
    op.create_table(
        "enrollment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("data_source_id", sa.Integer(), nullable=False),
        sa.Column("enrollment_id", sa.Text(), nullable=False, comment="EnrollmentID 5.06.1"),
        sa.Column("personal_id", sa.Text(), nullable=True, comment="PersonalID 5.08.1"),
        sa.Column("project_id", sa.Text(), nullable=True, comment="ProjectID 2.02.1"),
        sa.Column("entry_date", sa.Date(), nullable=True, comment="EntryDate 3.10.1"),
        sa.Column("household_id", sa.Text(), nullable=True, comment="HouseholdID 5.09.1"),
        sa.Column("relationship_to_hoh", sa.Integer(), nullable=True, comment="RelationshipToHoH 3.15.1"),
        sa.Column("enrollment_coc", sa.Text(), nullable=True, comment="EnrollmentCoC 3.16.1"),
        sa.Column("living_situation", sa.Integer(), nullable=True, comment="LivingSituation 3.917.1"),
        sa.Column("rental_subsidy_type", sa.Integer(), nullable=True, comment="RentalSubsidyType 3.917.A"),
        sa.Column("length_of_stay", sa.Integer(), nullable=True, comment="LengthOfStay 3.917.2"),
        sa.Column(
            "los_under_threshold",
            sa.Integer(),
            nullable=True,
            comment="LOSUnderThreshold 3.917.2A / 3.917.2B",
        ),
        sa.Column("previous_street_essh", sa.Integer(), nullable=True, comment="PreviousStreetESSH 3.917.2C"),
        sa.Column("date_to_street_essh", sa.Date(), nullable=True, comment="DateToStreetESSH 3.917.3"),
        sa.Column(
            "times_homeless_past_three_years",
            sa.Integer(),
            nullable=True,
            comment="TimesHomelessPastThreeYears 3.917.4",
        ),
        sa.Column(
            "months_homeless_past_three_years",
            sa.Integer(),
            nullable=True,
            comment="MonthsHomelessPastThreeYears 3.917.5",
        ),
        sa.Column("disabling_condition", sa.Integer(), nullable=True, comment="DisablingCondition 3.08"),
        sa.Column("date_of_engagement", sa.Date(), nullable=True, comment="DateOfEngagement 4.13.1"),
        sa.Column("move_in_date", sa.Date(), nullable=True, comment="MoveInDate 3.20.1"),
        sa.Column("date_of_path_status", sa.Date(), nullable=True, comment="DateOfPATHStatus P3.1"),
        sa.Column(
            "client_enrolled_in_path", sa.Integer(), nullable=True, comment="ClientEnrolledInPATH P3.2"
        ),
        sa.Column("reason_not_enrolled", sa.Integer(), nullable=True, comment="ReasonNotEnrolled P3.A"),
        sa.Column("percent_ami", sa.Integer(), nullable=True, comment="PercentAMI V4.1"),
        sa.Column("referral_source", sa.Integer(), nullable=True, comment="ReferralSource R1.1"),
        sa.Column(
            "count_outreach_referral_approaches",
            sa.Integer(),
            nullable=True,
            comment="CountOutreachReferralApproaches R1.A",
        ),
        sa.Column("date_of_bcp_status", sa.Date(), nullable=True, comment="DateOfBCPStatus R2.1"),
        sa.Column("eligible_for_rhy", sa.Integer(), nullable=True, comment="EligibleForRHY R2.2"),
        sa.Column("reason_no_services", sa.Integer(), nullable=True, comment="ReasonNoServices R2.A"),
        sa.Column("runaway_youth", sa.Integer(), nullable=True, comment="RunawayYouth R2.B"),
        sa.Column(
            "former_ward_child_welfare", sa.Integer(), nullable=True, comment="FormerWardChildWelfare R11.1"
        ),
        sa.Column("child_welfare_years", sa.Integer(), nullable=True, comment="ChildWelfareYears R11.A"),
        sa.Column("child_welfare_months", sa.Integer(), nullable=True, comment="ChildWelfareMonths R11.B"),
        sa.Column(
            "former_ward_juvenile_justice",
            sa.Integer(),
            nullable=True,
            comment="FormerWardJuvenileJustice R12.1",
        ),
        sa.Column(
            "juvenile_justice_years", sa.Integer(), nullable=True, comment="JuvenileJusticeYears R12.A"
        ),
        sa.Column(
            "juvenile_justice_months", sa.Integer(), nullable=True, comment="JuvenileJusticeMonths R12.B"
        ),
        sa.Column("unemployment_fam", sa.Integer(), nullable=True, comment="UnemploymentFam R13.9"),
        sa.Column(
            "mental_health_disorder_fam",
            sa.Integer(),
            nullable=True,
            comment="MentalHealthDisorderFam R13.11",
        ),
        sa.Column(
            "physical_disability_fam", sa.Integer(), nullable=True, comment="PhysicalDisabilityFam R13.15"
        ),
        sa.Column(
            "alcohol_drug_use_disorder_fam",
            sa.Integer(),
            nullable=True,
            comment="AlcoholDrugUseDisorderFam R13.21",
        ),
        sa.Column("insufficient_income", sa.Integer(), nullable=True, comment="InsufficientIncome R13.22"),
        sa.Column("incarcerated_parent", sa.Integer(), nullable=True, comment="IncarceratedParent R13.24"),
        sa.Column("vamc_station", sa.Text(), nullable=True, comment="VAMCStation V6.1"),
        sa.Column("target_screen_reqd", sa.Integer(), nullable=True, comment="TargetScreenReqd V7.1"),
        sa.Column("time_to_housing_loss", sa.Integer(), nullable=True, comment="TimeToHousingLoss V7.A"),
        sa.Column("annual_percent_ami", sa.Integer(), nullable=True, comment="AnnualPercentAMI V7.B"),
        sa.Column(
            "literal_homeless_history", sa.Integer(), nullable=True, comment="LiteralHomelessHistory V7.C"
        ),
        sa.Column("client_leaseholder", sa.Integer(), nullable=True, comment="ClientLeaseholder V7.D"),
        sa.Column("hoh_leaseholder", sa.Integer(), nullable=True, comment="HOHLeaseholder V7.E"),
        sa.Column("subsidy_at_risk", sa.Integer(), nullable=True, comment="SubsidyAtRisk V7.F"),
        sa.Column("eviction_history", sa.Integer(), nullable=True, comment="EvictionHistory V7.G"),
        sa.Column("criminal_record", sa.Integer(), nullable=True, comment="CriminalRecord V7.H"),
        sa.Column("incarcerated_adult", sa.Integer(), nullable=True, comment="IncarceratedAdult V7.I"),
        sa.Column("prison_discharge", sa.Integer(), nullable=True, comment="PrisonDischarge V7.J"),
        sa.Column("sex_offender", sa.Integer(), nullable=True, comment="SexOffender V7.K"),
        sa.Column("disabled_hoh", sa.Integer(), nullable=True, comment="DisabledHoH V7.L"),
        sa.Column("current_pregnant", sa.Integer(), nullable=True, comment="CurrentPregnant V7.M"),
        sa.Column("single_parent", sa.Integer(), nullable=True, comment="SingleParent V7.N"),
        sa.Column("dependent_under6", sa.Integer(), nullable=True, comment="DependentUnder6 V7.O"),
        sa.Column("hh5_plus", sa.Integer(), nullable=True, comment="HH5Plus V7.P"),
        sa.Column("coc_prioritized", sa.Integer(), nullable=True, comment="CoCPrioritized V7.Q"),
        sa.Column("hp_screening_score", sa.Integer(), nullable=True, comment="HPScreeningScore V7.R"),
        sa.Column("threshold_score", sa.Integer(), nullable=True, comment="ThresholdScore V7.S"),
        sa.Column(
            "mental_health_consultation", sa.Integer(), nullable=True, comment="MentalHealthConsultation V10"
        ),
        sa.Column("date_created", sa.Text(), nullable=True, comment="DateCreated 5.01"),
        sa.Column("date_updated", sa.Text(), nullable=True, comment="DateUpdated 5.02"),
        sa.Column("user_id", sa.Text(), nullable=True, comment="UserID 5.07"),
        sa.Column("date_deleted", sa.Text(), nullable=True, comment="DateDeleted"),
        sa.Column("export_id", sa.Text(), nullable=True, comment="ExportID"),
        sa.Column("client_key", sa.Integer(), nullable=False),
        sa.Column("project_key", sa.Integer(), nullable=False),
        sa.Column(
            "import_run_id",
            sa.Integer(),
            nullable=True,
            comment="run that last wrote the row; null = entered here",
        ),
        sa.Column(
            "entered_organization_id", sa.Integer(), nullable=True, comment="agency that entered the row here"
        ),
        sa.Column(
            "content_hash",
            sa.BigInteger(),
            nullable=True,
            comment="of the row as imported; null once edited here",
        ),
        sa.Column("edited_at", UtcDateTime(), nullable=True, comment="last change made here"),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("idempotency_key", sa.Text(), nullable=True),
        sa.Column(
            "as_received",
            sa.Text(),
            nullable=True,
            comment="JSON: original text of values that our types write in another form",
        ),
        sa.ForeignKeyConstraint(["client_key"], ["client.id"], name=op.f("fk_enrollment_client_key")),
        sa.ForeignKeyConstraint(
            ["data_source_id"], ["data_source.id"], name=op.f("fk_enrollment_data_source_id")
        ),
        sa.ForeignKeyConstraint(
            ["entered_organization_id"],
            ["organization.id"],
            name=op.f("fk_enrollment_entered_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["import_run_id"], ["import_run.id"], name=op.f("fk_enrollment_import_run_id")
        ),
        sa.ForeignKeyConstraint(["project_key"], ["project.id"], name=op.f("fk_enrollment_project_key")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrollment")),
        sa.UniqueConstraint("data_source_id", "enrollment_id", name="uq_enrollment_enrollment_id"),
    )
    op.create_index("ix_enrollment_client_key", "enrollment", ["client_key"], unique=False)
    op.create_index(
        "ix_enrollment_data_source_id_household_id",
        "enrollment",
        ["data_source_id", "household_id"],
        unique=False,
    )
    op.create_index(
        "ix_enrollment_project_key_entry_date", "enrollment", ["project_key", "entry_date"], unique=False
    )
    op.create_index(
        "uq_enrollment_idempotency_key",
        "enrollment",
        ["idempotency_key"],
        unique=True,
        sqlite_where=sa.text("idempotency_key IS NOT NULL"),
        postgresql_where=sa.text("idempotency_key IS NOT NULL"),
    )
    op.create_table(
        "assessment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("data_source_id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Text(), nullable=False, comment="AssessmentID"),
        sa.Column("enrollment_id", sa.Text(), nullable=True, comment="EnrollmentID 5.06"),
        sa.Column("personal_id", sa.Text(), nullable=True, comment="PersonalID 5.08"),
        sa.Column("assessment_date", sa.Date(), nullable=True, comment="AssessmentDate 4.19.1"),
        sa.Column("assessment_location", sa.Text(), nullable=True, comment="AssessmentLocation 4.19.2"),
        sa.Column("assessment_type", sa.Integer(), nullable=True, comment="AssessmentType 4.19.3"),
        sa.Column("assessment_level", sa.Integer(), nullable=True, comment="AssessmentLevel 4.19.4"),
        sa.Column(
            "prioritization_status", sa.Integer(), nullable=True, comment="PrioritizationStatus 4.19.7"
        ),
        sa.Column("date_created", sa.Text(), nullable=True, comment="DateCreated 5.01"),
        sa.Column("date_updated", sa.Text(), nullable=True, comment="DateUpdated 5.02"),
        sa.Column("user_id", sa.Text(), nullable=True, comment="UserID 5.07"),
        sa.Column("date_deleted", sa.Text(), nullable=True, comment="DateDeleted"),
        sa.Column("export_id", sa.Text(), nullable=True, comment="ExportID"),
        sa.Column("enrollment_key", sa.Integer(), nullable=False),
        sa.Column("client_key", sa.Integer(), nullable=False),
        sa.Column(
            "import_run_id",
            sa.Integer(),
            nullable=True,
            comment="run that last wrote the row; null = entered here",
        ),
        sa.Column(
            "entered_organization_id", sa.Integer(), nullable=True, comment="agency that entered the row here"
        ),
        sa.Column(
            "content_hash",
            sa.BigInteger(),
            nullable=True,
            comment="of the row as imported; null once edited here",
        ),
        sa.Column("edited_at", UtcDateTime(), nullable=True, comment="last change made here"),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("idempotency_key", sa.Text(), nullable=True),
        sa.Column(
            "as_received",
            sa.Text(),
            nullable=True,
            comment="JSON: original text of values that our types write in another form",
        ),
        sa.ForeignKeyConstraint(["client_key"], ["client.id"], name=op.f("fk_assessment_client_key")),
        sa.ForeignKeyConstraint(
            ["data_source_id"], ["data_source.id"], name=op.f("fk_assessment_data_source_id")
        ),
        sa.ForeignKeyConstraint(
            ["enrollment_key"], ["enrollment.id"], name=op.f("fk_assessment_enrollment_key")
        ),
        sa.ForeignKeyConstraint(
            ["entered_organization_id"],
            ["organization.id"],
            name=op.f("fk_assessment_entered_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["import_run_id"], ["import_run.id"], name=op.f("fk_assessment_import_run_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
        sa.UniqueConstraint("data_source_id", "assessment_id", name="uq_assessment_assessment_id"),
    )
    op.create_index("ix_assessment_client_key", "assessment", ["client_key"], unique=False)
    op.create_index("ix_assessment_enrollment_key", "assessment", ["enrollment_key"], unique=False)
    op.create_index(
        "uq_assessment_idempotency_key",
        "assessment",
        ["idempotency_key"],
        unique=True,
        sqlite_where=sa.text("idempotency_key IS NOT NULL"),
        postgresql_where=sa.text("idempotency_key IS NOT NULL"),
    )
    op.create_table(
        "current_living_situation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("data_source_id", sa.Integer(), nullable=False),
        sa.Column("current_living_sit_id", sa.Text(), nullable=False, comment="CurrentLivingSitID"),
        sa.Column("enrollment_id", sa.Text(), nullable=True, comment="EnrollmentID 5.06"),
        sa.Column("personal_id", sa.Text(), nullable=True, comment="PersonalID 5.08"),
        sa.Column("information_date", sa.Date(), nullable=True, comment="InformationDate 4.12.1"),
        sa.Column(
            "current_living_situation", sa.Integer(), nullable=True, comment="CurrentLivingSituation 4.12.2"
        ),
        sa.Column("cls_subsidy_type", sa.Integer(), nullable=True, comment="CLSSubsidyType 4.12.A"),
        sa.Column("verified_by", sa.Text(), nullable=True, comment="VerifiedBy 4.12.3"),
        sa.Column(
            "leave_situation14_days", sa.Integer(), nullable=True, comment="LeaveSituation14Days 4.12.B"
        ),
        sa.Column("subsequent_residence", sa.Integer(), nullable=True, comment="SubsequentResidence 4.12.C"),
        sa.Column("resources_to_obtain", sa.Integer(), nullable=True, comment="ResourcesToObtain 4.12.D"),
        sa.Column("lease_own60_day", sa.Integer(), nullable=True, comment="LeaseOwn60Day 4.12.E"),
        sa.Column("moved_two_or_more", sa.Integer(), nullable=True, comment="MovedTwoOrMore 4.12.F"),
        sa.Column("location_details", sa.Text(), nullable=True, comment="LocationDetails 4.12.4"),
        sa.Column("date_created", sa.Text(), nullable=True, comment="DateCreated 5.01"),
        sa.Column("date_updated", sa.Text(), nullable=True, comment="DateUpdated 5.02"),
        sa.Column("user_id", sa.Text(), nullable=True, comment="UserID 5.07"),
        sa.Column("date_deleted", sa.Text(), nullable=True, comment="DateDeleted"),
        sa.Column("export_id", sa.Text(), nullable=True, comment="ExportID"),
        sa.Column("enrollment_key", sa.Integer(), nullable=False),
        sa.Column("client_key", sa.Integer(), nullable=False),
        sa.Column(
            "import_run_id",
            sa.Integer(),
            nullable=True,
            comment="run that last wrote the row; null = entered here",
        ),
        sa.Column(
            "entered_organization_id", sa.Integer(), nullable=True, comment="agency that entered the row here"
        ),
        sa.Column(
            "content_hash",
            sa.BigInteger(),
            nullable=True,
            comment="of the row as imported; null once edited here",
        ),
        sa.Column("edited_at", UtcDateTime(), nullable=True, comment="last change made here"),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("idempotency_key", sa.Text(), nullable=True),
        sa.Column(
            "as_received",
            sa.Text(),
            nullable=True,
            comment="JSON: original text of values that our types write in another form",
        ),
        sa.ForeignKeyConstraint(
            ["client_key"], ["client.id"], name=op.f("fk_current_living_situation_client_key")
        ),
        sa.ForeignKeyConstraint(
            ["data_source_id"], ["data_source.id"], name=op.f("fk_current_living_situation_data_source_id")
        ),
        sa.ForeignKeyConstraint(
            ["enrollment_key"], ["enrollment.id"], name=op.f("fk_current_living_situation_enrollment_key")
        ),
        sa.ForeignKeyConstraint(
            ["entered_organization_id"],
            ["organization.id"],
            name=op.f("fk_current_living_situation_entered_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["import_run_id"], ["import_run.id"], name=op.f("fk_current_living_situation_import_run_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_current_living_situation")),
        sa.UniqueConstraint(
            "data_source_id",
            "current_living_sit_id",
            name="uq_current_living_situation_current_living_sit_id",
        ),
    )
    op.create_index(
        "ix_current_living_situation_client_key", "current_living_situation", ["client_key"], unique=False
    )
    op.create_index(
        "ix_current_living_situation_enrollment_key",
        "current_living_situation",
        ["enrollment_key"],
        unique=False,
    )
    op.create_index(
        "uq_current_living_situation_idempotency_key",
        "current_living_situation",
        ["idempotency_key"],
        unique=True,
        sqlite_where=sa.text("idempotency_key IS NOT NULL"),
        postgresql_where=sa.text("idempotency_key IS NOT NULL"),
    )
    op.create_table(
        "disabilities",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("data_source_id", sa.Integer(), nullable=False),
        sa.Column("disabilities_id", sa.Text(), nullable=False, comment="DisabilitiesID"),
        sa.Column("enrollment_id", sa.Text(), nullable=True, comment="EnrollmentID 5.06"),
        sa.Column("personal_id", sa.Text(), nullable=True, comment="PersonalID 5.08"),
        sa.Column("information_date", sa.Date(), nullable=True, comment="InformationDate 4.05.1-4.10.1"),
        sa.Column("disability_type", sa.Integer(), nullable=True, comment="DisabilityType 4.05-4.10"),
        sa.Column(
            "disability_response", sa.Integer(), nullable=True, comment="DisabilityResponse 4.05.2-4.10.2"
        ),
        sa.Column(
            "indefinite_and_impairs",
            sa.Integer(),
            nullable=True,
            comment="IndefiniteAndImpairs 4.05.A 4.07.A 4.09.A 4.10.A",
        ),
        sa.Column("t_cell_count_available", sa.Integer(), nullable=True, comment="TCellCountAvailable W4.2"),
        sa.Column("t_cell_count", sa.Integer(), nullable=True, comment="TCellCount W4.A"),
        sa.Column("t_cell_source", sa.Integer(), nullable=True, comment="TCellSource W4.B"),
        sa.Column("viral_load_available", sa.Integer(), nullable=True, comment="ViralLoadAvailable W4.3"),
        sa.Column("viral_load", sa.Integer(), nullable=True, comment="ViralLoad W4.C"),
        sa.Column("viral_load_source", sa.Integer(), nullable=True, comment="ViralLoadSource W4.D"),
        sa.Column("anti_retroviral", sa.Integer(), nullable=True, comment="AntiRetroviral W6.2"),
        sa.Column("data_collection_stage", sa.Integer(), nullable=True, comment="DataCollectionStage 5.03"),
        sa.Column("date_created", sa.Text(), nullable=True, comment="DateCreated 5.01"),
        sa.Column("date_updated", sa.Text(), nullable=True, comment="DateUpdated 5.02"),
        sa.Column("user_id", sa.Text(), nullable=True, comment="UserID 5.07"),
        sa.Column("date_deleted", sa.Text(), nullable=True, comment="DateDeleted"),
        sa.Column("export_id", sa.Text(), nullable=True, comment="ExportID"),
        sa.Column("enrollment_key", sa.Integer(), nullable=False),
        sa.Column("client_key", sa.Integer(), nullable=False),
        sa.Column(
            "import_run_id",
            sa.Integer(),
            nullable=True,
            comment="run that last wrote the row; null = entered here",
        ),
        sa.Column(
            "entered_organization_id", sa.Integer(), nullable=True, comment="agency that entered the row here"
        ),
        sa.Column(
            "content_hash",
            sa.BigInteger(),
            nullable=True,
            comment="of the row as imported; null once edited here",
        ),
        sa.Column("edited_at", UtcDateTime(), nullable=True, comment="last change made here"),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("idempotency_key", sa.Text(), nullable=True),
        sa.Column(
            "as_received",
            sa.Text(),
            nullable=True,
            comment="JSON: original text of values that our types write in another form",
        ),
        sa.ForeignKeyConstraint(["client_key"], ["client.id"], name=op.f("fk_disabilities_client_key")),
        sa.ForeignKeyConstraint(
            ["data_source_id"], ["data_source.id"], name=op.f("fk_disabilities_data_source_id")
        ),
        sa.ForeignKeyConstraint(
            ["enrollment_key"], ["enrollment.id"], name=op.f("fk_disabilities_enrollment_key")
        ),
        sa.ForeignKeyConstraint(
            ["entered_organization_id"],
            ["organization.id"],
            name=op.f("fk_disabilities_entered_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["import_run_id"], ["import_run.id"], name=op.f("fk_disabilities_import_run_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disabilities")),
        sa.UniqueConstraint("data_source_id", "disabilities_id", name="uq_disabilities_disabilities_id"),
    )
    op.create_index("ix_disabilities_client_key", "disabilities", ["client_key"], unique=False)
    op.create_index("ix_disabilities_enrollment_key", "disabilities", ["enrollment_key"], unique=False)
    op.create_index(
        "uq_disabilities_idempotency_key",
        "disabilities",
        ["idempotency_key"],
        unique=True,
        sqlite_where=sa.text("idempotency_key IS NOT NULL"),
        postgresql_where=sa.text("idempotency_key IS NOT NULL"),
    )
    op.create_table(
        "employment_education",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("data_source_id", sa.Integer(), nullable=False),
        sa.Column("employment_education_id", sa.Text(), nullable=False, comment="EmploymentEducationID"),
        sa.Column("enrollment_id", sa.Text(), nullable=True, comment="EnrollmentID 5.06"),
        sa.Column("personal_id", sa.Text(), nullable=True, comment="PersonalID 5.08"),
        sa.Column("information_date", sa.Date(), nullable=True, comment="InformationDate R6.1"),
        sa.Column("last_grade_completed", sa.Integer(), nullable=True, comment="LastGradeCompleted R4.1"),
        sa.Column("school_status", sa.Integer(), nullable=True, comment="SchoolStatus R5.1"),
        sa.Column("employed", sa.Integer(), nullable=True, comment="Employed R6.2"),
        sa.Column("employment_type", sa.Integer(), nullable=True, comment="EmploymentType R6.A"),
        sa.Column("not_employed_reason", sa.Integer(), nullable=True, comment="NotEmployedReason R6.B"),
        sa.Column("data_collection_stage", sa.Integer(), nullable=True, comment="DataCollectionStage 5.03"),
        sa.Column("date_created", sa.Text(), nullable=True, comment="DateCreated 5.01"),
        sa.Column("date_updated", sa.Text(), nullable=True, comment="DateUpdated 5.02"),
        sa.Column("user_id", sa.Text(), nullable=True, comment="UserID 5.07"),
        sa.Column("date_deleted", sa.Text(), nullable=True, comment="DateDeleted"),
        sa.Column("export_id", sa.Text(), nullable=True, comment="ExportID"),
        sa.Column("enrollment_key", sa.Integer(), nullable=False),
        sa.Column("client_key", sa.Integer(), nullable=False),
        sa.Column(
            "import_run_id",
            sa.Integer(),
            nullable=True,
            comment="run that last wrote the row; null = entered here",
        ),
        sa.Column(
            "entered_organization_id", sa.Integer(), nullable=True, comment="agency that entered the row here"
        ),
        sa.Column(
            "content_hash",
            sa.BigInteger(),
            nullable=True,
            comment="of the row as imported; null once edited here",
        ),
        sa.Column("edited_at", UtcDateTime(), nullable=True, comment="last change made here"),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("idempotency_key", sa.Text(), nullable=True),
        sa.Column(
            "as_received",
            sa.Text(),
            nullable=True,
            comment="JSON: original text of values that our types write in another form",
        ),
        sa.ForeignKeyConstraint(
            ["client_key"], ["client.id"], name=op.f("fk_employment_education_client_key")
        ),
        sa.ForeignKeyConstraint(
            ["data_source_id"], ["data_source.id"], name=op.f("fk_employment_education_data_source_id")
        ),
        sa.ForeignKeyConstraint(
            ["enrollment_key"], ["enrollment.id"], name=op.f("fk_employment_education_enrollment_key")
        ),
        sa.ForeignKeyConstraint(
            ["entered_organization_id"],
            ["organization.id"],
            name=op.f("fk_employment_education_entered_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["import_run_id"], ["import_run.id"], name=op.f("fk_employment_education_import_run_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employment_education")),
        sa.UniqueConstraint(
            "data_source_id",
            "employment_education_id",
            name="uq_employment_education_employment_education_id",
        ),
    )
    op.create_index(
        "ix_employment_education_client_key", "employment_education", ["client_key"], unique=False
    )
    op.create_index(
        "ix_employment_education_enrollment_key", "employment_education", ["enrollment_key"], unique=False
    )
    op.create_index(
        "uq_employment_education_idempotency_key",
        "employment_education",
        ["idempotency_key"],
        unique=True,
        sqlite_where=sa.text("idempotency_key IS NOT NULL"),
        postgresql_where=sa.text("idempotency_key IS NOT NULL"),
    )
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("data_source_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Text(), nullable=False, comment="EventID"),
        sa.Column("enrollment_id", sa.Text(), nullable=True, comment="EnrollmentID 5.06"),
        sa.Column("personal_id", sa.Text(), nullable=True, comment="PersonalID 5.08"),
        sa.Column("event_date", sa.Date(), nullable=True, comment="EventDate 4.20.1"),
        sa.Column("event", sa.Integer(), nullable=True, comment="Event 4.20.2"),
        sa.Column("prob_sol_div_rr_result", sa.Integer(), nullable=True, comment="ProbSolDivRRResult 4.20.A"),
        sa.Column(
            "referral_case_manage_after",
            sa.Integer(),
            nullable=True,
            comment="ReferralCaseManageAfter 4.20.B",
        ),
        sa.Column(
            "location_crisis_or_ph_housing",
            sa.Text(),
            nullable=True,
            comment="LocationCrisisOrPHHousing 4.20.C",
        ),
        sa.Column("referral_result", sa.Integer(), nullable=True, comment="ReferralResult 4.20.D"),
        sa.Column("result_date", sa.Date(), nullable=True, comment="ResultDate 4.20.E"),
        sa.Column("date_created", sa.Text(), nullable=True, comment="DateCreated 5.01"),
        sa.Column("date_updated", sa.Text(), nullable=True, comment="DateUpdated 5.02"),
        sa.Column("user_id", sa.Text(), nullable=True, comment="UserID 5.07"),
        sa.Column("date_deleted", sa.Text(), nullable=True, comment="DateDeleted"),
        sa.Column("export_id", sa.Text(), nullable=True, comment="ExportID"),
        sa.Column("enrollment_key", sa.Integer(), nullable=False),
        sa.Column("client_key", sa.Integer(), nullable=False),
        sa.Column(
            "import_run_id",
            sa.Integer(),
            nullable=True,
            comment="run that last wrote the row; null = entered here",
        ),
        sa.Column(
            "entered_organization_id", sa.Integer(), nullable=True, comment="agency that entered the row here"
        ),
        sa.Column(
            "content_hash",
            sa.BigInteger(),
            nullable=True,
            comment="of the row as imported; null once edited here",
        ),
        sa.Column("edited_at", UtcDateTime(), nullable=True, comment="last change made here"),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("idempotency_key", sa.Text(), nullable=True),
        sa.Column(
            "as_received",
            sa.Text(),
            nullable=True,
            comment="JSON: original text of values that our types write in another form",
        ),
        sa.ForeignKeyConstraint(["client_key"], ["client.id"], name=op.f("fk_event_client_key")),
        sa.ForeignKeyConstraint(["data_source_id"], ["data_source.id"], name=op.f("fk_event_data_source_id")),
        sa.ForeignKeyConstraint(["enrollment_key"], ["enrollment.id"], name=op.f("fk_event_enrollment_key")),
        sa.ForeignKeyConstraint(
            ["entered_organization_id"], ["organization.id"], name=op.f("fk_event_entered_organization_id")
        ),
        sa.ForeignKeyConstraint(["import_run_id"], ["import_run.id"], name=op.f("fk_event_import_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("data_source_id", "event_id", name="uq_event_event_id"),
    )
    op.create_index("ix_event_client_key", "event", ["client_key"], unique=False)
    op.create_index("ix_event_enrollment_key", "event", ["enrollment_key"], unique=False)
    op.create_index(
        "uq_event_idempotency_key",
        "event",
        ["idempotency_key"],
        unique=True,
        sqlite_where=sa.text("idempotency_key IS NOT NULL"),
        postgresql_where=sa.text("idempotency_key IS NOT NULL"),
    )
    op.create_table(
        "exit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("data_source_id", sa.Integer(), nullable=False),
        sa.Column("exit_id", sa.Text(), nullable=False, comment="ExitID"),
        sa.Column("enrollment_id", sa.Text(), nullable=True, comment="EnrollmentID 5.06"),
        sa.Column("personal_id", sa.Text(), nullable=True, comment="PersonalID 5.08"),
        sa.Column("exit_date", sa.Date(), nullable=True, comment="ExitDate 3.11.1"),
        sa.Column("destination", sa.Integer(), nullable=True, comment="Destination 3.12.1"),
        sa.Column(
            "destination_subsidy_type", sa.Integer(), nullable=True, comment="DestinationSubsidyType 3.12.A"
        ),
        sa.Column("other_destination", sa.Text(), nullable=True, comment="OtherDestination 3.12.B"),
        sa.Column("housing_assessment", sa.Integer(), nullable=True, comment="HousingAssessment W5.1"),
        sa.Column(
            "subsidy_information", sa.Integer(), nullable=True, comment="SubsidyInformation W5.A / W5.B"
        ),
        sa.Column(
            "project_completion_status", sa.Integer(), nullable=True, comment="ProjectCompletionStatus R17.1"
        ),
        sa.Column("early_exit_reason", sa.Integer(), nullable=True, comment="EarlyExitReason R17.A"),
        sa.Column("exchange_for_sex", sa.Integer(), nullable=True, comment="ExchangeForSex R15.1"),
        sa.Column(
            "exchange_for_sex_past_three_months",
            sa.Integer(),
            nullable=True,
            comment="ExchangeForSexPastThreeMonths R15.A",
        ),
        sa.Column(
            "count_of_exchange_for_sex", sa.Integer(), nullable=True, comment="CountOfExchangeForSex R15.B"
        ),
        sa.Column(
            "asked_or_forced_to_exchange_for_sex",
            sa.Integer(),
            nullable=True,
            comment="AskedOrForcedToExchangeForSex R15.C",
        ),
        sa.Column(
            "asked_or_forced_to_exchange_for_sex_past_three_months",
            sa.Integer(),
            nullable=True,
            comment="AskedOrForcedToExchangeForSexPastThreeMonths R15.D",
        ),
        sa.Column(
            "workplace_violence_threats",
            sa.Integer(),
            nullable=True,
            comment="WorkplaceViolenceThreats R16.1",
        ),
        sa.Column(
            "workplace_promise_difference",
            sa.Integer(),
            nullable=True,
            comment="WorkplacePromiseDifference R16.2",
        ),
        sa.Column(
            "coerced_to_continue_work", sa.Integer(), nullable=True, comment="CoercedToContinueWork R16.A"
        ),
        sa.Column(
            "labor_exploit_past_three_months",
            sa.Integer(),
            nullable=True,
            comment="LaborExploitPastThreeMonths R16.B",
        ),
        sa.Column("counseling_received", sa.Integer(), nullable=True, comment="CounselingReceived R18.1"),
        sa.Column("individual_counseling", sa.Integer(), nullable=True, comment="IndividualCounseling R18.A"),
        sa.Column("family_counseling", sa.Integer(), nullable=True, comment="FamilyCounseling R18.A"),
        sa.Column("group_counseling", sa.Integer(), nullable=True, comment="GroupCounseling R18.A"),
        sa.Column("session_count_at_exit", sa.Integer(), nullable=True, comment="SessionCountAtExit R18.B"),
        sa.Column(
            "post_exit_counseling_plan", sa.Integer(), nullable=True, comment="PostExitCounselingPlan R18.3"
        ),
        sa.Column("sessions_in_plan", sa.Integer(), nullable=True, comment="SessionsInPlan R18.2"),
        sa.Column(
            "destination_safe_client", sa.Integer(), nullable=True, comment="DestinationSafeClient R19.1"
        ),
        sa.Column(
            "destination_safe_worker", sa.Integer(), nullable=True, comment="DestinationSafeWorker R19.2"
        ),
        sa.Column("pos_adult_connections", sa.Integer(), nullable=True, comment="PosAdultConnections R19.3"),
        sa.Column("pos_peer_connections", sa.Integer(), nullable=True, comment="PosPeerConnections R19.4"),
        sa.Column(
            "pos_community_connections", sa.Integer(), nullable=True, comment="PosCommunityConnections R19.5"
        ),
        sa.Column("aftercare_date", sa.Date(), nullable=True, comment="AftercareDate R20.1"),
        sa.Column("aftercare_provided", sa.Integer(), nullable=True, comment="AftercareProvided R20.2"),
        sa.Column("email_social_media", sa.Integer(), nullable=True, comment="EmailSocialMedia R20.A"),
        sa.Column("telephone", sa.Integer(), nullable=True, comment="Telephone R20.A"),
        sa.Column("in_person_individual", sa.Integer(), nullable=True, comment="InPersonIndividual R20.A"),
        sa.Column("in_person_group", sa.Integer(), nullable=True, comment="InPersonGroup R20.A"),
        sa.Column("cm_exit_reason", sa.Integer(), nullable=True, comment="CMExitReason V9.1"),
        sa.Column("date_created", sa.Text(), nullable=True, comment="DateCreated 5.01"),
        sa.Column("date_updated", sa.Text(), nullable=True, comment="DateUpdated 5.02"),
        sa.Column("user_id", sa.Text(), nullable=True, comment="UserID 5.07"),
        sa.Column("date_deleted", sa.Text(), nullable=True, comment="DateDeleted"),
        sa.Column("export_id", sa.Text(), nullable=True, comment="ExportID"),
        sa.Column("enrollment_key", sa.Integer(), nullable=False),
        sa.Column("client_key", sa.Integer(), nullable=False),
        sa.Column(
            "import_run_id",
            sa.Integer(),
            nullable=True,
            comment="run that last wrote the row; null = entered here",
        ),
        sa.Column(
            "entered_organization_id", sa.Integer(), nullable=True, comment="agency that entered the row here"
        ),
        sa.Column(
            "content_hash",
            sa.BigInteger(),
            nullable=True,
            comment="of the row as imported; null once edited here",
        ),
        sa.Column("edited_at", UtcDateTime(), nullable=True, comment="last change made here"),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("idempotency_key", sa.Text(), nullable=True),
        sa.Column(
            "as_received",
            sa.Text(),
            nullable=True,
            comment="JSON: original text of values that our types write in another form",
        ),
        sa.ForeignKeyConstraint(["client_key"], ["client.id"], name=op.f("fk_exit_client_key")),
        sa.ForeignKeyConstraint(["data_source_id"], ["data_source.id"], name=op.f("fk_exit_data_source_id")),
        sa.ForeignKeyConstraint(["enrollment_key"], ["enrollment.id"], name=op.f("fk_exit_enrollment_key")),
        sa.ForeignKeyConstraint(
            ["entered_organization_id"], ["organization.id"], name=op.f("fk_exit_entered_organization_id")
        ),
        sa.ForeignKeyConstraint(["import_run_id"], ["import_run.id"], name=op.f("fk_exit_import_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exit")),
        sa.UniqueConstraint("data_source_id", "exit_id", name="uq_exit_exit_id"),
    )
    op.create_index("ix_exit_client_key", "exit", ["client_key"], unique=False)
    op.create_index("ix_exit_enrollment_key", "exit", ["enrollment_key"], unique=False)
    op.create_index(
        "uq_exit_idempotency_key",
        "exit",
        ["idempotency_key"],
        unique=True,
        sqlite_where=sa.text("idempotency_key IS NOT NULL"),
        postgresql_where=sa.text("idempotency_key IS NOT NULL"),
    )
    op.create_table(
        "health_and_dv",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("data_source_id", sa.Integer(), nullable=False),
        sa.Column("health_and_dv_id", sa.Text(), nullable=False, comment="HealthAndDVID"),
        sa.Column("enrollment_id", sa.Text(), nullable=True, comment="EnrollmentID 5.06"),
        sa.Column("personal_id", sa.Text(), nullable=True, comment="PersonalID 5.08"),
        sa.Column("information_date", sa.Date(), nullable=True, comment="InformationDate 4.11.1"),
        sa.Column(
            "domestic_violence_survivor",
            sa.Integer(),
            nullable=True,
            comment="DomesticViolenceSurvivor 4.11.2",
        ),
        sa.Column("when_occurred", sa.Integer(), nullable=True, comment="WhenOccurred 4.11.A"),
        sa.Column("currently_fleeing", sa.Integer(), nullable=True, comment="CurrentlyFleeing 4.11.B"),
        sa.Column("general_health_status", sa.Integer(), nullable=True, comment="GeneralHealthStatus R7.1"),
        sa.Column("dental_health_status", sa.Integer(), nullable=True, comment="DentalHealthStatus R8.1"),
        sa.Column("mental_health_status", sa.Integer(), nullable=True, comment="MentalHealthStatus R9.1"),
        sa.Column("pregnancy_status", sa.Integer(), nullable=True, comment="PregnancyStatus R10.1"),
        sa.Column("due_date", sa.Date(), nullable=True, comment="DueDate R10.A"),
        sa.Column("data_collection_stage", sa.Integer(), nullable=True, comment="DataCollectionStage 5.03"),
        sa.Column("date_created", sa.Text(), nullable=True, comment="DateCreated 5.01"),
        sa.Column("date_updated", sa.Text(), nullable=True, comment="DateUpdated 5.02"),
        sa.Column("user_id", sa.Text(), nullable=True, comment="UserID 5.07"),
        sa.Column("date_deleted", sa.Text(), nullable=True, comment="DateDeleted"),
        sa.Column("export_id", sa.Text(), nullable=True, comment="ExportID"),
        sa.Column("enrollment_key", sa.Integer(), nullable=False),
        sa.Column("client_key", sa.Integer(), nullable=False),
        sa.Column(
            "import_run_id",
            sa.Integer(),
            nullable=True,
            comment="run that last wrote the row; null = entered here",
        ),
        sa.Column(
            "entered_organization_id", sa.Integer(), nullable=True, comment="agency that entered the row here"
        ),
        sa.Column(
            "content_hash",
            sa.BigInteger(),
            nullable=True,
            comment="of the row as imported; null once edited here",
        ),
        sa.Column("edited_at", UtcDateTime(), nullable=True, comment="last change made here"),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("idempotency_key", sa.Text(), nullable=True),
        sa.Column(
            "as_received",
            sa.Text(),
            nullable=True,
            comment="JSON: original text of values that our types write in another form",
        ),
        sa.ForeignKeyConstraint(["client_key"], ["client.id"], name=op.f("fk_health_and_dv_client_key")),
        sa.ForeignKeyConstraint(
            ["data_source_id"], ["data_source.id"], name=op.f("fk_health_and_dv_data_source_id")
        ),
        sa.ForeignKeyConstraint(
            ["enrollment_key"], ["enrollment.id"], name=op.f("fk_health_and_dv_enrollment_key")
        ),
        sa.ForeignKeyConstraint(
            ["entered_organization_id"],
            ["organization.id"],
            name=op.f("fk_health_and_dv_entered_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["import_run_id"], ["import_run.id"], name=op.f("fk_health_and_dv_import_run_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_health_and_dv")),
        sa.UniqueConstraint("data_source_id", "health_and_dv_id", name="uq_health_and_dv_health_and_dv_id"),
    )
    op.create_index("ix_health_and_dv_client_key", "health_and_dv", ["client_key"], unique=False)
    op.create_index("ix_health_and_dv_enrollment_key", "health_and_dv", ["enrollment_key"], unique=False)
    op.create_index(
        "uq_health_and_dv_idempotency_key",
        "health_and_dv",
        ["idempotency_key"],
        unique=True,
        sqlite_where=sa.text("idempotency_key IS NOT NULL"),
        postgresql_where=sa.text("idempotency_key IS NOT NULL"),
    )
    op.create_table(
        "income_benefits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("data_source_id", sa.Integer(), nullable=False),
        sa.Column("income_benefits_id", sa.Text(), nullable=False, comment="IncomeBenefitsID"),
        sa.Column("enrollment_id", sa.Text(), nullable=True, comment="EnrollmentID 5.06"),
        sa.Column("personal_id", sa.Text(), nullable=True, comment="PersonalID 5.08"),
        sa.Column(
            "information_date",
            sa.Date(),
            nullable=True,
            comment="InformationDate 4.02.1 4.03.1 4.04.1 W3.1 P4",
        ),
        sa.Column(
            "income_from_any_source", sa.Integer(), nullable=True, comment="IncomeFromAnySource 4.02.2"
        ),
        sa.Column("total_monthly_income", Money(), nullable=True, comment="TotalMonthlyIncome 4.02.18"),
        sa.Column("earned", sa.Integer(), nullable=True, comment="Earned 4.02.3"),
        sa.Column("earned_amount", Money(), nullable=True, comment="EarnedAmount 4.02.A"),
        sa.Column("unemployment", sa.Integer(), nullable=True, comment="Unemployment 4.02.4"),
        sa.Column("unemployment_amount", Money(), nullable=True, comment="UnemploymentAmount 4.02.B"),
        sa.Column("ssi", sa.Integer(), nullable=True, comment="SSI 4.02.5"),
        sa.Column("ssi_amount", Money(), nullable=True, comment="SSIAmount 4.02.C"),
        sa.Column("ssdi", sa.Integer(), nullable=True, comment="SSDI 4.02.6"),
        sa.Column("ssdi_amount", Money(), nullable=True, comment="SSDIAmount 4.02.D"),
        sa.Column("va_disability_service", sa.Integer(), nullable=True, comment="VADisabilityService 4.02.7"),
        sa.Column(
            "va_disability_service_amount", Money(), nullable=True, comment="VADisabilityServiceAmount 4.02.E"
        ),
        sa.Column(
            "va_disability_non_service", sa.Integer(), nullable=True, comment="VADisabilityNonService 4.02.8"
        ),
        sa.Column(
            "va_disability_non_service_amount",
            Money(),
            nullable=True,
            comment="VADisabilityNonServiceAmount 4.02.F",
        ),
        sa.Column("private_disability", sa.Integer(), nullable=True, comment="PrivateDisability 4.02.9"),
        sa.Column(
            "private_disability_amount", Money(), nullable=True, comment="PrivateDisabilityAmount 4.02.G"
        ),
        sa.Column("workers_comp", sa.Integer(), nullable=True, comment="WorkersComp 4.02.10"),
        sa.Column("workers_comp_amount", Money(), nullable=True, comment="WorkersCompAmount 4.02.H"),
        sa.Column("tanf", sa.Integer(), nullable=True, comment="TANF 4.02.11"),
        sa.Column("tanf_amount", Money(), nullable=True, comment="TANFAmount 4.02.I"),
        sa.Column("ga", sa.Integer(), nullable=True, comment="GA 4.02.12"),
        sa.Column("ga_amount", Money(), nullable=True, comment="GAAmount 4.02.J"),
        sa.Column("soc_sec_retirement", sa.Integer(), nullable=True, comment="SocSecRetirement 4.02.13"),
        sa.Column(
            "soc_sec_retirement_amount", Money(), nullable=True, comment="SocSecRetirementAmount 4.02.K"
        ),
        sa.Column("pension", sa.Integer(), nullable=True, comment="Pension 4.02.14"),
        sa.Column("pension_amount", Money(), nullable=True, comment="PensionAmount 4.02.L"),
        sa.Column("child_support", sa.Integer(), nullable=True, comment="ChildSupport 4.02.15"),
        sa.Column("child_support_amount", Money(), nullable=True, comment="ChildSupportAmount 4.02.M"),
        sa.Column("alimony", sa.Integer(), nullable=True, comment="Alimony 4.02.16"),
        sa.Column("alimony_amount", Money(), nullable=True, comment="AlimonyAmount 4.02.N"),
        sa.Column("other_income_source", sa.Integer(), nullable=True, comment="OtherIncomeSource 4.02.17"),
        sa.Column("other_income_amount", Money(), nullable=True, comment="OtherIncomeAmount 4.02.O"),
        sa.Column(
            "other_income_source_identify",
            sa.Text(),
            nullable=True,
            comment="OtherIncomeSourceIdentify 4.02.P",
        ),
        sa.Column(
            "benefits_from_any_source", sa.Integer(), nullable=True, comment="BenefitsFromAnySource 4.03.2"
        ),
        sa.Column("snap", sa.Integer(), nullable=True, comment="SNAP 4.03.3"),
        sa.Column("wic", sa.Integer(), nullable=True, comment="WIC 4.03.4"),
        sa.Column("tanf_child_care", sa.Integer(), nullable=True, comment="TANFChildCare 4.03.5"),
        sa.Column("tanf_transportation", sa.Integer(), nullable=True, comment="TANFTransportation 4.03.6"),
        sa.Column("other_tanf", sa.Integer(), nullable=True, comment="OtherTANF 4.03.7"),
        sa.Column("other_benefits_source", sa.Integer(), nullable=True, comment="OtherBenefitsSource 4.03.8"),
        sa.Column(
            "other_benefits_source_identify",
            sa.Text(),
            nullable=True,
            comment="OtherBenefitsSourceIdentify 4.03.A",
        ),
        sa.Column(
            "insurance_from_any_source", sa.Integer(), nullable=True, comment="InsuranceFromAnySource 4.04.2"
        ),
        sa.Column("medicaid", sa.Integer(), nullable=True, comment="Medicaid 4.04.3"),
        sa.Column("no_medicaid_reason", sa.Integer(), nullable=True, comment="NoMedicaidReason 4.04.3A"),
        sa.Column("medicare", sa.Integer(), nullable=True, comment="Medicare 4.04.4"),
        sa.Column("no_medicare_reason", sa.Integer(), nullable=True, comment="NoMedicareReason 4.04.4A"),
        sa.Column("schip", sa.Integer(), nullable=True, comment="SCHIP 4.04.5"),
        sa.Column("no_schip_reason", sa.Integer(), nullable=True, comment="NoSCHIPReason 4.04.5A"),
        sa.Column("vha_services", sa.Integer(), nullable=True, comment="VHAServices 4.04.6"),
        sa.Column("no_vha_reason", sa.Integer(), nullable=True, comment="NoVHAReason 4.04.6A"),
        sa.Column("employer_provided", sa.Integer(), nullable=True, comment="EmployerProvided 4.04.7"),
        sa.Column(
            "no_employer_provided_reason",
            sa.Integer(),
            nullable=True,
            comment="NoEmployerProvidedReason 4.04.7A",
        ),
        sa.Column("cobra", sa.Integer(), nullable=True, comment="COBRA 4.04.8"),
        sa.Column("no_cobra_reason", sa.Integer(), nullable=True, comment="NoCOBRAReason 4.04.8A"),
        sa.Column("private_pay", sa.Integer(), nullable=True, comment="PrivatePay 4.04.9"),
        sa.Column("no_private_pay_reason", sa.Integer(), nullable=True, comment="NoPrivatePayReason 4.04.9A"),
        sa.Column("state_health_ins", sa.Integer(), nullable=True, comment="StateHealthIns 4.04.10"),
        sa.Column(
            "no_state_health_ins_reason",
            sa.Integer(),
            nullable=True,
            comment="NoStateHealthInsReason 4.04.10A",
        ),
        sa.Column(
            "indian_health_services", sa.Integer(), nullable=True, comment="IndianHealthServices 4.04.11"
        ),
        sa.Column(
            "no_indian_health_services_reason",
            sa.Integer(),
            nullable=True,
            comment="NoIndianHealthServicesReason 4.04.11A",
        ),
        sa.Column("other_insurance", sa.Integer(), nullable=True, comment="OtherInsurance 4.04.12"),
        sa.Column(
            "other_insurance_identify", sa.Text(), nullable=True, comment="OtherInsuranceIdentify 4.04.12A"
        ),
        sa.Column("adap", sa.Integer(), nullable=True, comment="ADAP W3.3"),
        sa.Column("no_adap_reason", sa.Integer(), nullable=True, comment="NoADAPReason W3.B"),
        sa.Column("ryan_white_med_dent", sa.Integer(), nullable=True, comment="RyanWhiteMedDent W3.4"),
        sa.Column("no_ryan_white_reason", sa.Integer(), nullable=True, comment="NoRyanWhiteReason W3.C"),
        sa.Column("connection_with_soar", sa.Integer(), nullable=True, comment="ConnectionWithSOAR P4.1"),
        sa.Column("data_collection_stage", sa.Integer(), nullable=True, comment="DataCollectionStage 5.03"),
        sa.Column("date_created", sa.Text(), nullable=True, comment="DateCreated 5.01"),
        sa.Column("date_updated", sa.Text(), nullable=True, comment="DateUpdated 5.02"),
        sa.Column("user_id", sa.Text(), nullable=True, comment="UserID 5.07"),
        sa.Column("date_deleted", sa.Text(), nullable=True, comment="DateDeleted"),
        sa.Column("export_id", sa.Text(), nullable=True, comment="ExportID"),
        sa.Column("enrollment_key", sa.Integer(), nullable=False),
        sa.Column("client_key", sa.Integer(), nullable=False),
        sa.Column(
            "import_run_id",
            sa.Integer(),
            nullable=True,
            comment="run that last wrote the row; null = entered here",
        ),
        sa.Column(
            "entered_organization_id", sa.Integer(), nullable=True, comment="agency that entered the row here"
        ),
        sa.Column(
            "content_hash",
            sa.BigInteger(),
            nullable=True,
            comment="of the row as imported; null once edited here",
        ),
        sa.Column("edited_at", UtcDateTime(), nullable=True, comment="last change made here"),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("idempotency_key", sa.Text(), nullable=True),
        sa.Column(
            "as_received",
            sa.Text(),
            nullable=True,
            comment="JSON: original text of values that our types write in another form",
        ),
        sa.ForeignKeyConstraint(["client_key"], ["client.id"], name=op.f("fk_income_benefits_client_key")),
        sa.ForeignKeyConstraint(
            ["data_source_id"], ["data_source.id"], name=op.f("fk_income_benefits_data_source_id")
        ),
        sa.ForeignKeyConstraint(
            ["enrollment_key"], ["enrollment.id"], name=op.f("fk_income_benefits_enrollment_key")
        ),
        sa.ForeignKeyConstraint(
            ["entered_organization_id"],
            ["organization.id"],
            name=op.f("fk_income_benefits_entered_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["import_run_id"], ["import_run.id"], name=op.f("fk_income_benefits_import_run_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_income_benefits")),
        sa.UniqueConstraint(
            "data_source_id", "income_benefits_id", name="uq_income_benefits_income_benefits_id"
        ),
    )
    op.create_index("ix_income_benefits_client_key", "income_benefits", ["client_key"], unique=False)
    op.create_index("ix_income_benefits_enrollment_key", "income_benefits", ["enrollment_key"], unique=False)
    op.create_index(
        "uq_income_benefits_idempotency_key",
        "income_benefits",
        ["idempotency_key"],
        unique=True,
        sqlite_where=sa.text("idempotency_key IS NOT NULL"),
        postgresql_where=sa.text("idempotency_key IS NOT NULL"),
    )
    op.create_table(
        "services",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("data_source_id", sa.Integer(), nullable=False),
        sa.Column("services_id", sa.Text(), nullable=False, comment="ServicesID"),
        sa.Column("enrollment_id", sa.Text(), nullable=True, comment="EnrollmentID 5.06"),
        sa.Column("personal_id", sa.Text(), nullable=True, comment="PersonalID 5.08"),
        sa.Column(
            "date_provided",
            sa.Date(),
            nullable=True,
            comment="DateProvided P1.1 P2.1 R14.1 W1.1 V2.1 W2.1 V3.1 4.14.1 V8.1 C2.1",
        ),
        sa.Column("record_type", sa.Integer(), nullable=True, comment="RecordType"),
        sa.Column(
            "type_provided",
            sa.Integer(),
            nullable=True,
            comment="TypeProvided P1.2 P2.2 R14.2 W1.2 V2.2 W2.2 V3.4 4.14 V8.2 C2.2",
        ),
        sa.Column("other_type_provided", sa.Text(), nullable=True, comment="OtherTypeProvided V2.D / V8.A"),
        sa.Column("moving_on_other_type", sa.Text(), nullable=True, comment="MovingOnOtherType C2.A"),
        sa.Column(
            "sub_type_provided", sa.Integer(), nullable=True, comment="SubTypeProvided V2.A / V2.B / V2.C"
        ),
        sa.Column("fa_amount", Money(), nullable=True, comment="FAAmount V3.3 / W2.3"),
        sa.Column("fa_start_date", sa.Date(), nullable=True, comment="FAStartDate V3.2"),
        sa.Column("fa_end_date", sa.Date(), nullable=True, comment="FAEndDate V3.5"),
        sa.Column("referral_outcome", sa.Integer(), nullable=True, comment="ReferralOutcome P2.A"),
        sa.Column("date_created", sa.Text(), nullable=True, comment="DateCreated 5.01"),
        sa.Column("date_updated", sa.Text(), nullable=True, comment="DateUpdated 5.02"),
        sa.Column("user_id", sa.Text(), nullable=True, comment="UserID 5.07"),
        sa.Column("date_deleted", sa.Text(), nullable=True, comment="DateDeleted"),
        sa.Column("export_id", sa.Text(), nullable=True, comment="ExportID"),
        sa.Column("enrollment_key", sa.Integer(), nullable=False),
        sa.Column("client_key", sa.Integer(), nullable=False),
        sa.Column(
            "import_run_id",
            sa.Integer(),
            nullable=True,
            comment="run that last wrote the row; null = entered here",
        ),
        sa.Column(
            "entered_organization_id", sa.Integer(), nullable=True, comment="agency that entered the row here"
        ),
        sa.Column(
            "content_hash",
            sa.BigInteger(),
            nullable=True,
            comment="of the row as imported; null once edited here",
        ),
        sa.Column("edited_at", UtcDateTime(), nullable=True, comment="last change made here"),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("idempotency_key", sa.Text(), nullable=True),
        sa.Column(
            "as_received",
            sa.Text(),
            nullable=True,
            comment="JSON: original text of values that our types write in another form",
        ),
        sa.ForeignKeyConstraint(["client_key"], ["client.id"], name=op.f("fk_services_client_key")),
        sa.ForeignKeyConstraint(
            ["data_source_id"], ["data_source.id"], name=op.f("fk_services_data_source_id")
        ),
        sa.ForeignKeyConstraint(
            ["enrollment_key"], ["enrollment.id"], name=op.f("fk_services_enrollment_key")
        ),
        sa.ForeignKeyConstraint(
            ["entered_organization_id"], ["organization.id"], name=op.f("fk_services_entered_organization_id")
        ),
        sa.ForeignKeyConstraint(["import_run_id"], ["import_run.id"], name=op.f("fk_services_import_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_services")),
        sa.UniqueConstraint("data_source_id", "services_id", name="uq_services_services_id"),
    )
    op.create_index(
        "ix_services_client_key_date_provided", "services", ["client_key", "date_provided"], unique=False
    )
    op.create_index(
        "ix_services_enrollment_key_date_provided",
        "services",
        ["enrollment_key", "date_provided"],
        unique=False,
    )
    op.create_index(
        "uq_services_idempotency_key",
        "services",
        ["idempotency_key"],
        unique=True,
        sqlite_where=sa.text("idempotency_key IS NOT NULL"),
        postgresql_where=sa.text("idempotency_key IS NOT NULL"),
    )
    op.create_table(
        "youth_education_status",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("data_source_id", sa.Integer(), nullable=False),
        sa.Column("youth_education_status_id", sa.Text(), nullable=False, comment="YouthEducationStatusID"),
        sa.Column("enrollment_id", sa.Text(), nullable=True, comment="EnrollmentID 5.06"),
        sa.Column("personal_id", sa.Text(), nullable=True, comment="PersonalID 5.08"),
        sa.Column("information_date", sa.Date(), nullable=True, comment="InformationDate C3.1"),
        sa.Column("current_school_attend", sa.Integer(), nullable=True, comment="CurrentSchoolAttend C3.2"),
        sa.Column("most_recent_ed_status", sa.Integer(), nullable=True, comment="MostRecentEdStatus C3.A"),
        sa.Column("current_ed_status", sa.Integer(), nullable=True, comment="CurrentEdStatus C3.B"),
        sa.Column("data_collection_stage", sa.Integer(), nullable=True, comment="DataCollectionStage 5.03"),
        sa.Column("date_created", sa.Text(), nullable=True, comment="DateCreated 5.01"),
        sa.Column("date_updated", sa.Text(), nullable=True, comment="DateUpdated 5.02"),
        sa.Column("user_id", sa.Text(), nullable=True, comment="UserID 5.07"),
        sa.Column("date_deleted", sa.Text(), nullable=True, comment="DateDeleted"),
        sa.Column("export_id", sa.Text(), nullable=True, comment="ExportID"),
        sa.Column("enrollment_key", sa.Integer(), nullable=False),
        sa.Column("client_key", sa.Integer(), nullable=False),
        sa.Column(
            "import_run_id",
            sa.Integer(),
            nullable=True,
            comment="run that last wrote the row; null = entered here",
        ),
        sa.Column(
            "entered_organization_id", sa.Integer(), nullable=True, comment="agency that entered the row here"
        ),
        sa.Column(
            "content_hash",
            sa.BigInteger(),
            nullable=True,
            comment="of the row as imported; null once edited here",
        ),
        sa.Column("edited_at", UtcDateTime(), nullable=True, comment="last change made here"),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("idempotency_key", sa.Text(), nullable=True),
        sa.Column(
            "as_received",
            sa.Text(),
            nullable=True,
            comment="JSON: original text of values that our types write in another form",
        ),
        sa.ForeignKeyConstraint(
            ["client_key"], ["client.id"], name=op.f("fk_youth_education_status_client_key")
        ),
        sa.ForeignKeyConstraint(
            ["data_source_id"], ["data_source.id"], name=op.f("fk_youth_education_status_data_source_id")
        ),
        sa.ForeignKeyConstraint(
            ["enrollment_key"], ["enrollment.id"], name=op.f("fk_youth_education_status_enrollment_key")
        ),
        sa.ForeignKeyConstraint(
            ["entered_organization_id"],
            ["organization.id"],
            name=op.f("fk_youth_education_status_entered_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["import_run_id"], ["import_run.id"], name=op.f("fk_youth_education_status_import_run_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_youth_education_status")),
        sa.UniqueConstraint(
            "data_source_id",
            "youth_education_status_id",
            name="uq_youth_education_status_youth_education_status_id",
        ),
    )
    op.create_index(
        "ix_youth_education_status_client_key", "youth_education_status", ["client_key"], unique=False
    )
    op.create_index(
        "ix_youth_education_status_enrollment_key", "youth_education_status", ["enrollment_key"], unique=False
    )
    op.create_index(
        "uq_youth_education_status_idempotency_key",
        "youth_education_status",
        ["idempotency_key"],
        unique=True,
        sqlite_where=sa.text("idempotency_key IS NOT NULL"),
        postgresql_where=sa.text("idempotency_key IS NOT NULL"),
    )
    op.create_table(
        "assessment_questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("data_source_id", sa.Integer(), nullable=False),
        sa.Column("assessment_question_id", sa.Text(), nullable=False, comment="AssessmentQuestionID"),
        sa.Column("assessment_id", sa.Text(), nullable=True, comment="AssessmentID"),
        sa.Column("enrollment_id", sa.Text(), nullable=True, comment="EnrollmentID 5.06"),
        sa.Column("personal_id", sa.Text(), nullable=True, comment="PersonalID 5.08"),
        sa.Column("assessment_question_group", sa.Text(), nullable=True, comment="AssessmentQuestionGroup"),
        sa.Column(
            "assessment_question_order", sa.Integer(), nullable=True, comment="AssessmentQuestionOrder"
        ),
        sa.Column("assessment_question", sa.Text(), nullable=True, comment="AssessmentQuestion 4.19.5"),
        sa.Column("assessment_answer", sa.Text(), nullable=True, comment="AssessmentAnswer 4.19.A"),
        sa.Column("date_created", sa.Text(), nullable=True, comment="DateCreated 5.01"),
        sa.Column("date_updated", sa.Text(), nullable=True, comment="DateUpdated 5.02"),
        sa.Column("user_id", sa.Text(), nullable=True, comment="UserID 5.07"),
        sa.Column("date_deleted", sa.Text(), nullable=True, comment="DateDeleted"),
        sa.Column("export_id", sa.Text(), nullable=True, comment="ExportID"),
        sa.Column("assessment_key", sa.Integer(), nullable=False),
        sa.Column("enrollment_key", sa.Integer(), nullable=False),
        sa.Column("client_key", sa.Integer(), nullable=False),
        sa.Column(
            "import_run_id",
            sa.Integer(),
            nullable=True,
            comment="run that last wrote the row; null = entered here",
        ),
        sa.Column(
            "entered_organization_id", sa.Integer(), nullable=True, comment="agency that entered the row here"
        ),
        sa.Column(
            "content_hash",
            sa.BigInteger(),
            nullable=True,
            comment="of the row as imported; null once edited here",
        ),
        sa.Column("edited_at", UtcDateTime(), nullable=True, comment="last change made here"),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("idempotency_key", sa.Text(), nullable=True),
        sa.Column(
            "as_received",
            sa.Text(),
            nullable=True,
            comment="JSON: original text of values that our types write in another form",
        ),
        sa.ForeignKeyConstraint(
            ["assessment_key"], ["assessment.id"], name=op.f("fk_assessment_questions_assessment_key")
        ),
        sa.ForeignKeyConstraint(
            ["client_key"], ["client.id"], name=op.f("fk_assessment_questions_client_key")
        ),
        sa.ForeignKeyConstraint(
            ["data_source_id"], ["data_source.id"], name=op.f("fk_assessment_questions_data_source_id")
        ),
        sa.ForeignKeyConstraint(
            ["enrollment_key"], ["enrollment.id"], name=op.f("fk_assessment_questions_enrollment_key")
        ),
        sa.ForeignKeyConstraint(
            ["entered_organization_id"],
            ["organization.id"],
            name=op.f("fk_assessment_questions_entered_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["import_run_id"], ["import_run.id"], name=op.f("fk_assessment_questions_import_run_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_questions")),
        sa.UniqueConstraint(
            "data_source_id", "assessment_question_id", name="uq_assessment_questions_assessment_question_id"
        ),
    )
    op.create_index(
        "ix_assessment_questions_assessment_key", "assessment_questions", ["assessment_key"], unique=False
    )
    op.create_index(
        "ix_assessment_questions_client_key", "assessment_questions", ["client_key"], unique=False
    )
    op.create_index(
        "ix_assessment_questions_enrollment_key", "assessment_questions", ["enrollment_key"], unique=False
    )
    op.create_index(
        "uq_assessment_questions_idempotency_key",
        "assessment_questions",
        ["idempotency_key"],
        unique=True,
        sqlite_where=sa.text("idempotency_key IS NOT NULL"),
        postgresql_where=sa.text("idempotency_key IS NOT NULL"),
    )
    op.create_table(
        "assessment_results",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("data_source_id", sa.Integer(), nullable=False),
        sa.Column("assessment_result_id", sa.Text(), nullable=False, comment="AssessmentResultID"),
        sa.Column("assessment_id", sa.Text(), nullable=True, comment="AssessmentID"),
        sa.Column("enrollment_id", sa.Text(), nullable=True, comment="EnrollmentID 5.06"),
        sa.Column("personal_id", sa.Text(), nullable=True, comment="PersonalID 5.08"),
        sa.Column("assessment_result_type", sa.Text(), nullable=True, comment="AssessmentResultType 4.19.6"),
        sa.Column("assessment_result", sa.Text(), nullable=True, comment="AssessmentResult 4.19.B"),
        sa.Column("date_created", sa.Text(), nullable=True, comment="DateCreated 5.01"),
        sa.Column("date_updated", sa.Text(), nullable=True, comment="DateUpdated 5.02"),
        sa.Column("user_id", sa.Text(), nullable=True, comment="UserID 5.07"),
        sa.Column("date_deleted", sa.Text(), nullable=True, comment="DateDeleted"),
        sa.Column("export_id", sa.Text(), nullable=True, comment="ExportID"),
        sa.Column("assessment_key", sa.Integer(), nullable=False),
        sa.Column("enrollment_key", sa.Integer(), nullable=False),
        sa.Column("client_key", sa.Integer(), nullable=False),
        sa.Column(
            "import_run_id",
            sa.Integer(),
            nullable=True,
            comment="run that last wrote the row; null = entered here",
        ),
        sa.Column(
            "entered_organization_id", sa.Integer(), nullable=True, comment="agency that entered the row here"
        ),
        sa.Column(
            "content_hash",
            sa.BigInteger(),
            nullable=True,
            comment="of the row as imported; null once edited here",
        ),
        sa.Column("edited_at", UtcDateTime(), nullable=True, comment="last change made here"),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("idempotency_key", sa.Text(), nullable=True),
        sa.Column(
            "as_received",
            sa.Text(),
            nullable=True,
            comment="JSON: original text of values that our types write in another form",
        ),
        sa.ForeignKeyConstraint(
            ["assessment_key"], ["assessment.id"], name=op.f("fk_assessment_results_assessment_key")
        ),
        sa.ForeignKeyConstraint(["client_key"], ["client.id"], name=op.f("fk_assessment_results_client_key")),
        sa.ForeignKeyConstraint(
            ["data_source_id"], ["data_source.id"], name=op.f("fk_assessment_results_data_source_id")
        ),
        sa.ForeignKeyConstraint(
            ["enrollment_key"], ["enrollment.id"], name=op.f("fk_assessment_results_enrollment_key")
        ),
        sa.ForeignKeyConstraint(
            ["entered_organization_id"],
            ["organization.id"],
            name=op.f("fk_assessment_results_entered_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["import_run_id"], ["import_run.id"], name=op.f("fk_assessment_results_import_run_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_results")),
        sa.UniqueConstraint(
            "data_source_id", "assessment_result_id", name="uq_assessment_results_assessment_result_id"
        ),
    )
    op.create_index(
        "ix_assessment_results_assessment_key", "assessment_results", ["assessment_key"], unique=False
    )
    op.create_index("ix_assessment_results_client_key", "assessment_results", ["client_key"], unique=False)
    op.create_index(
        "ix_assessment_results_enrollment_key", "assessment_results", ["enrollment_key"], unique=False
    )
    op.create_index(
        "uq_assessment_results_idempotency_key",
        "assessment_results",
        ["idempotency_key"],
        unique=True,
        sqlite_where=sa.text("idempotency_key IS NOT NULL"),
        postgresql_where=sa.text("idempotency_key IS NOT NULL"),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("assessment_results")
    op.drop_table("assessment_questions")
    op.drop_table("youth_education_status")
    op.drop_table("services")
    op.drop_table("income_benefits")
    op.drop_table("health_and_dv")
    op.drop_table("exit")
    op.drop_table("event")
    op.drop_table("employment_education")
    op.drop_table("disabilities")
    op.drop_table("current_living_situation")
    op.drop_table("assessment")
    op.drop_table("enrollment")
    op.drop_table("client")
