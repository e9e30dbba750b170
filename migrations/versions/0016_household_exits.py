"""What one person did on one page when a household left, so that it can be taken back whole.

CREATE TABLE household_exit (id, organization_id, account_id, made_at, changes, idempotency_key);
CREATE TABLE household_exit_member (household_exit_id, enrollment_key, exit_key, taken_back_at, taken_back_how);
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from hmis_web.db.types import UtcDateTime

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "household_exit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=True, comment="agency acted for"),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column(
            "changes",
            sa.Text(),
            nullable=False,
            comment="JSON: [table, id, column, before, after] of what changed besides the exits",
        ),
        sa.Column("idempotency_key", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_household_exit_account_id")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_household_exit_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_exit")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_household_exit_idempotency_key")),
    )
    op.create_index(op.f("ix_household_exit_account_id"), "household_exit", ["account_id"], unique=False)
    op.create_index(
        op.f("ix_household_exit_organization_id"), "household_exit", ["organization_id"], unique=False
    )
    op.create_table(
        "household_exit_member",
        sa.Column("household_exit_id", sa.Integer(), nullable=False),
        sa.Column("enrollment_key", sa.Integer(), nullable=False),
        sa.Column("exit_key", sa.Integer(), nullable=False),
        sa.Column("taken_back_at", UtcDateTime(), nullable=True),
        sa.Column("taken_back_how", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "taken_back_how in ('undo','reopen')", name=op.f("ck_household_exit_member_taken_back_how")
        ),
        sa.CheckConstraint(
            "(taken_back_at is null) = (taken_back_how is null)",
            name=op.f("ck_household_exit_member_taken_back"),
        ),
        sa.ForeignKeyConstraint(
            ["enrollment_key"], ["enrollment.id"], name=op.f("fk_household_exit_member_enrollment_key")
        ),
        sa.ForeignKeyConstraint(["exit_key"], ["exit.id"], name=op.f("fk_household_exit_member_exit_key")),
        sa.ForeignKeyConstraint(
            ["household_exit_id"],
            ["household_exit.id"],
            name=op.f("fk_household_exit_member_household_exit_id"),
        ),
        sa.PrimaryKeyConstraint("household_exit_id", "enrollment_key", name=op.f("pk_household_exit_member")),
    )
    op.create_index(
        op.f("ix_household_exit_member_enrollment_key"),
        "household_exit_member",
        ["enrollment_key"],
        unique=False,
    )
    op.create_index(
        op.f("ix_household_exit_member_exit_key"), "household_exit_member", ["exit_key"], unique=False
    )


def downgrade() -> None:
    """Take them away: exits stay, nobody takes them back in one step any more."""
    op.drop_table("household_exit_member")
    op.drop_table("household_exit")
