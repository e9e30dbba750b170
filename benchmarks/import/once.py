"""One import into a new database; prints seconds, steps, memory and how long others could not write as
JSON."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

from hmis_web.access.actor import Actor
from hmis_web.config import Settings
from hmis_web.db import migrations
from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.importing import runs

NAME = "hmis_bench_import"


class Steps:
    """Progress that remembers how long each step took."""

    def __init__(self) -> None:
        self.began = time.perf_counter()
        self.seconds: dict[str, float] = {}
        self._last = (self.began, "Starting")

    def update(self, fraction: float, message: str) -> None:
        """A step goes on, or the next begins."""
        now = time.perf_counter()
        since, step = self._last
        self.seconds[step] = self.seconds.get(step, 0.0) + now - since
        self._last = (now, message)

    def check_cancelled(self) -> None:
        """Never."""


class Waiting:
    """The longest time that another writer would have been kept out of the SQLite file."""

    def __init__(self, path: Path) -> None:
        self.longest = 0.0
        self._path = path
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._try, daemon=True)
        self._thread.start()

    def stop(self) -> float:
        """End trying; answers seconds."""
        self._stop.set()
        self._thread.join()
        return self.longest

    def _try(self) -> None:
        connection = sqlite3.connect(self._path, timeout=0, isolation_level=None)
        free = time.perf_counter()
        while not self._stop.wait(0.02):
            try:
                connection.execute("BEGIN IMMEDIATE")
                connection.execute("ROLLBACK")
            except sqlite3.OperationalError:
                self.longest = max(self.longest, time.perf_counter() - free)
            else:
                free = time.perf_counter()


@contextmanager
def new_database(kind: str, folder: Path) -> Iterator[str]:
    """The address of an empty database with the newest schema."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'import.sqlite'}"
        return
    url = make_url(os.environ["HMIS_TEST_DATABASE_URL"])
    server = create_engine(url, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {NAME}"))
        connection.execute(text(f"CREATE DATABASE {NAME}"))
    yield url.set(database=NAME).render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {NAME} WITH (FORCE)"))


def main(kind: str, path: str, folder: str) -> None:
    """Import the file once."""
    var = Path(folder) / "var"
    shutil.rmtree(var, ignore_errors=True)
    var.mkdir()
    with new_database(kind, var) as url:
        database = Database(url)
        migrations.upgrade(database.engine)
        settings = Settings(database_url=url, var=var, keys=var / "keys.json", mode="testing")
        steps = Steps()
        waiting = Waiting(var / "import.sqlite") if kind == "sqlite" else None
        cpu = time.process_time()
        outcome = runs.import_file(
            database,
            settings,
            KeyRing.ephemeral(),
            Path(path),
            source_name="bench",
            actor=Actor.system(),
            progress=steps,
        )
        seconds = time.perf_counter() - steps.began
        assert outcome.state == "applied", outcome.message
        assert outcome.plan is not None
        status = Path("/proc/self/status").read_text()
        figures = {
            "seconds": round(seconds, 2),
            "cpu_seconds": round(time.process_time() - cpu, 2),
            "rows": outcome.plan.total("rows"),
            "rows_a_second": round(outcome.plan.total("rows") / seconds),
            "peak_megabytes": round(int(status.split("VmHWM:")[1].split()[0]) / 1024),
            "others_waited": round(waiting.stop(), 2) if waiting else 0.0,
            "steps": {step: round(took, 2) for step, took in steps.seconds.items() if took > 0.2},
        }
        database.dispose()
    shutil.rmtree(var)
    print(json.dumps(figures))


if __name__ == "__main__":
    main(*sys.argv[1:])
