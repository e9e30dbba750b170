"""Reading the audit trail: who did what to a client, and what was done in the installation (access rules, row
62). Newest first, page after page by where the last one ended."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.access.scope import client_visible
from hmis_web.db.errors import DomainError, NotFound
from hmis_web.domain import audit_words
from hmis_web.models import Account, AuditEvent, AuditValue, Client, ClientAlias, Organization, Role

PER_PAGE = 50
MOST_IN_A_FILE = 50_000
MOMENT = "%Y%m%dT%H%M%S.%f"


@dataclass(frozen=True)
class Wanted:
    """Which acts. Days are in `zone`, both ends inclusive; None does not narrow."""

    client_id: int | None = None
    account_id: int | None = None
    kind: str = ""
    first: date | None = None
    last: date | None = None
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))


@dataclass(frozen=True)
class Line:
    """One act."""

    id: int
    at: datetime
    person: str
    """Empty for the system, and for somebody whose account is not known."""
    agency: str
    role: str
    verb: str
    subject_type: str
    subject_id: int | None
    client_id: int | None
    details: dict[str, Any]
    before: dict[str, Any]
    after: dict[str, Any]
    is_emptied: bool
    """Whether old and new values were there once."""

    @property
    def words(self) -> str:
        """What was done."""
        return audit_words.in_words(self.verb)

    @property
    def cursor(self) -> str:
        """Where it stands, for `older_than`."""
        return f"{self.at.astimezone(UTC):{MOMENT}}-{self.id}"


def of_client(
    session: Session, actor: Actor, client_id: int, wanted: Wanted, older_than: str = ""
) -> list[Line]:
    """What was done to a client, also under numbers merged into it: by the actor's agency, or by all for a
    system administrator. One more than a page when there is more. Raises Forbidden, NotFound out of scope.
    Three statements."""
    actor.require(Permission.AUDIT_READ_OWN)
    visible = select(Client.id).where(Client.id == client_id, client_visible(actor))
    if session.scalar(visible) is None:
        raise NotFound("client")
    merged = session.scalars(select(ClientAlias.replaced_key).where(ClientAlias.client_id == client_id)).all()
    ids = [client_id, *(key for key in merged if key is not None)]
    query = _query(actor, replace(wanted, client_id=None)).where(AuditEvent.client_id.in_(ids))
    return _lines(session, query, older_than, PER_PAGE + 1)


def everywhere(session: Session, actor: Actor, wanted: Wanted, older_than: str = "") -> list[Line]:
    """What was done in the installation; as for `of_client`. Raises Forbidden. One statement."""
    actor.require(Permission.AUDIT_READ_OWN)
    return _lines(session, _query(actor, wanted), older_than, PER_PAGE + 1)


def for_file(session: Session, actor: Actor, wanted: Wanted) -> Iterator[Line]:
    """All acts that are wanted. Raises Forbidden, DomainError("first") when they are more than a file should
    hold."""
    actor.require(Permission.AUDIT_READ_OWN)
    lines = _lines(session, _query(actor, wanted), "", MOST_IN_A_FILE + 1)
    if len(lines) > MOST_IN_A_FILE:
        raise DomainError("first", f"These are more than {MOST_IN_A_FILE:,} acts; choose fewer days")
    return iter(lines)


def people(session: Session) -> list[tuple[int, str]]:
    """(account id, name) of everybody who has an account, by name. One statement."""
    query = select(Account.id, Account.display_name).order_by(Account.display_name, Account.id)
    return [(key, name) for key, name in session.execute(query)]


def _query(actor: Actor, wanted: Wanted) -> Any:
    query: Any = (
        select(
            AuditEvent,
            Account.display_name,
            Organization.organization_name,
            Role.name.label("role_name"),
            AuditValue.content,
        )
        .outerjoin(Account, Account.id == AuditEvent.account_id)
        .outerjoin(Organization, Organization.id == AuditEvent.organization_id)
        .outerjoin(Role, Role.code == AuditEvent.role_code)
        .outerjoin(AuditValue, AuditValue.event_id == AuditEvent.id)
        .where(*_conditions(wanted))
        .order_by(AuditEvent.at.desc(), AuditEvent.id.desc())
    )
    if not actor.is_system_administrator:
        query = query.where(AuditEvent.organization_id == actor.organization_id)
    return query


def _conditions(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.client_id is not None:
        yield AuditEvent.client_id == wanted.client_id
    if wanted.account_id is not None:
        yield AuditEvent.account_id == wanted.account_id
    if wanted.first is not None:
        yield AuditEvent.at >= _start(wanted.first, wanted.zone)
    if wanted.last is not None:
        yield AuditEvent.at < _start(wanted.last + timedelta(days=1), wanted.zone)
    if wanted.kind:
        try:
            these, verbs = audit_words.verbs_of(wanted.kind)
        except KeyError:
            yield false()
        else:
            yield AuditEvent.verb.in_(verbs) if these else AuditEvent.verb.not_in(verbs)


def _start(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _lines(session: Session, query: Any, older_than: str, limit: int) -> list[Line]:
    if older_than:
        at, number = _cursor(older_than)
        before = or_(AuditEvent.at < at, and_(AuditEvent.at == at, AuditEvent.id < number))
        query = query.where(AuditEvent.at <= at, before)
    return [_line(*row) for row in session.execute(query.limit(limit))]


def _cursor(text: str) -> tuple[datetime, int]:
    moment, _, number = text.partition("-")
    try:
        return datetime.strptime(moment, MOMENT).replace(tzinfo=UTC), int(number)
    except ValueError as error:
        raise NotFound("page") from error


def _line(
    event: AuditEvent, person: str | None, agency: str | None, role: str | None, content: str | None
) -> Line:
    values = json.loads(content) if content else {}
    return Line(
        event.id,
        event.at,
        person or "",
        agency or "",
        role or "",
        event.verb,
        event.subject_type,
        event.subject_id,
        event.client_id,
        json.loads(event.details) if event.details else {},
        values.get("before", {}),
        values.get("after", {}),
        event.values_digest is not None and content is None,
    )
