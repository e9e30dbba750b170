"""Asking a virus scanner about a file, if the installation has one."""

from __future__ import annotations

import os
import subprocess
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from hmis_web.db.errors import DomainError

SECONDS = 60
PREFIX = "scan-"
LEFT_AFTER = timedelta(hours=1)
CLEAN, INFECTED = 0, 1
"""Statuses of the scanner's command; any other means that it could not tell."""


def remove_left(folder: Path, now: datetime) -> int:
    """Delete copies that a crash left while they were scanned; answers how many."""
    oldest = (now - LEFT_AFTER).timestamp()
    left = [path for path in folder.glob(f"{PREFIX}*") if path.stat().st_mtime < oldest]
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)


class Infected(DomainError):
    """The scanner found something harmful."""


@dataclass(frozen=True)
class Scanner:
    """A command that is given a file's path as its last word. `folder`: where the file lies meanwhile, in the
    clear, for the program's own user alone."""

    command: tuple[str, ...]
    folder: Path
    seconds: float = SECONDS

    def check(self, data: bytes) -> None:
        """Returns when a file is clean. Raises Infected, or DomainError("file") when the scanner can't
        tell: nothing is kept then."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        target = self.folder / f"{PREFIX}{uuid.uuid4().hex}"
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            status = self._ask(target)
        finally:
            target.unlink(missing_ok=True)
        if status == INFECTED:
            raise Infected(
                "file",
                "The virus scanner found something harmful in this file, so it was not kept. Tell whoever"
                " sent it, and whoever looks after the computer it came from",
            )
        if status != CLEAN:
            raise DomainError(
                "file",
                "This file could not be checked for viruses, so it was not kept. Try again in a moment; if"
                " it goes on, tell the HMIS team",
            )

    def _ask(self, target: Path) -> int | None:
        """The command's status; None when it can't be run or takes too long. It learns none of our
        settings."""
        try:
            done = subprocess.run(  # noqa: S603 - the installation's own setting, and a path of our making
                [*self.command, str(target)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8"},
                timeout=self.seconds,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            return None
        return done.returncode
