"""What stands on top of the service desk, for each person and agency."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from hmis_web.db.types import Money, UtcDateTime

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "service_desk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "organization_id", sa.Integer(), nullable=False, comment="agency acted for; 0 = all agencies"
        ),
        sa.Column("project_key", sa.Integer(), nullable=False),
        sa.Column(
            "choices", sa.Text(), nullable=False, comment="codes of one to three services, a space between"
        ),
        sa.Column(
            "day", sa.Date(), nullable=False, comment="of the services; holds on the day of changed_at alone"
        ),
        sa.Column("units", Money(), nullable=True),
        sa.Column("amount", Money(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False, comment="holds on the day of changed_at alone"),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_service_desk_account_id")),
        sa.ForeignKeyConstraint(["project_key"], ["project.id"], name=op.f("fk_service_desk_project_key")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_desk")),
        sa.UniqueConstraint("account_id", "organization_id", name="uq_service_desk_account_agency"),
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_table("service_desk")
