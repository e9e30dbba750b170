"""The first start: one link and nothing else; and configurations that do not start (security A-8)."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select

from hmis_web import create_app
from hmis_web.cli import main
from hmis_web.config import ConfigurationError, Settings
from hmis_web.db.session import Database
from hmis_web.models import Account
from tests.browser import Visitor
from tests.integration.auth.people import send

NEW = "nine geese over the bay"


@pytest.fixture
def init(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Callable[[], str]:
    """`hmis init` on this test's installation; answers what it prints."""
    monkeypatch.setenv("HMIS_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("HMIS_VAR", str(settings.var))
    monkeypatch.setenv("HMIS_KEYS", str(settings.keys))
    monkeypatch.delenv("HMIS_MODE", raising=False)
    return lambda: CliRunner().invoke(main, ["init"]).stdout


def test_every_page_waits_for_the_set_up_link_and_nobody_has_a_default_password(
    init: Callable[[], str], app: Flask, database: Database
) -> None:
    link = init().split("/set-up/")[1].split()[0]
    visitor = Visitor(app)
    paths = {
        rule.rule
        for rule in app.url_map.iter_rules()
        if not rule.arguments and rule.endpoint not in ("healthz", "static")
    }

    waiting = {visitor.client.get(path).status_code for path in paths} | {visitor.get("/nowhere").status_code}
    with database.session() as session:
        assert session.scalars(select(Account.password_hash)).all() == [None]
    told, asked = visitor.get("/"), visitor.get(f"/set-up/{link}")
    done = send(visitor, f"/set-up/{link}", password=NEW, repeat_password=NEW)

    assert waiting == {503}
    assert "Not set up yet" in told.text
    assert visitor.get("/static/favicon.svg").status_code == 200
    assert (asked.status_code, done.status_code) == (200, 303)
    assert visitor.get("/sign-in").status_code == 200
    assert visitor.sign_in("admin", NEW).status_code == 303


def test_set_up_link_of_init_works_once(init: Callable[[], str], app: Flask) -> None:
    link = init().split("/set-up/")[1].split()[0]
    visitor = Visitor(app)
    send(visitor, f"/set-up/{link}", password=NEW, repeat_password=NEW)

    assert visitor.get(f"/set-up/{link}").status_code == 404
    assert "/set-up/" not in init()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HMIS_MODE", "debug"),
        ("HMIS_TIMEZONE", "Nowhere/Town"),
        ("HMIS_SECURE_COOKIES", "true"),
        ("HMIS_SECOND_FACTOR", "off"),
        ("HMIS_IDLE_MINUTES", "600"),
        ("HMIS_LOCK_AFTER_MISSES", "0"),
        ("HMIS_PASSWORD_MEMORY_MIB", "1"),
        ("HMIS_INACTIVE_DAYS", "soon"),
        ("HMIS_TRUSTED_PROXIES", "-1"),
    ],
)
def test_setting_that_is_unsafe_or_mistyped_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(ConfigurationError, match=name):
        Settings.from_env()


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({}, "HMIS_MAIL_FROM"),
        ({"HMIS_MAIL_FROM": "hmis@example.org"}, "HMIS_URL"),
        ({"HMIS_MAIL_FROM": "hmis@example.org", "HMIS_URL": "http://hmis.example.org"}, "HMIS_URL"),
    ],
)
def test_mail_is_configured_whole_or_not_at_all(
    monkeypatch: pytest.MonkeyPatch, values: dict[str, str], named: str
) -> None:
    monkeypatch.setenv("HMIS_MAIL_SERVER", "mail.example.org")
    for name, value in values.items():
        monkeypatch.setenv(name, value)

    with pytest.raises(ConfigurationError, match=named):
        Settings.from_env()


def test_mail_password_is_in_no_printout(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "HMIS_MAIL_SERVER": "mail.example.org:2525",
        "HMIS_MAIL_FROM": "hmis@example.org",
        "HMIS_URL": "https://hmis.example.org/",
        "HMIS_MAIL_PASSWORD": "very-secret",
    }.items():
        monkeypatch.setenv(name, value)

    settings = Settings.from_env()

    assert settings.mail is not None
    assert (settings.mail.port, settings.mail.address) == (2525, "https://hmis.example.org")
    assert "very-secret" not in repr(settings)


def test_nothing_is_sent_by_default_and_production_is_strict(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HMIS_MODE", raising=False)
    production = Settings.from_env()
    monkeypatch.setenv("HMIS_MODE", "demo")
    demo = Settings.from_env()

    assert production.mail is None
    assert production.second_factor_required
    assert production.secure_cookies
    assert (production.inactive_days, production.lock_after_misses, production.lock_minutes) == (30, 3, 30)
    assert not demo.second_factor_required


def test_debugger_on_the_pages_does_not_start(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLASK_DEBUG", "1")

    with pytest.raises(ConfigurationError, match="FLASK_DEBUG"):
        create_app(replace(settings, mode="production"))


def test_database_file_that_everybody_reads_does_not_start(settings: Settings) -> None:
    file = Path(settings.database_url.removeprefix("sqlite:///"))
    if not file.is_file():
        return
    file.chmod(0o644)

    with pytest.raises(ConfigurationError, match="0600"):
        create_app(replace(settings, mode="production"))


@pytest.mark.parametrize(
    "content", ['{"active": "k1", "keys": {"k1": "c2hvcnQ="}}', '{"active": "k2", "keys": {}}']
)
def test_weak_or_empty_key_ring_does_not_start(settings: Settings, content: str) -> None:
    settings.keys.write_text(content)

    with pytest.raises(ConfigurationError, match="key ring"):
        create_app(settings)


def test_key_ring_that_others_read_does_not_start(settings: Settings) -> None:
    settings.keys.chmod(0o644)

    with pytest.raises(ConfigurationError, match="0600"):
        create_app(settings)


def test_init_makes_the_database_private(init: Callable[[], str], settings: Settings) -> None:
    file = Path(settings.database_url.removeprefix("sqlite:///"))

    init()

    assert not file.is_file() or file.stat().st_mode & 0o077 == 0
    assert json.loads(settings.keys.read_text())["active"] == "k1"
