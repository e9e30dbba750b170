"""Which other agency of one's own sees a record that the present one does not."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.access.scope import client_visible, enrollment_visible
from hmis_web.domain import acting
from hmis_web.domain.acting import GrantChoice
from hmis_web.models import Account, Client, Enrollment

OFFER = "session:offer-switch"
"""The audit verb of telling somebody that a record is seen from another agency of theirs."""


def agencies_that_see(
    session: Session, actor: Actor, client_id: int, enrollment_id: int | None, as_of: date
) -> list[GrantChoice]:
    """The person's other agencies, with an open grant, that see a client and the stay asked for. Nobody
    learns anything that switching would not tell. Two statements, and one or two for each agency."""
    if not actor.has_other_agencies or actor.account_id is None:
        return []
    return [
        choice
        for choice in acting.choices(session, actor.account_id, as_of)
        if choice.organization_id != actor.organization_id
        and _sees(session, actor, choice.organization_id, client_id, enrollment_id)
    ]


def sees_client(
    session: Session, actor: Actor, organization_id: int | None, client_id: int, as_of: date
) -> bool:
    """Whether the person, acting for an agency, sees a client's page. False without a role there."""
    if actor.account_id is None:
        return False
    account = session.get(Account, actor.account_id)
    there = acting.actor_for(session, account, organization_id, as_of) if account is not None else None
    if there is None or not there.may(Permission.CLIENT_READ_LIMITED):
        return False
    return session.scalar(select(Client.id).where(Client.id == client_id, client_visible(there))) is not None


def _sees(
    session: Session, actor: Actor, organization_id: int, client_id: int, enrollment_id: int | None
) -> bool:
    there = Actor.without_role(actor.account_id, actor.display_name, organization_id)
    if enrollment_id is None:
        query = select(Client.id).where(Client.id == client_id, client_visible(there))
    else:
        query = (
            select(Client.id)
            .join(Enrollment, Enrollment.client_key == Client.id)
            .where(
                Client.id == client_id,
                client_visible(there),
                Enrollment.id == enrollment_id,
                enrollment_visible(there),
            )
        )
    return session.scalar(query) is not None
