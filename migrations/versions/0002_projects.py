"""Create agencies, projects and what is known of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from hmis_web.db.types import UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "organization",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("data_source_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Text(), nullable=False, comment="OrganizationID 2.01.1"),
        sa.Column("organization_name", sa.Text(), nullable=True, comment="OrganizationName 2.01.2"),
        sa.Column(
            "victim_service_provider", sa.Integer(), nullable=True, comment="VictimServiceProvider 2.01.3"
        ),
        sa.Column("organization_common_name", sa.Text(), nullable=True, comment="OrganizationCommonName"),
        sa.Column("date_created", sa.Text(), nullable=True, comment="DateCreated 5.01"),
        sa.Column("date_updated", sa.Text(), nullable=True, comment="DateUpdated 5.02"),
        sa.Column("user_id", sa.Text(), nullable=True, comment="UserID 5.07"),
        sa.Column("date_deleted", sa.Text(), nullable=True, comment="DateDeleted"),
        sa.Column("export_id", sa.Text(), nullable=True, comment="ExportID"),
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
            ["data_source_id"], ["data_source.id"], name=op.f("fk_organization_data_source_id")
        ),
        sa.ForeignKeyConstraint(
            ["entered_organization_id"],
            ["organization.id"],
            name=op.f("fk_organization_entered_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["import_run_id"], ["import_run.id"], name=op.f("fk_organization_import_run_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organization")),
        sa.UniqueConstraint("data_source_id", "organization_id", name="uq_organization_organization_id"),
    )
    op.create_index(
        "uq_organization_idempotency_key",
        "organization",
        ["idempotency_key"],
        unique=True,
        sqlite_where=sa.text("idempotency_key IS NOT NULL"),
        postgresql_where=sa.text("idempotency_key IS NOT NULL"),
    )
    op.create_table(
        "export",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("data_source_id", sa.Integer(), nullable=False),
        sa.Column("export_id", sa.Text(), nullable=False, comment="ExportID"),
        sa.Column("source_type", sa.Integer(), nullable=True, comment="SourceType"),
        sa.Column("source_id", sa.Text(), nullable=True, comment="SourceID"),
        sa.Column("source_name", sa.Text(), nullable=True, comment="SourceName"),
        sa.Column("source_contact_first", sa.Text(), nullable=True, comment="SourceContactFirst"),
        sa.Column("source_contact_last", sa.Text(), nullable=True, comment="SourceContactLast"),
        sa.Column("source_contact_phone", sa.Text(), nullable=True, comment="SourceContactPhone"),
        sa.Column("source_contact_extension", sa.Text(), nullable=True, comment="SourceContactExtension"),
        sa.Column("source_contact_email", sa.Text(), nullable=True, comment="SourceContactEmail"),
        sa.Column("export_date", sa.Text(), nullable=True, comment="ExportDate"),
        sa.Column("export_start_date", sa.Date(), nullable=True, comment="ExportStartDate"),
        sa.Column("export_end_date", sa.Date(), nullable=True, comment="ExportEndDate"),
        sa.Column("software_name", sa.Text(), nullable=True, comment="SoftwareName"),
        sa.Column("software_version", sa.Text(), nullable=True, comment="SoftwareVersion"),
        sa.Column("csv_version", sa.Text(), nullable=True, comment="CSVVersion"),
        sa.Column("export_period_type", sa.Integer(), nullable=True, comment="ExportPeriodType"),
        sa.Column("export_directive", sa.Integer(), nullable=True, comment="ExportDirective"),
        sa.Column("hash_status", sa.Integer(), nullable=True, comment="HashStatus"),
        sa.Column("implementation_id", sa.Text(), nullable=True, comment="ImplementationID 5.10"),
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
            ["data_source_id"], ["data_source.id"], name=op.f("fk_export_data_source_id")
        ),
        sa.ForeignKeyConstraint(
            ["entered_organization_id"], ["organization.id"], name=op.f("fk_export_entered_organization_id")
        ),
        sa.ForeignKeyConstraint(["import_run_id"], ["import_run.id"], name=op.f("fk_export_import_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export")),
        sa.UniqueConstraint("data_source_id", "export_id", name="uq_export_export_id"),
    )
    op.create_index(
        "uq_export_idempotency_key",
        "export",
        ["idempotency_key"],
        unique=True,
        sqlite_where=sa.text("idempotency_key IS NOT NULL"),
        postgresql_where=sa.text("idempotency_key IS NOT NULL"),
    )
    op.create_table(
        "hud_user",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("data_source_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False, comment="UserID 5.07"),
        sa.Column("user_first_name", sa.Text(), nullable=True, comment="UserFirstName"),
        sa.Column("user_last_name", sa.Text(), nullable=True, comment="UserLastName"),
        sa.Column("user_phone", sa.Text(), nullable=True, comment="UserPhone"),
        sa.Column("user_extension", sa.Text(), nullable=True, comment="UserExtension"),
        sa.Column("user_email", sa.Text(), nullable=True, comment="UserEmail"),
        sa.Column("date_created", sa.Text(), nullable=True, comment="DateCreated 5.01"),
        sa.Column("date_updated", sa.Text(), nullable=True, comment="DateUpdated 5.02"),
        sa.Column("date_deleted", sa.Text(), nullable=True, comment="DateDeleted"),
        sa.Column("export_id", sa.Text(), nullable=True, comment="ExportID"),
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
            ["data_source_id"], ["data_source.id"], name=op.f("fk_hud_user_data_source_id")
        ),
        sa.ForeignKeyConstraint(
            ["entered_organization_id"], ["organization.id"], name=op.f("fk_hud_user_entered_organization_id")
        ),
        sa.ForeignKeyConstraint(["import_run_id"], ["import_run.id"], name=op.f("fk_hud_user_import_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hud_user")),
        sa.UniqueConstraint("data_source_id", "user_id", name="uq_hud_user_user_id"),
    )
    op.create_index(
        "uq_hud_user_idempotency_key",
        "hud_user",
        ["idempotency_key"],
        unique=True,
        sqlite_where=sa.text("idempotency_key IS NOT NULL"),
        postgresql_where=sa.text("idempotency_key IS NOT NULL"),
    )
    op.create_table(
        "project",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("data_source_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Text(), nullable=False, comment="ProjectID 2.02.1"),
        sa.Column("organization_id", sa.Text(), nullable=True, comment="OrganizationID 2.01.1"),
        sa.Column("project_name", sa.Text(), nullable=True, comment="ProjectName 2.02.2"),
        sa.Column("project_common_name", sa.Text(), nullable=True, comment="ProjectCommonName"),
        sa.Column("operating_start_date", sa.Date(), nullable=True, comment="OperatingStartDate 2.02.3"),
        sa.Column("operating_end_date", sa.Date(), nullable=True, comment="OperatingEndDate 2.02.4"),
        sa.Column("continuum_project", sa.Integer(), nullable=True, comment="ContinuumProject 2.02.5"),
        sa.Column("project_type", sa.Integer(), nullable=True, comment="ProjectType 2.02.6"),
        sa.Column("housing_type", sa.Integer(), nullable=True, comment="HousingType 2.02.D"),
        sa.Column("rrh_sub_type", sa.Integer(), nullable=True, comment="RRHSubType 2.02.A"),
        sa.Column(
            "residential_affiliation", sa.Integer(), nullable=True, comment="ResidentialAffiliation 2.02.B"
        ),
        sa.Column("target_population", sa.Integer(), nullable=True, comment="TargetPopulation 2.02.7"),
        sa.Column(
            "hopwa_med_assisted_living_fac",
            sa.Integer(),
            nullable=True,
            comment="HOPWAMedAssistedLivingFac 2.02.8",
        ),
        sa.Column("pit_count", sa.Integer(), nullable=True, comment="PITCount"),
        sa.Column("date_created", sa.Text(), nullable=True, comment="DateCreated 5.01"),
        sa.Column("date_updated", sa.Text(), nullable=True, comment="DateUpdated 5.02"),
        sa.Column("user_id", sa.Text(), nullable=True, comment="UserID 5.07"),
        sa.Column("date_deleted", sa.Text(), nullable=True, comment="DateDeleted"),
        sa.Column("export_id", sa.Text(), nullable=True, comment="ExportID"),
        sa.Column("organization_key", sa.Integer(), nullable=False),
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
            ["data_source_id"], ["data_source.id"], name=op.f("fk_project_data_source_id")
        ),
        sa.ForeignKeyConstraint(
            ["entered_organization_id"], ["organization.id"], name=op.f("fk_project_entered_organization_id")
        ),
        sa.ForeignKeyConstraint(["import_run_id"], ["import_run.id"], name=op.f("fk_project_import_run_id")),
        sa.ForeignKeyConstraint(
            ["organization_key"], ["organization.id"], name=op.f("fk_project_organization_key")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project")),
        sa.UniqueConstraint("data_source_id", "project_id", name="uq_project_project_id"),
    )
    op.create_index("ix_project_organization_key", "project", ["organization_key"], unique=False)
    op.create_index(
        "uq_project_idempotency_key",
        "project",
        ["idempotency_key"],
        unique=True,
        sqlite_where=sa.text("idempotency_key IS NOT NULL"),
        postgresql_where=sa.text("idempotency_key IS NOT NULL"),
    )
    op.create_table(
        "affiliation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("data_source_id", sa.Integer(), nullable=False),
        sa.Column("affiliation_id", sa.Text(), nullable=False, comment="AffiliationID"),
        sa.Column("project_id", sa.Text(), nullable=True, comment="ProjectID 5.05"),
        sa.Column("res_project_id", sa.Text(), nullable=True, comment="ResProjectID 2.02.C"),
        sa.Column("date_created", sa.Text(), nullable=True, comment="DateCreated 5.01"),
        sa.Column("date_updated", sa.Text(), nullable=True, comment="DateUpdated 5.02"),
        sa.Column("user_id", sa.Text(), nullable=True, comment="UserID 5.07"),
        sa.Column("date_deleted", sa.Text(), nullable=True, comment="DateDeleted"),
        sa.Column("export_id", sa.Text(), nullable=True, comment="ExportID"),
        sa.Column("res_project_key", sa.Integer(), nullable=True),
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
        sa.ForeignKeyConstraint(
            ["data_source_id"], ["data_source.id"], name=op.f("fk_affiliation_data_source_id")
        ),
        sa.ForeignKeyConstraint(
            ["entered_organization_id"],
            ["organization.id"],
            name=op.f("fk_affiliation_entered_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["import_run_id"], ["import_run.id"], name=op.f("fk_affiliation_import_run_id")
        ),
        sa.ForeignKeyConstraint(["project_key"], ["project.id"], name=op.f("fk_affiliation_project_key")),
        sa.ForeignKeyConstraint(
            ["res_project_key"], ["project.id"], name=op.f("fk_affiliation_res_project_key")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_affiliation")),
        sa.UniqueConstraint("data_source_id", "affiliation_id", name="uq_affiliation_affiliation_id"),
    )
    op.create_index("ix_affiliation_project_key", "affiliation", ["project_key"], unique=False)
    op.create_index("ix_affiliation_res_project_key", "affiliation", ["res_project_key"], unique=False)
    op.create_index(
        "uq_affiliation_idempotency_key",
        "affiliation",
        ["idempotency_key"],
        unique=True,
        sqlite_where=sa.text("idempotency_key IS NOT NULL"),
        postgresql_where=sa.text("idempotency_key IS NOT NULL"),
    )
    op.create_table(
        "ce_participation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("data_source_id", sa.Integer(), nullable=False),
        sa.Column("ce_participation_id", sa.Text(), nullable=False, comment="CEParticipationID"),
        sa.Column("project_id", sa.Text(), nullable=True, comment="ProjectID 5.05"),
        sa.Column("access_point", sa.Integer(), nullable=True, comment="AccessPoint 2.09.1"),
        sa.Column(
            "prevention_assessment", sa.Integer(), nullable=True, comment="PreventionAssessment 2.09.A"
        ),
        sa.Column("crisis_assessment", sa.Integer(), nullable=True, comment="CrisisAssessment 2.09.A"),
        sa.Column("housing_assessment", sa.Integer(), nullable=True, comment="HousingAssessment 2.09.A"),
        sa.Column("direct_services", sa.Integer(), nullable=True, comment="DirectServices 2.09.A"),
        sa.Column("receives_referrals", sa.Integer(), nullable=True, comment="ReceivesReferrals 2.09.2"),
        sa.Column(
            "ce_participation_status_start_date",
            sa.Date(),
            nullable=True,
            comment="CEParticipationStatusStartDate 2.09.3",
        ),
        sa.Column(
            "ce_participation_status_end_date",
            sa.Date(),
            nullable=True,
            comment="CEParticipationStatusEndDate 2.09.4",
        ),
        sa.Column("date_created", sa.Text(), nullable=True, comment="DateCreated 5.01"),
        sa.Column("date_updated", sa.Text(), nullable=True, comment="DateUpdated 5.02"),
        sa.Column("user_id", sa.Text(), nullable=True, comment="UserID 5.07"),
        sa.Column("date_deleted", sa.Text(), nullable=True, comment="DateDeleted"),
        sa.Column("export_id", sa.Text(), nullable=True, comment="ExportID"),
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
        sa.ForeignKeyConstraint(
            ["data_source_id"], ["data_source.id"], name=op.f("fk_ce_participation_data_source_id")
        ),
        sa.ForeignKeyConstraint(
            ["entered_organization_id"],
            ["organization.id"],
            name=op.f("fk_ce_participation_entered_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["import_run_id"], ["import_run.id"], name=op.f("fk_ce_participation_import_run_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_key"], ["project.id"], name=op.f("fk_ce_participation_project_key")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ce_participation")),
        sa.UniqueConstraint(
            "data_source_id", "ce_participation_id", name="uq_ce_participation_ce_participation_id"
        ),
    )
    op.create_index("ix_ce_participation_project_key", "ce_participation", ["project_key"], unique=False)
    op.create_index(
        "uq_ce_participation_idempotency_key",
        "ce_participation",
        ["idempotency_key"],
        unique=True,
        sqlite_where=sa.text("idempotency_key IS NOT NULL"),
        postgresql_where=sa.text("idempotency_key IS NOT NULL"),
    )
    op.create_table(
        "funder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("data_source_id", sa.Integer(), nullable=False),
        sa.Column("funder_id", sa.Text(), nullable=False, comment="FunderID"),
        sa.Column("project_id", sa.Text(), nullable=True, comment="ProjectID 5.05"),
        sa.Column("funder", sa.Integer(), nullable=True, comment="Funder 2.06.1"),
        sa.Column("other_funder", sa.Text(), nullable=True, comment="OtherFunder 2.06.A"),
        sa.Column("grant_id", sa.Text(), nullable=True, comment="GrantID 2.06.2"),
        sa.Column("start_date", sa.Date(), nullable=True, comment="StartDate 2.06.3"),
        sa.Column("end_date", sa.Date(), nullable=True, comment="EndDate 2.06.4"),
        sa.Column("date_created", sa.Text(), nullable=True, comment="DateCreated 5.01"),
        sa.Column("date_updated", sa.Text(), nullable=True, comment="DateUpdated 5.02"),
        sa.Column("user_id", sa.Text(), nullable=True, comment="UserID 5.07"),
        sa.Column("date_deleted", sa.Text(), nullable=True, comment="DateDeleted"),
        sa.Column("export_id", sa.Text(), nullable=True, comment="ExportID"),
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
        sa.ForeignKeyConstraint(
            ["data_source_id"], ["data_source.id"], name=op.f("fk_funder_data_source_id")
        ),
        sa.ForeignKeyConstraint(
            ["entered_organization_id"], ["organization.id"], name=op.f("fk_funder_entered_organization_id")
        ),
        sa.ForeignKeyConstraint(["import_run_id"], ["import_run.id"], name=op.f("fk_funder_import_run_id")),
        sa.ForeignKeyConstraint(["project_key"], ["project.id"], name=op.f("fk_funder_project_key")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_funder")),
        sa.UniqueConstraint("data_source_id", "funder_id", name="uq_funder_funder_id"),
    )
    op.create_index("ix_funder_project_key", "funder", ["project_key"], unique=False)
    op.create_index(
        "uq_funder_idempotency_key",
        "funder",
        ["idempotency_key"],
        unique=True,
        sqlite_where=sa.text("idempotency_key IS NOT NULL"),
        postgresql_where=sa.text("idempotency_key IS NOT NULL"),
    )
    op.create_table(
        "hmis_participation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("data_source_id", sa.Integer(), nullable=False),
        sa.Column("hmis_participation_id", sa.Text(), nullable=False, comment="HMISParticipationID"),
        sa.Column("project_id", sa.Text(), nullable=True, comment="ProjectID 5.05"),
        sa.Column(
            "hmis_participation_type", sa.Integer(), nullable=True, comment="HMISParticipationType 2.08.1"
        ),
        sa.Column(
            "hmis_participation_status_start_date",
            sa.Date(),
            nullable=True,
            comment="HMISParticipationStatusStartDate 2.08.2",
        ),
        sa.Column(
            "hmis_participation_status_end_date",
            sa.Date(),
            nullable=True,
            comment="HMISParticipationStatusEndDate 2.08.3",
        ),
        sa.Column("date_created", sa.Text(), nullable=True, comment="DateCreated 5.01"),
        sa.Column("date_updated", sa.Text(), nullable=True, comment="DateUpdated 5.02"),
        sa.Column("user_id", sa.Text(), nullable=True, comment="UserID 5.07"),
        sa.Column("date_deleted", sa.Text(), nullable=True, comment="DateDeleted"),
        sa.Column("export_id", sa.Text(), nullable=True, comment="ExportID"),
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
        sa.ForeignKeyConstraint(
            ["data_source_id"], ["data_source.id"], name=op.f("fk_hmis_participation_data_source_id")
        ),
        sa.ForeignKeyConstraint(
            ["entered_organization_id"],
            ["organization.id"],
            name=op.f("fk_hmis_participation_entered_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["import_run_id"], ["import_run.id"], name=op.f("fk_hmis_participation_import_run_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_key"], ["project.id"], name=op.f("fk_hmis_participation_project_key")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hmis_participation")),
        sa.UniqueConstraint(
            "data_source_id", "hmis_participation_id", name="uq_hmis_participation_hmis_participation_id"
        ),
    )
    op.create_index("ix_hmis_participation_project_key", "hmis_participation", ["project_key"], unique=False)
    op.create_index(
        "uq_hmis_participation_idempotency_key",
        "hmis_participation",
        ["idempotency_key"],
        unique=True,
        sqlite_where=sa.text("idempotency_key IS NOT NULL"),
        postgresql_where=sa.text("idempotency_key IS NOT NULL"),
    )
    op.create_table(
        "inventory",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("data_source_id", sa.Integer(), nullable=False),
        sa.Column("inventory_id", sa.Text(), nullable=False, comment="InventoryID"),
        sa.Column("project_id", sa.Text(), nullable=True, comment="ProjectID 2.02.1"),
        sa.Column("coc_code", sa.Text(), nullable=True, comment="CoCCode 2.07.3"),
        sa.Column("household_type", sa.Integer(), nullable=True, comment="HouseholdType 2.07.4"),
        sa.Column("availability", sa.Integer(), nullable=True, comment="Availability 2.07.6"),
        sa.Column("unit_inventory", sa.Integer(), nullable=True, comment="UnitInventory 2.07.15"),
        sa.Column("bed_inventory", sa.Integer(), nullable=True, comment="BedInventory 2.07.14"),
        sa.Column("ch_vet_bed_inventory", sa.Integer(), nullable=True, comment="CHVetBedInventory 2.07.7"),
        sa.Column(
            "youth_vet_bed_inventory", sa.Integer(), nullable=True, comment="YouthVetBedInventory 2.07.8"
        ),
        sa.Column("vet_bed_inventory", sa.Integer(), nullable=True, comment="VetBedInventory 2.07.9"),
        sa.Column(
            "ch_youth_bed_inventory", sa.Integer(), nullable=True, comment="CHYouthBedInventory 2.07.10"
        ),
        sa.Column("youth_bed_inventory", sa.Integer(), nullable=True, comment="YouthBedInventory 2.07.11"),
        sa.Column("ch_bed_inventory", sa.Integer(), nullable=True, comment="CHBedInventory 2.07.12"),
        sa.Column("other_bed_inventory", sa.Integer(), nullable=True, comment="OtherBedInventory 2.07.13"),
        sa.Column("es_bed_type", sa.Integer(), nullable=True, comment="ESBedType 2.07.5"),
        sa.Column("inventory_start_date", sa.Date(), nullable=True, comment="InventoryStartDate 2.07.1"),
        sa.Column("inventory_end_date", sa.Date(), nullable=True, comment="InventoryEndDate 2.07.2"),
        sa.Column("date_created", sa.Text(), nullable=True, comment="DateCreated 5.01"),
        sa.Column("date_updated", sa.Text(), nullable=True, comment="DateUpdated 5.02"),
        sa.Column("user_id", sa.Text(), nullable=True, comment="UserID 5.07"),
        sa.Column("date_deleted", sa.Text(), nullable=True, comment="DateDeleted"),
        sa.Column("export_id", sa.Text(), nullable=True, comment="ExportID"),
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
        sa.ForeignKeyConstraint(
            ["data_source_id"], ["data_source.id"], name=op.f("fk_inventory_data_source_id")
        ),
        sa.ForeignKeyConstraint(
            ["entered_organization_id"],
            ["organization.id"],
            name=op.f("fk_inventory_entered_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["import_run_id"], ["import_run.id"], name=op.f("fk_inventory_import_run_id")
        ),
        sa.ForeignKeyConstraint(["project_key"], ["project.id"], name=op.f("fk_inventory_project_key")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inventory")),
        sa.UniqueConstraint("data_source_id", "inventory_id", name="uq_inventory_inventory_id"),
    )
    op.create_index("ix_inventory_project_key", "inventory", ["project_key"], unique=False)
    op.create_index(
        "uq_inventory_idempotency_key",
        "inventory",
        ["idempotency_key"],
        unique=True,
        sqlite_where=sa.text("idempotency_key IS NOT NULL"),
        postgresql_where=sa.text("idempotency_key IS NOT NULL"),
    )
    op.create_table(
        "project_coc",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("data_source_id", sa.Integer(), nullable=False),
        sa.Column("project_coc_id", sa.Text(), nullable=False, comment="ProjectCoCID"),
        sa.Column("project_id", sa.Text(), nullable=True, comment="ProjectID 5.05"),
        sa.Column("coc_code", sa.Text(), nullable=True, comment="CoCCode 2.03.1"),
        sa.Column("geocode", sa.Text(), nullable=True, comment="Geocode 2.03.2"),
        sa.Column("address1", sa.Text(), nullable=True, comment="Address1 2.03.3"),
        sa.Column("address2", sa.Text(), nullable=True, comment="Address2 2.03.4"),
        sa.Column("city", sa.Text(), nullable=True, comment="City 2.03.5"),
        sa.Column("state", sa.Text(), nullable=True, comment="State 2.03.6"),
        sa.Column("zip", sa.Text(), nullable=True, comment="ZIP 2.03.7"),
        sa.Column("geography_type", sa.Integer(), nullable=True, comment="GeographyType 2.03.8"),
        sa.Column("date_created", sa.Text(), nullable=True, comment="DateCreated 5.01"),
        sa.Column("date_updated", sa.Text(), nullable=True, comment="DateUpdated 5.02"),
        sa.Column("user_id", sa.Text(), nullable=True, comment="UserID 5.07"),
        sa.Column("date_deleted", sa.Text(), nullable=True, comment="DateDeleted"),
        sa.Column("export_id", sa.Text(), nullable=True, comment="ExportID"),
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
        sa.ForeignKeyConstraint(
            ["data_source_id"], ["data_source.id"], name=op.f("fk_project_coc_data_source_id")
        ),
        sa.ForeignKeyConstraint(
            ["entered_organization_id"],
            ["organization.id"],
            name=op.f("fk_project_coc_entered_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["import_run_id"], ["import_run.id"], name=op.f("fk_project_coc_import_run_id")
        ),
        sa.ForeignKeyConstraint(["project_key"], ["project.id"], name=op.f("fk_project_coc_project_key")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_coc")),
        sa.UniqueConstraint("data_source_id", "project_coc_id", name="uq_project_coc_project_coc_id"),
    )
    op.create_index("ix_project_coc_project_key", "project_coc", ["project_key"], unique=False)
    op.create_index(
        "uq_project_coc_idempotency_key",
        "project_coc",
        ["idempotency_key"],
        unique=True,
        sqlite_where=sa.text("idempotency_key IS NOT NULL"),
        postgresql_where=sa.text("idempotency_key IS NOT NULL"),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("project_coc")
    op.drop_table("inventory")
    op.drop_table("hmis_participation")
    op.drop_table("funder")
    op.drop_table("ce_participation")
    op.drop_table("affiliation")
    op.drop_table("project")
    op.drop_table("hud_user")
    op.drop_table("export")
    op.drop_table("organization")
