"""Who sees a client besides the agencies that entered something: releases of information, the installation's
rule, and privacy (decisions 11 and 12). What follows from them is worked out by `sharing_outcome`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.access.scope import client_visible
from hmis_web.db.errors import DomainError, NotFound
from hmis_web.domain import audit
from hmis_web.domain.clock import Clock
from hmis_web.domain.sharing_outcome import refresh, refresh_all
from hmis_web.models import Client, ClientAgency, ClientSharing, Organization, PrivateClient, Release, Setting
from hmis_web.models.sharing import RELEASE_KINDS, SHARING_WITHOUT_RELEASE

LONGEST_YEARS = 10


@dataclass(frozen=True)
class SharingRule:
    """The rule in force for a client on a day."""

    until: date | None
    """The last day on which every agency sees it; ALWAYS without an end; None: not shared."""
    private_to: str = ""
    """The agency that made it private."""
    ended_on: date | None = None
    """The last day of a release that is over, or the day on which it was taken back."""

    @property
    def is_shared(self) -> bool:
        """Whether every agency sees the client."""
        return self.until is not None


def rule(session: Session, actor: Actor, client_id: int, as_of: date) -> SharingRule:
    """The rule in force for a client. The caller has fetched the client through scope. One statement."""
    actor.require(Permission.CONSENT_READ)
    over = case((Release.revoked_on.is_not(None), Release.revoked_on), else_=Release.ends_on)
    last = (
        select(func.max(over))
        .where(Release.client_id == client_id, Release.deleted_at.is_(None))
        .scalar_subquery()
    )
    row = session.execute(
        select(ClientSharing.until, Organization.organization_name, last)
        .select_from(Client)
        .outerjoin(ClientSharing, ClientSharing.client_id == Client.id)
        .outerjoin(PrivateClient, PrivateClient.client_id == Client.id)
        .outerjoin(Organization, Organization.id == PrivateClient.organization_id)
        .where(Client.id == client_id)
    ).one()
    until, private_to, ended = row
    lasts = until is not None and until >= as_of
    return SharingRule(until if lasts else None, private_to or "", None if lasts else ended)


def record_release(
    session: Session, actor: Actor, client_id: int, kind: str, signed_on: date, ends_on: date, clock: Clock
) -> int:
    """Record a release of information; every agency sees the client from now to `ends_on`, inclusive. Answers
    its id. Raises NotFound out of scope, DomainError naming the field. Flushes."""
    actor.require(Permission.CONSENT_EDIT)
    _visible(session, actor, client_id)
    if kind not in RELEASE_KINDS:
        raise DomainError("kind", "Choose how the release was given")
    check_days(signed_on, ends_on, clock.as_of)
    row = Release(
        client_id=client_id,
        organization_id=actor.organization_id,
        kind=kind,
        signed_on=signed_on,
        ends_on=ends_on,
        account_id=actor.account_id,
        recorded_at=clock.now,
    )
    session.add(row)
    session.flush()
    told = {"kind": kind, "signed_on": signed_on, "ends_on": ends_on}
    audit.record(session, actor, "release:create", "release", row.id, client_id=client_id, after=told)
    refresh(session, [client_id], clock.as_of)
    return row.id


def check_days(signed_on: date, ends_on: date, as_of: date) -> None:
    """Raises DomainError naming the day that a release can't have."""
    if signed_on > as_of:
        raise DomainError("signed_on", "Enter the day of the signature; it can't be in the future")
    if not signed_on <= ends_on <= signed_on + timedelta(days=366 * LONGEST_YEARS):
        raise DomainError(
            "ends_on", f"Enter the last day: not before the signature, and within {LONGEST_YEARS} years"
        )


def revoke_release(session: Session, actor: Actor, client_id: int, release_id: int, clock: Clock) -> None:
    """The client takes a release back: other agencies see nothing of it from their next request on. A second
    time changes nothing. Raises NotFound. Flushes."""
    actor.require(Permission.CONSENT_EDIT)
    _visible(session, actor, client_id)
    row = session.scalar(select(Release).where(Release.id == release_id, Release.client_id == client_id))
    if row is None or row.deleted_at is not None:
        raise NotFound("release")
    if row.revoked_on is None:
        row.revoked_on = clock.as_of
        row.version += 1
        session.flush()
        audit.record(
            session, actor, "release:revoke", "release", row.id, client_id=client_id,
            before={"revoked_on": None}, after={"revoked_on": clock.as_of},
        )  # fmt: skip
    refresh(session, [client_id], clock.as_of)


def make_private(session: Session, actor: Actor, client_id: int, reason: str, clock: Clock) -> None:
    """Share a client's record with nobody, whatever release there is; agencies that entered something see it,
    and no search elsewhere mentions it. Raises NotFound, DomainError("reason"). Flushes."""
    actor.require(Permission.PRIVACY_EDIT_OWN)
    _visible(session, actor, client_id)
    agency = _own(session, actor, client_id)
    if not reason.strip():
        raise DomainError("reason", "Say why the record is private")
    if session.get(PrivateClient, client_id) is None:
        session.add(
            PrivateClient(
                client_id=client_id,
                organization_id=agency,
                account_id=actor.account_id,
                reason=reason.strip(),
                made_at=clock.now,
            )
        )
        session.flush()
        audit.record(
            session, actor, "client:make-private", "client", client_id, client_id=client_id,
            before={"private": False}, after={"private": True},
        )  # fmt: skip
    refresh(session, [client_id], clock.as_of)


def end_privacy(session: Session, actor: Actor, client_id: int, clock: Clock) -> None:
    """Let releases share a client's record again. Raises NotFound when it is not private, or made so by
    another agency. Flushes."""
    actor.require(Permission.PRIVACY_EDIT_OWN)
    _visible(session, actor, client_id)
    row = session.get(PrivateClient, client_id)
    if row is None or not (actor.is_system_administrator or row.organization_id == actor.organization_id):
        raise NotFound("privacy")
    session.delete(row)
    session.flush()
    audit.record(
        session, actor, "client:end-privacy", "client", client_id, client_id=client_id,
        before={"private": True}, after={"private": False},
    )  # fmt: skip
    refresh(session, [client_id], clock.as_of)


def set_rule(session: Session, actor: Actor, without_release: str, as_of: date) -> None:
    """What is shared without a release: `agency`, nothing (as shipped), or `all`. Raises DomainError. Works
    out every client anew. Flushes."""
    actor.require(Permission.ROLE_EDIT)
    if without_release not in ("agency", "all"):
        raise DomainError("sharing", "Choose agency or all")
    row = session.get(Setting, SHARING_WITHOUT_RELEASE)
    before = json.loads(row.value) if row else "agency"
    if row is None:
        session.add(Setting(name=SHARING_WITHOUT_RELEASE, value=json.dumps(without_release)))
    else:
        row.value = json.dumps(without_release)
    session.flush()
    audit.record(
        session, actor, "setting:change", "setting", details={"name": SHARING_WITHOUT_RELEASE},
        before={"value": before}, after={"value": without_release},
    )  # fmt: skip
    refresh_all(session, as_of)


def made_private_by(session: Session, client_id: int) -> int | None:
    """The agency that made a record private; None when it is not. The caller has fetched the client through
    scope. One statement."""
    found = select(PrivateClient.organization_id).where(PrivateClient.client_id == client_id)
    return session.scalar(found)


def _visible(session: Session, actor: Actor, client_id: int) -> None:
    if session.scalar(select(Client.id).where(Client.id == client_id, client_visible(actor))) is None:
        raise NotFound("client")


def _own(session: Session, actor: Actor, client_id: int) -> int:
    """The agency that makes a record private: the one acted for, which entered something itself. Raises
    NotFound otherwise."""
    query = select(ClientAgency.organization_id).where(
        ClientAgency.client_id == client_id, ~ClientAgency.by_release
    )
    if actor.organization_id is not None:
        query = query.where(ClientAgency.organization_id == actor.organization_id)
    agency = session.scalar(query.limit(1))
    if agency is None:
        raise NotFound("client")
    return agency
