"""A program that applies a planned run and tells each step on standard output, so that it can be killed at
one."""

from __future__ import annotations

import sys
from pathlib import Path

from hmis_web.config import Settings
from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.importing import runs


class Told:
    """Progress as lines."""

    def update(self, fraction: float, message: str) -> None:
        print(message, flush=True)

    def check_cancelled(self) -> None:
        pass


def main(url: str, var: str, run_id: str, how: str) -> None:
    """Apply the run (`apply`), or check it first (`whole`)."""
    database = Database(url)
    settings = Settings(database_url=url, var=Path(var), keys=Path(var) / "keys.json", mode="testing")
    keyring = KeyRing.load(settings.keys)
    print("started", flush=True)
    if how == "whole":
        runs.check_and_plan(database, settings, keyring, int(run_id), Told())
    runs.apply(database, settings, keyring, int(run_id), Told())
    print("ended", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
