"""How a source's clients are shared.

An import of a new source asks once; for sources that are here already nothing changes: the enrolling agencies see a
client. The check stands in the column's own definition, so that SQLite need not rebuild a table that others point to.
"""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.execute(
        "ALTER TABLE data_source ADD COLUMN client_sharing TEXT DEFAULT 'enrolling' NOT NULL "
        "CONSTRAINT ck_data_source_client_sharing CHECK (client_sharing in ('enrolling','all'))"
    )


def downgrade() -> None:
    """Take it away."""
    op.execute("ALTER TABLE data_source DROP COLUMN client_sharing")
