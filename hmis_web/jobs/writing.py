"""Saving what a job made, however long another writer keeps the database."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.orm import Session

from hmis_web.db.errors import DatabaseBusy
from hmis_web.jobs.context import JobContext

Made = TypeVar("Made")
PAUSE_SECONDS = 1.0


def committed(context: JobContext, work: Callable[[Session], Made]) -> Made:
    """Do `work` in one transaction, waiting for other writers; answers what it answered. Raises Cancelled
    when the job is cancelled while it waits."""
    while True:
        context.progress.check_cancelled()
        try:
            with context.database.session(write=True) as session:
                made = work(session)
                session.commit()
        except DatabaseBusy:
            time.sleep(PAUSE_SECONDS)
        else:
            return made
