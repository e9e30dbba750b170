"""Files that jobs make: encrypted in HMIS_VAR, named by a record (decision 21)."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.db.errors import NotFound
from hmis_web.db.keys import KeyRing
from hmis_web.models import Artifact

FOLDER = "artifacts"
PURPOSE = "artifact"
KEPT_DAYS = 30


def store(  # noqa: PLR0913 - a record's fields, each named by the caller
    session: Session,
    var: Path,
    keyring: KeyRing,
    actor: Actor,
    *,
    kind: str,
    file_name: str,
    media_type: str,
    content: bytes,
    now: datetime,
    job_id: int | None = None,
    report_run_id: int | None = None,
) -> Artifact:
    """Keep a file for 30 days. The bytes are on disk before the record is. Flushes."""
    relative = Path(FOLDER) / f"{uuid.uuid4().hex}.bin"
    target = var / relative
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    target.write_bytes(keyring.encrypt_bytes(PURPOSE, content))
    artifact = Artifact(
        job_id=job_id,
        report_run_id=report_run_id,
        account_id=actor.account_id,
        kind=kind,
        file_name=file_name,
        media_type=media_type,
        path=str(relative),
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        created_at=now,
        expires_at=now + timedelta(days=KEPT_DAYS),
    )
    session.add(artifact)
    session.flush()
    return artifact


def read(artifact: Artifact, var: Path, keyring: KeyRing) -> bytes:
    """A kept file's content. Raises NotFound when it is gone."""
    try:
        return keyring.decrypt_bytes(PURPOSE, (var / artifact.path).read_bytes())
    except FileNotFoundError as error:
        raise NotFound("artifact") from error


def get_visible(session: Session, actor: Actor, artifact_id: int, now: datetime) -> Artifact:
    """An unexpired artifact of the actor's own, or any for a system administrator. Raises NotFound
    otherwise."""
    artifact = session.get(Artifact, artifact_id)
    if artifact is None or (artifact.expires_at is not None and artifact.expires_at < now):
        raise NotFound("artifact")
    if not (actor.is_system_administrator or artifact.account_id == actor.account_id):
        raise NotFound("artifact")
    return artifact


def of_report(session: Session, report_run_id: int, kind: str) -> Artifact | None:
    """The newest artifact of a kind of a report run."""
    query = select(Artifact).where(Artifact.report_run_id == report_run_id, Artifact.kind == kind)
    return session.scalars(query.order_by(Artifact.id.desc()).limit(1)).first()


def of_job(session: Session, job_id: int) -> list[Artifact]:
    """Everything a job made."""
    return list(session.scalars(select(Artifact).where(Artifact.job_id == job_id).order_by(Artifact.id)))


def of_jobs(session: Session, job_ids: Sequence[int], now: datetime) -> dict[int, Artifact]:
    """{job: the newest file that it made and that is kept still}. One statement."""
    query = select(Artifact).where(
        Artifact.job_id.in_(job_ids), or_(Artifact.expires_at.is_(None), Artifact.expires_at > now)
    )
    found = session.scalars(query.order_by(Artifact.id))
    return {artifact.job_id: artifact for artifact in found if artifact.job_id is not None}


def remove_expired(session: Session, var: Path, now: datetime) -> int:
    """Delete expired files and their records; answers how many. Flushes."""
    expired = session.scalars(select(Artifact).where(Artifact.expires_at < now)).all()
    for artifact in expired:
        (var / artifact.path).unlink(missing_ok=True)
        session.delete(artifact)
    session.flush()
    return len(expired)
