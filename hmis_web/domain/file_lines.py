"""Reading clients' files: who sees which, and how much of it (access rules, rows 41 and 4.1).

A file is its agency's; while the client is shared, other agencies read it, too. A confidential one is for
managers of the agency that added it and for whoever added it, and for nobody else: a manager is who may
delete the agency's files. Limited viewing knows names of the own agency's files, and no confidential one's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.access.scope import client_visible, own_row_readable
from hmis_web.db.errors import NotFound
from hmis_web.domain import own_rows
from hmis_web.domain.file_store import FileStore
from hmis_web.models import Account, Client, ClientFile, Organization

CONSENT = "consent"
"""The category of a signed release: who records consent keeps and opens such files without other rights."""
MOST = 500
"""A list holds no more files than this."""


@dataclass(frozen=True)
class FileLine:
    """A file as a list shows it; of limited viewing only id, name, agency and day are told."""

    id: int
    client_id: int
    name: str
    agency: str
    added_on: date
    category: str = ""
    kind: str = ""
    size: int = 0
    added_by: str = ""
    expires_on: date | None = None
    confidential: bool = False
    scanned: bool = False
    version: int = 1
    is_own: bool = False
    """Whether it is the agency's acted for, so that the role may write to it."""


def of_client(
    session: Session, actor: Actor, client_id: int, limit: int = MOST, skip: int = 0
) -> list[FileLine]:
    """A client's files as far as the actor sees them, the latest first. The caller has fetched the client
    through scope. One statement."""
    query = _lines(actor).where(ClientFile.client_id == client_id).order_by(ClientFile.id.desc())
    return [_line(actor, *row) for row in session.execute(query.limit(limit).offset(skip))]


def totals(session: Session, actor: Actor, client_id: int) -> tuple[int, int]:
    """(how many files of a client the actor sees, their bytes together). The caller has fetched the client
    through scope. One statement."""
    query = select(func.count(), func.coalesce(func.sum(ClientFile.size), 0))
    row = session.execute(query.where(ClientFile.client_id == client_id, readable(actor))).one()
    return int(row[0]), int(row[1])


def get(session: Session, actor: Actor, client_id: int, file_id: int) -> FileLine:
    """One file of a client in the actor's scope. Raises NotFound otherwise. One statement."""
    query = _lines(actor).where(
        ClientFile.id == file_id, ClientFile.client_id == client_id, _client_visible(actor)
    )
    row = session.execute(query).first()
    if row is None:
        raise NotFound("file")
    return _line(actor, *row)


def get_own(session: Session, actor: Actor, client_id: int, file_id: int) -> FileLine:
    """As `get`, to write to: another agency's raises NotFound."""
    actor.require(Permission.FILE_EDIT)
    found = get(session, actor, client_id, file_id)
    if not found.is_own:
        raise NotFound("file")
    return found


def open_file(
    session: Session, actor: Actor, store: FileStore, client_id: int, file_id: int
) -> tuple[FileLine, bytes]:
    """A file with its content. A signed consent is opened by who records consent, too. Raises Forbidden,
    NotFound. Audit it as `file:download`."""
    found = get(session, actor, client_id, file_id)
    require_for(actor, Permission.FILE_READ, found.category)
    path = session.scalar(select(ClientFile.path).where(ClientFile.id == file_id))
    return found, store.get(path or "")


def expiring(session: Session, actor: Actor, within: timedelta) -> list[FileLine]:
    """Files of the actor's agency that expire from today on within a time, or did so for as long, the
    earliest first. One statement."""
    if actor.as_of is None or not actor.may(Permission.FILE_READ):
        return []
    query = _lines(actor).where(
        _client_visible(actor),
        _is_own(actor),
        ClientFile.expires_on >= actor.as_of - within,
        ClientFile.expires_on <= actor.as_of + within,
    )
    rows = session.execute(query.order_by(ClientFile.expires_on, ClientFile.id).limit(MOST))
    return [_line(actor, *row) for row in rows]


def readable(actor: Actor) -> ColumnElement[bool]:
    """Files that the actor's role sees anything of. The caller has fetched the client through scope."""
    live = ClientFile.deleted_at.is_(None)
    if actor.is_system_administrator:
        return live & own_row_readable(actor, ClientFile)
    if actor.may(Permission.FILE_READ):
        own = _is_own(actor)
        mine = and_(own, ClientFile.account_id == actor.account_id)
        managed = own if actor.may(Permission.FILE_DELETE_OWN) else false()
        open_to_all = ~ClientFile.confidential & own_row_readable(actor, ClientFile)
        return live & or_(open_to_all, mine, managed)
    named = and_(live, _is_own(actor), ~ClientFile.confidential)
    if actor.may(Permission.FILE_READ_LIMITED):
        return named
    if actor.may(Permission.CONSENT_EDIT):
        return named & (ClientFile.category == CONSENT)
    return false()


def require_for(actor: Actor, permission: Permission, category: str) -> None:
    """Raises Forbidden without the right; for a signed release the right to record consent is enough."""
    if not (category == CONSENT and actor.may(Permission.CONSENT_EDIT)):
        actor.require(permission)


def _is_own(actor: Actor) -> ColumnElement[bool]:
    owned: ColumnElement[bool] = own_rows.belonging(actor, ClientFile.organization_id)
    return owned


def _client_visible(actor: Actor) -> ColumnElement[bool]:
    seen = select(1).where(Client.id == ClientFile.client_id, client_visible(actor))
    return seen.correlate(ClientFile).exists()


def _lines(actor: Actor) -> Any:
    return (
        select(ClientFile, Organization.organization_name, Account.display_name)
        .join(Organization, Organization.id == ClientFile.organization_id)
        .outerjoin(Account, Account.id == ClientFile.account_id)
        .where(readable(actor))
    )


def _line(actor: Actor, row: ClientFile, agency: str | None, author: str | None) -> FileLine:
    known = FileLine(row.id, row.client_id, row.name, agency or "", row.added_on)
    if not (actor.may(Permission.FILE_READ) or actor.may(Permission.CONSENT_EDIT)):
        return known
    return FileLine(
        *(known.id, known.client_id, known.name, known.agency, known.added_on),
        category=row.category,
        kind=row.kind,
        size=row.size,
        added_by=author or "",
        expires_on=row.expires_on,
        confidential=row.confidential,
        scanned=row.scanned,
        version=row.version,
        is_own=own_rows.belongs(actor, row.organization_id),
    )
