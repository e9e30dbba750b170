"""What a client looks like: one small square picture, encrypted in its row (access rules, row 7)."""

from __future__ import annotations

import base64
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.access.scope import client_visible
from hmis_web.db.errors import NotFound
from hmis_web.db.keys import KeyRing
from hmis_web.domain import audit
from hmis_web.domain.clock import Clock
from hmis_web.models import Client, ClientPhoto

PURPOSE = "client-photo"
"""Not bound to its client: a photo follows into the record that another becomes part of."""


def of_client(session: Session, actor: Actor, keyring: KeyRing, client_id: int) -> bytes:
    """The photo of a client in the actor's scope, as JPEG. Raises Forbidden, NotFound when there is none. One
    statement."""
    actor.require(Permission.PHOTO_READ)
    query = (
        select(ClientPhoto.content)
        .join(Client, Client.id == ClientPhoto.client_id)
        .where(Client.id == client_id, client_visible(actor))
    )
    sealed = session.scalar(query)
    if sealed is None:
        raise NotFound("photo")
    return base64.b64decode(keyring.decrypt(PURPOSE, sealed))


def of_clients(
    session: Session, actor: Actor, keyring: KeyRing, client_ids: Collection[int]
) -> dict[int, bytes]:
    """{client: photo} for those in the actor's scope who have one; empty for who may not see photos. One
    statement."""
    if not actor.may(Permission.PHOTO_READ):
        return {}
    query = (
        select(ClientPhoto.client_id, ClientPhoto.content)
        .join(Client, Client.id == ClientPhoto.client_id)
        .where(Client.id.in_(client_ids), client_visible(actor))
    )
    return {
        client_id: base64.b64decode(keyring.decrypt(PURPOSE, sealed))
        for client_id, sealed in session.execute(query)
    }


def set_photo(
    session: Session, actor: Actor, keyring: KeyRing, client_id: int, picture: bytes, clock: Clock
) -> None:
    """Make a picture of `file_images.portrait` the client's photo, in place of an earlier one. Raises
    Forbidden, NotFound out of scope. Flushes."""
    row = _locked(session, actor, client_id)
    was_there = row is not None
    if row is None:
        row = ClientPhoto(client_id=client_id)
        session.add(row)
    else:
        row.version += 1
    row.content = keyring.encrypt(PURPOSE, base64.b64encode(picture).decode())
    row.organization_id, row.account_id, row.set_at = actor.organization_id, actor.account_id, clock.now
    session.flush()
    audit.record(
        session, actor, "photo:set", "photo", client_id, client_id=client_id,
        details={"size": len(picture), "replaced": was_there},
    )  # fmt: skip


def remove_photo(session: Session, actor: Actor, client_id: int) -> None:
    """Take the photo away for good; without one nothing changes. Raises Forbidden, NotFound out of scope.
    Flushes."""
    row = _locked(session, actor, client_id)
    if row is None:
        return
    session.delete(row)
    session.flush()
    audit.record(session, actor, "photo:remove", "photo", client_id, client_id=client_id)


def _locked(session: Session, actor: Actor, client_id: int) -> ClientPhoto | None:
    """The client's row of a photo; nobody else changes it until the transaction ends."""
    actor.require(Permission.PHOTO_EDIT)
    visible = select(Client.id).where(Client.id == client_id, client_visible(actor))
    if session.scalar(visible.with_for_update(of=Client)) is None:
        raise NotFound("client")
    return session.get(ClientPhoto, client_id)
