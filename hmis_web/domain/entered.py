"""What every row entered here carries: identifiers, stamps, and who entered it (decisions 2 and 25)."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.domain.clock import Clock
from hmis_web.models import LOCAL_SOURCE, Account, DataSource, HudUser

IDENTIFIERS = uuid.UUID("5b1f9a0e-6a0c-4f0b-9a55-0d5d8b0a7c11")
"""Name space of the identifiers that are worked out rather than drawn."""


def new_identifier() -> str:
    """An identifier for a HUD row: 32 characters, unique everywhere."""
    return uuid.uuid4().hex


def columns(session: Session, actor: Actor, data_source_id: int, clock: Clock) -> dict[str, Any]:
    """The columns that a new HUD row has whatever it says. It belongs to the data source of the record it is
    about, so that an export of that source carries it. Adds the person to User.csv of that source. Flushes.
    HUD 5.01, 5.02, 5.07."""
    return {
        "data_source_id": data_source_id,
        "user_id": ensure_hud_user(session, actor, data_source_id, clock),
        "date_created": clock.stamp,
        "date_updated": clock.stamp,
        "entered_organization_id": actor.organization_id,
        "edited_at": clock.now,
    }


def local_source(session: Session, clock: Clock) -> int:
    """The data source of what is entered here, made when it isn't there. Flushes."""
    known = select(DataSource.id).where(DataSource.name == LOCAL_SOURCE)
    found = session.scalar(known)
    if found is not None:
        return found
    source = DataSource(name=LOCAL_SOURCE, created_at=clock.now)
    try:
        with session.begin_nested():
            session.add(source)
            session.flush()
    except IntegrityError:  # another request made it just now
        return session.scalars(known).one()
    return source.id


def ensure_hud_user(session: Session, actor: Actor, data_source_id: int, clock: Clock) -> str:
    """The UserID of the actor; User.csv of the data source knows it afterwards. Flushes. HUD 5.07."""
    account = session.get(Account, actor.account_id) if actor.account_id is not None else None
    user_id = hud_user_id(account)
    known = select(HudUser.id).where(HudUser.data_source_id == data_source_id, HudUser.user_id == user_id)
    if session.scalar(known) is not None:
        return user_id
    first, _, last = (account.display_name if account else actor.display_name).rpartition(" ")
    user = HudUser(
        user_id=user_id,
        user_first_name=first or None,
        user_last_name=last or None,
        user_email=account.email if account else None,
        data_source_id=data_source_id,
        date_created=clock.stamp,
        date_updated=clock.stamp,
        edited_at=clock.now,
    )
    try:
        with session.begin_nested():
            session.add(user)
            session.flush()
    except IntegrityError:
        if session.scalar(known) is None:
            raise  # not the same person's other request, which came first: something else is wrong
    return user_id


def hud_user_id(account: Account | None) -> str:
    """The UserID of an account: the same in every data source, and no other installation's, as files travel
    between them."""
    name = "system" if account is None else f"account {account.id} of {account.created_at.isoformat()}"
    return uuid.uuid5(IDENTIFIERS, name).hex
