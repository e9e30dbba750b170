"""Social Security numbers: how one is kept, and showing a whole one: with a right, a reason, and a line in
the audit trail (decision 9)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.access.scope import client_visible
from hmis_web.db.errors import DomainError, HmisError, NotFound
from hmis_web.db.keys import KeyRing
from hmis_web.domain import audit
from hmis_web.models import AuditEvent, Client

REVEAL = "client:reveal-ssn"
"""The audit verb."""
REASONS = ("benefits", "housing", "identity", "correction", "other")
"""Why somebody needs the number."""
SHOWN_SECONDS = 30
MOST_AN_HOUR = 10
WORDS = 200
HOUR = timedelta(hours=1)
_GAPS = re.compile(r"[\s-]")
_NINE = re.compile(r"[0-9x]{9}")


def index_text(text: str) -> str:
    """What of an SSN goes into its index: nine digits or x without dashes; the text itself when it is
    something else."""
    bare = _GAPS.sub("", text).lower()
    return bare if _NINE.fullmatch(bare) else text


def last4_text(plain: str) -> str | None:
    """The last four of what `index_text` answers; None unless they are digits of nine."""
    return plain[5:] if len(plain) == 9 and plain[5:].isdecimal() else None


def sealed(keyring: KeyRing, text: str | None) -> dict[str, str | None]:
    """The columns that keep an SSN: encrypted, and its keyed indexes; all None for none. HUD 3.02."""
    if text is None:
        return {"ssn": None, "ssn_index": None, "ssn4_index": None}
    plain = index_text(text)
    last4 = last4_text(plain)
    return {
        "ssn": keyring.encrypt("ssn", text),
        "ssn_index": keyring.blind("ssn", plain),
        "ssn4_index": None if last4 is None else keyring.blind("ssn4", last4),
    }


class PasswordWanted(HmisError):
    """Before this, the person gives the password again."""


def reveal(
    session: Session,
    actor: Actor,
    keyring: KeyRing,
    client_id: int,
    reason: str,
    words: str,
    now: datetime,
    authenticated_at: datetime | None,
) -> str:
    """A client's SSN as `900-12-4471`; empty when none is recorded. The reason goes into the audit trail in
    the same transaction: without it, no number. Raises Forbidden without the right, NotFound out of scope,
    DomainError naming the field, PasswordWanted after too many within an hour. HUD 3.02."""
    actor.require(Permission.SSN_REVEAL)
    row = session.execute(select(Client.id, Client.ssn).where(Client.id == client_id, client_visible(actor)))
    found = row.first()
    if found is None:
        raise NotFound("client")
    words = words.strip()
    _check_reason(reason, words)
    if too_many(session, actor, now, authenticated_at):
        raise PasswordWanted
    audit.record(
        session,
        actor,
        REVEAL,
        "client",
        client_id,
        client_id=client_id,
        details={"reason": reason},
        after={"words": words} if words else None,
    )
    return in_groups(keyring.decrypt("ssn", found.ssn)) if found.ssn else ""


def too_many(session: Session, actor: Actor, now: datetime, authenticated_at: datetime | None) -> bool:
    """Whether the account has seen ten numbers within the hour, or since the password was given last when
    that is less long ago. One statement."""
    since = max(now - HOUR, authenticated_at or now - HOUR)
    shown = (
        select(func.count())
        .select_from(AuditEvent)
        .where(AuditEvent.account_id == actor.account_id, AuditEvent.at > since, AuditEvent.verb == REVEAL)
    )
    return (session.scalar(shown) or 0) >= MOST_AN_HOUR


def in_groups(ssn: str) -> str:
    """`900-12-4471`; a number of another length as it stands."""
    return f"{ssn[:3]}-{ssn[3:5]}-{ssn[5:]}" if len(ssn) == 9 else ssn


def _check_reason(reason: str, words: str) -> None:
    if reason not in REASONS:
        raise DomainError("reason", "Choose why you need the number")
    if reason == "other" and not words:
        raise DomainError("words", "Say in a few words why you need the number")
    if len(words) > WORDS:
        raise DomainError("words", f"Say it in {WORDS} letters or fewer")
    if re.search(r"\d{3}", words):
        raise DomainError("words", "Leave numbers out: this goes into the audit trail")
