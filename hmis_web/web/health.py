"""`/healthz`: does the database answer, is it at the newest migration, does the worker live?"""

from __future__ import annotations

from flask import Flask, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from hmis_web.access.decorators import public
from hmis_web.db.migrations import current_revision, head_revision
from hmis_web.web.state import installation, read_session

WORKER_SILENT_SECONDS = 60


def register(app: Flask) -> None:
    """Add the endpoint."""
    app.add_url_rule("/healthz", "healthz", _healthz)


@public
def _healthz() -> ResponseReturnValue:
    """200 when all three are well, 503 otherwise; no details for strangers."""
    parts = installation()
    try:
        read_session().execute(text("SELECT 1"))
        database = True
        migrated = current_revision(parts.database.engine) == head_revision()
    except SQLAlchemyError:
        database = migrated = False
    silent = parts.queue.seconds_since_heartbeat()
    worker = silent is not None and silent < WORKER_SILENT_SECONDS
    well = database and migrated and worker
    return jsonify(database=database, migrated=migrated, worker=worker), 200 if well else 503
