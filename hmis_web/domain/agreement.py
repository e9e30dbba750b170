"""The end-user agreement: its text as data, who has signed which version, and when it is due again (2004
Standards, 4.2.6: every person signs; access rules, section 3)."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.db.errors import Conflict
from hmis_web.domain import audit
from hmis_web.models import Account, AgreementSigning

TEXT = Path(__file__).parent / "data" / "agreement.toml"
VALID = timedelta(days=365)


@dataclass(frozen=True)
class Section:
    """A part of the agreement: what one promises, point by point."""

    title: str
    points: tuple[str, ...]


@dataclass(frozen=True)
class Agreement:
    """One version of the text."""

    version: str
    dated: date
    title: str
    opening: str
    sections: tuple[Section, ...]
    closing: str


@cache
def current() -> Agreement:
    """The version in force."""
    read = tomllib.loads(TEXT.read_text(encoding="utf-8"))
    sections = tuple(Section(part["title"], tuple(part["points"])) for part in read["section"])
    return Agreement(
        read["version"], read["dated"], read["title"], read["opening"], sections, read["closing"]
    )


def is_due(version: str | None, signed_on: date | None, as_of: date) -> bool:
    """Whether somebody who signed a version on a day is to sign on another: never signed, another version,
    or a year ago."""
    return signed_on is None or version != current().version or signed_on + VALID <= as_of


def sign(session: Session, actor: Actor, version: str, now: datetime, as_of: date) -> None:
    """Sign the agreement. Raises Conflict when the version read is no longer in force. Flushes."""
    if version != current().version:
        raise Conflict("The agreement has changed meanwhile; please read it again")
    account = session.get_one(Account, actor.account_id)
    account.agreement_version, account.agreement_signed_on = version, as_of
    session.add(AgreementSigning(account_id=account.id, version=version, signed_at=now))
    session.flush()
    audit.record(session, actor, "agreement:sign", "account", account.id, details={"version": version})


def signings(session: Session, account_id: int) -> Sequence[AgreementSigning]:
    """When somebody signed what, the latest first."""
    mine = select(AgreementSigning).where(AgreementSigning.account_id == account_id)
    return session.scalars(mine.order_by(AgreementSigning.id.desc())).all()
