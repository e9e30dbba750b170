"""Putting the application together."""

from __future__ import annotations

import os
from pathlib import Path

from flask import Flask
from jinja2 import StrictUndefined
from sqlalchemy import make_url
from werkzeug.middleware.proxy_fix import ProxyFix

from hmis_web.access.decorators import public
from hmis_web.access.roles import check_presets
from hmis_web.config import ConfigurationError, Settings
from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.domain.passwords import use_cost
from hmis_web.extensions import babel, compress, csrf
from hmis_web.jobs.queue import JobQueue
from hmis_web.web import (
    access_guard,
    agency_guard,
    errors,
    filters,
    first_start,
    headers,
    health,
    navigation,
    origin,
    question_parts,
    request_log,
    static_files,
    transactions,
)
from hmis_web.web.state import EXTENSION, Installation

PACKAGE = Path(__file__).resolve().parent.parent
FORM_BYTES = 2 * 1024 * 1024
"""Largest request but for uploads, which set their own limit."""


def build_application(settings: Settings | None = None) -> Flask:
    """Make the Flask application: installation, extensions, guard, pages."""
    settings = settings or Settings.from_env()
    app = Flask(
        "hmis_web",
        root_path=str(PACKAGE),
        static_folder="static",
        static_url_path="/static",
    )
    installation = _installation(settings)
    app.extensions[EXTENSION] = installation
    _configure(app, installation)
    use_cost(settings.password_memory_kib)
    if settings.trusted_proxies:  # otherwise whoever calls could claim any address
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.trusted_proxies, x_proto=0)  # type: ignore[method-assign]
    request_log.register(app)  # first: an error of any later step is logged with its request
    babel.init_app(app)
    compress.init_app(app)
    first_start.register(app)
    origin.register(app)
    access_guard.register(app)  # before CSRF, which reads the body: nobody uploads who may not
    csrf.init_app(app)
    for module in (
        static_files,
        transactions,
        errors,
        headers,
        agency_guard,
        filters,
        question_parts,
        navigation,
        health,
    ):
        module.register(app)
    from hmis_web.blueprints import register_blueprints

    register_blueprints(app)
    public(app.view_functions["static"])
    check_presets()
    access_guard.check_marks(app)
    return app


def _installation(settings: Settings) -> Installation:
    check_safety(settings)
    try:
        keyring = KeyRing.load(settings.keys)
    except FileNotFoundError as error:
        raise ConfigurationError(f"No key ring at {settings.keys}; run `hmis init` first") from error
    except (PermissionError, ValueError) as error:
        raise ConfigurationError(str(error)) from error
    database = Database(settings.database_url, keyring)
    replica = Database(settings.replica_url) if settings.replica_url else database
    return Installation(settings, database, replica, keyring, JobQueue(settings))


def check_safety(settings: Settings) -> None:
    """Raises ConfigurationError for what must not be on a machine with real people's records: a debugger on
    the pages, a database file that everybody on the machine reads."""
    if settings.mode != "production":
        return
    if os.environ.get("FLASK_DEBUG", "0") not in ("", "0"):
        raise ConfigurationError("FLASK_DEBUG shows the program's insides to visitors; unset it")
    file = Path(make_url(settings.database_url).database or "")
    if settings.database_url.startswith("sqlite") and file.is_file() and file.stat().st_mode & 0o007:
        raise ConfigurationError(f"{file} may be read by everybody on this machine; make it 0600")


def _configure(app: Flask, installation: Installation) -> None:
    settings = installation.settings
    prefix = "__Host-" if settings.secure_cookies else ""
    app.config.update(
        SECRET_KEY=installation.keyring.secret("cookie"),
        SESSION_COOKIE_NAME=f"{prefix}hmis",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=FORM_BYTES,
        MAX_FORM_MEMORY_SIZE=FORM_BYTES,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=settings.secure_cookies,
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=4,
        COMPRESS_MIN_SIZE=500,
        SEND_FILE_MAX_AGE_DEFAULT=31_536_000,
        BABEL_DEFAULT_LOCALE="en",
        BABEL_DEFAULT_TIMEZONE=str(settings.timezone),
        TESTING=settings.mode == "testing",
        PROPAGATE_EXCEPTIONS=False,
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
