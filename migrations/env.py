"""How migrations run: one transaction, a lock timeout on PostgreSQL, tables of the job queue left alone.

Called through `hmis_web.db.migrations`, which passes the open connection.
"""

from __future__ import annotations

from typing import Any

from alembic import context
from sqlalchemy import Connection

from hmis_web import models  # noqa: F401 - fills the metadata
from hmis_web.db.base import Base


def include(_object: Any, name: str | None, kind: str, _reflected: bool, _compared: Any) -> bool:
    """Tables that are ours; huey keeps its own."""
    return not (kind == "table" and name is not None and name.startswith("huey_"))


def run(connection: Connection) -> None:
    """Run on an open connection; SQLite tables are rebuilt where they can't be altered."""
    is_sqlite = connection.dialect.name == "sqlite"
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=is_sqlite,
        include_object=include,
        compare_type=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        if not is_sqlite:
            connection.exec_driver_sql("SET LOCAL lock_timeout = '5s'")
        context.run_migrations()
    connection.commit()


run(context.config.attributes["connection"])
