"""An agency's own catalogue of services, what was given of it, and a note beside HUD's services.

CREATE TABLE service_category, service_item, own_service
ALTER TABLE services ADD COLUMN note
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from hmis_web.db.types import Money, UtcDateTime

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables and the column."""
    op.create_table(
        "service_category",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_service_category_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_category")),
        sa.UniqueConstraint("organization_id", "name", name=op.f("uq_service_category_organization_id_name")),
    )
    _create_items()
    _create_own_services()
    op.add_column(
        "services", sa.Column("note", sa.Text(), nullable=True, comment="ours; in no file of HUD's")
    )


def downgrade() -> None:
    """Take them away, with everything that was given of the catalogues."""
    op.drop_column("services", "note")
    op.drop_table("own_service")
    op.drop_table("service_item")
    op.drop_table("service_category")


def _create_items() -> None:
    op.create_table(
        "service_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=True, comment="what is counted; null = nothing is"),
        sa.Column(
            "unit_cost",
            Money(),
            nullable=True,
            comment="US dollars; null = no amount is kept, 0 = it differs each time",
        ),
        sa.Column("default_units", Money(), nullable=True),
        sa.Column("active_from", sa.Date(), nullable=True),
        sa.Column("active_to", sa.Date(), nullable=True, comment="the last day"),
        sa.Column("retired_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint(
            "active_to is null or active_from is null or active_to >= active_from",
            name=op.f("ck_service_item_dates"),
        ),
        sa.CheckConstraint("unit_cost is null or unit_cost >= 0", name=op.f("ck_service_item_cost")),
        sa.CheckConstraint("default_units is null or default_units > 0", name=op.f("ck_service_item_units")),
        sa.ForeignKeyConstraint(
            ["category_id"], ["service_category.id"], name=op.f("fk_service_item_category_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_service_item_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_item")),
        sa.UniqueConstraint("category_id", "name", name=op.f("uq_service_item_category_id_name")),
    )
    op.create_index("ix_service_item_organization_id", "service_item", ["organization_id"])


def _create_own_services() -> None:
    keys = {
        "account_id": "account", "client_id": "client", "edited_account_id": "account",
        "enrollment_key": "enrollment", "item_id": "service_item", "organization_id": "organization",
        "project_key": "project",
    }  # fmt: skip
    op.create_table(
        "own_service",
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
        sa.Column("enrollment_key", sa.Integer(), nullable=True, comment="null = stands alone"),
        sa.Column("project_key", sa.Integer(), nullable=True, comment="of the stay"),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("provided_on", sa.Date(), nullable=False),
        sa.Column("units", Money(), nullable=True),
        sa.Column("amount", Money(), nullable=True, comment="US dollars in all"),
        sa.Column("note", sa.Text(), nullable=True),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_own_service_{column}"))
            for column, table in keys.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_service")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_own_service_idempotency_key")),
    )
    for columns in (
        ("client_id",), ("organization_id",), ("item_id",), ("enrollment_key", "provided_on"),
        ("project_key", "provided_on"),
    ):  # fmt: skip
        op.create_index(f"ix_own_service_{'_'.join(columns)}", "own_service", list(columns))
