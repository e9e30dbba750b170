"""Saving what a job made, however long another writer keeps the database."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.orm import Session

from hmis_web.db.errors import DatabaseBusy
from hmis_web.domain import artifacts
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


def keep_pdf(context: JobContext, kind: str, file_name: str, content: bytes) -> None:
    """Keep a PDF that a job made as its artifact of a kind. Raises Cancelled as `committed`."""
    committed(
        context,
        lambda session: artifacts.store(
            session,
            context.settings.var,
            context.keyring,
            context.actor,
            kind=kind,
            file_name=file_name,
            media_type="application/pdf",
            content=content,
            now=context.now(),
            job_id=context.job_id,
        ),
    )
