"""What a request can reach: the installation's parts, the present person, the database session, the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import cast

from flask import current_app, g, request
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.config import Settings
from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.domain.audit import SPOOL, Act
from hmis_web.domain.clock import Clock
from hmis_web.domain.passwords import PasswordRules
from hmis_web.domain.sessions import Limits, Present
from hmis_web.domain.throttle import Origin
from hmis_web.jobs.queue import JobQueue

EXTENSION = "hmis"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True)
class Installation:
    """The parts that every request shares."""

    settings: Settings
    database: Database
    replica: Database
    keyring: KeyRing
    queue: JobQueue

    @property
    def spool(self) -> Path:
        """Where audit rows wait while the database is busy."""
        return self.settings.var / SPOOL

    @property
    def limits(self) -> Limits:
        """Session and lock-out limits."""
        s = self.settings
        return Limits(
            idle=timedelta(minutes=s.idle_minutes),
            absolute=timedelta(hours=s.absolute_hours),
            misses=s.lock_after_misses,
            lock=timedelta(minutes=s.lock_minutes),
            second_factor=s.second_factor_required,
            address_misses=s.address_misses,
            inactive=timedelta(days=s.inactive_days),
            confirm=timedelta(minutes=s.confirm_minutes),
        )


def installation() -> Installation:
    """The installation that serves this request."""
    return cast(Installation, current_app.extensions[EXTENSION])


def origin() -> Origin:
    """Where the request comes from."""
    return Origin.of(keyring(), request.remote_addr or "", request.user_agent.string)


def password_rules() -> PasswordRules:
    """What the installation asks of passwords."""
    s = installation().settings
    return PasswordRules(s.community_name, s.password_letters_and_digits)


def keyring() -> KeyRing:
    """The key ring."""
    return installation().keyring


def present() -> Present | None:
    """Who sent the request, None when nobody is signed in, or something is to be done before (`at_gate`)."""
    return cast(Present | None, g.get("present"))


def here() -> Present:
    """Who sent the request. Raises LookupError on a public page without anybody."""
    found = present()
    if found is None:
        raise LookupError("nobody is signed in")
    return found


def at_gate() -> Present | None:
    """Who sent the request and waits at a gate: locked, or without the second factor, the agreement or a
    role."""
    return cast(Present | None, g.get("at_gate"))


def actor() -> Actor:
    """The signed-in actor. Raises LookupError on a public page without one."""
    return here().actor


def now() -> datetime:
    """This moment, UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Today in the installation's time zone."""
    return now().astimezone(installation().settings.timezone).date()


def clock() -> Clock:
    """This moment, as the domain is told it."""
    return Clock(now(), installation().settings.timezone)


def request_id() -> str:
    """The number by which log and audit trail know this request."""
    return str(g.get("request_id", ""))


def read_session() -> Session:
    """The request's reading session; never waits for a writer."""
    if "read_session" not in g:
        g.read_session = installation().database.open()
    return cast(Session, g.read_session)


def session() -> Session:
    """The request's session: reading on GET, writing otherwise; committed once when the answer is a success.
    Raises DatabaseBusy when another writer keeps the database."""
    if request.method in SAFE_METHODS or g.get("reads_only"):
        return read_session()
    if "write_session" not in g:
        g.write_session = installation().database.open(write=True)
        g.write_session.info["request_id"] = g.get("request_id")
    return cast(Session, g.write_session)


def note_read(
    verb: str,
    subject_type: str,
    subject_id: int | None = None,
    *,
    client_id: int | None = None,
) -> None:
    """Audit a read: written after the answer is made, without making the reader wait."""
    note_act(Act(verb, subject_type, subject_id, client_id))


def note_act(act: Act) -> None:
    """As `note_read`, for an act that the domain has described."""
    g.setdefault("reads", []).append(act)
