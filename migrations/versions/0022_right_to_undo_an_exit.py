"""Whoever may exit a client may take one's own exit back within a day: every role that there is gets the right.

INSERT INTO role_permission (role_id, permission)
    SELECT role_id, 'enrollment:undo-exit-own' FROM role_permission WHERE permission = 'enrollment:exit';
"""

from __future__ import annotations

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Give the right to the roles that may exit and lack it."""
    op.execute(
        "INSERT INTO role_permission (role_id, permission) "
        "SELECT role_id, 'enrollment:undo-exit-own' FROM role_permission AS held "
        "WHERE held.permission = 'enrollment:exit' AND NOT EXISTS (SELECT 1 FROM role_permission AS had "
        "WHERE had.role_id = held.role_id AND had.permission = 'enrollment:undo-exit-own')"
    )


def downgrade() -> None:
    """Take it from every role."""
    op.execute("DELETE FROM role_permission WHERE permission = 'enrollment:undo-exit-own'")
