"""Who tries to guess: refused tries are counted by network address, in the database, so that every process
knows them. The count by account stands with the account (`sign_in.count_miss`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from hmis_web.db.errors import TooManyTries
from hmis_web.db.keys import KeyRing
from hmis_web.domain.sessions import Limits
from hmis_web.models import SignInMiss

WINDOW = timedelta(minutes=1)
KEPT = timedelta(hours=1)


@dataclass(frozen=True)
class Origin:
    """Where a try to sign in comes from."""

    address: str = ""
    """Network address."""
    browser: str = ""
    """What the browser says that it is."""
    key: str = ""
    """The address as it is counted: keyed, so that the table names nobody. Empty is never counted."""

    @classmethod
    def of(cls, keyring: KeyRing, address: str, browser: str) -> Origin:
        """The origin of a request."""
        return cls(address, browser, keyring.blind("sign-in-address", address))


def check(session: Session, origin: Origin, limits: Limits, now: datetime) -> None:
    """Raises TooManyTries when an address was refused too often within the last minute."""
    if not origin.key:
        return
    lately = select(func.count(SignInMiss.id)).where(
        SignInMiss.address_hash == origin.key, SignInMiss.at > now - WINDOW
    )
    if (session.scalar(lately) or 0) >= limits.address_misses:
        raise TooManyTries


def note(session: Session, origin: Origin, now: datetime) -> None:
    """Count a refused try. Flushes."""
    if origin.key:
        session.add(SignInMiss(address_hash=origin.key, at=now))
        session.flush()


def tidy(session: Session, now: datetime) -> None:
    """Forget what is older than an hour."""
    session.execute(delete(SignInMiss).where(SignInMiss.at < now - KEPT))
