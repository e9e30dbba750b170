"""Create the search index over clients.

Plain b-trees on both databases; on PostgreSQL names compare byte by byte (COLLATE "C"), so that a prefix is a range.
The rows are derived: `hmis_web.domain.search.rebuild` fills them.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

PLAIN = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
PAIRS = sa.text("scope = 0")


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "client_search_name",
        sa.Column("scope", sa.Integer(), nullable=False),
        sa.Column("name", PLAIN, nullable=False),
        sa.Column("born", sa.Integer(), nullable=False, comment="yyyymmdd, 0 = unknown"),
        sa.Column("other", PLAIN, nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "scope", "name", "born", "other", "client_id", name=op.f("pk_client_search_name")
        ),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_client_search_name_pair",
        "client_search_name",
        ["name", "other", "born", "client_id"],
        unique=False,
        sqlite_where=PAIRS,
        postgresql_where=PAIRS,
    )
    op.create_table(
        "client_search_person",
        sa.Column("client_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("given", PLAIN, nullable=False),
        sa.Column("middle", PLAIN, nullable=False),
        sa.Column("family", PLAIN, nullable=False),
        sa.Column("born", sa.Integer(), nullable=False, comment="yyyymmdd, 0 = unknown"),
        sa.Column(
            "scopes",
            sa.Text(),
            nullable=False,
            comment="agencies that see the client, or -1; blank separated",
        ),
        sa.ForeignKeyConstraint(
            ["client_id"],
            ["client.id"],
            name=op.f("fk_client_search_person_client_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("client_id", name=op.f("pk_client_search_person")),
    )
    op.create_index(op.f("ix_client_search_person_born"), "client_search_person", ["born"], unique=False)
    op.create_table(
        "search_name_key",
        sa.Column("key", PLAIN, nullable=False),
        sa.Column("name", PLAIN, nullable=False),
        sa.PrimaryKeyConstraint("key", "name", name=op.f("pk_search_name_key")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("search_name_key")
    op.drop_table("client_search_person")
    op.drop_table("client_search_name")
