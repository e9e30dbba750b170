"""Messages about accounts: a link for a forgotten password, and that an account is soon taken out of use."""

from __future__ import annotations

import logging
import smtplib
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.config import Mail, Settings
from hmis_web.db.errors import DatabaseBusy
from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.domain import accounts, dormancy, jobs
from hmis_web.jobs import mail
from hmis_web.jobs.context import JobContext
from hmis_web.models import Account, Job, SetUpLink

LOGGER = logging.getLogger("hmis.jobs")
KIND = "forgotten-password"
PAUSE = timedelta(minutes=15)
"""A link each so often, however often somebody asks."""
LINK = """Somebody, most likely you, asked for a new password for your HMIS account.

Choose one here, within 24 hours:
{link}

It was not you? Then nothing needs doing: your password stays as it is.
"""
NOTICE = """You have not signed in to HMIS for {days} days. After {limit} days an account is taken out of use.

To keep yours, sign in before: {address}

You no longer need it? Tell your manager, please.
"""


def request_link(session: Session, keyring: KeyRing, username: str, now: datetime) -> Job:
    """A job that sends a link, whoever was named: whether there is such an account shows in the worker alone.
    Enqueue it after the commit. Flushes."""
    sealed = keyring.encrypt(KIND, username.strip().lower())
    return jobs.create_job(session, Actor.system(), KIND, {"username": sealed}, now)


def send_link(context: JobContext) -> str | None:
    """Send a one-time link to the address of an account in use; else do nothing."""
    settings = context.settings.mail
    if settings is None:
        return None
    username = context.keyring.decrypt(KIND, context.parameters["username"])
    with context.database.session(write=True) as session:
        account = session.scalar(select(Account).where(Account.username == username, Account.is_active))
        if account is None or account.email is None or _has_one(session, account.id, context.now()):
            return None
        token = accounts.issue_set_up_link(session, Actor.system(), account.id, context.now())
        address = account.email
        session.commit()
    link = f"{settings.address}/set-up/{token}"
    mail.send(settings, address, "A new password for HMIS", LINK.format(link=link))
    return None


def send_notices(database: Database, settings: Settings, now: datetime) -> int:
    """Tell everybody whose account is soon taken out of use, each once at each stage. Answers how many. A
    mail server that fails is tried again at the next occasion."""
    if settings.mail is None:
        return 0
    with database.session() as session:
        due = dormancy.due_notices(session, now)
    sent = 0
    for person in due:
        try:
            _tell(database, settings.mail, settings.inactive_days, person)
        except (OSError, smtplib.SMTPException, DatabaseBusy) as error:
            LOGGER.warning("notice to account %s not sent: %s", person.account_id, type(error).__name__)
            break
        sent += 1
    return sent


def _tell(database: Database, settings: Mail, limit: int, person: dormancy.Dormant) -> None:
    text = NOTICE.format(days=person.days, limit=limit, address=settings.address)
    mail.send(settings, person.email or "", "Your HMIS account", text)
    with database.session(write=True) as session:
        dormancy.note_told(session, person.account_id, person.days)
        session.commit()


def _has_one(session: Session, account_id: int, now: datetime) -> bool:
    recent = now + timedelta(hours=accounts.LINK_HOURS) - PAUSE
    found = select(SetUpLink.token_hash).where(
        SetUpLink.account_id == account_id, SetUpLink.used_at.is_(None), SetUpLink.expires_at > recent
    )
    return session.scalar(found.limit(1)) is not None
