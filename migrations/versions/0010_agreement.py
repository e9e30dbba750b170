"""Who signed which version of the end-user agreement, and when an account was taken into use again.

CREATE TABLE agreement_signing (id, account_id, version, signed_at)
ALTER TABLE account ADD COLUMN reactivated_at
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from hmis_web.db.types import UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both."""
    op.add_column(
        "account",
        sa.Column(
            "reactivated_at",
            UtcDateTime(),
            nullable=True,
            comment="taken into use again after it was inactive",
        ),
    )
    op.create_table(
        "agreement_signing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("signed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_agreement_signing_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_signing")),
    )
    op.create_index(
        op.f("ix_agreement_signing_account_id"), "agreement_signing", ["account_id"], unique=False
    )


def downgrade() -> None:
    """Take both away."""
    op.drop_table("agreement_signing")
    op.execute("ALTER TABLE account DROP COLUMN reactivated_at")
