"""Releases of information with their signatures: recorded, listed, deleted when recorded by mistake. What
they share is worked out by `sharing`. HUD 2004 Data and Technical Standards 4.2; access rules, rows 10 and
11."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.access.scope import client_visible
from hmis_web.db.errors import DomainError, NotFound
from hmis_web.db.keys import KeyRing
from hmis_web.domain import audit, sharing
from hmis_web.domain.clock import Clock
from hmis_web.domain.papers import Paper, PaperStore
from hmis_web.domain.release_signing import DRAWING, ReleaseInput, check, signature_row
from hmis_web.domain.sharing_outcome import refresh
from hmis_web.models import Account, Client, Organization, Release, ReleaseSignature

RESTORE_DAYS = 90
READ_PAPER = "release:read-paper"
"""The audit verb of opening a signed paper."""


@dataclass(frozen=True)
class ReleaseLine:
    """A release as a list shows it."""

    id: int
    kind: str
    signed_on: date
    ends_on: date
    revoked_on: date | None
    agency: str
    author: str
    recorded_at: datetime
    version: int
    how: str
    signer: str
    guardian_relation: str
    drawing: str
    file_name: str
    is_own: bool
    """Recorded by the agency acted for, so theirs to delete."""
    deleted_at: datetime | None
    delete_reason: str

    def is_valid(self, day: date) -> bool:
        """Whether it shares the record on a day."""
        over = self.deleted_at is not None or (self.revoked_on is not None and self.revoked_on <= day)
        return not over and self.signed_on <= day <= self.ends_on


def record(
    session: Session,
    actor: Actor,
    store: PaperStore,
    client_id: int,
    told: ReleaseInput,
    clock: Clock,
    *,
    idempotency_key: str | None = None,
) -> int:
    """Record a release with its signature; answers its id. The same idempotency key again answers the first
    one's. Raises Forbidden, NotFound out of scope, DomainError naming the field. Flushes."""
    actor.require(Permission.CONSENT_EDIT)
    born = birth_date(session, actor, client_id)
    key = f"{actor.account_id}:{client_id}:{idempotency_key}" if idempotency_key else None
    known = session.scalar(select(Release.id).where(Release.idempotency_key == key)) if key else None
    if known is not None:
        return known
    signed_on, ends_on = check(told, born, clock.as_of)
    release_id = sharing.record_release(session, actor, client_id, told.kind, signed_on, ends_on, clock)
    session.get_one(Release, release_id).idempotency_key = key
    if told.kind != "verbal":
        session.add(signature_row(store, release_id, told))
    session.flush()
    return release_id


def birth_date(session: Session, actor: Actor, client_id: int) -> date | None:
    """When a client in scope was born: it decides who signs. Raises NotFound. One statement."""
    row = session.execute(select(Client.dob).where(Client.id == client_id, client_visible(actor))).first()
    if row is None:
        raise NotFound("client")
    born: date | None = row.dob
    return born


def of_client(session: Session, actor: Actor, keyring: KeyRing, client_id: int) -> list[ReleaseLine]:
    """A client's releases, the latest first. Deleted ones are for who may restore them. Raises Forbidden,
    NotFound out of scope. Two statements."""
    actor.require(Permission.CONSENT_READ)
    if session.scalar(select(Client.id).where(Client.id == client_id, client_visible(actor))) is None:
        raise NotFound("client")
    rows = session.execute(
        select(Release, ReleaseSignature, Organization.organization_name, Account.display_name)
        .outerjoin(ReleaseSignature, ReleaseSignature.release_id == Release.id)
        .outerjoin(Organization, Organization.id == Release.organization_id)
        .outerjoin(Account, Account.id == Release.account_id)
        .where(Release.client_id == client_id)
        .order_by(Release.signed_on.desc(), Release.id.desc())
    )
    lines = [_line(actor, keyring, *row) for row in rows]
    return [line for line in lines if line.deleted_at is None or _may_delete(actor, line.is_own)]


def paper_of(session: Session, actor: Actor, store: PaperStore, client_id: int, release_id: int) -> Paper:
    """The signed paper of a release. Raises Forbidden, NotFound out of scope or when there is none."""
    row = _found(session, actor, client_id, release_id)
    found = session.get(ReleaseSignature, row.id)
    if found is None or found.path is None or row.deleted_at is not None:
        raise NotFound("release")
    return Paper(store.get(found.path), found.media_type or "", found.file_name or "release")


def delete(
    session: Session, actor: Actor, client_id: int, release_id: int, reason: str, clock: Clock
) -> None:
    """Take away a release that was recorded by mistake; it shares nothing any more and can be restored for 90
    days. A second time changes nothing. Raises Forbidden, NotFound when it is another agency's,
    DomainError("reason"). Flushes."""
    row = _own(session, actor, client_id, release_id)
    if row.deleted_at is not None:
        return
    if not reason.strip():
        raise DomainError("reason", "Say why it was a mistake")
    _mark(session, actor, row, clock, "release:delete", (clock.now, reason.strip()))


def restore(session: Session, actor: Actor, client_id: int, release_id: int, clock: Clock) -> None:
    """Bring a deleted release back, within 90 days. A second time changes nothing. Raises Forbidden, NotFound
    when it is another agency's, DomainError("release") later. Flushes."""
    row = _own(session, actor, client_id, release_id)
    if row.deleted_at is None:
        return
    if row.deleted_at < clock.now - timedelta(days=RESTORE_DAYS):
        raise DomainError("release", f"A deleted release can be restored for {RESTORE_DAYS} days")
    _mark(session, actor, row, clock, "release:restore", (None, None))


def _line(
    actor: Actor,
    keyring: KeyRing,
    row: Release,
    signature: ReleaseSignature | None,
    agency: str | None,
    author: str | None,
) -> ReleaseLine:
    drawing = signature.drawing if signature is not None else None
    return ReleaseLine(
        id=row.id,
        kind=row.kind,
        signed_on=row.signed_on,
        ends_on=row.ends_on,
        revoked_on=row.revoked_on,
        agency=agency or "",
        author=author or "",
        recorded_at=row.recorded_at,
        version=row.version,
        how=signature.how if signature else "",
        signer=(signature.signer if signature else None) or "",
        guardian_relation=(signature.guardian_relation if signature else None) or "",
        drawing=keyring.decrypt(DRAWING, drawing) if drawing else "",
        file_name=(signature.file_name if signature else None) or "",
        is_own=row.organization_id == actor.organization_id,
        deleted_at=row.deleted_at,
        delete_reason=row.delete_reason or "",
    )


def _found(session: Session, actor: Actor, client_id: int, release_id: int) -> Release:
    actor.require(Permission.CONSENT_READ)
    row = session.scalar(
        select(Release)
        .join(Client, Client.id == Release.client_id)
        .where(Release.id == release_id, Release.client_id == client_id, client_visible(actor))
    )
    if row is None:
        raise NotFound("release")
    return row


def _own(session: Session, actor: Actor, client_id: int, release_id: int) -> Release:
    actor.require(Permission.CONSENT_DELETE_OWN)
    row = _found(session, actor, client_id, release_id)
    if not _may_delete(actor, row.organization_id == actor.organization_id):
        raise NotFound("release")
    return row


def _may_delete(actor: Actor, is_own: bool) -> bool:
    return actor.may(Permission.CONSENT_DELETE_OWN) and (is_own or actor.is_system_administrator)


def _mark(
    session: Session,
    actor: Actor,
    row: Release,
    clock: Clock,
    verb: str,
    state: tuple[datetime | None, str | None],
) -> None:
    before = {"deleted_at": row.deleted_at, "reason": row.delete_reason}
    row.deleted_at, row.delete_reason = state
    row.version += 1
    session.flush()
    audit.record(
        session, actor, verb, "release", row.id, client_id=row.client_id,
        before=before, after={"deleted_at": row.deleted_at, "reason": row.delete_reason},
    )  # fmt: skip
    refresh(session, [row.client_id], clock.as_of)
