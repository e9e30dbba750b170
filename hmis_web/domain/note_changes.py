"""Writing case notes and changing them; what a note said before is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.db.errors import DomainError, Forbidden
from hmis_web.db.keys import KeyRing
from hmis_web.domain import audit, notes, own_rows
from hmis_web.domain.clock import Clock
from hmis_web.models import Note, NoteVersion

LONGEST = 20_000


@dataclass(frozen=True)
class NoteInput:
    """What a person writes."""

    written_on: date
    text: str
    idempotency_key: str = ""


def write_note(
    session: Session, actor: Actor, keyring: KeyRing, client_id: int, entry: NoteInput, clock: Clock
) -> int:
    """Write a note about a client; its agency alone sees it. Answers its number; the same idempotency key
    again answers the first one's. Raises Forbidden, NotFound out of scope, DomainError naming the field: a
    day in the future, no text or too much of it. Flushes."""
    actor.require(Permission.NOTE_CREATE)
    own_rows.require_client(session, actor, client_id)
    values = own_rows.new(actor, client_id, entry.idempotency_key, clock)
    row, is_new = own_rows.add_once(session, Note(**values, **_checked(entry, clock)))
    if is_new:
        told = {"written_on": row.written_on, "text": audit.digest(keyring, row.text)}
        audit.record(session, actor, "note:create", "note", row.id, client_id=client_id, after=told)
    return row.id


def edit_note(
    session: Session,
    actor: Actor,
    keyring: KeyRing,
    client_id: int,
    note_id: int,
    entry: NoteInput,
    version: int,
    clock: Clock,
) -> None:
    """Change a note of the actor's agency; what it said is kept as a version. Raises NotFound, Forbidden for
    somebody else's note or another day's where the role needs both its own (access rules, row 46),
    StaleVersion, DomainError as `write_note`. Flushes."""
    row = own_rows.to_change(session, actor, Note, client_id, note_id)
    if not notes.may_edit(actor, row, clock):
        raise Forbidden(Permission.NOTE_EDIT)
    own_rows.require_version(row, version)
    checked = _checked(entry, clock)
    if checked == {"written_on": row.written_on, "text": row.text}:
        return
    kept = NoteVersion(
        note_id=row.id,
        version=row.version,
        written_on=row.written_on,
        text=row.text,
        account_id=row.edited_account_id if row.edited_at else row.account_id,
        saved_at=row.edited_at or row.created_at,
    )
    session.add(kept)
    row.written_on, row.text = checked["written_on"], checked["text"]
    own_rows.save(session, actor, row, "note:edit", keyring, clock)


def _checked(entry: NoteInput, clock: Clock) -> dict[str, Any]:
    if entry.written_on > clock.as_of:
        raise DomainError("written_on", "Enter a day that is not in the future")
    text = "\n".join(line.rstrip() for line in entry.text.strip().splitlines())
    if not text:
        raise DomainError("text", "Write the note")
    if len(text) > LONGEST:
        raise DomainError("text", f"Write at most {LONGEST:,} characters; begin a second note for the rest")
    return {"written_on": entry.written_on, "text": text}
