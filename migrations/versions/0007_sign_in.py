"""What signing in keeps: second factor, recovery codes, agreement, refused tries, and where a session stands.

Sessions that are open count as signed in with the password when they began.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from hmis_web.db.types import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def _account() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("totp_secret", sa.Text(), nullable=True, comment="encrypted"),
        sa.Column("totp_confirmed_at", UtcDateTime(), nullable=True, comment="null = not in use yet"),
        sa.Column("totp_step", sa.Integer(), nullable=True, comment="time step of the last code used"),
        sa.Column("agreement_version", sa.Text(), nullable=True, comment="end-user agreement signed last"),
        sa.Column("agreement_signed_on", sa.Date(), nullable=True),
        sa.Column("inactive_why", sa.Text(), nullable=True, comment="why is_active is false"),
        sa.Column(
            "reminded_days",
            sa.Integer(),
            nullable=True,
            comment="days without a sign-in of which the person was last told",
        ),
    )


def _session() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column(
            "authenticated_at",
            UtcDateTime(),
            nullable=True,
            comment="password or code given last; null = the second factor is still to come",
        ),
        sa.Column("locked_at", UtcDateTime(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True, comment="network address"),
        sa.Column("browser", sa.Text(), nullable=True, comment="User-Agent, shortened"),
    )


def upgrade() -> None:
    """Add columns and tables."""
    for column in _account():
        op.add_column("account", column)
    for column in _session():
        op.add_column("web_session", column)
    op.execute("UPDATE web_session SET authenticated_at = created_at")
    op.create_table(
        "recovery_code",
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_recovery_code_account_id")),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_recovery_code")),
    )
    op.create_index(op.f("ix_recovery_code_account_id"), "recovery_code", ["account_id"], unique=False)
    op.create_table(
        "sign_in_miss",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address_hash", sa.Text(), nullable=False, comment="keyed"),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_miss")),
    )
    op.create_index("ix_sign_in_miss_address_hash_at", "sign_in_miss", ["address_hash", "at"], unique=False)


def downgrade() -> None:
    """Take them away."""
    op.drop_table("sign_in_miss")
    op.drop_table("recovery_code")
    for column in _session():
        op.execute(f"ALTER TABLE web_session DROP COLUMN {column.name}")
    for column in _account():
        op.execute(f"ALTER TABLE account DROP COLUMN {column.name}")
