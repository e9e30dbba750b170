"""Files about clients: keeping them, and changing what is said of them (access rules, rows 41 and 42). Who
reads which: `file_lines`; what an upload must be: `file_content`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.access.scope import client_visible
from hmis_web.db.errors import DomainError, NotFound
from hmis_web.domain import audit, own_rows
from hmis_web.domain.clock import Clock
from hmis_web.domain.file_content import Content, FileLimits, in_words
from hmis_web.domain.file_kinds import clean_name
from hmis_web.domain.file_lines import (
    CONSENT,
    FileLine,
    expiring,
    get,
    get_own,
    of_client,
    open_file,
    require_for,
    totals,
)
from hmis_web.domain.file_store import FileStore
from hmis_web.models import Client, ClientFile
from hmis_web.models.file import FILE_CATEGORIES

__all__ = [
    "CONSENT", "FileFacts", "FileLine", "NewFile", "edit", "expiring", "get", "get_own", "keep", "of_client",
    "open_file", "totals",
]  # fmt: skip

LONGEST_YEARS = 50


@dataclass(frozen=True)
class FileFacts:
    """What people say of a file. An empty name is the one that it came under."""

    name: str
    category: str
    expires_on: date | None = None
    """Last valid day."""
    confidential: bool = False


@dataclass(frozen=True)
class NewFile:
    """A file to keep: an upload that was checked, and what is said of it."""

    content: Content
    facts: FileFacts
    idempotency_key: str


def keep(session: Session, actor: Actor, store: FileStore, client_id: int, new: NewFile, clock: Clock) -> int:
    """Keep a file about a client; answers its id. It is the agency's acted for. A signed consent may be kept
    by who records consent, too. The same idempotency key again answers the file that the first one made.
    Raises Forbidden, NotFound out of scope, DomainError naming the field: nothing chosen, a day that is over,
    no room left, no agency acted for. Flushes."""
    require_for(actor, Permission.FILE_EDIT, new.facts.category)
    visible = select(Client.id).where(Client.id == client_id, client_visible(actor))
    if session.scalar(visible.with_for_update(of=Client)) is None:  # one at a time: there is room for all
        raise NotFound("client")
    told = _checked(new.facts, new.content, clock.as_of)
    row = ClientFile(
        **own_rows.new(actor, client_id, new.idempotency_key, clock),
        **vars(told),
        kind=new.content.kind.code,
        size=len(new.content.data),
        added_on=clock.as_of,
        scanned=new.content.scanned,
    )
    known = select(ClientFile.id).where(ClientFile.idempotency_key == row.idempotency_key)
    if row.idempotency_key and (made := session.scalar(known)) is not None:
        return made
    _check_room(session, client_id, row.size, store.limits)
    row.path = store.put(new.content.data)
    kept, is_new = own_rows.add_once(session, row)
    if not is_new:
        store.drop(row.path)
        return kept.id
    audit.record(session, actor, "file:create", "file", row.id, client_id=client_id, after=_told(row))
    return row.id


def edit(
    session: Session,
    actor: Actor,
    client_id: int,
    file_id: int,
    facts: FileFacts,
    clock: Clock,
    *,
    version: int,
) -> None:
    """Change what is said of a file of the agency's own. Raises Forbidden, NotFound, DomainError naming the
    field, StaleVersion when somebody else saved since `version`. Flushes."""
    get_own(session, actor, client_id, file_id)
    row = own_rows.to_change(session, actor, ClientFile, client_id, file_id)
    own_rows.require_version(row, version)
    told = _checked(facts, None, clock.as_of, row.expires_on)
    for name, value in vars(told).items():
        setattr(row, name, value or row.name if name == "name" else value)
    before, after = audit.changes(row)
    if not after:
        return
    row.version += 1
    session.flush()
    audit.record(session, actor, "file:edit", "file", row.id, client_id=client_id, before=before, after=after)


def _checked(
    facts: FileFacts, content: Content | None, as_of: date, expired_on: date | None = None
) -> FileFacts:
    """What is kept of what was said. A day that is over may stay where it stood (`expired_on`)."""
    if facts.category not in FILE_CATEGORIES:
        raise DomainError("category", "Choose what the file is about")
    last = facts.expires_on
    if last is not None and last != expired_on:
        if last < as_of:
            raise DomainError("expires_on", "Enter the last valid day; this one is over")
        if last > as_of + timedelta(days=366 * LONGEST_YEARS):
            raise DomainError("expires_on", f"Enter a day within {LONGEST_YEARS} years")
    kind = content.kind if content else None
    name = clean_name(facts.name, kind) or (content.stem if content else "")
    return FileFacts(name, facts.category, last, facts.confidential)


def _check_room(session: Session, client_id: int, size: int, limits: FileLimits) -> None:
    used = select(func.coalesce(func.sum(ClientFile.size), 0)).where(
        ClientFile.client_id == client_id, ClientFile.deleted_at.is_(None)
    )
    if (session.scalar(used) or 0) + size > limits.client_bytes:
        raise DomainError(
            "file",
            f"All files of a client may have {in_words(limits.client_bytes)} together; delete one that is"
            " no longer needed, or send a smaller one",
        )


def _told(row: ClientFile) -> dict[str, Any]:
    """What the audit trail tells of a new file: not its name, which people choose freely."""
    names = ("category", "kind", "size", "expires_on", "confidential", "scanned")
    return {name: getattr(row, name) for name in names}
