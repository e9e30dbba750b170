"""Create releases of information, private clients, and until when a client is shared."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from hmis_web.db.types import UtcDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

RELEASE_KINDS = ("signed", "attached", "guardian", "verbal")


def upgrade() -> None:
    """Create the tables; whoever sees a client so far does so of its own right."""
    op.add_column(
        "client_agency", sa.Column("by_release", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.create_index(
        "ix_client_agency_by_release",
        "client_agency",
        ["client_id"],
        unique=False,
        sqlite_where=sa.text("by_release"),
        postgresql_where=sa.text("by_release"),
    )
    op.create_table(
        "release",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=True, comment="agency that recorded it"),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False, comment="last valid day"),
        sa.Column("revoked_on", sa.Date(), nullable=True, comment="not valid from this day on"),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint(f"kind in {RELEASE_KINDS}", name=op.f("ck_release_kind")),
        sa.CheckConstraint("ends_on >= signed_on", name=op.f("ck_release_ends")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_release_account_id")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_release_client_id")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_release_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release")),
    )
    op.create_index(op.f("ix_release_client_id"), "release", ["client_id"], unique=False)
    op.create_index(op.f("ix_release_organization_id"), "release", ["organization_id"], unique=False)
    op.create_table(
        "private_client",
        sa.Column("client_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_private_client_account_id")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_private_client_client_id")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_private_client_organization_id")
        ),
        sa.PrimaryKeyConstraint("client_id", name=op.f("pk_private_client")),
    )
    op.create_index(
        op.f("ix_private_client_organization_id"), "private_client", ["organization_id"], unique=False
    )
    op.create_table(
        "client_sharing",
        sa.Column("client_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("until", sa.Date(), nullable=False, comment="last day"),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_client_sharing_client_id")),
        sa.PrimaryKeyConstraint("client_id", name=op.f("pk_client_sharing")),
    )
    op.create_index(op.f("ix_client_sharing_until"), "client_sharing", ["until"], unique=False)


def downgrade() -> None:
    """Take them away; nobody then sees a client by a release."""
    op.drop_table("client_sharing")
    op.drop_table("private_client")
    op.drop_table("release")
    op.execute("DELETE FROM client_agency WHERE by_release")
    op.drop_index("ix_client_agency_by_release", table_name="client_agency")
    op.execute("ALTER TABLE client_agency DROP COLUMN by_release")
