"""The application as it is served, with each statement timed into a file of HMIS_VAR."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from wsgi import app

__all__ = ["app"]
FOLDER = Path(os.environ["HMIS_VAR"]) / "statements"
WAITING = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "SET", "PRAGMA")
"""Turns of writers and settings, not work of the database."""
_taken: dict[str, list[float]] = defaultdict(list)
_begun = threading.local()


@event.listens_for(Engine, "before_cursor_execute")
def _before(*_told: Any) -> None:
    _begun.at = time.perf_counter()


@event.listens_for(Engine, "after_cursor_execute")
def _after(_connection: Any, _cursor: Any, statement: str, *_told: Any) -> None:
    if not statement.lstrip().upper().startswith(WAITING):
        _taken[" ".join(statement.split())].append((time.perf_counter() - _begun.at) * 1000)


def _tell(*_told: Any) -> None:
    """Write down what was timed so far, and begin anew."""
    FOLDER.mkdir(exist_ok=True)
    told = {statement: _taken.pop(statement) for statement in list(_taken)}
    part = FOLDER / f"{os.getpid()}-{time.time_ns()}.part"
    part.write_text(json.dumps(told))
    part.rename(part.with_suffix(".json"))


signal.signal(signal.SIGUSR2, _tell)
