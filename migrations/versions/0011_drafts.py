"""What people typed and have not saved yet, encrypted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from hmis_web.db.types import UtcDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "organization_id", sa.Integer(), nullable=False, comment="agency of the form; 0 = all agencies"
        ),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False, comment="numbers of what the form is about"),
        sa.Column("path", sa.Text(), nullable=False, comment="page of the form; numbers only"),
        sa.Column(
            "form_version", sa.Integer(), nullable=False, comment="of the form's fields, when it was typed"
        ),
        sa.Column("body", sa.Text(), nullable=False, comment="encrypted"),
        sa.Column("saved_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_draft_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint(
            "account_id", "organization_id", "form", "subject", name="uq_draft_account_agency_form_subject"
        ),
    )
    op.create_index(op.f("ix_draft_saved_at"), "draft", ["saved_at"], unique=False)


def downgrade() -> None:
    """Take it away."""
    op.drop_table("draft")
