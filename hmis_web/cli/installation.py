"""Setting up, checking and serving an installation."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import click
from sqlalchemy import func, make_url, select, text

from hmis_web.access.actor import Actor
from hmis_web.cli.common import FINDING, LineProgress, Opened, load_settings, opened, print_json, told
from hmis_web.db import migrations
from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.domain import accounts, presets
from hmis_web.exporting.hmis_csv_source import implementation_id
from hmis_web.models import Account, Client, DataSource

DEFAULT_BIND = "127.0.0.1:8000"
THREADS = 8
DEMO_CLIENTS = 300
DEMO_SEED = 7
STOP_SECONDS = 10


@click.command()
@told
def init() -> None:
    """Make the key ring, bring the database to the newest schema, and print a set-up link when nobody can
    sign in yet."""
    settings = load_settings()
    settings.var.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not settings.keys.exists():
        KeyRing.create(settings.keys)
        click.echo(
            f"Made the key ring {settings.keys}. Keep a copy apart from the database's backups.", err=True
        )
    database = Database(settings.database_url)
    migrations.upgrade(database.engine)
    database.dispose()
    _make_private(settings.database_url)
    with opened() as parts:
        with parts.database.session(write=True) as session:
            presets.ensure_roles(session)
            implementation_id(session)
            session.commit()
        with parts.database.session() as session:
            nobody = not session.scalar(select(func.count(Account.id)))
        if nobody and settings.mode != "demo":
            _first_administrator(parts)


def _make_private(database_url: str) -> None:
    """The embedded database is its owner's alone; what SQLite keeps beside it follows."""
    if database_url.startswith("sqlite"):
        Path(make_url(database_url).database or "").chmod(0o600)


def _first_administrator(parts: Opened) -> None:
    with parts.database.session(write=True) as session:
        account = accounts.create_account(
            session,
            Actor.system(),
            username="admin",
            display_name="System administrator",
            now=parts.now(),
            is_system_administrator=True,
        )
        token = accounts.issue_set_up_link(session, Actor.system(), account.id, parts.now())
        session.commit()
    click.echo(f"User name: admin\nSet a password within 24 hours at: http://{DEFAULT_BIND}/set-up/{token}")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
@told
def check(as_json: bool) -> None:
    """Check the database's integrity, the schema, the keys and the configuration. Status 1 when something
    is wrong."""
    with opened(migrated=False) as parts:
        findings = [*_schema_findings(parts), *_integrity_findings(parts), *_key_findings(parts)]
    if as_json:
        print_json({"findings": findings, "ok": not findings})
    else:
        click.echo("\n".join(findings) or "All well.")
    if findings:
        raise SystemExit(FINDING)


def _schema_findings(parts: Opened) -> list[str]:
    here, newest = migrations.current_revision(parts.database.engine), migrations.head_revision()
    return [] if here == newest else [f"schema: at {here or 'nothing'}, newest is {newest}; run `hmis init`"]


def _integrity_findings(parts: Opened) -> list[str]:
    if parts.database.dialect != "sqlite":
        return []
    with parts.database.session() as session:
        answer = session.execute(text("PRAGMA integrity_check")).scalars().all()
        broken = session.execute(text("PRAGMA foreign_key_check")).all()
    findings = [f"integrity: {line}" for line in answer if line != "ok"]
    return findings + [f"foreign key: {row[0]} row {row[1]} has no {row[2]}" for row in broken[:20]]


def _key_findings(parts: Opened) -> list[str]:
    """Whether the key ring opens what the database holds."""
    if _schema_findings(parts):
        return []
    with parts.database.session() as session:
        stored = session.scalar(select(Client.ssn).where(Client.ssn.is_not(None)).limit(1))
    if stored is None:
        return []
    try:
        parts.keyring.decrypt("ssn", stored)
    except Exception:  # noqa: BLE001 - any failure means the same to the person
        return ["keys: the key ring does not open this database's SSNs; is HMIS_KEYS the right one?"]
    return []


@click.command()
@click.option("--bind", default=DEFAULT_BIND, show_default=True, help="Address and port.")
@click.option("--workers", default=2, show_default=True, help="Server processes.")
def serve(bind: str, workers: int) -> None:
    """Serve the pages with gunicorn."""
    arguments = _gunicorn(bind, workers)
    os.execv(arguments[0], arguments)  # noqa: S606 - our own interpreter, fixed arguments


def _gunicorn(bind: str, workers: int) -> list[str]:
    options = ["--worker-class", "gthread", "--threads", str(THREADS), "--workers", str(workers)]
    quiet = ["--log-level", "warning", "--graceful-timeout", "5"]
    return [sys.executable, "-m", "gunicorn", "--bind", bind, *options, *quiet, "wsgi:app"]


@click.command()
@told
def worker() -> None:
    """Run jobs: imports, exports, reports, PDFs."""
    from hmis_web.jobs.worker import run_worker

    with opened() as parts:
        settings = parts.settings
    run_worker(settings)


@click.command()
@click.option("--bind", default=DEFAULT_BIND, show_default=True, help="Address and port.")
@told
def demo(bind: str) -> None:
    """Set up a fictional community, print a sign-in for every role, and serve it with a worker until
    Ctrl-C."""
    os.environ.setdefault("HMIS_MODE", "demo")
    os.environ.setdefault("HMIS_COMMUNITY", "Riverbend HMIS")
    os.environ.setdefault("HMIS_CONTACT", "Riverbend HMIS team, 555-0140, help@riverbend.example")
    init.main([], standalone_mode=False)
    with opened() as parts:
        _seed_once(parts)
    _print_sign_ins(bind)
    raise SystemExit(_run_both(bind))


def _seed_once(parts: Opened) -> None:
    from hmis_web.demo import seed_community

    with parts.database.session() as session:
        if session.scalar(select(func.count(DataSource.id))):
            return
    click.echo(f"Making a fictional community of {DEMO_CLIENTS} people ...", err=True)

    seed_community(parts.database, parts.keyring, DEMO_CLIENTS, DEMO_SEED, parts.today(), LineProgress())


def _print_sign_ins(bind: str) -> None:
    from hmis_web.demo import demo_sign_ins

    click.echo(f"\nhttp://{bind}\n")
    for role, username, password, agency in demo_sign_ins():
        click.echo(f"  {role:36} {username:26} {password:26} {agency}")
    click.echo("\nCtrl-C stops it.\n")


def _run_both(bind: str) -> int:
    """Server and worker side by side; when one ends, or on Ctrl-C, both end."""
    asked = False

    def stop(_signal: int, _frame: object) -> None:
        nonlocal asked
        asked = True

    # before the children start, or a Ctrl-C in between would leave them behind
    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    children = [
        subprocess.Popen(_gunicorn(bind, 1), start_new_session=True),  # noqa: S603 - our own programs
        subprocess.Popen([sys.executable, "-m", "hmis_web.cli", "worker"], start_new_session=True),
    ]
    while not asked and all(child.poll() is None for child in children):
        time.sleep(0.2)
    _stop_all(children)
    return 0 if asked else FINDING


def _stop_all(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.send_signal(signal.SIGINT)
    deadline = time.monotonic() + timedelta(seconds=STOP_SECONDS).total_seconds()
    for child in children:
        try:
            child.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
