"""Who works on which run: a lock that ends with its process, so that a killed worker's runs can be told
from running ones."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from sqlalchemy import Connection, text

from hmis_web.db.errors import Conflict
from hmis_web.db.session import Database

FOLDER = "staging"
LOCK_SPACE = 4_711
"""First number of the advisory locks on PostgreSQL; the second is the run."""


@contextmanager
def claimed(database: Database, var: Path, run_id: int) -> Iterator[None]:
    """Hold a run. Raises Conflict when somebody else does."""
    with _lock(database, var, run_id) as won:
        if not won:
            raise Conflict("Somebody is working on this import already")
        yield


def is_claimed(database: Database, var: Path, run_id: int) -> bool:
    """Whether a living process works on a run."""
    with _lock(database, var, run_id) as won:
        return not won


@contextmanager
def _lock(database: Database, var: Path, run_id: int) -> Iterator[bool]:
    if database.dialect == "postgresql":
        with database.engine.connect() as connection:
            yield from _advisory(connection, run_id)
        return
    path = var / FOLDER / f"import-{run_id}.lock"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        if not _is_at(file, path):  # its last holder removed it between our opening and locking
            yield False
            return
        try:
            yield True
        finally:
            path.unlink(missing_ok=True)


def _is_at(file: IO[str], path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False


def _advisory(connection: Connection, run_id: int) -> Iterator[bool]:
    numbers = {"space": LOCK_SPACE, "run": run_id}
    won = connection.execute(text("SELECT pg_try_advisory_lock(:space, :run)"), numbers).scalar_one()
    connection.commit()
    try:
        yield won
    finally:
        if won:
            connection.execute(text("SELECT pg_advisory_unlock(:space, :run)"), numbers)
            connection.commit()
