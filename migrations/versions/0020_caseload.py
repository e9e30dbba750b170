"""Who works with whom, and what the daily check of all records found.

CREATE TABLE case_assignment (...); one open assignment of a stay, or of a client, to each person
    CREATE TABLE quality_finding (...); one finding of a rule about each stay or project
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from hmis_web.db.types import UtcDateTime

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

CASE_ROLES = ("case_manager", "housing", "support")


def upgrade() -> None:
    """Create the tables."""
    _create_assignments()
    _create_findings()


def downgrade() -> None:
    """Take them away; nobody has a caseload then."""
    op.drop_table("quality_finding")
    op.drop_table("case_assignment")


def _create_assignments() -> None:
    op.create_table(
        "case_assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("enrollment_id", sa.Integer(), nullable=True, comment="null = whatever the stay"),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True, comment="no longer from this day on"),
        sa.Column("assigned_by", sa.Integer(), nullable=True),
        sa.Column("assigned_at", UtcDateTime(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True, comment="from whoever handed the client over"),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint(f"role in {CASE_ROLES}", name=op.f("ck_case_assignment_role")),
        sa.CheckConstraint(
            "ended_on is null or ended_on >= starts_on", name=op.f("ck_case_assignment_ended")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_case_assignment_account_id")),
        sa.ForeignKeyConstraint(["assigned_by"], ["account.id"], name=op.f("fk_case_assignment_assigned_by")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_case_assignment_client_id")),
        sa.ForeignKeyConstraint(
            ["enrollment_id"], ["enrollment.id"], name=op.f("fk_case_assignment_enrollment_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_case_assignment_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_assignment")),
    )
    for column in ("client_id", "enrollment_id", "organization_id"):
        op.create_index(op.f(f"ix_case_assignment_{column}"), "case_assignment", [column], unique=False)
    _unique_where(
        "uq_case_assignment_stay",
        "case_assignment",
        ["account_id", "enrollment_id"],
        "enrollment_id is not null and ended_on is null",
    )
    _unique_where(
        "uq_case_assignment_client",
        "case_assignment",
        ["account_id", "organization_id", "client_id"],
        "enrollment_id is null and ended_on is null",
    )


def _create_findings() -> None:
    op.create_table(
        "quality_finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rule_id", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("project_key", sa.Integer(), nullable=False),
        sa.Column("enrollment_key", sa.Integer(), nullable=True, comment="null = about the project"),
        sa.Column("day", sa.Date(), nullable=True, comment="that the finding is about"),
        sa.Column("found_on", sa.Date(), nullable=False, comment="day on which it was found first"),
        sa.CheckConstraint(
            "severity in ('error','high','warning')", name=op.f("ck_quality_finding_severity")
        ),
        sa.ForeignKeyConstraint(
            ["enrollment_key"], ["enrollment.id"], name=op.f("fk_quality_finding_enrollment_key")
        ),
        sa.ForeignKeyConstraint(["project_key"], ["project.id"], name=op.f("fk_quality_finding_project_key")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quality_finding")),
    )
    op.create_index(op.f("ix_quality_finding_project_key"), "quality_finding", ["project_key"], unique=False)
    _unique_where(
        "uq_quality_finding_stay",
        "quality_finding",
        ["enrollment_key", "rule_id"],
        "enrollment_key is not null",
    )
    _unique_where(
        "uq_quality_finding_project",
        "quality_finding",
        ["project_key", "rule_id"],
        "enrollment_key is null",
    )


def _unique_where(name: str, table: str, columns: list[str], condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, table, columns, unique=True, sqlite_where=where, postgresql_where=where)
