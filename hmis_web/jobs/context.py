"""What a running job is given."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from hmis_web.access.actor import Actor
from hmis_web.config import Settings
from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.domain import acting
from hmis_web.domain.progress import Cancelled
from hmis_web.jobs.queue import JobQueue
from hmis_web.models import Account, Job


class QueueProgress:
    """Progress that is told through the queue's own store."""

    def __init__(self, queue: JobQueue, job_id: int) -> None:
        self._queue = queue
        self._job_id = job_id

    def update(self, fraction: float, message: str) -> None:
        """Say how far the job is."""
        self._queue.set_progress(self._job_id, fraction, message)

    def check_cancelled(self) -> None:
        """Raises Cancelled when somebody asked the job to stop."""
        if self._queue.cancel_requested(self._job_id):
            raise Cancelled


@dataclass(frozen=True)
class JobContext:
    """A job's surroundings."""

    settings: Settings
    database: Database
    keyring: KeyRing
    queue: JobQueue
    job_id: int
    kind: str
    parameters: dict[str, Any]
    actor: Actor
    progress: QueueProgress

    def now(self) -> datetime:
        """This moment, UTC."""
        return datetime.now(UTC)


Handler = Callable[[JobContext], str | None]
"""Runs a job; answers the message to show when it is done."""


def load_context(
    settings: Settings,
    database: Database,
    keyring: KeyRing,
    queue: JobQueue,
    job_id: int,
) -> JobContext | None:
    """The context of a job that is still to run; None when it is gone or finished. The job runs with the
    rights that its account has now at the agency it acted for; without rights it runs as nobody and finds
    nothing."""
    with database.session() as session:
        job = session.get(Job, job_id)
        if job is None or job.state in ("done", "failed", "cancelled"):
            return None
        actor: Actor | None = Actor.system()
        if job.account_id is not None:
            account = session.get(Account, job.account_id)
            today = datetime.now(UTC).astimezone(settings.timezone).date()
            active = account is not None and account.is_active
            actor = (
                acting.actor_for(session, account, job.organization_id, today) if active and account else None
            )
        nobody = Actor.without_role(job.account_id, "", job.organization_id)
        return JobContext(
            settings,
            database,
            keyring,
            queue,
            job_id,
            job.kind,
            json.loads(job.parameters),
            actor or nobody,
            QueueProgress(queue, job_id),
        )
