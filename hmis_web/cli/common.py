"""What the commands share: opening the installation, saying things, ending with the right status."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import wraps
from typing import Any, NoReturn, TypeVar

import click
from sqlalchemy.exc import OperationalError

from hmis_web.config import ConfigurationError, Settings
from hmis_web.db import migrations
from hmis_web.db.errors import DatabaseBusy, HmisError
from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database

Command = TypeVar("Command", bound=Callable[..., Any])
FINDING = 1
USAGE = 2


@dataclass(frozen=True)
class Opened:
    """An installation in use by a command."""

    settings: Settings
    database: Database
    keyring: KeyRing

    def now(self) -> datetime:
        """This moment, UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """Today in the installation's zone."""
        return self.now().astimezone(self.settings.timezone).date()


class LineProgress:
    """Progress as one line on standard error, when a person watches."""

    def __init__(self) -> None:
        self._shown = ""

    def update(self, fraction: float, message: str) -> None:
        """Redraw the line."""
        line = f"{fraction:4.0%} {message}"
        if sys.stderr.isatty() and line != self._shown:
            click.echo(f"\r\033[K{line}", nl=False, err=True)
            self._shown = line

    def check_cancelled(self) -> None:
        """Ctrl-C raises by itself."""

    def done(self) -> None:
        """End the line."""
        if self._shown:
            click.echo("", err=True)


@contextmanager
def opened(*, migrated: bool = True) -> Iterator[Opened]:
    """The installation of the environment. Ends the command with status 2 when it is not set up, 1 when it
    needs migrating."""
    settings = load_settings()
    try:
        keyring = KeyRing.load(settings.keys)
    except FileNotFoundError:
        fail(f"No key ring at {settings.keys}; run `hmis init` first", USAGE)
    except PermissionError as error:
        fail(str(error), USAGE)
    database = Database(settings.database_url, keyring, write_wait=60.0)
    try:
        if migrated and migrations.current_revision(database.engine) != migrations.head_revision():
            fail("The database is not at the newest schema; run `hmis init`", FINDING)
        yield Opened(settings, database, keyring)
    finally:
        database.dispose()


def load_settings() -> Settings:
    """Settings of the environment; ends the command with status 2 naming the one at fault."""
    try:
        return Settings.from_env()
    except ConfigurationError as error:
        fail(str(error), USAGE)


def fail(message: str, status: int) -> NoReturn:
    """Say what is wrong on standard error and end."""
    click.echo(message, err=True)
    raise SystemExit(status)


def print_json(values: dict[str, Any]) -> None:
    """One JSON object on standard output."""
    click.echo(json.dumps(values, default=str, ensure_ascii=False, sort_keys=True))


def told(command: Command) -> Command:
    """Turn the domain's errors, and a database that cannot be reached, into a line and status 1."""

    @wraps(command)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except DatabaseBusy:
            fail("Another program is writing to the database; try again", FINDING)
        except HmisError as error:
            fail(str(error), FINDING)
        except OperationalError as error:
            fail(f"The database does not answer: {str(error.orig).splitlines()[0]}", FINDING)

    return wrapper  # type: ignore[return-value]
