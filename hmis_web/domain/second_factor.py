"""The second factor: codes from a phone (TOTP, RFC 6238), and recovery codes for when it is lost
(decision 8).

A phone is in use once it has given a first right code. Until then its secret is known to the page alone,
sealed for the session that asked for it: opening the page changes nothing.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime

import pyotp
from cryptography.exceptions import InvalidTag
from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.db.errors import DomainError
from hmis_web.db.keys import KeyRing
from hmis_web.domain import audit
from hmis_web.models import Account, RecoveryCode

STEP_SECONDS = 30
DRIFT = (-1, 0, 1)
"""A clock may be one step early or late."""
RECOVERY_CODES = 10
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""Nothing that is mistaken for something else on paper; sixteen of it are 79 bits."""
GROUPS, GROUP = 4, 4
CODE, RECOVERY = "code", "recovery-code"
WRONG = "That code does not fit. Enter the six digits that your phone shows now"


def new_secret() -> str:
    """A secret for a phone: 160 bits, as base32 text."""
    return pyotp.random_base32()


def address_for(secret: str, username: str, community: str) -> str:
    """What the QR code says: the `otpauth` address that an app on the phone reads."""
    return pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=community)


def seal(keyring: KeyRing, session_id: int, secret: str) -> str:
    """The secret of a phone that is being set up, readable by this installation and session only."""
    return keyring.encrypt(f"totp-set-up:{session_id}", secret)


def unseal(keyring: KeyRing, session_id: int, sealed: str) -> str | None:
    """Undo `seal`; None when it is another session's, or altered."""
    try:
        return keyring.decrypt(f"totp-set-up:{session_id}", sealed)
    except (InvalidTag, ValueError, KeyError):
        return None


def is_in_use(account: Account) -> bool:
    """Whether an account asks for a second factor."""
    return account.totp_confirmed_at is not None


def take_into_use(
    session: Session, actor: Actor, account: Account, keyring: KeyRing, secret: str, code: str, now: datetime
) -> list[str]:
    """Let a phone be the second factor, in place of any before; `code` proves that it has the secret.
    Answers new recovery codes, which are shown once. Raises DomainError("code"). Flushes."""
    step = _step_of(secret, code, now)
    if step is None:
        raise DomainError("code", WRONG)
    account.totp_secret = keyring.encrypt(_purpose(account.id), secret)
    account.totp_confirmed_at = now
    account.totp_step = step
    session.flush()
    audit.record(session, actor, "account:set-second-factor", "account", account.id)
    return renew_recovery_codes(session, actor, account.id)


def renew_recovery_codes(session: Session, actor: Actor, account_id: int) -> list[str]:
    """Ten recovery codes in place of those before. They are answered once, and kept as hashes. Flushes."""
    codes = [_new_code() for _ in range(RECOVERY_CODES)]
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    session.add_all(RecoveryCode(code_hash=_hash(code), account_id=account_id) for code in codes)
    session.flush()
    audit.record(session, actor, "account:renew-recovery-codes", "account", account_id)
    return codes


def recovery_codes_left(session: Session, account_id: int) -> int:
    """How many recovery codes can still be used."""
    unused = select(func.count()).where(RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None))
    return session.scalar(unused) or 0


def accept(session: Session, account: Account, keyring: KeyRing, code: str, now: datetime) -> str:
    """Which kind of code was given: CODE for one from the phone, or RECOVERY; empty when it is neither,
    or was used before. Each is used up, under two requests at once too. Flushes."""
    secret = account.totp_secret
    if secret is None:
        return ""
    step = _step_of(keyring.decrypt(_purpose(account.id), secret), code, now)
    if step is not None:
        unused = or_(Account.totp_step.is_(None), Account.totp_step < step)
        used = update(Account).where(Account.id == account.id, unused).values(totp_step=step)
        return CODE if session.execute(used.returning(Account.id)).first() else ""
    found = (
        update(RecoveryCode)
        .where(
            RecoveryCode.code_hash == _hash(code),
            RecoveryCode.account_id == account.id,
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=now)
    )
    if session.execute(found.returning(RecoveryCode.account_id)).first() is None:
        return ""
    audit.record(
        session,
        Actor.without_role(account.id, account.display_name, None),
        "account:use-recovery-code",
        "account",
        account.id,
    )
    return RECOVERY


def forget(session: Session, account: Account) -> None:
    """Take phone and recovery codes away. Flushes."""
    account.totp_secret = account.totp_confirmed_at = account.totp_step = None
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    session.flush()


def _purpose(account_id: int) -> str:
    return f"totp:{account_id}"


def _step_of(secret: str, code: str, now: datetime) -> int | None:
    """The time step that a code belongs to; None when it fits none that is near. All are compared, whichever
    fits."""
    given = "".join(code.split()).encode()
    here = int(now.timestamp()) // STEP_SECONDS
    totp = pyotp.TOTP(secret, interval=STEP_SECONDS)
    fitting = [
        here + drift
        for drift in DRIFT
        if hmac.compare_digest(totp.generate_otp(here + drift).encode(), given)
    ]
    return max(fitting, default=None)


def _new_code() -> str:
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(GROUPS))
    return "-".join(groups)


def _hash(code: str) -> str:
    plain = "".join(character for character in code.casefold() if character.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()
