"""Rows of ours about a client (notes, alerts, contacts, places): whose they are, written once, changed one at
a time (decision 25)."""

from __future__ import annotations

from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.scope import client_visible
from hmis_web.db.errors import DomainError, NotFound, StaleVersion
from hmis_web.db.keys import KeyRing
from hmis_web.domain import audit
from hmis_web.domain.clock import Clock
from hmis_web.models import Client

Row = TypeVar("Row")
CHANGED = "Somebody else has changed this since you opened it"


def require_client(session: Session, actor: Actor, client_id: int) -> None:
    """Raises NotFound for a client that is not in the actor's scope. One statement."""
    if session.scalar(select(Client.id).where(Client.id == client_id, client_visible(actor))) is None:
        raise NotFound("client")


def agency_of(actor: Actor) -> int:
    """The agency that a new row belongs to. Raises DomainError for a system administrator who acts for all of
    them."""
    if actor.organization_id is None:
        raise DomainError("agency", "You act for all agencies. Choose the one that you write for first")
    return actor.organization_id


def belongs(actor: Actor, organization_id: int | None) -> bool:
    """Whether a row is the agency's that the actor acts for; a system administrator's are all."""
    return actor.is_system_administrator or organization_id == actor.organization_id


def belonging(actor: Actor, agency: Any) -> Any:
    """The same as a condition over a column."""
    return agency.is_not(None) if actor.is_system_administrator else agency == actor.organization_id


def new(actor: Actor, client_id: int, idempotency_key: str, clock: Clock) -> dict[str, Any]:
    """The columns that a new row has whatever it says. Raises DomainError as `agency_of`."""
    key = f"{actor.account_id}:{client_id}:{idempotency_key}" if idempotency_key else None
    return {
        "client_id": client_id,
        "organization_id": agency_of(actor),
        "account_id": actor.account_id,
        "created_at": clock.now,
        "version": 1,
        "idempotency_key": key,
    }


def add_once(session: Session, row: Row) -> tuple[Row, bool]:
    """(the row, whether it is new): the same idempotency key again answers the row that the first one made.
    Flushes."""
    model, key = type(row), getattr(row, "idempotency_key")  # noqa: B009 - any of our tables
    known = select(model).where(getattr(model, "idempotency_key") == key)  # noqa: B009
    if key is not None and (before := session.scalar(known)) is not None:
        return before, False
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError:
        before = session.scalar(known) if key is not None else None
        if before is None:
            raise
        return before, False
    return row, True


def to_change(session: Session, actor: Actor, model: type[Row], client_id: int, row_id: int) -> Row:
    """A live row of the actor's agency, locked. Raises NotFound for a client out of scope, another agency's
    row and one that is not there."""
    require_client(session, actor, client_id)
    columns: Any = model
    query = select(model).where(
        columns.id == row_id, columns.client_id == client_id, columns.deleted_at.is_(None)
    )
    row: Any = session.scalar(query.with_for_update().execution_options(populate_existing=True))
    if row is None or not belongs(actor, row.organization_id):
        raise NotFound(model.__name__)
    return row  # type: ignore[no-any-return]


def require_version(row: Any, version: int) -> None:
    """Raises StaleVersion when somebody else saved in between."""
    if row.version != version:
        raise StaleVersion(CHANGED)


def save(session: Session, actor: Actor, row: Any, verb: str, keyring: KeyRing, clock: Clock) -> None:
    """Save what was changed of a row, with who and when, and audit it as `verb`; nothing when nothing was.
    Flushes."""
    before, after = audit.changes(row, keyring)
    if not after:
        return
    row.edited_at, row.edited_account_id = clock.now, actor.account_id
    row.version += 1
    session.flush()
    subject = verb.partition(":")[0]
    audit.record(session, actor, verb, subject, row.id, client_id=row.client_id, before=before, after=after)
