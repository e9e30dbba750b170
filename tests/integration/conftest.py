"""What the page tests share."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from hmis_web.domain import jobs
from hmis_web.jobs.runner import run_job
from tests.town import town

__all__ = ["town"]


@pytest.fixture
def work(app: Flask) -> Callable[[], None]:
    """Do what the worker would: run every unfinished job to its end."""

    def run_all() -> None:
        parts = app.extensions["hmis"]
        with parts.database.session() as session:
            waiting = jobs.unfinished(session)
        for job_id in waiting:
            run_job(parts.settings, parts.database, parts.keyring, parts.queue, job_id)

    return run_all
