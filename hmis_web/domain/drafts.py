"""Drafts: what somebody typed and has not saved yet, kept for that account alone (decisions 21 and 22).

One mechanism for every form: a draft is the fields as they were sent, under account, agency, form and
subject, encrypted. It is no record: nothing reads it but the form it came from.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.db.errors import DomainError, NotFound
from hmis_web.db.keys import KeyRing
from hmis_web.domain import audit
from hmis_web.models import Draft, Organization

KEPT_DAYS = 14
MOST_BYTES = 64 * 1024
ALL_AGENCIES = 0

Fields = list[tuple[str, str]]


@dataclass(frozen=True)
class Place:
    """Where a draft belongs: the form, what it is about (numbers, `12-34`; empty for nothing), the agency it
    was opened for, and the version of its fields."""

    form: str
    subject: str
    organization_id: int
    version: int = 1


@dataclass(frozen=True)
class Kept:
    """A draft with what was typed."""

    id: int
    fields: Fields
    saved_at: datetime


@dataclass(frozen=True)
class Line:
    """A draft in a list, without what was typed."""

    id: int
    form: str
    path: str
    organization_id: int
    agency: str
    """Empty for all agencies."""
    saved_at: datetime


def save(
    session: Session,
    keyring: KeyRing,
    actor: Actor,
    place: Place,
    path: str,
    fields: Iterable[tuple[str, str]],
    now: datetime,
) -> None:
    """Keep what was typed in place of what was kept before. Raises DomainError when it is more than 64 KB,
    NotFound for an actor without an account. The first keeping is audited, those every few seconds after it
    are not. Flushes."""
    if actor.account_id is None:
        raise NotFound("account")
    text = json.dumps(list(fields))
    if len(text.encode()) > MOST_BYTES:
        raise DomainError("draft", "This is too long to be kept as a draft; please save it")
    values = {
        "path": path,
        "form_version": place.version,
        "body": keyring.encrypt(_purpose(actor.account_id, place), text),
        "saved_at": now,
    }
    if _change(session, actor.account_id, place, values):
        return
    row = Draft(
        account_id=actor.account_id,
        organization_id=place.organization_id,
        form=place.form,
        subject=place.subject,
        **values,
    )
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError:  # another tab kept it first
        _change(session, actor.account_id, place, values)
    else:
        audit.record(session, actor, "draft:create", "draft", row.id, details={"form": place.form})


def find(session: Session, keyring: KeyRing, actor: Actor, place: Place, now: datetime) -> Kept | None:
    """What the actor's account typed there last: None when there is nothing, it is older than 14 days, or
    was typed into another version of the form. One statement."""
    if actor.account_id is None:
        return None
    row = session.scalar(select(Draft).where(_at(actor.account_id, place), _fresh(now)))
    if row is None or row.form_version != place.version:
        return None
    text = keyring.decrypt(_purpose(actor.account_id, place), row.body)
    return Kept(row.id, [(name, value) for name, value in json.loads(text)], row.saved_at)


def of_account(session: Session, actor: Actor, now: datetime) -> list[Line]:
    """Everything that the actor's account has not finished, at all its agencies, the latest first. One
    statement."""
    rows = session.execute(
        select(
            Draft.id,
            Draft.form,
            Draft.path,
            Draft.organization_id,
            Organization.organization_name,
            Draft.saved_at,
        )
        .outerjoin(Organization, Organization.id == Draft.organization_id)
        .where(Draft.account_id == actor.account_id, _fresh(now))
        .order_by(Draft.saved_at.desc(), Draft.id.desc())
    )
    return [Line(key, form, path, agency, name or "", saved) for key, form, path, agency, name, saved in rows]


def discard(session: Session, actor: Actor, draft_id: int) -> None:
    """Throw one's own draft away. Raises NotFound for anybody else's. Flushes."""
    own = delete(Draft).where(Draft.id == draft_id, Draft.account_id == actor.account_id)
    if not session.execute(own).rowcount:  # type: ignore[attr-defined]
        raise NotFound("draft")
    audit.record(session, actor, "draft:discard", "draft", draft_id)


def finish(session: Session, actor: Actor, place: Place) -> None:
    """The form was saved: its draft goes, in the same transaction. Flushes."""
    if actor.account_id is not None:
        session.execute(delete(Draft).where(_at(actor.account_id, place)))


def follow_client(
    session: Session, keyring: KeyRing, old: int, new: int, ids: Iterable[int] | None = None
) -> list[int]:
    """Two records became one: drafts of the one's pages become the other's, where no draft is kept yet.
    `ids`: some of them only. Answers which. Flushes."""
    page = f"/clients/{old}"
    query = select(Draft).where(or_(Draft.path == page, Draft.path.startswith(f"{page}/")))
    if ids is not None:
        query = query.where(Draft.id.in_(list(ids)))
    moved = []
    for row in session.scalars(query).all():
        place = Place(row.form, row.subject, row.organization_id, row.form_version)
        numbers = row.subject.split("-")
        if str(old) not in numbers:
            continue
        numbers[numbers.index(str(old))] = str(new)
        there = replace(place, subject="-".join(numbers))
        if session.scalar(select(Draft.id).where(_at(row.account_id, there))) is not None:
            continue
        text = keyring.decrypt(_purpose(row.account_id, place), row.body)
        row.subject, row.path = there.subject, f"/clients/{new}{row.path.removeprefix(page)}"
        row.body = keyring.encrypt(_purpose(row.account_id, there), text)
        moved.append(row.id)
    session.flush()
    return moved


def purge(session: Session, now: datetime) -> int:
    """Delete the drafts that are older than 14 days; answers how many. Flushes."""
    gone = session.execute(delete(Draft).where(~_fresh(now))).rowcount  # type: ignore[attr-defined]
    if gone:
        audit.record(session, Actor.system(), "draft:purge", "draft", details={"drafts": gone})
    return int(gone)


def _at(account_id: int, place: Place) -> ColumnElement[bool]:
    return and_(
        Draft.account_id == account_id,
        Draft.organization_id == place.organization_id,
        Draft.form == place.form,
        Draft.subject == place.subject,
    )


def _fresh(now: datetime) -> ColumnElement[bool]:
    return Draft.saved_at > now - timedelta(days=KEPT_DAYS)


def _change(session: Session, account_id: int, place: Place, values: dict[str, object]) -> bool:
    changed = session.execute(update(Draft).where(_at(account_id, place)).values(**values))
    return bool(changed.rowcount)  # type: ignore[attr-defined]


def _purpose(account_id: int, place: Place) -> str:
    """Bound to its place: moved to another account or form, it can not be read."""
    return f"draft:{account_id}:{place.organization_id}:{place.form}:{place.subject}"
