"""Pages and worker share one queue."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hmis_web.config import Settings
from hmis_web.jobs.queue import JobQueue


@pytest.fixture
def page(settings: Settings) -> Iterator[JobQueue]:
    """The queue as the pages have it."""
    opened = JobQueue(settings)
    yield opened
    opened.close()


@pytest.fixture
def worker(settings: Settings) -> Iterator[JobQueue]:
    """The queue as the worker has it."""
    opened = JobQueue(settings)
    yield opened
    opened.close()


def test_job_enqueued_by_a_page_is_run_by_the_worker(page: JobQueue, worker: JobQueue) -> None:
    done: list[int] = []
    worker.work_with(done.append)

    page.enqueue(42)
    task = worker.huey.dequeue()
    worker.huey.execute(task)

    assert done == [42]


def test_progress_told_by_the_worker_is_read_by_a_page(page: JobQueue, worker: JobQueue) -> None:
    worker.set_progress(42, 0.5, "Half of it")
    page.request_cancel(42)

    assert page.progress(42) == (0.5, "Half of it")
    assert worker.cancel_requested(42)
    worker.clear(42)
    assert page.progress(42) is None
    assert not worker.cancel_requested(42)
