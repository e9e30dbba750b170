"""How releases were signed, two records that are two people, and merges with all that moved.

ALTER TABLE release ADD COLUMN deleted_at, delete_reason, idempotency_key (unique when given);
CREATE TABLE release_signature, not_same, client_merge, client_merge_row.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from hmis_web.db.types import UtcDateTime

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

SIGNATURES = ("drawn", "typed", "paper")


def upgrade() -> None:
    """Add the columns and tables."""
    op.add_column("release", sa.Column("deleted_at", UtcDateTime(), comment="recorded by mistake"))
    op.add_column("release", sa.Column("delete_reason", sa.Text()))
    op.add_column("release", sa.Column("idempotency_key", sa.Text()))
    op.create_index("uq_release_idempotency_key", "release", ["idempotency_key"], unique=True)
    _signatures()
    _not_same()
    _merges()


def downgrade() -> None:
    """Take them away; deleted releases stay in force no longer."""
    op.drop_table("client_merge_row")
    op.drop_table("client_merge")
    op.drop_table("not_same")
    op.drop_table("release_signature")
    op.execute("UPDATE release SET revoked_on = ends_on WHERE deleted_at IS NOT NULL AND revoked_on IS NULL")
    op.drop_index("uq_release_idempotency_key", table_name="release")
    for column in ("idempotency_key", "delete_reason", "deleted_at"):
        op.execute(f"ALTER TABLE release DROP COLUMN {column}")


def _signatures() -> None:
    op.create_table(
        "release_signature",
        sa.Column("release_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("signer", sa.Text(), comment="name of who signed"),
        sa.Column(
            "guardian_relation",
            sa.Text(),
            comment="what a guardian who signed is to the client; null = the client signed",
        ),
        sa.Column("drawing", sa.Text(), comment="encrypted: lines of a drawn signature"),
        sa.Column("path", sa.Text(), comment="encrypted paper, relative to HMIS_VAR"),
        sa.Column("file_name", sa.Text()),
        sa.Column("media_type", sa.Text()),
        sa.Column("size", sa.Integer(), comment="bytes"),
        sa.Column("sha256", sa.Text()),
        sa.CheckConstraint(f"how in {SIGNATURES}", name=op.f("ck_release_signature_how")),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_release_signature_release_id")),
        sa.PrimaryKeyConstraint("release_id", name=op.f("pk_release_signature")),
    )


def _not_same() -> None:
    op.create_table(
        "not_same",
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), comment="agency that said so"),
        sa.Column("account_id", sa.Integer()),
        sa.Column("said_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("client_id <> other_id", name=op.f("ck_not_same_two")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_not_same_account_id")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_not_same_client_id")),
        sa.ForeignKeyConstraint(["other_id"], ["client.id"], name=op.f("fk_not_same_other_id")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_not_same_organization_id")
        ),
        sa.PrimaryKeyConstraint("client_id", "other_id", name=op.f("pk_not_same")),
    )
    op.create_index(op.f("ix_not_same_other_id"), "not_same", ["other_id"], unique=False)


def _merges() -> None:
    op.create_table(
        "client_merge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survivor_id", sa.Integer(), nullable=False),
        sa.Column("merged_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer()),
        sa.Column("merged_at", UtcDateTime(), nullable=False),
        sa.Column(
            "survivor_before",
            sa.Text(),
            nullable=False,
            comment="JSON: columns of the survivor that the merge changed, as they were; the SSN sealed",
        ),
        sa.Column(
            "survivor_after", sa.Text(), nullable=False, comment="JSON: the same as the merge left them"
        ),
        sa.Column("undone_at", UtcDateTime()),
        sa.Column("undone_by", sa.Integer()),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_client_merge_account_id")),
        sa.ForeignKeyConstraint(["merged_id"], ["client.id"], name=op.f("fk_client_merge_merged_id")),
        sa.ForeignKeyConstraint(["survivor_id"], ["client.id"], name=op.f("fk_client_merge_survivor_id")),
        sa.ForeignKeyConstraint(["undone_by"], ["account.id"], name=op.f("fk_client_merge_undone_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client_merge")),
    )
    for column in ("merged_id", "survivor_id"):
        op.create_index(op.f(f"ix_client_merge_{column}"), "client_merge", [column], unique=False)
    op.create_table(
        "client_merge_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("merge_id", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("column_name", sa.Text(), nullable=False),
        sa.Column("row_key", sa.Text(), nullable=False, comment="JSON: the row's key since it moved"),
        sa.Column("removed", sa.Text(), comment="JSON: the row that was taken out"),
        sa.ForeignKeyConstraint(["merge_id"], ["client_merge.id"], name=op.f("fk_client_merge_row_merge_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client_merge_row")),
    )
    op.create_index(op.f("ix_client_merge_row_merge_id"), "client_merge_row", ["merge_id"], unique=False)
