"""The second factor: the gate, codes used once, setting up, recovery codes (security A-3, A-4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyotp
import pytest
import segno
import time_machine
from flask import Flask
from sqlalchemy import select

from hmis_web import create_app
from hmis_web.access.actor import Actor
from hmis_web.config import Settings
from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.domain import accounts, second_factor
from hmis_web.exporting.scan_codes import QUIET, qr_code
from hmis_web.models import Account, AuditEvent, RecoveryCode, WebSession
from tests.browser import Visitor, page
from tests.integration.auth.people import (
    PERSONA,
    SECRET,
    Enter,
    change,
    code,
    copy_of,
    give_phone,
    send,
)
from tests.personas import PASSWORD, Community


@pytest.fixture
def standing() -> Iterator[time_machine.Coordinates]:
    """The clock stands still, early in the next minute."""
    soon = datetime.now(UTC) + timedelta(minutes=1)
    with time_machine.travel(soon.replace(second=5, microsecond=0), tick=False) as clock:
        yield clock


@pytest.fixture
def account_id(community: Community, database: Database, keyring: KeyRing) -> int:
    """Somebody with a phone in use."""
    found = community.accounts[PERSONA]
    give_phone(database, keyring, found)
    return found


@pytest.fixture
def at_gate(app: Flask, account_id: int) -> Visitor:
    """That person, after the password."""
    visitor = Visitor(app)
    assert visitor.sign_in(PERSONA).status_code == 303
    return visitor


@pytest.fixture
def strict(settings: Settings, community: Community) -> Iterator[Flask]:
    """An installation where everybody needs a second factor."""
    made = create_app(replace(settings, second_factor_required=True))
    yield made
    made.extensions["hmis"].queue.close()
    made.extensions["hmis"].database.dispose()


def test_password_alone_opens_nothing_and_the_code_everything(at_gate: Visitor) -> None:
    asked = at_gate.get("/clients/search")
    entered = send(at_gate, asked.location, code=code())

    assert asked.location == "/second-factor?next=/clients/search"
    assert entered.location == "/clients/search"
    assert at_gate.get("/clients/search").status_code == 200


def test_right_code_renews_the_token(app: Flask, at_gate: Visitor) -> None:
    thief = copy_of(app, at_gate)

    send(at_gate, "/second-factor", code=code())

    assert at_gate.get("/").status_code == 200
    assert thief.get("/").location.startswith("/sign-in")


def test_code_is_used_once(app: Flask, at_gate: Visitor, standing: object) -> None:
    send(at_gate, "/second-factor", code=code())
    again = Visitor(app)
    again.sign_in(PERSONA)

    assert send(again, "/second-factor", code=code()).status_code == 422
    assert send(again, "/second-factor", code=code(1)).status_code == 303


@pytest.mark.parametrize(("steps", "status"), [(-2, 422), (-1, 303), (0, 303), (1, 303), (2, 422)])
def test_clock_may_be_one_step_off(at_gate: Visitor, standing: object, steps: int, status: int) -> None:
    assert send(at_gate, "/second-factor", code=code(steps)).status_code == status


def test_wrong_codes_lock_the_account_even_between_right_passwords(app: Flask, at_gate: Visitor) -> None:
    send(at_gate, "/second-factor", code="000000")
    send(at_gate, "/second-factor", code="nonsense")
    at_gate.sign_in(PERSONA)
    send(at_gate, "/second-factor", code="111111")

    assert send(at_gate, "/second-factor", code=code()).status_code == 422
    assert Visitor(app).sign_in(PERSONA).status_code == 422


def test_session_elsewhere_ends_with_the_code_not_with_the_password(app: Flask, at_gate: Visitor) -> None:
    send(at_gate, "/second-factor", code=code())
    guessed = Visitor(app)

    guessed.sign_in(PERSONA)
    assert at_gate.get("/").status_code == 200
    send(guessed, "/second-factor", code=code(1))
    assert at_gate.get("/").status_code == 303


def test_gate_closes_after_a_while(at_gate: Visitor, settings: Settings) -> None:
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=settings.idle_minutes + 1), tick=False):
        assert at_gate.get("/second-factor").location.startswith("/sign-in")


def test_secret_and_codes_stand_nowhere_in_the_clear(
    strict: Flask, database: Database, settings: Settings, community: Community
) -> None:
    visitor = Visitor(strict)
    visitor.sign_in(PERSONA)
    shown = page(visitor.get("/second-factor/set-up"))
    secret = shown.select_one(".key").text.replace(" ", "")  # type: ignore[union-attr]
    codes = page(_set_up(visitor)).select(".codes code")

    with database.session() as session:
        account = session.get_one(Account, community.accounts[PERSONA])
        kept = session.scalars(select(RecoveryCode.code_hash)).all()
    assert account.totp_secret
    assert secret not in account.totp_secret
    assert len(codes) == len(kept) == 10
    assert all(len(each.text.replace("-", "")) == 16 for each in codes)
    for file in _sqlite_files(settings):
        raw = file.read_bytes()
        assert not any(word.encode() in raw for word in (secret, "otpauth", *(each.text for each in codes)))


def test_second_factor_that_is_required_is_set_up_before_anything_else(strict: Flask) -> None:
    visitor = Visitor(strict)
    visitor.sign_in(PERSONA)

    led = visitor.get("/account")
    wrong = send(visitor, "/second-factor/set-up", code="000000")
    done = _set_up(visitor)

    assert led.location == "/second-factor/set-up?next=/account"
    assert wrong.status_code == 422
    assert done.status_code == 200
    assert done.headers["Cache-Control"] == "no-store"
    assert visitor.get("/account").status_code == 200


def test_wrong_first_code_keeps_the_picture(strict: Flask) -> None:
    visitor = Visitor(strict)
    visitor.sign_in(PERSONA)
    form = page(visitor.get("/second-factor/set-up"))

    hidden = {str(each["name"]): str(each["value"]) for each in form.select("main form input[type=hidden]")}
    again = page(visitor.client.post("/second-factor/set-up", data=hidden | {"code": "000000"}))

    assert again.select_one(".key") == form.select_one(".key")
    assert again.select_one(".qr path") == form.select_one(".qr path")


def test_secret_that_was_shown_to_another_session_is_not_taken(strict: Flask) -> None:
    sealed = ""
    for persona in (PERSONA, "services-only"):
        visitor = Visitor(strict)
        visitor.sign_in(persona)
        form = page(visitor.get("/second-factor/set-up"))
        sealed = sealed or str(form.select_one("[name=sealed]")["value"])  # type: ignore[index]
        secret = form.select_one(".key").text.replace(" ", "")  # type: ignore[union-attr]

    answer = send(visitor, "/second-factor/set-up", sealed=sealed, code=pyotp.TOTP(secret).now())

    assert answer.status_code == 422


def test_qr_code_is_the_one_of_the_text() -> None:
    address = second_factor.address_for(SECRET, "ana.ruiz", "Riverbend")
    drawn = qr_code(address)
    wanted = [list(row) for row in segno.make(address, error="m", micro=False).matrix_iter(border=QUIET)]

    dark = {(x, y) for y, row in enumerate(wanted) for x, bit in enumerate(row) if bit}
    found = set()
    for part in drawn.path.split("M")[1:]:
        x, y = (int(number) for number in part.split("h")[0].split())
        found |= {(x + step, y) for step in range(int(part.split("h")[1].split("v")[0]))}
    assert found == dark
    assert drawn.size == len(wanted)
    assert "secret=" + SECRET in address
    assert "issuer=Riverbend" in address


def test_recovery_code_works_once_and_is_told(
    app: Flask, database: Database, account_id: int, community: Community
) -> None:
    with database.session(write=True) as session:
        codes = second_factor.renew_recovery_codes(session, Actor.system(), account_id)
        session.commit()
    statuses = []
    for given in (codes[0], codes[0], codes[1].upper().replace("-", " ")):
        visitor = Visitor(app)
        visitor.sign_in(PERSONA)
        statuses.append(send(visitor, "/second-factor", code=given).status_code)
        last = visitor

    assert statuses == [303, 422, 303]
    assert "8 are left" in last.get("/").text
    with database.session() as session:
        used = select(AuditEvent).where(AuditEvent.verb == "account:use-recovery-code")
        assert len(session.scalars(used).all()) == 2


def test_new_recovery_codes_need_password_and_code_lately_and_end_the_old(
    app: Flask, at_gate: Visitor, database: Database, account_id: int
) -> None:
    with database.session(write=True) as session:
        (old, *_rest) = second_factor.renew_recovery_codes(session, Actor.system(), account_id)
        session.commit()
    send(at_gate, "/second-factor", code=code())
    new = page(send(at_gate, "/account/recovery-codes")).select(".codes code")
    with database.session(write=True) as session:
        session.scalars(select(WebSession)).all()[-1].authenticated_at = datetime.now(UTC) - timedelta(
            hours=1
        )
        session.commit()

    asked = at_gate.get("/account/recovery-codes")
    password_alone = send(at_gate, asked.location, password=PASSWORD)
    wrong = send(at_gate, asked.location, password=PASSWORD, code=old)
    both = send(at_gate, asked.location, password=PASSWORD, code=new[0].text)

    assert asked.location.startswith("/confirm")
    assert [each.status_code for each in (password_alone, wrong, both)] == [422, 422, 303]


def test_another_phone_ends_the_other_sessions_and_the_old_codes(
    app: Flask, at_gate: Visitor, database: Database
) -> None:
    send(at_gate, "/second-factor", code=code())
    thief = copy_of(app, at_gate)

    done = _set_up(at_gate, "/account/second-factor")

    assert done.status_code == 200
    assert at_gate.get("/").status_code == 200
    assert thief.get("/").status_code == 303
    again = Visitor(app)
    again.sign_in(PERSONA)
    assert send(again, "/second-factor", code=code(1)).status_code == 422


def test_one_time_link_does_not_open_the_gate(app: Flask, database: Database, account_id: int) -> None:
    with database.session(write=True) as session:
        token = accounts.issue_set_up_link(session, Actor.system(), account_id, datetime.now(UTC))
        session.commit()
    visitor = Visitor(app)
    chosen = {"password": "x7$kQ9pz", "repeat_password": "x7$kQ9pz"}

    assert send(visitor, f"/set-up/{token}", **chosen).status_code == 303
    visitor.sign_in(PERSONA, "x7$kQ9pz")

    assert visitor.get("/").location.startswith("/second-factor")


def test_administrator_resets_phone_and_password_together(
    at_gate: Visitor, database: Database, account_id: int, app: Flask
) -> None:
    with database.session(write=True) as session:
        token = accounts.reset_second_factor(session, Actor.system(), account_id, datetime.now(UTC))
        session.commit()

    assert at_gate.get("/second-factor").location.startswith("/sign-in")
    assert Visitor(app).sign_in(PERSONA).status_code == 422
    visitor = Visitor(app)
    chosen = {"password": "nine geese over the bay", "repeat_password": "nine geese over the bay"}
    send(visitor, f"/set-up/{token}", **chosen)
    visitor.sign_in(PERSONA, "nine geese over the bay")
    assert visitor.get("/").status_code == 200


def test_pages_of_a_gate_lead_on_when_one_does_not_stand_there(signed_in: Enter) -> None:
    visitor = signed_in(PERSONA)

    for path in ("/second-factor", "/second-factor/set-up", "/agreement/sign"):
        assert visitor.get(f"{path}?next=/account").location == "/account"
    assert visitor.get("/account/recovery-codes").location == "/account/second-factor"


def test_gates_come_one_after_the_other(
    strict: Flask, database: Database, keyring: KeyRing, community: Community
) -> None:
    change(database, community.accounts[PERSONA], agreement_signed_on=None)
    visitor = Visitor(strict)
    visitor.sign_in(PERSONA)

    _set_up(visitor)

    assert visitor.get("/account").location == "/agreement/sign?next=/account"
    assert visitor.get("/second-factor/set-up?next=/account").location == "/agreement/sign?next=/account"


def _set_up(visitor: Visitor, path: str = "/second-factor/set-up"):  # type: ignore[no-untyped-def]
    form = page(visitor.get(path))
    hidden = {str(each["name"]): str(each["value"]) for each in form.select("main form input[type=hidden]")}
    secret = form.select_one(".key").text.replace(" ", "")  # type: ignore[union-attr]
    return visitor.client.post(path, data=hidden | {"code": pyotp.TOTP(secret).now()})


def _sqlite_files(settings: Settings) -> list[Path]:
    if not settings.database_url.startswith("sqlite"):
        return []
    file = Path(settings.database_url.removeprefix("sqlite:///"))
    return [each for each in (file, Path(f"{file}-wal")) if each.exists()]
