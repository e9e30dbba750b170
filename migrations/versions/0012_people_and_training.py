"""What the pages of roles, people and training need: when a role was changed, a version of each grant, and no course
passed twice on one day.

    ALTER TABLE role ADD COLUMN changed_at ...;
    ALTER TABLE account_grant ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
    CREATE UNIQUE INDEX uq_course_completion_day ON course_completion (account_id, course_id, completed_on)
        WHERE withdrawn_at IS NULL;
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from hmis_web.db.types import UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add two columns and an index."""
    op.add_column("role", sa.Column("changed_at", UtcDateTime(), nullable=True, comment="null = as shipped"))
    op.add_column(
        "account_grant", sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False)
    )
    op.create_index(
        "uq_course_completion_day",
        "course_completion",
        ["account_id", "course_id", "completed_on"],
        unique=True,
        sqlite_where=sa.text("withdrawn_at is null"),
        postgresql_where=sa.text("withdrawn_at is null"),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_index("uq_course_completion_day", table_name="course_completion")
    op.execute("ALTER TABLE account_grant DROP COLUMN version")
    op.execute("ALTER TABLE role DROP COLUMN changed_at")
