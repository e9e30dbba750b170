"""An installation to measure: a fictional community on SQLite, served by gunicorn as `hmis serve` does it,
with a bare page beside it as the reference."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select

from hmis_web.cli.installation import THREADS
from hmis_web.config import Settings
from hmis_web.db import migrations
from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.demo import demo_sign_ins, seed_community
from hmis_web.demo.accounts import passed
from hmis_web.domain import agreement, jobs
from hmis_web.domain.passwords import hash_password
from hmis_web.domain.progress import NoProgress
from hmis_web.jobs.queue import JobQueue
from hmis_web.jobs.runner import run_job
from hmis_web.models import (
    Account,
    AccountGrant,
    Client,
    ClientAgency,
    Course,
    Enrollment,
    Exit,
    Project,
    Role,
    Services,
)

ROOT = Path(__file__).resolve().parents[2]
SEED = 7
WORKERS = 2
PEOPLE = 20
PASSWORD = "a bench in the quiet park"
ROLES = ("direct-service", "services-only", "program-manager", "read-only")
STARTED_SECONDS = 30


@dataclass(frozen=True)
class Town:
    """What to look at: the client with most services, and the stay that they are logged on."""

    organization_id: int
    client_id: int
    enrollment_id: int
    name: str


@dataclass(frozen=True)
class Served:
    """A running installation."""

    address: str
    hello: str
    settings: Settings
    database: Database
    town: Town

    def work(self) -> None:
        """Do what the worker would: run every unfinished job."""
        keyring, queue = KeyRing.load(self.settings.keys), JobQueue(self.settings)
        with self.database.session() as session:
            waiting = jobs.unfinished(session)
        for job_id in waiting:
            run_job(self.settings, self.database, keyring, queue, job_id)


@contextmanager
def served(folder: Path, clients: int) -> Iterator[Served]:
    """Seed `clients` people in `folder` and serve them until the block ends."""
    settings = Settings(
        database_url=f"sqlite:///{folder / 'hmis.sqlite'}",
        var=folder,
        keys=folder / "keys.json",
        mode="demo",
        community_name="Riverbend",
        secure_cookies=False,
    )
    database, town = _fill(settings, clients)
    app, hello = free_port(), free_port()
    environment = os.environ | {
        "HMIS_DATABASE_URL": settings.database_url,
        "HMIS_VAR": str(folder),
        "HMIS_KEYS": str(settings.keys),
        "HMIS_MODE": "demo",
        "HMIS_COMMUNITY": "Riverbend",
    }
    servers = [
        serve(app, "wsgi:app", environment),
        serve(hello, "benchmarks.pages.hello:app", environment),
    ]
    try:
        wait_for(app, "/sign-in")
        wait_for(hello, "/")
        yield Served(f"http://127.0.0.1:{app}", f"http://127.0.0.1:{hello}", settings, database, town)
    finally:
        for server in servers:
            server.terminate()
        for server in servers:
            server.wait()
        database.dispose()


def sign_in_of(role: str) -> tuple[str, str]:
    """User name and password of the demo's person with that role's name."""
    return next((name, password) for held, name, password, _where in demo_sign_ins() if held == role)


def _fill(settings: Settings, clients: int) -> tuple[Database, Town]:
    keyring = KeyRing.create(settings.keys)
    database = Database(settings.database_url, write_wait=60.0)
    migrations.upgrade(database.engine)
    seed_community(database, keyring, clients, SEED, _today(), NoProgress())
    with database.session(write=True) as session:
        town = _busiest(session)
        add_people(session, town.organization_id, ROLES)
        session.commit()
    return database, town


def add_people(session, organization_id: int, role_codes: tuple[str, ...]) -> None:
    """Who works at an agency: PEOPLE accounts with these roles in turn."""
    day = _today()
    roles = dict(session.execute(select(Role.code, Role.id)).all())
    courses = session.scalars(select(Course)).all()
    hashed = hash_password(PASSWORD)
    for number in range(PEOPLE):
        account = Account(
            username=f"person{number}",
            display_name=f"Person {number}",
            password_hash=hashed,
            is_system_administrator=False,
            agreement_version=agreement.current().version,
            agreement_signed_on=day,
            created_at=datetime.now(UTC),
        )
        session.add(account)
        session.flush()
        session.add_all(passed(account.id, courses, day))
        session.add(
            AccountGrant(
                account_id=account.id,
                organization_id=organization_id,
                role_id=roles[role_codes[number % len(role_codes)]],
                is_primary=True,
                valid_to=day + timedelta(days=1),
                exception_reason="More managers than programs, to be measured",
            )
        )


def _today() -> date:
    return datetime.now(UTC).date()


def _busiest(session) -> Town:
    """The person with most services in a stay that still goes on, in a program that has a services list."""
    row = session.execute(
        select(Enrollment.id, Enrollment.client_key, Project.organization_key, Client.last_name)
        .join(Services, Services.enrollment_key == Enrollment.id)
        .join(Project, Project.id == Enrollment.project_key)
        .join(Client, Client.id == Enrollment.client_key)
        .join(ClientAgency, ClientAgency.client_id == Client.id)
        .where(
            ~select(1).where(Exit.enrollment_key == Enrollment.id).exists(),
            Services.record_type != 200,
            ClientAgency.organization_id == Project.organization_key,
        )
        .group_by(Enrollment.id, Enrollment.client_key, Project.organization_key, Client.last_name)
        .order_by(func.count(Services.id).desc(), Enrollment.id)
        .limit(1)
    ).one()
    return Town(row.organization_key, row.client_key, row.id, row.last_name)


def serve(port: int, target: str, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """gunicorn as `hmis serve` starts it, on a port of this computer."""
    options = ["--worker-class", "gthread", "--threads", str(THREADS), "--workers", str(WORKERS)]
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "--bind",
        f"127.0.0.1:{port}",
        *options,
        "--log-level",
        "error",
    ]
    return subprocess.Popen([*command, target], cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def wait_for(port: int, path: str) -> None:
    """Until a page answers. Raises TimeoutError."""
    deadline = time.monotonic() + STARTED_SECONDS
    while time.monotonic() < deadline:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", path)
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.2)
        finally:
            connection.close()
    raise TimeoutError(f"nothing answers on port {port}")
