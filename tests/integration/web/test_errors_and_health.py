"""Error pages, the log, health, and what a busy database answers."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest
from flask import Flask, abort
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select

from hmis_web.access.decorators import public
from hmis_web.db.errors import Conflict, DomainError, StaleVersion
from hmis_web.db.session import Database
from hmis_web.domain import audit
from hmis_web.models import AuditEvent, Setting
from hmis_web.web.request_log import log_event
from hmis_web.web.state import Installation, session
from tests.browser import Visitor, page
from tests.personas import Community

Enter = Callable[[str], Visitor]
SECRET = "Teresa Martin 900124471"


def add(app: Flask, path: str, view: Callable[[], ResponseReturnValue], **options: object) -> None:
    app.add_url_rule(path, path, public(view), **options)


def test_unexpected_error_shows_a_reference_and_no_detail(
    app: Flask, visitor: Visitor, community: Community
) -> None:
    def broken() -> ResponseReturnValue:
        raise RuntimeError(SECRET)

    add(app, "/broken", broken)

    answer = visitor.get("/broken")

    assert answer.status_code == 500
    assert answer.headers["X-Request-Id"] in answer.text
    assert SECRET not in answer.text


@pytest.mark.parametrize(
    ("error", "status"),
    [(Conflict("Closed"), 409), (StaleVersion("Changed"), 409), (DomainError("day", "Enter a day"), 422)],
)
def test_domain_error_answers_its_status(
    app: Flask, visitor: Visitor, community: Community, error: Exception, status: int
) -> None:
    def refuse() -> ResponseReturnValue:
        raise error

    add(app, "/refuse", refuse)

    assert visitor.get("/refuse").status_code == status


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (400, "open for too long"),
        (403, "not part of your role"),
        (404, "nothing here"),
        (405, "nothing here"),
        (409, "at the same time"),
        (413, "too big"),
        (422, "could not be saved"),
        (429, "wait a little"),
        (503, "wait a moment"),
    ],
)
def test_each_error_has_a_page_that_says_what_to_do(
    app: Flask, visitor: Visitor, community: Community, status: int, words: str
) -> None:
    add(app, "/fails", lambda: abort(status))

    answer = visitor.get("/fails")

    assert answer.status_code == (404 if status == 405 else status)
    assert words in page(answer).h1.text
    assert page(answer).select_one("main a, main button") is not None


def test_missing_right_names_it_and_answers_403(signed_in: Enter) -> None:
    answer = signed_in("read-only").get("/reports")

    assert answer.status_code == 403
    assert "run reports" in page(answer).text


def test_error_for_htmx_is_a_small_alert_in_the_flash_region(signed_in: Enter) -> None:
    answer = signed_in("read-only").get("/clients/999999", htmx=True)

    assert answer.status_code == 404
    assert answer.headers["HX-Retarget"] == "#flash"
    assert "<html" not in answer.text


def test_too_large_a_form_answers_413(signed_in: Enter) -> None:
    answer = signed_in("read-only").post("/switch-agency", {"next": "x" * 3_000_000})

    assert answer.status_code == 413


def test_unmarked_endpoint_is_refused(app: Flask, visitor: Visitor, community: Community) -> None:
    app.add_url_rule("/unmarked", "unmarked", lambda: "open")

    assert visitor.get("/unmarked").status_code == 500


def test_refused_request_leaves_nothing_written(
    app: Flask, visitor: Visitor, community: Community, database: Database
) -> None:
    def write_and_refuse() -> ResponseReturnValue:
        session().add(Setting(name="half", value="1"))
        session().flush()
        raise DomainError("half", "Not so")

    app.config["WTF_CSRF_ENABLED"] = False
    add(app, "/half", write_and_refuse, methods=["POST"])

    assert visitor.client.post("/half").status_code == 422
    with database.session() as opened:
        assert opened.get(Setting, "half") is None


@pytest.mark.sqlite_only  # PostgreSQL's writers do not wait for each other
def test_busy_database_keeps_what_was_typed_and_saves_when_free(
    app: Flask, signed_in: Enter, database: Database, community: Community
) -> None:
    visitor = signed_in("read-only")
    typed = {"organization_id": str(community.home.id), "next": "/"}

    with database.session(write=True):
        told = visitor.post("/switch-agency", typed)
        read_meanwhile = visitor.get("/")
    form = page(told).select_one("main form")
    assert form is not None
    again = {field["name"]: field["value"] for field in form.select("input[name]")}
    saved = visitor.client.post(form["action"], data=again)

    assert told.status_code == 503
    assert read_meanwhile.status_code == 200
    assert again["organization_id"] == typed["organization_id"]
    assert saved.status_code == 303


@pytest.mark.sqlite_only  # PostgreSQL's writers do not wait for each other
def test_read_audit_waits_in_the_spool_while_the_database_is_busy(
    app: Flask, database: Database, community: Community
) -> None:
    parts: Installation = app.extensions["hmis"]
    with database.session() as reading:
        actor = community.actor(reading, "read-only")
    act = audit.Act("client:read", "client", 7, 7)

    with database.session(write=True):
        audit.record_read(parts.database, parts.spool, parts.keyring, actor, [act], "r1")
    spooled = list(parts.spool.glob("*.audit"))
    kept = spooled[0].read_bytes()
    written = audit.drain_spool(parts.database, parts.spool, parts.keyring)

    assert written == 1
    assert b"client:read" not in kept
    assert not list(parts.spool.glob("*"))
    with database.session() as opened:
        assert opened.scalar(select(func.count()).where(AuditEvent.verb == "client:read")) == 1


def test_log_refuses_fields_and_values_that_may_carry_personal_data() -> None:
    with pytest.raises(ValueError, match="name"):
        log_event(logging.INFO, "x", name=SECRET)
    with pytest.raises(ValueError, match="status"):
        log_event(logging.INFO, "x", status={"form": SECRET})


def test_request_log_holds_ids_only(
    visitor: Visitor, community: Community, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "hmis")

    visitor.get("/sign-in?next=/clients/" + SECRET.replace(" ", "-"))

    assert "request" in caplog.text
    assert "Teresa" not in caplog.text


def test_health_says_whether_database_schema_and_worker_are_well(app: Flask, visitor: Visitor) -> None:
    silent = visitor.get("/healthz")
    app.extensions["hmis"].queue.beat()
    well = visitor.get("/healthz")

    assert silent.status_code == 503
    assert silent.json == {"database": True, "migrated": True, "worker": False}
    assert well.status_code == 200
