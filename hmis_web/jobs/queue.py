"""The queue: huey carries job ids; the `job` table says what they are (decision 5).

Progress, heartbeats and requests to cancel go through huey's own store, not through the job table: on
SQLite that is a file of its own, so they pass while an import holds the database.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

from huey import PostgresHuey, SqliteHuey
from huey.api import Huey
from huey.constants import EmptyData

from hmis_web.config import Settings

HEARTBEAT = "worker-heartbeat"
TASK = "run_job"


class JobQueue:
    """Enqueue jobs; read and write how far they are."""

    def __init__(self, settings: Settings) -> None:
        self.huey = _make_huey(settings)
        self.run_job: Any = None

    def enqueue(self, job_id: int) -> None:
        """Ask the worker to run a job. Call it after the job row is committed."""
        if self.run_job is None:
            self.run_job = self.huey.task(name=TASK)(_elsewhere)
        self.run_job(job_id)

    def work_with(self, run: Callable[[int], None]) -> None:
        """Run jobs with `run` in this process. A task is known by the module that defines it, so worker
        and pages must both define it here."""

        def work(job_id: int) -> None:
            run(job_id)

        self.run_job = self.huey.task(name=TASK)(work)

    def set_progress(self, job_id: int, fraction: float, message: str) -> None:
        """Say how far a job is."""
        self._put(
            f"progress-{job_id}",
            {"fraction": fraction, "message": message, "at": time.time()},
        )

    def progress(self, job_id: int) -> tuple[float, str] | None:
        """How far a running job is: (0 to 1, what it does), None when it has not said."""
        found = self._get(f"progress-{job_id}")
        return (found["fraction"], found["message"]) if found else None

    def request_cancel(self, job_id: int) -> None:
        """Ask a job to stop."""
        self._put(f"cancel-{job_id}", {"at": time.time()})

    def cancel_requested(self, job_id: int) -> bool:
        """Whether somebody asked a job to stop."""
        return self._get(f"cancel-{job_id}") is not None

    def clear(self, job_id: int) -> None:
        """Forget a job's progress and requests; its row says how it ended."""
        for key in (f"progress-{job_id}", f"cancel-{job_id}"):
            self.huey.storage.pop_data(key)

    def beat(self) -> None:
        """The worker lives."""
        self._put(HEARTBEAT, {"at": time.time()})

    def seconds_since_heartbeat(self) -> float | None:
        """How long the worker has been silent; None when it never spoke."""
        found = self._get(HEARTBEAT)
        return time.time() - found["at"] if found else None

    def close(self) -> None:
        """Let go of this thread's connection to the store."""
        self.huey.storage.close()

    def _put(self, key: str, value: dict[str, Any]) -> None:
        self.huey.storage.put_data(key, json.dumps(value).encode())

    def _get(self, key: str) -> dict[str, Any] | None:
        found = self.huey.storage.peek_data(key)
        return None if found is EmptyData else json.loads(bytes(found))


def _elsewhere(_job_id: int) -> None:
    raise RuntimeError("jobs run in the worker")


def _make_huey(settings: Settings) -> Huey:
    url = settings.database_url
    if url.startswith("postgresql"):
        return PostgresHuey(
            "hmis",
            dsn=url.replace("postgresql+psycopg://", "postgresql://"),
            results=False,
        )
    settings.var.mkdir(parents=True, exist_ok=True)
    return SqliteHuey("hmis", filename=str(settings.var / "queue.sqlite"), results=False, fsync=False)
