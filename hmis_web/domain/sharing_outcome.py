"""What follows from releases of information, the installation's rule and privacy: who sees a client
(decisions 11 and 12). Worked out whenever one of them changes, and every day for what has ended.

`ClientSharing` holds until when a client is shared, one row a client, and `ClientAgency` a row for each
agency that sees the client by it: so scope and search ask plain keys.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement, delete, func, insert, literal, select
from sqlalchemy.orm import Session, aliased

from hmis_web.access.scope import client_known_to_barred, is_barred
from hmis_web.domain.search.indexing import reindex_clients
from hmis_web.models import Client, ClientAgency, ClientSharing, Organization, PrivateClient, Release, Setting
from hmis_web.models.sharing import SHARING_WITHOUT_RELEASE

ALWAYS = date.max
"""Shared without an end: the installation shares what is not refused."""
AT_ONCE = 500


def refresh_all(session: Session, as_of: date) -> None:
    """Work out every client anew: the installation's rule has changed. Flushes."""
    everyone = session.scalars(select(Client.id).where(Client.date_deleted.is_(None))).all()
    for start in range(0, len(everyone), AT_ONCE):
        refresh(session, everyone[start : start + AT_ONCE], as_of)


def refresh(session: Session, client_ids: Iterable[int], as_of: date) -> None:
    """Work out anew until when clients are shared, which agencies see them by it, and the search index.
    Flushes."""
    ids = sorted(set(client_ids))
    if not ids:
        return
    session.execute(delete(ClientSharing).where(ClientSharing.client_id.in_(ids)))
    until = _until(session, ids, as_of)
    if until:
        session.execute(
            insert(ClientSharing), [{"client_id": key, "until": day} for key, day in until.items()]
        )
    _share_with_agencies(session, ids, sorted(until))
    reindex_clients(session, ids)


def refresh_ended(session: Session, as_of: date) -> int:
    """Every day: take away what has ended, and let new agencies see what is shared. Answers the number of
    clients that it concerned. Flushes."""
    ended = select(ClientSharing.client_id).where(ClientSharing.until < as_of)
    agencies = select(func.count()).select_from(Organization).where(_may_see()).scalar_subquery()
    seers = (
        select(func.count())
        .where(ClientAgency.client_id == ClientSharing.client_id)
        .correlate(ClientSharing)
        .scalar_subquery()
    )
    incomplete = select(ClientSharing.client_id).where(seers < agencies)
    stray = select(ClientAgency.client_id).where(
        ClientAgency.by_release, ClientAgency.client_id.not_in(select(ClientSharing.client_id))
    )
    ids = sorted({key for query in (ended, incomplete, stray) for key in session.scalars(query)})
    for start in range(0, len(ids), AT_ONCE):
        refresh(session, ids[start : start + AT_ONCE], as_of)
    return len(ids)


def _until(session: Session, ids: list[int], as_of: date) -> dict[int, date]:
    """{client: last day of sharing} for those that are shared on a day."""
    shareable = (
        Client.id.in_(ids),
        Client.date_deleted.is_(None),
        Client.id.not_in(select(PrivateClient.client_id)),
        ~client_known_to_barred(),
    )
    released = (
        select(Client.id, func.max(Release.ends_on))
        .join(Release, Release.client_id == Client.id)
        .where(
            *shareable,
            Release.signed_on <= as_of,
            Release.ends_on >= as_of,
            Release.revoked_on.is_(None),
            Release.deleted_at.is_(None),
        )
        .group_by(Client.id)
    )
    until = {row[0]: row[1] for row in session.execute(released)}
    if _shares_without_release(session):
        refused = select(Release.client_id).where(
            Release.revoked_on.is_not(None), Release.deleted_at.is_(None)
        )
        always = select(Client.id).where(*shareable, Client.id.not_in(refused))
        until |= dict.fromkeys(session.scalars(always), ALWAYS)
    return until


def _share_with_agencies(session: Session, ids: list[int], shared: list[int]) -> None:
    """Give every agency a row for the shared clients among `ids`, and take it away for the others."""
    session.execute(
        delete(ClientAgency).where(
            ClientAgency.by_release, ClientAgency.client_id.in_(ids), ClientAgency.client_id.not_in(shared)
        )
    )
    held = aliased(ClientAgency)
    missing = (
        select(Organization.id, Client.id, literal(True))
        .select_from(Organization)
        .join(Client, Client.id.in_(shared))
        .where(
            _may_see(),
            ~select(1).where(held.organization_id == Organization.id, held.client_id == Client.id).exists(),
        )
    )
    session.execute(insert(ClientAgency).from_select(["organization_id", "client_id", "by_release"], missing))


def _may_see() -> ColumnElement[bool]:
    return Organization.date_deleted.is_(None) & ~is_barred(Organization)


def _shares_without_release(session: Session) -> bool:
    value = session.scalar(select(Setting.value).where(Setting.name == SHARING_WITHOUT_RELEASE))
    return value is not None and json.loads(value) == "all"
