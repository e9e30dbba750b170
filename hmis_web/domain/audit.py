"""Writing the audit trail (decision 10): changes inside their transaction, reads beside them, never lost.

A read's row must not make a reader wait for a writer. When the database is busy, it is kept in a spool file
in HMIS_VAR, encrypted, and written by whoever next finds the database free. `audit_chain` seals what is
written.
"""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import insert
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.db.errors import DatabaseBusy
from hmis_web.db.keys import KeyRing
from hmis_web.db.session import MARK_KEY, Database, is_busy
from hmis_web.domain import audit_values
from hmis_web.domain.audit_content import new_mark
from hmis_web.domain.audit_values import changes, digest
from hmis_web.models import AuditEvent, AuditValue

__all__ = ["Act", "changes", "digest", "drain_spool", "record", "record_read"]

SPOOL = "audit-spool"
PURPOSE = "audit-spool"
QUICK_SECONDS = 0.05
"""A reader does not wait for a writer longer than this."""


@dataclass(frozen=True)
class Act:
    """One act, before it is written."""

    verb: str
    subject_type: str
    subject_id: int | None = None
    client_id: int | None = None
    details: Mapping[str, Any] | None = None


def record(  # noqa: PLR0913 - an act has so many sides, each by its name
    session: Session,
    actor: Actor,
    verb: str,
    subject_type: str,
    subject_id: int | None = None,
    *,
    client_id: int | None = None,
    details: Mapping[str, Any] | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Add one act to the caller's transaction: if it can't be written, the change fails.

    `before` and `after` are old and new values by field (`changes` makes them of a row); retention may empty
    them. `details` stay for good: what the act was about, in numbers and codes. An SSN or a note's text goes
    in as `digest(...)`: raises ValueError otherwise, TypeError for a value that is not plain."""
    row = _row(actor, Act(verb, subject_type, subject_id, client_id, details), session.info.get("request_id"))
    content = audit_values.to_content(before, after)
    if content is None:
        _insert(session, [row])
        return
    salt = audit_values.new_salt()
    row["values_digest"] = audit_values.content_digest(salt, content)
    _mark(session, row)
    event_id = session.scalar(insert(AuditEvent).values(row).returning(AuditEvent.id))
    session.execute(insert(AuditValue), [{"event_id": event_id, "salt": salt, "content": content}])


def record_read(
    database: Database,
    spool: Path,
    keyring: KeyRing,
    actor: Actor,
    acts: list[Act],
    request_id: str,
) -> None:
    """Write the acts of a request that only read. Waits a moment at most; a busy database spools them."""
    rows = [_row(actor, act, request_id) for act in acts]
    if rows and not _write(database, rows):
        _spool(spool, keyring, rows)


def drain_spool(database: Database, spool: Path, keyring: KeyRing) -> int:
    """Write what was spooled; answers the number of acts. A file is removed only after its rows are
    committed."""
    written = 0
    for file in sorted(spool.glob("*.audit")) if spool.exists() else []:
        rows = json.loads(keyring.decrypt_bytes(PURPOSE, file.read_bytes()))
        for row in rows:
            row["at"] = datetime.fromisoformat(row["at"])
        if not _write(database, rows):
            break
        file.unlink(missing_ok=True)
        written += len(rows)
    return written


def _write(database: Database, rows: list[dict[str, Any]]) -> bool:
    try:
        with database.session(write=True, wait=QUICK_SECONDS) as session:
            _insert(session, rows)
            session.commit()
    except DatabaseBusy:
        return False
    except OperationalError as error:
        if is_busy(error):
            return False
        raise
    return True


def _insert(session: Session, rows: list[dict[str, Any]]) -> None:
    for row in rows:
        _mark(session, row)
    session.execute(insert(AuditEvent), rows)


def _mark(session: Session, row: dict[str, Any]) -> None:
    key = session.connection().info.get(MARK_KEY)
    row["mark"] = None if key is None else new_mark(key, row)


def _spool(spool: Path, keyring: KeyRing, rows: list[dict[str, Any]]) -> None:
    spool.mkdir(parents=True, exist_ok=True, mode=0o700)
    body = json.dumps([{**row, "at": row["at"].isoformat()} for row in rows]).encode()
    name = f"{datetime.now(UTC):%Y%m%d%H%M%S%f}-{uuid.uuid4().hex}"
    temporary = spool / f"{name}.part"
    with temporary.open("wb") as file:
        file.write(keyring.encrypt_bytes(PURPOSE, body))
        file.flush()
        os.fsync(file.fileno())
    temporary.rename(spool / f"{name}.audit")


def _row(actor: Actor, act: Act, request_id: str | None) -> dict[str, Any]:
    return {
        "at": datetime.now(UTC),
        "account_id": actor.account_id,
        "organization_id": actor.organization_id,
        "role_code": actor.role_code or None,
        "verb": act.verb,
        "subject_type": act.subject_type,
        "subject_id": act.subject_id,
        "client_id": act.client_id,
        "details": None if act.details is None else audit_values.to_json(audit_values.checked(act.details)),
        "request_id": request_id,
        "values_digest": None,
    }
