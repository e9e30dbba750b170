"""What the tests of signing in do again and again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pyotp
from flask import Flask
from sqlalchemy import update
from werkzeug.test import TestResponse

from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.models import Account
from tests.browser import Visitor, page

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PERSONA = "read-only"
Enter = Callable[[str], Visitor]


def give_phone(database: Database, keyring: KeyRing, account_id: int) -> None:
    """The account has a second factor in use, with SECRET."""
    change(
        database,
        account_id,
        totp_secret=keyring.encrypt(f"totp:{account_id}", SECRET),
        totp_confirmed_at=datetime.now(UTC),
    )


def change(database: Database, account_id: int, **values: object) -> None:
    """Set columns of an account."""
    with database.session(write=True) as session:
        session.execute(update(Account).where(Account.id == account_id).values(**values))
        session.commit()


def code(steps: int = 0) -> str:
    """What the phone shows now, or some steps of 30 seconds later."""
    return pyotp.TOTP(SECRET).at(int(datetime.now(UTC).timestamp()) + 30 * steps)


def copy_of(app: Flask, visitor: Visitor) -> Visitor:
    """Somebody with a copy of the same cookie."""
    thief = Visitor(app)
    cookie = visitor.client.get_cookie("hmis")
    assert cookie is not None
    thief.client.set_cookie("hmis", cookie.value)
    return thief


def send(visitor: Visitor, path: str, **data: str) -> TestResponse:
    """Fill in the form of a page and send it, as somebody does who may not open the first page."""
    form = page(visitor.get(path)).select_one("main form")
    assert form is not None
    hidden = {str(each["name"]): str(each.get("value", "")) for each in form.select("input[type=hidden]")}
    return visitor.client.post(path, data=hidden | data)
