"""Jobs as records: who asked for what, and how it ended. Running them is `hmis_web.jobs`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.db.errors import NotFound
from hmis_web.models import Job

FINISHED = frozenset({"done", "failed", "cancelled"})


def create_job(session: Session, actor: Actor, kind: str, parameters: dict[str, Any], now: datetime) -> Job:
    """A queued job. Enqueue its id after the commit. Flushes."""
    job = Job(
        kind=kind,
        parameters=json.dumps(parameters),
        state="queued",
        account_id=actor.account_id,
        organization_id=actor.organization_id,
        created_at=now,
    )
    session.add(job)
    session.flush()
    return job


def parameters(job: Job) -> dict[str, Any]:
    """What a job was asked to do."""
    found: dict[str, Any] = json.loads(job.parameters)
    return found


def get_visible(session: Session, actor: Actor, job_id: int) -> Job:
    """A job of the actor's own, or any for a system administrator. Raises NotFound otherwise."""
    job = session.get(Job, job_id)
    if job is None or not (actor.is_system_administrator or job.account_id == actor.account_id):
        raise NotFound("job")
    return job


def own_jobs(session: Session, actor: Actor, kind: str, limit: int = 20) -> Sequence[Job]:
    """The actor's latest jobs of a kind, newest first."""
    query = select(Job).where(Job.kind == kind, Job.account_id == actor.account_id)
    return session.scalars(query.order_by(Job.id.desc()).limit(limit)).all()


def mark(session: Session, job_id: int, state: str, **values: Any) -> None:
    """Set a job's state and other columns. Flushes."""
    session.execute(update(Job).where(Job.id == job_id).values(state=state, **values))


def unfinished(session: Session) -> Sequence[int]:
    """Jobs that a stopped worker left: queued or running."""
    return session.scalars(select(Job.id).where(Job.state.not_in(FINISHED)).order_by(Job.id)).all()
