"""The audit trail is append-only and chained: who acted as what, values that may be emptied, marks, seals.

A trigger notes each new event as waiting, so that the sealing step finds late ones without looking at all. Triggers
refuse to change or delete an event or a seal; of the values, they let the content be emptied and nothing else. What
was written before waits to be sealed like the rest; it has no mark, and the first seal says up to which event.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from hmis_web.db.types import UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

KEPT = {"audit_event": "id", "audit_seal": "sequence", "audit_value": "event_id"}
"""{table: key}: of these no row is ever changed or deleted, but for emptying a value."""
EMPTIED = (
    "NEW.event_id = OLD.event_id AND NEW.content IS NULL AND NEW.salt IS NULL AND NEW.emptied_at IS NOT NULL"
)


def upgrade() -> None:
    """Add columns, tables and triggers."""
    op.add_column("audit_event", sa.Column("role_code", sa.Text(), nullable=True, comment="role acted in"))
    op.add_column(
        "audit_event", sa.Column("values_digest", sa.Text(), nullable=True, comment="of its audit_value")
    )
    op.add_column(
        "audit_event",
        sa.Column("mark", sa.Text(), nullable=True, comment="nonce and keyed digest, at writing"),
    )
    op.create_index("ix_audit_event_at", "audit_event", ["at"], unique=False)
    op.create_table(
        "audit_value",
        sa.Column("event_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("salt", sa.Text(), nullable=True),
        sa.Column("content", sa.Text(), nullable=True, comment="JSON: before, after; null = emptied"),
        sa.Column("emptied_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_audit_value")),
    )
    op.create_table(
        "audit_pending",
        sa.Column("event_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_audit_pending")),
    )
    op.create_table(
        "audit_seal",
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True, comment="null = the beginning"),
        sa.Column("digest", sa.Text(), nullable=False, comment="of the event"),
        sa.Column("sealed_at", UtcDateTime(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_audit_seal")),
        sa.UniqueConstraint("event_id", name=op.f("uq_audit_seal_event_id")),
    )
    op.execute("INSERT INTO audit_pending (event_id) SELECT id FROM audit_event")
    for statement in _postgresql() if op.get_bind().dialect.name == "postgresql" else _sqlite():
        op.execute(statement)


def downgrade() -> None:
    """Take them away."""
    if op.get_bind().dialect.name == "postgresql":
        for table in KEPT:
            op.execute(f"DROP TRIGGER {table}_kept ON {table}")
            op.execute(f"DROP TRIGGER {table}_never_truncated ON {table}")
        op.execute("DROP TRIGGER audit_event_waits ON audit_event")
        for function in ("audit_refuse", "audit_wait"):
            op.execute(f"DROP FUNCTION {function}()")
    else:
        for table in KEPT:
            for when in ("update", "delete", "replace"):
                op.execute(f"DROP TRIGGER {table}_no_{when}")
        op.execute("DROP TRIGGER audit_event_waits")
    for table in ("audit_seal", "audit_pending", "audit_value"):
        op.drop_table(table)
    op.drop_index("ix_audit_event_at", table_name="audit_event")
    for column in ("mark", "values_digest", "role_code"):
        op.execute(f"ALTER TABLE audit_event DROP COLUMN {column}")


def _sqlite() -> list[str]:
    refuse = "BEGIN SELECT RAISE(ABORT, 'audit_append_only'); END"
    made = []
    for table, key in KEPT.items():
        allowed = f"WHEN NOT ({EMPTIED})" if table == "audit_value" else ""
        there = f"EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})"  # noqa: S608 - names of our own
        made += [
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {allowed} {refuse}",
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}",
            # INSERT OR REPLACE deletes without asking the trigger above
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {there} {refuse}",
        ]
    waits = "BEGIN INSERT INTO audit_pending (event_id) VALUES (NEW.id); END"
    return [*made, f"CREATE TRIGGER audit_event_waits AFTER INSERT ON audit_event {waits}"]


def _postgresql() -> list[str]:
    made = [
        f"""CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'audit_value' THEN IF {EMPTIED} THEN RETURN NEW; END IF; END IF;
RAISE EXCEPTION 'audit_append_only' USING ERRCODE = 'check_violation', CONSTRAINT = 'audit_append_only';
END $$""",
        """CREATE FUNCTION audit_wait() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN INSERT INTO audit_pending (event_id) VALUES (NEW.id); RETURN NULL; END $$""",
    ]
    refuse = "EXECUTE FUNCTION audit_refuse()"
    for table in KEPT:
        made += [
            f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW {refuse}",
            f"CREATE TRIGGER {table}_never_truncated BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {refuse}",
        ]
    waits = "AFTER INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION audit_wait()"
    return [*made, f"CREATE TRIGGER audit_event_waits {waits}"]
