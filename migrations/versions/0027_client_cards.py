"""Cards that clients carry.

CREATE TABLE client_card (...); one valid card of each client at an agency, every code once
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from hmis_web.db.types import UtcDateTime

revision = "0027"
down_revision = "0024"
branch_labels = None
depends_on = None

CARD_ENDS = ("replaced", "lost", "found", "ended")


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "client_card",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False, comment="with its check character, without spaces"),
        sa.Column("issued_at", UtcDateTime(), nullable=False),
        sa.Column("issued_by", sa.Integer(), nullable=True),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.Column("revoked_by", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True, comment="why it is no longer valid"),
        sa.CheckConstraint(f"reason in {CARD_ENDS}", name=op.f("ck_client_card_reason")),
        sa.CheckConstraint("(revoked_at is null) = (reason is null)", name=op.f("ck_client_card_revoked")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_client_card_client_id")),
        sa.ForeignKeyConstraint(["issued_by"], ["account.id"], name=op.f("fk_client_card_issued_by")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_client_card_organization_id")
        ),
        sa.ForeignKeyConstraint(["revoked_by"], ["account.id"], name=op.f("fk_client_card_revoked_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client_card")),
    )
    for column in ("client_id", "organization_id"):
        op.create_index(op.f(f"ix_client_card_{column}"), "client_card", [column], unique=False)
    op.create_index("uq_client_card_code", "client_card", ["code"], unique=True)
    valid = sa.text("revoked_at is null")
    op.create_index(
        "uq_client_card_valid",
        "client_card",
        ["client_id", "organization_id"],
        unique=True,
        sqlite_where=valid,
        postgresql_where=valid,
    )


def downgrade() -> None:
    """Take it away; no card works then."""
    op.drop_table("client_card")
