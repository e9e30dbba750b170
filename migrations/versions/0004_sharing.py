"""Create sessions, grants, sharing, notes, search keys and report runs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from hmis_web.db.types import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "set_up_link",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_set_up_link_account_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_set_up_link")),
    )
    op.create_index(op.f("ix_set_up_link_account_id"), "set_up_link", ["account_id"], unique=False)
    op.create_table(
        "account_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("role_id", sa.Integer(), nullable=False),
        sa.Column("is_primary", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_account_grant_account_id")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_account_grant_organization_id")
        ),
        sa.ForeignKeyConstraint(["role_id"], ["role.id"], name=op.f("fk_account_grant_role_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_grant")),
    )
    op.create_index(
        "ix_account_grant_account_id_organization_id",
        "account_grant",
        ["account_id", "organization_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_account_grant_organization_id"), "account_grant", ["organization_id"], unique=False
    )
    op.create_index(op.f("ix_account_grant_role_id"), "account_grant", ["role_id"], unique=False)
    op.create_table(
        "report_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("spec_version", sa.Text(), nullable=False),
        sa.Column("engine_version", sa.Text(), nullable=False),
        sa.Column("parameters", sa.Text(), nullable=False, comment="JSON"),
        sa.Column("start_date", sa.Date(), nullable=False),
        sa.Column("end_date", sa.Date(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("universe_hash", sa.Text(), nullable=True),
        sa.Column("data_as_of", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_report_run_account_id")),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_report_run_job_id")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_report_run_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_run")),
    )
    op.create_index(op.f("ix_report_run_account_id"), "report_run", ["account_id"], unique=False)
    op.create_index(op.f("ix_report_run_job_id"), "report_run", ["job_id"], unique=False)
    op.create_index(op.f("ix_report_run_organization_id"), "report_run", ["organization_id"], unique=False)
    op.create_table(
        "web_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=True, comment="agency acted for"),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("ended_why", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_web_session_account_id")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_web_session_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_web_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_web_session_token_hash")),
    )
    op.create_index(op.f("ix_web_session_account_id"), "web_session", ["account_id"], unique=False)
    op.create_table(
        "artifact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("report_run_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind", sa.Text(), nullable=False, comment="universe, tables, pdf, csv, xlsx, hmis_csv, findings"
        ),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False, comment="relative to HMIS_VAR"),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False, comment="of the plain content"),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_artifact_account_id")),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_artifact_job_id")),
        sa.ForeignKeyConstraint(["report_run_id"], ["report_run.id"], name=op.f("fk_artifact_report_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_artifact")),
    )
    op.create_index(op.f("ix_artifact_account_id"), "artifact", ["account_id"], unique=False)
    op.create_index(op.f("ix_artifact_job_id"), "artifact", ["job_id"], unique=False)
    op.create_index(op.f("ix_artifact_report_run_id"), "artifact", ["report_run_id"], unique=False)
    op.create_table(
        "client_agency",
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_client_agency_client_id")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_client_agency_organization_id")
        ),
        sa.PrimaryKeyConstraint("organization_id", "client_id", name=op.f("pk_client_agency")),
    )
    op.create_index(op.f("ix_client_agency_client_id"), "client_agency", ["client_id"], unique=False)
    op.create_table(
        "client_alias",
        sa.Column("data_source_id", sa.Integer(), nullable=False),
        sa.Column("personal_id", sa.Text(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column(
            "replaced_key",
            sa.Integer(),
            nullable=True,
            comment="surrogate key that the identifier had before",
        ),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_client_alias_client_id")),
        sa.ForeignKeyConstraint(
            ["data_source_id"], ["data_source.id"], name=op.f("fk_client_alias_data_source_id")
        ),
        sa.PrimaryKeyConstraint("data_source_id", "personal_id", name=op.f("pk_client_alias")),
    )
    op.create_index(op.f("ix_client_alias_client_id"), "client_alias", ["client_id"], unique=False)
    op.create_table(
        "note",
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False, comment="agency that wrote it"),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("deleted_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("idempotency_key", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_note_account_id")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_note_client_id")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_note_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_note_idempotency_key")),
    )
    op.create_index(op.f("ix_note_client_id"), "note", ["client_id"], unique=False)
    op.create_index(op.f("ix_note_organization_id"), "note", ["organization_id"], unique=False)
    op.create_table(
        "public_alert",
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("priority", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False, comment="agency that wrote it"),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("deleted_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("idempotency_key", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "priority in ('info','important','urgent')", name=op.f("ck_public_alert_priority")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_public_alert_account_id")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_public_alert_client_id")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_public_alert_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_alert")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_public_alert_idempotency_key")),
    )
    op.create_index(op.f("ix_public_alert_client_id"), "public_alert", ["client_id"], unique=False)
    op.create_index(
        "ix_public_alert_client_id_ends_on", "public_alert", ["client_id", "ends_on"], unique=False
    )
    op.create_index(
        op.f("ix_public_alert_organization_id"), "public_alert", ["organization_id"], unique=False
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("public_alert")
    op.drop_table("note")
    op.drop_table("client_alias")
    op.drop_table("client_agency")
    op.drop_table("artifact")
    op.drop_table("web_session")
    op.drop_table("report_run")
    op.drop_table("account_grant")
    op.drop_table("set_up_link")
