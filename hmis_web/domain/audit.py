"""Writing the audit trail (decision 10): changes inside their transaction, reads beside them, never lost.

A read's row must not make a reader wait for a writer. When the database is busy, it is kept in a spool file
in HMIS_VAR, encrypted, and written by whoever next finds the database free.
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
from hmis_web.db.session import Database, is_busy
from hmis_web.models import AuditEvent

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


def record(
    session: Session,
    actor: Actor,
    verb: str,
    subject_type: str,
    subject_id: int | None = None,
    *,
    client_id: int | None = None,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Add one act to the caller's transaction. `details` go in as JSON; never an SSN or a note's text."""
    act = Act(verb, subject_type, subject_id, client_id, details)
    session.execute(insert(AuditEvent), [_row(actor, act, session.info.get("request_id"))])


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
            session.execute(insert(AuditEvent), rows)
            session.commit()
    except DatabaseBusy:
        return False
    except OperationalError as error:
        if is_busy(error):
            return False
        raise
    return True


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
        "verb": act.verb,
        "subject_type": act.subject_type,
        "subject_id": act.subject_id,
        "client_id": act.client_id,
        "details": None if act.details is None else json.dumps(dict(act.details), default=str),
        "request_id": request_id,
    }
