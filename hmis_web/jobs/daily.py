"""What the worker looks after by itself now and then: each duty may be done as often as one likes."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from hmis_web.config import Settings
from hmis_web.db.errors import DatabaseBusy
from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.db.tracing import trace
from hmis_web.domain import (
    artifacts,
    audit_chain,
    audit_heads,
    dormancy,
    drafts,
    file_scan,
    file_store,
    sharing_outcome,
    throttle,
)
from hmis_web.domain.data_quality import refreshing

LOGGER = logging.getLogger("hmis.jobs")


@dataclass(frozen=True)
class Occasion:
    """What a duty is given, besides a writing session of its own."""

    settings: Settings
    keyring: KeyRing
    now: datetime
    """Aware, UTC."""

    @property
    def as_of(self) -> date:
        """Today in the installation's zone."""
        return self.now.astimezone(self.settings.timezone).date()


Duty = Callable[[Session, Occasion], object]


def _remove_expired_files(session: Session, occasion: Occasion) -> None:
    artifacts.remove_expired(session, occasion.settings.var, occasion.now)


def _remove_nobodys_files(session: Session, occasion: Occasion) -> None:
    file_store.remove_nobodys(session, occasion.settings.var, occasion.now)
    file_scan.remove_left(occasion.settings.var / "tmp", occasion.now)


def _end_sharing(session: Session, occasion: Occasion) -> None:
    sharing_outcome.refresh_ended(session, occasion.as_of)


def _forget_old_drafts(session: Session, occasion: Occasion) -> None:
    drafts.purge(session, occasion.now)


def _retire_accounts(session: Session, occasion: Occasion) -> None:
    dormancy.retire_all(session, occasion.now, timedelta(days=occasion.settings.inactive_days))


def _forget_misses(session: Session, occasion: Occasion) -> None:
    throttle.tidy(session, occasion.now)


def _export_audit_head(session: Session, occasion: Occasion) -> None:
    settings = occasion.settings
    newest = audit_chain.head(session)
    audit_heads.export_daily(settings.var, occasion.keyring, newest, occasion.now)


def _check_records(session: Session, occasion: Occasion) -> None:
    refreshing.refresh_daily(session, occasion.as_of)


DUTIES: tuple[Duty, ...] = (
    _remove_expired_files,
    _remove_nobodys_files,
    _end_sharing,
    _forget_old_drafts,
    _retire_accounts,
    _forget_misses,
    _export_audit_head,
    _check_records,
)


def look_after(
    database: Database, settings: Settings, keyring: KeyRing, now: datetime, duties: tuple[Duty, ...] = DUTIES
) -> bool:
    """Do every duty, each in a transaction of its own. Answers whether all were done: False when the database
    was busy or one failed, so that it is tried again soon."""
    occasion = Occasion(settings, keyring, now)
    done = [_do(database, duty, occasion) for duty in duties]
    return all(done)


def _do(database: Database, duty: Duty, occasion: Occasion) -> bool:
    try:
        with database.session(write=True) as session:
            duty(session, occasion)
            session.commit()
    except DatabaseBusy:
        return False
    except Exception as error:  # noqa: BLE001 - the other duties go on
        LOGGER.error("duty %s failed\n%s", duty.__name__, trace(error))  # noqa: TRY400 - no values
        return False
    return True
