"""Running one job: from its record to its end, whatever happens."""

from __future__ import annotations

import logging
import secrets
import time
from datetime import UTC, datetime
from typing import Any

from hmis_web.config import Settings
from hmis_web.db.errors import DatabaseBusy, HmisError
from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.db.tracing import trace
from hmis_web.domain import jobs
from hmis_web.domain.progress import Cancelled
from hmis_web.jobs.context import JobContext, load_context
from hmis_web.jobs.queue import JobQueue
from hmis_web.jobs.tasks import HANDLERS

LOGGER = logging.getLogger("hmis.jobs")
BUSY_PAUSE_SECONDS = 1.0


def run_job(
    settings: Settings,
    database: Database,
    keyring: KeyRing,
    queue: JobQueue,
    job_id: int,
) -> None:
    """Run a queued job to its end and record it. Never raises: a job's failure is its own record's."""
    context = load_context(settings, database, keyring, queue, job_id)
    if context is None:
        return
    if queue.cancel_requested(job_id):
        _record(context, "cancelled", message="Cancelled before it started")
        return
    _record(context, "running", started_at=datetime.now(UTC))
    try:
        message = HANDLERS[context.kind](context)
        _record(context, "done", message=message, fraction=1.0, ended_at=datetime.now(UTC))
    except Cancelled:
        _record(
            context,
            "cancelled",
            message="Cancelled; nothing was changed",
            ended_at=datetime.now(UTC),
        )
    except HmisError as error:
        _record(
            context, "failed", message=getattr(error, "message", "") or str(error), ended_at=datetime.now(UTC)
        )
    except Exception as error:  # noqa: BLE001 - its record tells
        reference = secrets.token_hex(6)
        LOGGER.error("job %s (%s) failed, reference %s\n%s", job_id, context.kind, reference, trace(error))  # noqa: TRY400 - no values
        _record(
            context,
            "failed",
            message="It stopped on an error",
            reference=reference,
            ended_at=datetime.now(UTC),
        )
    queue.clear(job_id)


def _record(context: JobContext, state: str, **values: Any) -> None:
    """Write the job's state, waiting as long as another writer needs."""
    while True:
        try:
            with context.database.session(write=True) as session:
                jobs.mark(session, context.job_id, state, **values)
                session.commit()
        except DatabaseBusy:
            time.sleep(BUSY_PAUSE_SECONDS)
        else:
            return
