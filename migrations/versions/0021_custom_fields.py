"""Questions that a community adds beside HUD's, and their answers.

CREATE TABLE custom_field (...); a question
    CREATE TABLE custom_field_version (...); what it said from a moment on
    CREATE TABLE custom_option (...); an answer to choose
    CREATE TABLE custom_value (...); an answer; a replaced one stays
    CREATE TABLE custom_choice (...); an option that an answer chose
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from hmis_web.db.types import UtcDateTime

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

KINDS = ("text", "number", "date", "choice", "several")
SUBJECTS = ("client", "stay")
WHO = ("everybody", "adults", "heads", "adults_and_heads")


def upgrade() -> None:
    """Create the tables."""
    _create_fields()
    _create_versions()
    _create_options()
    _create_values()


def downgrade() -> None:
    """Take them away: the community's own questions and answers are gone then."""
    for table in ("custom_choice", "custom_value", "custom_option", "custom_field_version", "custom_field"):
        op.drop_table(table)


def _create_fields() -> None:
    op.create_table(
        "custom_field",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "subject", sa.Text(), nullable=False, comment="asked about a client, or at stages of a stay"
        ),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("retired_at", UtcDateTime(), nullable=True, comment="null = asked"),
        sa.Column("idempotency_key", sa.Text(), nullable=True),
        sa.CheckConstraint(f"subject in {SUBJECTS}", name=op.f("ck_custom_field_subject")),
        sa.CheckConstraint(f"kind in {KINDS}", name=op.f("ck_custom_field_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custom_field")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_custom_field_idempotency_key")),
    )


def _create_versions() -> None:
    op.create_table(
        "custom_field_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("field_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("hint", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("stages", sa.Text(), nullable=False, comment="JSON, codes of list 5.03.1"),
        sa.Column("project_types", sa.Text(), nullable=False, comment="JSON, list 2.02.6; empty = all"),
        sa.Column("project_keys", sa.Text(), nullable=False, comment="JSON, project ids; empty = all"),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("saved_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(f"who in {WHO}", name=op.f("ck_custom_field_version_who")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_custom_field_version_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["field_id"], ["custom_field.id"], name=op.f("fk_custom_field_version_field_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custom_field_version")),
        sa.UniqueConstraint("field_id", "number", name=op.f("uq_custom_field_version_field_id_number")),
    )


def _create_options() -> None:
    op.create_table(
        "custom_option",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("field_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("retired_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["field_id"], ["custom_field.id"], name=op.f("fk_custom_option_field_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custom_option")),
    )
    op.create_index(op.f("ix_custom_option_field_id"), "custom_option", ["field_id"], unique=False)


def _create_values() -> None:
    op.create_table(
        "custom_value",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("field_id", sa.Integer(), nullable=False),
        sa.Column("field_version", sa.Integer(), nullable=False),
        sa.Column("client_key", sa.Integer(), nullable=False),
        sa.Column("enrollment_key", sa.Integer(), nullable=True, comment="null = about the client"),
        sa.Column("stage", sa.Integer(), nullable=True, comment="list 5.03.1"),
        sa.Column("information_date", sa.Date(), nullable=True),
        sa.Column("text_value", sa.Text(), nullable=True),
        sa.Column("number_value", sa.Integer(), nullable=True),
        sa.Column("date_value", sa.Date(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("organization_id", sa.Integer(), nullable=True, comment="agency that saved it"),
        sa.Column("saved_at", UtcDateTime(), nullable=False),
        sa.Column(
            "slot",
            sa.Integer(),
            nullable=True,
            comment="client about whom it stands, so that one answer does; stays behind in a merge",
        ),
        sa.Column("replaced_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_custom_value_account_id")),
        sa.ForeignKeyConstraint(["client_key"], ["client.id"], name=op.f("fk_custom_value_client_key")),
        sa.ForeignKeyConstraint(
            ["enrollment_key"], ["enrollment.id"], name=op.f("fk_custom_value_enrollment_key")
        ),
        sa.ForeignKeyConstraint(["field_id"], ["custom_field.id"], name=op.f("fk_custom_value_field_id")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_custom_value_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custom_value")),
        sa.UniqueConstraint("field_id", "slot", name=op.f("uq_custom_value_field_id_slot")),
    )
    for column in ("client_key", "enrollment_key"):
        op.create_index(op.f(f"ix_custom_value_{column}"), "custom_value", [column], unique=False)
    _unique_where(
        "uq_custom_value_stay",
        ["enrollment_key", "stage", "information_date", "field_id"],
        "enrollment_key IS NOT NULL AND replaced_at IS NULL",
    )
    op.create_table(
        "custom_choice",
        sa.Column("value_id", sa.Integer(), nullable=False),
        sa.Column("option_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["option_id"], ["custom_option.id"], name=op.f("fk_custom_choice_option_id")),
        sa.ForeignKeyConstraint(["value_id"], ["custom_value.id"], name=op.f("fk_custom_choice_value_id")),
        sa.PrimaryKeyConstraint("value_id", "option_id", name=op.f("pk_custom_choice")),
    )
    op.create_index(op.f("ix_custom_choice_option_id"), "custom_choice", ["option_id"], unique=False)


def _unique_where(name: str, columns: list[str], condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, "custom_value", columns, unique=True, sqlite_where=where, postgresql_where=where)
