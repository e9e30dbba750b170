"""The log and the standard streams tell nothing of a person, whatever goes wrong."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from flask import Flask

from hmis_web.access.decorators import public
from hmis_web.db.session import Database
from hmis_web.domain.search import indexing
from hmis_web.models import Client
from hmis_web.web.request_log import log_event
from hmis_web.web.state import session
from tests.browser import Visitor
from tests.personas import ADMINISTRATOR
from tests.town import Town

Enter = Callable[[str], Visitor]
Work = Callable[[], None]
FIRST, LAST, SSN, BORN = "Quxandra", "Zorblinski", "907314159", date(1947, 11, 23)
CANARIES = (FIRST, LAST, SSN, "907-31-4159", "1947-11-23", "11/23/1947", "23 Nov 1947", "4159")


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything that any logger says, with its exceptions."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture
def canary(town: Town, database: Database, keyring) -> Town:  # type: ignore[no-untyped-def]
    """Teresa has a name, a number and a birthday that nobody else has."""
    with database.session(write=True) as opened:
        row = opened.get_one(Client, town.client)
        row.first_name, row.last_name, row.dob = FIRST, LAST, BORN
        row.ssn = keyring.encrypt("ssn", SSN)
        opened.flush()
        indexing.reindex_clients(opened, [row.id])
        opened.commit()
    return town


def drive(app: Flask, signed_in: Enter, town: Town, work: Work) -> list[int]:
    """The main routes, with everything that can go wrong; answers the statuses."""
    visitor, reader, administrator = (
        signed_in(name) for name in ("agency-manager", "read-only", ADMINISTRATOR)
    )
    page = f"/clients/{town.client}"
    bad = {"service": FIRST, "date_provided": f"{LAST}\nFAKE", "idempotency_key": SSN}
    zip_of_nothing = (io.BytesIO(f"{FIRST},{LAST},{SSN}".encode()), f"{LAST}.zip")
    answers = [
        visitor.client.get(page),
        visitor.post("/clients/search", {"q": f"{FIRST} {LAST} {SSN}"}),
        visitor.post("/clients/search", {"q": f"{LAST} 11/23/1947"}),
        visitor.post(f"{page}/ssn", {"reason": "identity"}),
        visitor.post(town.service_page(), bad),
        visitor.client.get(f"{page}/audit"),
        visitor.client.get(f"/{FIRST}/{LAST}"),
        reader.client.get(town.service_page()),
        administrator.post("/imports/new", {"file": zip_of_nothing, "source": LAST}),
        administrator.client.get("/breaks-in-code"),
        administrator.client.get("/breaks-in-the-database"),
        visitor.client.post("/sign-in", data={"username": f"{FIRST}\n{LAST}", "password": SSN}),
    ]
    work()
    return [answer.status_code for answer in answers]


def broken_views(app: Flask) -> None:
    def code() -> str:
        raise RuntimeError(f"{FIRST} {LAST} {SSN}")

    def statement() -> str:
        session().add(Client(first_name=FIRST, last_name=LAST, ssn=SSN, dob=BORN))
        session().flush()
        return ""

    app.add_url_rule("/breaks-in-code", "breaks_in_code", public(code))
    app.add_url_rule("/breaks-in-the-database", "breaks_in_the_database", public(statement))


def test_no_route_tells_the_log_who_somebody_is(
    app: Flask,
    signed_in: Enter,
    canary: Town,
    work: Work,
    log: io.StringIO,
    capfd: pytest.CaptureFixture[str],
) -> None:
    broken_views(app)

    statuses = drive(app, signed_in, canary, work)

    said = log.getvalue() + "".join(capfd.readouterr())
    assert {200, 403, 404, 422, 500} <= set(statuses)
    assert statuses.count(500) == 2
    assert [canary for canary in CANARIES if canary in said] == []
    assert "unexpected_error" in said


def test_value_with_newlines_stays_in_its_line(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)

    log_event(logging.INFO, "request", endpoint="x\nFAKE {}\r\n\u2028also", status=200)

    (line,) = caplog.messages
    assert len(line.splitlines()) == 1
    assert json.loads(line)["endpoint"] == "x\nFAKE {}\r\n\u2028also"
