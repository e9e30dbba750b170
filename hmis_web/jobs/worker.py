"""The job worker: huey's consumer over our queue."""

from __future__ import annotations

import logging
import threading
from datetime import UTC, datetime

from huey.consumer import Consumer

from hmis_web.config import Settings
from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.db.tracing import trace
from hmis_web.domain import audit, audit_chain, jobs
from hmis_web.importing.recovery import recover
from hmis_web.jobs import account_mail, daily
from hmis_web.jobs.queue import JobQueue
from hmis_web.jobs.runner import run_job

LOGGER = logging.getLogger("hmis.jobs")
WORKERS = 2
BEAT_SECONDS = 5.0
TIDY_EVERY_BEATS = 120


def run_worker(settings: Settings) -> None:
    """Serve the queue until interrupted. Jobs that an earlier worker left unfinished are started again:
    each is idempotent."""
    keyring = KeyRing.load(settings.keys)
    database = Database(settings.database_url, keyring)
    queue = JobQueue(settings)
    queue.huey.storage.flush_queue()
    queue.work_with(lambda job_id: run_job(settings, database, keyring, queue, job_id))
    recover(database, settings)
    with database.session() as session:
        for job_id in jobs.unfinished(session):
            queue.enqueue(job_id)
    stop = threading.Event()
    beat = threading.Thread(target=_beat, args=(settings, database, keyring, queue, stop), daemon=True)
    beat.start()
    try:
        Consumer(
            queue.huey,
            workers=WORKERS,
            periodic=False,
            initial_delay=0.1,
            max_delay=1.0,
        ).run()
    finally:
        stop.set()
        beat.join(timeout=BEAT_SECONDS)
        database.dispose()


def _beat(
    settings: Settings,
    database: Database,
    keyring: KeyRing,
    queue: JobQueue,
    stop: threading.Event,
) -> None:
    """Show that the worker lives; write audit rows that waited, and seal them; now and then look after what
    is due."""
    beats = 0
    while not stop.is_set():
        queue.beat()
        _keep_audit_trail(settings, database, keyring)
        due = beats % TIDY_EVERY_BEATS == 0
        if due:
            account_mail.send_notices(database, settings, datetime.now(UTC))
        if not due or daily.look_after(database, settings, keyring, datetime.now(UTC)):
            beats += 1
        stop.wait(BEAT_SECONDS)


def _keep_audit_trail(settings: Settings, database: Database, keyring: KeyRing) -> None:
    """Write what was spooled and seal what is written; the next beat tries again what failed."""
    try:
        audit.drain_spool(database, settings.var / audit.SPOOL, keyring)
        audit_chain.seal(database, keyring, datetime.now(UTC))
    except Exception as error:  # noqa: BLE001 - the beat goes on
        LOGGER.error("sealing the audit trail failed\n%s", trace(error))  # noqa: TRY400 - no values
