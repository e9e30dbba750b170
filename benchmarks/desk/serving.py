"""The large community, served by gunicorn as `hmis serve` does it."""

from __future__ import annotations

import json
import os
import signal
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks.desk.building import build
from benchmarks.pages.installation import free_port, serve, wait_for
from hmis_web.config import Settings
from hmis_web.db import migrations
from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database

TOLD_SECONDS = 20


@dataclass(frozen=True)
class Size:
    """How much is there: people, services, and who is active at each desk."""

    clients: int
    services: int
    at_desk: int


@dataclass(frozen=True)
class ServedDesk:
    """A running installation."""

    address: str
    database: Database
    folder: Path
    server: psutil.Process

    def processor_seconds(self) -> float:
        """What the server's processes used so far."""
        everybody = [self.server, *self.server.children(recursive=True)]
        return sum(sum(each.cpu_times()[:2]) for each in everybody)

    def statements(self) -> dict[str, list[float]]:
        """{statement: milliseconds of each time} so far."""
        workers = self.server.children()
        for worker in workers:
            worker.send_signal(signal.SIGUSR2)
        deadline = time.monotonic() + TOLD_SECONDS
        while len(list(self.folder.glob("statements/*.json"))) < len(workers) and time.monotonic() < deadline:
            time.sleep(0.1)
        return statements(self.folder)


@contextmanager
def served(url: str, folder: Path, size: Size) -> Iterator[ServedDesk]:
    """Build the community in the empty database at `url`, and serve it until the block ends."""
    settings = Settings(
        database_url=url, var=folder, keys=folder / "keys.json", mode="demo", community_name="Riverbend",
        secure_cookies=False,
    )  # fmt: skip
    keyring = KeyRing.create(settings.keys)
    database = Database(url, keyring, write_wait=60.0)
    migrations.upgrade(database.engine)
    build(database, keyring, size.clients, size.services, size.at_desk)
    port = free_port()
    environment = os.environ | {
        "HMIS_DATABASE_URL": url,
        "HMIS_VAR": str(folder),
        "HMIS_KEYS": str(settings.keys),
        "HMIS_MODE": "demo",
        "HMIS_COMMUNITY": "Riverbend",
    }
    server = serve(port, "benchmarks.desk.watched:app", environment)
    try:
        wait_for(port, "/sign-in")
        yield ServedDesk(f"http://127.0.0.1:{port}", database, folder, psutil.Process(server.pid))
    finally:
        server.terminate()
        server.wait()
        database.dispose()


def statements(folder: Path) -> dict[str, list[float]]:
    """{statement: milliseconds of each time}, as the server's processes wrote them down."""
    found: dict[str, list[float]] = defaultdict(list)
    for file in (folder / "statements").glob("*.json"):
        for statement, taken in json.loads(file.read_text()).items():
            found[statement] += taken
    return found
