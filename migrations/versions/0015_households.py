"""Create households outside enrollments, and who belongs to them from when to when."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from hmis_web.db.types import UtcDateTime

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

CURRENT = "left_on IS NULL AND deleted_at IS NULL"
CURRENT_HEAD = f"relationship_to_hoh = 1 AND {CURRENT}"


def upgrade() -> None:
    """Create the tables: one head a household, one household a person and agency."""
    op.create_table(
        "household",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False, comment="agency that keeps it"),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("deleted_at", UtcDateTime(), nullable=True),
        sa.Column("delete_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("idempotency_key", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_household_account_id")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_household_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_household_idempotency_key")),
    )
    op.create_index(op.f("ix_household_organization_id"), "household", ["organization_id"], unique=False)
    op.create_table(
        "household_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False, comment="the household's"),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("relationship_to_hoh", sa.Integer(), nullable=False, comment="list 3.15.1"),
        sa.Column("joined_on", sa.Date(), nullable=False, comment="first day"),
        sa.Column("left_on", sa.Date(), nullable=True, comment="first day without; null = still there"),
        sa.Column("deleted_at", UtcDateTime(), nullable=True, comment="with the household"),
        sa.CheckConstraint("left_on >= joined_on", name=op.f("ck_household_member_left")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_household_member_client_id")),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_household_member_household_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_household_member_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_member")),
    )
    for column in ("client_id", "household_id", "organization_id"):
        op.create_index(op.f(f"ix_household_member_{column}"), "household_member", [column], unique=False)
    op.create_index(
        "uq_household_member_head",
        "household_member",
        ["household_id"],
        unique=True,
        sqlite_where=sa.text(CURRENT_HEAD),
        postgresql_where=sa.text(CURRENT_HEAD),
    )
    op.create_index(
        "uq_household_member_client",
        "household_member",
        ["organization_id", "client_id"],
        unique=True,
        sqlite_where=sa.text(CURRENT),
        postgresql_where=sa.text(CURRENT),
    )


def downgrade() -> None:
    """Take them away; households of enrollments stay as they are."""
    op.drop_table("household_member")
    op.drop_table("household")
