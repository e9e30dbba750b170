"""The rules that come with roles: training, exceptions, and limits that hold under two administrators at once.

On PostgreSQL the trigger takes a lock of its own for the agency and the account until the transaction ends, so that the
second of two grants counts the first; on SQLite there is one writer at a time. A grant that only gets shorter is never
refused: nobody is locked out because a program closed.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from hmis_web.db.types import UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

LOWEST, HIGHEST = "0001-01-01", "9999-12-31"


def upgrade() -> None:
    """Add columns, tables and triggers."""
    op.add_column("role", sa.Column("summary", sa.Text(), server_default=sa.text("''"), nullable=False))
    op.add_column("role", sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False))
    op.execute(
        "ALTER TABLE account_grant ADD COLUMN exception_reason TEXT CONSTRAINT ck_account_grant_exception_ends "
        "CHECK (exception_reason is null or valid_to is not null)"
    )
    op.add_column("account_grant", sa.Column("granted_by", sa.Integer(), nullable=True, comment="account"))
    op.add_column("account_grant", sa.Column("granted_at", UtcDateTime(), nullable=True))
    _create_training()
    for statement in _triggers():
        op.execute(statement)


def downgrade() -> None:
    """Take them away."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER account_grant_rules ON account_grant")
        op.execute("DROP FUNCTION account_grant_rules()")
    else:
        op.execute("DROP TRIGGER account_grant_rules_insert")
        op.execute("DROP TRIGGER account_grant_rules_update")
    op.drop_table("course_completion")
    op.drop_table("role_course")
    op.drop_table("course")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE account_grant DROP CONSTRAINT ck_account_grant_exception_ends")
    for column in ("granted_at", "granted_by", "exception_reason"):
        op.execute(f"ALTER TABLE account_grant DROP COLUMN {column}")
    for column in ("version", "summary"):
        op.execute(f"ALTER TABLE role DROP COLUMN {column}")


def _create_training() -> None:
    op.create_table(
        "course",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("valid_days", sa.Integer(), nullable=True, comment="null = does not expire"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course")),
        sa.UniqueConstraint("code", name=op.f("uq_course_code")),
    )
    op.create_table(
        "role_course",
        sa.Column("role_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("required_from", sa.Date(), nullable=True, comment="null = announced, not required yet"),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_role_course_course_id")),
        sa.ForeignKeyConstraint(["role_id"], ["role.id"], name=op.f("fk_role_course_role_id")),
        sa.PrimaryKeyConstraint("role_id", "course_id", name=op.f("pk_role_course")),
    )
    op.create_index(op.f("ix_role_course_course_id"), "role_course", ["course_id"], unique=False)
    op.create_table(
        "course_completion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("completed_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True, comment="last valid day; null = never"),
        sa.Column("waived_reason", sa.Text(), nullable=True, comment="why it was not asked for"),
        sa.Column("recorded_by", sa.Integer(), nullable=True, comment="account"),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True, comment="recorded by mistake"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_course_completion_account_id")),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_course_completion_course_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_completion")),
    )
    op.create_index(
        "ix_course_completion_account_id_course_id",
        "course_completion",
        ["account_id", "course_id"],
        unique=False,
    )
    op.create_index(op.f("ix_course_completion_course_id"), "course_completion", ["course_id"], unique=False)


OVERLAPS = f"""
    coalesce(g.valid_from, '{LOWEST}') <= coalesce(NEW.valid_to, '{HIGHEST}')
    AND coalesce(NEW.valid_from, '{LOWEST}') <= coalesce(g.valid_to, '{HIGHEST}')
    AND coalesce(NEW.valid_from, '{LOWEST}') <= coalesce(NEW.valid_to, '{HIGHEST}') AND g.id <> {{own}}"""
"""g and NEW share a day; an interval that ends before it begins has none."""

RULES = {
    "account_grant_same_agency": """EXISTS (SELECT 1 FROM account_grant g WHERE g.account_id = NEW.account_id
        AND g.organization_id = NEW.organization_id AND {overlaps})""",
    "account_grant_one_primary": """NEW.is_primary AND EXISTS (SELECT 1 FROM account_grant g
        WHERE g.account_id = NEW.account_id AND g.is_primary AND {overlaps})""",
    "account_grant_allowed_as": """NEW.exception_reason IS NULL AND EXISTS (SELECT 1 FROM role WHERE role.id = NEW.role_id
        AND role.allowed_as NOT IN ('both', CASE WHEN NEW.is_primary THEN 'primary' ELSE 'additional' END))""",
    "account_grant_one_holder": """NEW.exception_reason IS NULL
        AND EXISTS (SELECT 1 FROM role WHERE role.id = NEW.role_id AND role.user_limit = 'one')
        AND EXISTS (SELECT 1 FROM account_grant g WHERE g.role_id = NEW.role_id
            AND g.organization_id = NEW.organization_id AND g.exception_reason IS NULL AND {overlaps})""",
    "account_grant_per_program": """NEW.exception_reason IS NULL
        AND EXISTS (SELECT 1 FROM role WHERE role.id = NEW.role_id AND role.user_limit = 'per_program')
        AND (SELECT count(*) FROM account_grant g WHERE g.role_id = NEW.role_id
            AND g.organization_id = NEW.organization_id AND g.exception_reason IS NULL AND {overlaps})
        >= (SELECT count(*) FROM project WHERE project.organization_key = NEW.organization_id
            AND project.date_deleted IS NULL
            AND coalesce(project.operating_start_date, '{lowest}') <= coalesce(NEW.valid_from, {today})
            AND coalesce(project.operating_end_date, '{highest}') >= coalesce(NEW.valid_from, {today}))""",
}
"""Rules of access, sections 1 and 3: {name: condition under which a grant is refused}."""
GROWS = f"""NEW.account_id <> OLD.account_id OR NEW.organization_id <> OLD.organization_id OR NEW.role_id <> OLD.role_id
    OR NEW.is_primary <> OLD.is_primary OR (NEW.exception_reason IS NULL) <> (OLD.exception_reason IS NULL)
    OR coalesce(NEW.valid_from, '{LOWEST}') < coalesce(OLD.valid_from, '{LOWEST}')
    OR coalesce(NEW.valid_to, '{HIGHEST}') > coalesce(OLD.valid_to, '{HIGHEST}')"""


def _triggers() -> list[str]:
    return _postgresql() if op.get_bind().dialect.name == "postgresql" else _sqlite()


def _sqlite() -> list[str]:
    def checks(own: str) -> str:
        overlaps = OVERLAPS.format(own=own)
        return "\n".join(
            f"SELECT RAISE(ABORT, '{name}') WHERE "
            + rule.format(overlaps=overlaps, today="date('now')", lowest=LOWEST, highest=HIGHEST)
            + ";"
            for name, rule in RULES.items()
        )

    return [
        f"CREATE TRIGGER account_grant_rules_insert BEFORE INSERT ON account_grant BEGIN\n{checks('-1')}\nEND",
        f"CREATE TRIGGER account_grant_rules_update BEFORE UPDATE ON account_grant WHEN {GROWS} BEGIN\n{checks('OLD.id')}\nEND",
    ]


def _postgresql() -> list[str]:
    overlaps = OVERLAPS.format(own="coalesce(NEW.id, -1)")
    checks = "\n".join(
        f"IF {rule.format(overlaps=overlaps, today='current_date', lowest=LOWEST, highest=HIGHEST)} THEN "
        f"RAISE EXCEPTION '{name}' USING ERRCODE = 'check_violation', CONSTRAINT = '{name}'; END IF;"
        for name, rule in RULES.items()
    )
    return [
        f"""CREATE FUNCTION account_grant_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
IF TG_OP = 'UPDATE' THEN IF NOT ({GROWS}) THEN RETURN NEW; END IF; END IF;
PERFORM pg_advisory_xact_lock(8101, NEW.organization_id);
PERFORM pg_advisory_xact_lock(8102, NEW.account_id);
{checks}
RETURN NEW;
END $$""",
        """CREATE TRIGGER account_grant_rules BEFORE INSERT OR UPDATE ON account_grant
        FOR EACH ROW EXECUTE FUNCTION account_grant_rules()""",
    ]
