"""What stands around a person: deletions that can be taken back, earlier versions of notes, contacts and locations.

CREATE TABLE deletion, note_version, client_contact, client_location
ALTER TABLE note ADD COLUMN edited_at, edited_account_id
ALTER TABLE public_alert ADD COLUMN edited_at, edited_account_id, ended_at
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from hmis_web.db.types import UtcDateTime

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

CONTACT_KINDS = (
    *("phone", "email", "emergency", "relative", "friend", "guardian", "case_worker", "landlord"),
    *("employer", "other"),
)
LOCATION_KINDS = ("home", "shelter", "outdoors", "vehicle", "daytime", "mail", "other")
EDITED = ("note", "public_alert")


def upgrade() -> None:
    """Add the tables and columns."""
    _deletion()
    op.create_table(
        "note_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True, comment="who wrote it so"),
        sa.Column("saved_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_note_version_account_id")),
        sa.ForeignKeyConstraint(["note_id"], ["note.id"], name=op.f("fk_note_version_note_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_version")),
        sa.UniqueConstraint("note_id", "version", name=op.f("uq_note_version_note_id_version")),
    )
    for table in EDITED:
        op.add_column(table, sa.Column("edited_at", UtcDateTime(), nullable=True))
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN edited_account_id INTEGER"
            f" CONSTRAINT fk_{table}_edited_account_id REFERENCES account (id)"
        )
    op.add_column(
        "public_alert",
        sa.Column("ended_at", UtcDateTime(), nullable=True, comment="ended before its last day"),
    )
    _own_table(
        "client_contact",
        CONTACT_KINDS,
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("relation", sa.Text(), nullable=True, comment="to the client; or the agency they work for"),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column(
            "message_ok",
            sa.Boolean(),
            server_default=sa.false(),
            nullable=False,
            comment="a message may be left there",
        ),
    )
    _own_table(
        "client_location",
        LOCATION_KINDS,
        sa.Column(
            "label",
            sa.Text(),
            nullable=False,
            comment="how the place is called; limited viewing sees no more",
        ),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("city", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("zip", sa.Text(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
    )


def downgrade() -> None:
    """Take them away; what was deleted stays deleted."""
    op.drop_table("client_location")
    op.drop_table("client_contact")
    op.execute("ALTER TABLE public_alert DROP COLUMN ended_at")
    for table in reversed(EDITED):
        op.execute(f"ALTER TABLE {table} DROP COLUMN edited_account_id")
        op.execute(f"ALTER TABLE {table} DROP COLUMN edited_at")
    op.drop_table("note_version")
    op.drop_table("deletion")


def _deletion() -> None:
    op.create_table(
        "deletion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False, comment="the same for all that went together"),
        sa.Column("is_head", sa.Boolean(), nullable=False),
        sa.Column("subject_kind", sa.Text(), nullable=False, comment="see domain/deletion_kinds.py"),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False, comment="agency that had entered it"),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("deleted_at", UtcDateTime(), nullable=False),
        sa.Column("restored_at", UtcDateTime(), nullable=True),
        sa.Column("restored_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_deletion_account_id")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_deletion_client_id")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_deletion_organization_id")
        ),
        sa.ForeignKeyConstraint(["restored_by"], ["account.id"], name=op.f("fk_deletion_restored_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deletion")),
    )
    op.create_index(op.f("ix_deletion_act"), "deletion", ["act"])
    op.create_index(op.f("ix_deletion_client_id"), "deletion", ["client_id"])
    op.create_index(op.f("ix_deletion_organization_id"), "deletion", ["organization_id"])
    op.create_index(
        "uq_deletion_open",
        "deletion",
        ["subject_kind", "subject_id"],
        unique=True,
        sqlite_where=sa.text("restored_at IS NULL"),
        postgresql_where=sa.text("restored_at IS NULL"),
    )


def _own_table(table: str, kinds: tuple[str, ...], *columns: sa.Column[Any]) -> None:
    op.create_table(
        table,
        sa.Column("kind", sa.Text(), nullable=False),
        *columns,
        sa.Column(
            "confidential",
            sa.Boolean(),
            server_default=sa.false(),
            nullable=False,
            comment="for the agency that wrote it alone",
        ),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True, comment="last day"),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False, comment="agency that wrote it"),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("deleted_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("idempotency_key", sa.Text(), nullable=True),
        sa.Column("edited_at", UtcDateTime(), nullable=True),
        sa.Column("edited_account_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(f"kind in {kinds}", name=op.f(f"ck_{table}_kind")),
        sa.CheckConstraint("valid_to >= valid_from", name=op.f(f"ck_{table}_valid")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f(f"fk_{table}_account_id")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f(f"fk_{table}_client_id")),
        sa.ForeignKeyConstraint(
            ["edited_account_id"], ["account.id"], name=op.f(f"fk_{table}_edited_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f(f"fk_{table}_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("idempotency_key", name=op.f(f"uq_{table}_idempotency_key")),
    )
    op.create_index(op.f(f"ix_{table}_client_id"), table, ["client_id"])
    op.create_index(op.f(f"ix_{table}_organization_id"), table, ["organization_id"])
