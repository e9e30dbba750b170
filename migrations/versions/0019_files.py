"""Files about clients, and their photos.

CREATE TABLE client_file, client_photo
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from hmis_web.db.types import UtcDateTime

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

FILE_KINDS = ("pdf", "jpeg", "png", "tiff", "docx", "txt")
FILE_CATEGORIES = (
    *("identity", "birth", "social_security", "income", "homelessness", "disability", "housing", "medical"),
    *("legal", "consent", "letter", "other"),
)


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "client_file",
        sa.Column(
            "name", sa.Text(), nullable=False, comment="without the ending, which follows from the kind"
        ),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False, comment="bytes of the content as kept"),
        sa.Column("path", sa.Text(), nullable=False, comment="relative to HMIS_VAR"),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True, comment="last valid day"),
        sa.Column(
            "confidential",
            sa.Boolean(),
            server_default=sa.false(),
            nullable=False,
            comment="for managers of the agency and who added it alone",
        ),
        sa.Column("scanned", sa.Boolean(), nullable=False, comment="a virus scanner called it clean"),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False, comment="agency that wrote it"),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("deleted_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("idempotency_key", sa.Text(), nullable=True),
        sa.CheckConstraint(f"kind in {FILE_KINDS}", name=op.f("ck_client_file_kind")),
        sa.CheckConstraint(f"category in {FILE_CATEGORIES}", name=op.f("ck_client_file_category")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_client_file_account_id")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_client_file_client_id")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_client_file_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client_file")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_client_file_idempotency_key")),
    )
    op.create_index(op.f("ix_client_file_client_id"), "client_file", ["client_id"])
    op.create_index(op.f("ix_client_file_organization_id"), "client_file", ["organization_id"])
    op.create_index(
        "ix_client_file_organization_id_expires_on", "client_file", ["organization_id", "expires_on"]
    )
    op.create_table(
        "client_photo",
        sa.Column("client_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=True, comment="agency that set it"),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("content", sa.Text(), nullable=False, comment="JPEG, encrypted, in letters"),
        sa.Column("set_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_client_photo_account_id")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_client_photo_client_id")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_client_photo_organization_id")
        ),
        sa.PrimaryKeyConstraint("client_id", name=op.f("pk_client_photo")),
    )
    op.create_index(op.f("ix_client_photo_organization_id"), "client_photo", ["organization_id"])


def downgrade() -> None:
    """Take them away. The contents in HMIS_VAR/client-files are left to whoever looks after the disk."""
    op.drop_table("client_photo")
    op.drop_table("client_file")
