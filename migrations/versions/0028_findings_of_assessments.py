"""A finding may be about one assessment of coordinated entry: a stay has several, each with its own.

ALTER TABLE record_finding ADD COLUMN assessment_key INTEGER REFERENCES assessment (id);
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None
COMMENT = "of coordinated entry; a stay has several"
INDEX, KEY = "ix_record_finding_assessment_key", "fk_record_finding_assessment_key"


def upgrade() -> None:
    """Add the column, its key and its index."""
    with op.batch_alter_table("record_finding") as table:
        table.add_column(sa.Column("assessment_key", sa.Integer(), nullable=True, comment=COMMENT))
        table.create_foreign_key(KEY, "assessment", ["assessment_key"], ["id"])
    op.create_index(INDEX, "record_finding", ["assessment_key"])


def downgrade() -> None:
    """Findings of assessments go with the column."""
    op.execute("DELETE FROM record_finding WHERE assessment_key IS NOT NULL")
    op.drop_index(INDEX, "record_finding")
    with op.batch_alter_table("record_finding") as table:
        table.drop_constraint(KEY, type_="foreignkey")
        table.drop_column("assessment_key")
