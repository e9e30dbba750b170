"""Create what was asked at each stage of a stay, and what rules found in the answers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from hmis_web.db.types import UtcDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

STATES = ("complete", "incomplete")
SEVERITIES = ("error", "high", "warning")
OPEN = sa.text("resolved_at IS NULL")
INCOMPLETE = sa.text("state = 'incomplete'")


def upgrade() -> None:
    """Create both tables, empty: what came by import has rows but no record of its form."""
    op.create_table(
        "stage_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrollment_key", sa.Integer(), nullable=False),
        sa.Column("client_key", sa.Integer(), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False, comment="list 5.03.1"),
        sa.Column("information_date", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("form_version", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("organization_id", sa.Integer(), nullable=True, comment="agency that saved it"),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("saved_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(f"state in {STATES}", name=op.f("ck_stage_record_state")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_stage_record_account_id")),
        sa.ForeignKeyConstraint(["client_key"], ["client.id"], name=op.f("fk_stage_record_client_key")),
        sa.ForeignKeyConstraint(
            ["enrollment_key"], ["enrollment.id"], name=op.f("fk_stage_record_enrollment_key")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_stage_record_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_record")),
        sa.UniqueConstraint(
            "enrollment_key", "stage", "information_date", name="uq_stage_record_enrollment_stage_date"
        ),
    )
    for column in ("account_id", "client_key", "organization_id"):
        op.create_index(op.f(f"ix_stage_record_{column}"), "stage_record", [column], unique=False)
    op.create_index(
        "ix_stage_record_incomplete",
        "stage_record",
        ["enrollment_key"],
        unique=False,
        sqlite_where=INCOMPLETE,
        postgresql_where=INCOMPLETE,
    )
    _create_findings()


def _create_findings() -> None:
    op.create_table(
        "record_finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False, comment="question"),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("client_key", sa.Integer(), nullable=False),
        sa.Column("enrollment_key", sa.Integer(), nullable=True, comment="null = about the person"),
        sa.Column("stage_record_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("noted_at", UtcDateTime(), nullable=False),
        sa.Column("resolved_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(f"severity in {SEVERITIES}", name=op.f("ck_record_finding_severity")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_record_finding_account_id")),
        sa.ForeignKeyConstraint(["client_key"], ["client.id"], name=op.f("fk_record_finding_client_key")),
        sa.ForeignKeyConstraint(
            ["enrollment_key"], ["enrollment.id"], name=op.f("fk_record_finding_enrollment_key")
        ),
        sa.ForeignKeyConstraint(
            ["stage_record_id"], ["stage_record.id"], name=op.f("fk_record_finding_stage_record_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_finding")),
    )
    for column in ("account_id", "client_key", "enrollment_key", "stage_record_id"):
        op.create_index(op.f(f"ix_record_finding_{column}"), "record_finding", [column], unique=False)
    for column in ("enrollment_key", "client_key"):
        op.create_index(
            f"ix_record_finding_open_{column}",
            "record_finding",
            [column],
            unique=False,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        )


def downgrade() -> None:
    """Take both away; the answers stay in HUD's tables."""
    op.drop_table("record_finding")
    op.drop_table("stage_record")
