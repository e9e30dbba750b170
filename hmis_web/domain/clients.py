"""Clients: who somebody is, as far as the actor's role sees it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.access.scope import client_visible
from hmis_web.db.errors import NotFound
from hmis_web.db.keys import KeyRing
from hmis_web.models import (
    LOCAL_SOURCE,
    AuditEvent,
    Client,
    ClientAlias,
    ClientPhoto,
    CustomField,
    DataSource,
)
from hmis_web.standards.codes import DOBDataQuality

READ = "client:read"
"""The audit verb of opening a record."""
LAST = 4
RECENT_READS = 100


@dataclass(frozen=True)
class Person:
    """A client in one line: what every role may see (limited viewing: name, age, record number)."""

    id: int
    name: str
    age: int | None
    age_is_estimated: bool

    @property
    def record_number(self) -> str:
        """The number to say on the phone: the record's own, the same for every agency."""
        return f"R-{self.id}"


@dataclass(frozen=True)
class ClientCard(Person):
    """A client's header. What the role does not see is None or empty, and was not read from the database."""

    birth_date: date | None = None
    ssn_last4: str = ""
    personal_id: str = ""
    data_source: str = ""
    """The system that sent the record; empty when it was entered here."""
    sex: int | None = None
    veteran_status: int | None = None
    has_photo: bool = False
    is_asked_more: bool = False
    """Whether the community asks, or asked, something about clients beside HUD's questions."""


def get_card(session: Session, actor: Actor, keyring: KeyRing, client_id: int, as_of: date) -> ClientCard:
    """The header of a client in the actor's scope. Raises NotFound otherwise. HUD 3.01 to 3.07, 4.21. One
    statement."""
    query = _people().where(Client.id == client_id, client_visible(actor))
    full = actor.may(Permission.CLIENT_READ)
    if full:
        query = query.join(DataSource, DataSource.id == Client.data_source_id).add_columns(
            Client.ssn,
            Client.personal_id,
            Client.sex,
            Client.veteran_status,
            DataSource.name.label("data_source"),
            select(1).where(CustomField.subject == "client").exists().label("is_asked_more"),
        )
    if actor.may(Permission.PHOTO_READ):
        query = query.add_columns(photo_there().label("has_photo"))
    row = session.execute(query).first()
    if row is None:
        raise NotFound("client")
    person = person_of(row, as_of)
    return ClientCard(
        **vars(person),
        birth_date=row.dob if actor.may(Permission.BIRTH_DATE_READ) else None,
        ssn_last4=_last4(keyring.decrypt("ssn", row.ssn)) if full and row.ssn else "",
        personal_id=row.personal_id if full else "",
        data_source=row.data_source if full and row.data_source != LOCAL_SOURCE else "",
        sex=row.sex if full else None,
        veteran_status=row.veteran_status if full else None,
        is_asked_more=full and row.is_asked_more,
        has_photo=actor.may(Permission.PHOTO_READ) and row.has_photo,
    )


def survivor_of(session: Session, actor: Actor, client_id: int) -> int | None:
    """The record that a merged one went into, when the actor sees it; None when it was not merged."""
    return session.scalar(
        select(Client.id)
        .join(ClientAlias, ClientAlias.client_id == Client.id)
        .where(ClientAlias.replaced_key == client_id, client_visible(actor))
        .limit(1)
    )


def by_ids(session: Session, actor: Actor, ids: Iterable[int], as_of: date) -> dict[int, Person]:
    """{id: person} for those of `ids` that the actor sees."""
    query = _people().where(Client.id.in_(list(ids)), client_visible(actor))
    return {row.id: person_of(row, as_of) for row in session.execute(query)}


def recently_opened(session: Session, actor: Actor, as_of: date, limit: int = 8) -> list[Person]:
    """Whom the actor's account opened lately, the latest first, as far as still in scope. Two statements."""
    reads = session.scalars(
        select(AuditEvent.client_id)
        .where(AuditEvent.account_id == actor.account_id, AuditEvent.verb == READ)
        .order_by(AuditEvent.at.desc())
        .limit(RECENT_READS)
    )
    ids = [key for key in dict.fromkeys(reads) if key is not None]
    if not ids:
        return []
    seen = by_ids(session, actor, ids, as_of)
    return [seen[key] for key in ids if key in seen][:limit]


def person_of(row: Any, as_of: date) -> Person:
    """A row with a client's name and birth date as one line; ages in completed years."""
    return Person(
        id=row.id,
        name=full_name(row.first_name, row.middle_name, row.last_name, row.name_suffix),
        age=age_on(row.dob, as_of),
        age_is_estimated=row.dob_data_quality == DOBDataQuality.PARTIAL,
    )


def full_name(first: str | None, middle: str | None, last: str | None, suffix: str | None) -> str:
    """A name as it is said; empty when none is known. HUD 3.01."""
    return " ".join(part.strip() for part in (first, middle, last, suffix) if part and part.strip())


def age_on(birth_date: date | None, day: date) -> int | None:
    """Completed years on a day; None without a birth date or before it. HUD 3.03."""
    if birth_date is None or birth_date > day:
        return None
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def photo_there() -> ColumnElement[bool]:
    """Whether a client has a photo. Use it in a query over Client."""
    return select(1).where(ClientPhoto.client_id == Client.id).correlate(Client).exists()


def _people() -> Any:
    return select(
        Client.id,
        Client.first_name,
        Client.middle_name,
        Client.last_name,
        Client.name_suffix,
        Client.dob,
        Client.dob_data_quality,
    )


def _last4(ssn: str) -> str:
    """The last four, when all are digits: partial numbers have an x for what isn't known."""
    last = ssn[-LAST:]
    return last if len(last) == LAST and last.isdigit() else ""
