"""Case notes: seen by the agency that wrote them (decision 11), with every version that they had."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.db.errors import NotFound
from hmis_web.domain.clock import Clock
from hmis_web.models import Account, Note, NoteVersion, Organization

PER_PAGE = 20
MOST_WORDS = 8


@dataclass(frozen=True)
class NoteLine:
    """A note as a list shows it."""

    written_on: date
    text: str
    author: str


@dataclass(frozen=True)
class NoteItem(NoteLine):
    """A note with all that its own page tells."""

    id: int
    client_id: int
    agency: str
    organization_id: int
    account_id: int | None
    created_at: datetime
    version: int
    edited_at: datetime | None
    edited_by: str


@dataclass(frozen=True)
class EarlierNote(NoteLine):
    """How a note read before it was changed."""

    version: int
    saved_at: datetime


def latest(session: Session, actor: Actor, client_id: int, limit: int = 3) -> list[NoteLine]:
    """The latest notes of the actor's agency about a client; of every agency for a system administrator. The
    caller has fetched the client through scope. One statement."""
    if not _may_read(actor):
        return []
    query = (
        select(Note.written_on, Note.text, Account.display_name)
        .outerjoin(Account, Account.id == Note.account_id)
        .where(Note.client_id == client_id, *_own(actor))
        .order_by(Note.written_on.desc(), Note.id.desc())
        .limit(limit)
    )
    return [NoteLine(day, text, author or "") for day, text, author in session.execute(query)]


def of_client(
    session: Session,
    actor: Actor,
    client_id: int,
    words: str = "",
    *,
    limit: int | None = None,
    skip: int = 0,
) -> tuple[list[NoteItem], int]:
    """(notes of the actor's agency about a client, the latest first; how many there are). With `words` those
    that hold each of them. Past the last page there are none. The caller has fetched the client through
    scope. One statement."""
    if not _may_read(actor):
        return [], 0
    which = [Note.client_id == client_id, *_own(actor), *_holding(words)]
    query = _items().add_columns(func.count().over().label("total")).where(*which)
    query = query.order_by(Note.written_on.desc(), Note.id.desc()).limit(limit).offset(skip)
    rows = session.execute(query).all()
    return [_item(row) for row in rows], rows[0].total if rows else 0


def get_visible(session: Session, actor: Actor, client_id: int, note_id: int) -> NoteItem:
    """One note of the actor's agency. The caller has fetched the client through scope. Raises NotFound for
    another agency's, a deleted one and none. One statement."""
    query = _items().where(Note.id == note_id, Note.client_id == client_id, *_own(actor))
    row = session.execute(query).first()
    if row is None or not _may_read(actor):
        raise NotFound("note")
    return _item(row)


def earlier_versions(session: Session, note: NoteItem) -> list[EarlierNote]:
    """What a note said before each of its changes, the latest first. One statement, none for an unchanged
    note."""
    if note.version == 1:
        return []
    query = (
        select(NoteVersion, Account.display_name)
        .outerjoin(Account, Account.id == NoteVersion.account_id)
        .where(NoteVersion.note_id == note.id)
        .order_by(NoteVersion.version.desc())
    )
    return [
        EarlierNote(row.written_on, row.text, author or "", row.version, row.saved_at)
        for row, author in session.execute(query)
    ]


def may_edit(actor: Actor, note: NoteItem | Note, clock: Clock) -> bool:
    """Whether the actor may change a note of its agency: any of them, or one's own on the day on which it was
    written (access rules, row 46)."""
    if actor.may(Permission.NOTE_EDIT):
        return True
    own = note.account_id is not None and note.account_id == actor.account_id
    same_day = note.created_at.astimezone(clock.zone).date() == clock.as_of
    return own and same_day and actor.may(Permission.NOTE_EDIT_OWN)


def _may_read(actor: Actor) -> bool:
    return actor.may(Permission.NOTE_READ_LIMITED)


def _own(actor: Actor) -> list[Any]:
    """Notes are their agency's own, however the client is shared."""
    live = [Note.deleted_at.is_(None)]
    return live if actor.is_system_administrator else [*live, Note.organization_id == actor.organization_id]


def _holding(words: str) -> list[Any]:
    """A condition for each word; what LIKE reads in another way counts as written."""
    return [
        func.lower(Note.text).contains(word.lower(), autoescape=True) for word in words.split()[:MOST_WORDS]
    ]


def _items() -> Any:
    editor = aliased(Account)
    return (
        select(
            Note,
            Account.display_name.label("author"),
            editor.display_name.label("edited_by"),
            Organization.organization_name.label("agency"),
        )
        .join(Organization, Organization.id == Note.organization_id)
        .outerjoin(Account, Account.id == Note.account_id)
        .outerjoin(editor, editor.id == Note.edited_account_id)
    )


def _item(row: Any) -> NoteItem:
    note: Note = row.Note
    return NoteItem(
        written_on=note.written_on,
        text=note.text,
        author=row.author or "",
        id=note.id,
        client_id=note.client_id,
        agency=row.agency or "",
        organization_id=note.organization_id,
        account_id=note.account_id,
        created_at=note.created_at,
        version=note.version,
        edited_at=note.edited_at,
        edited_by=row.edited_by or "",
    )
