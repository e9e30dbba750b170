"""Settings of an installation: from the environment only, frozen, typed."""

from __future__ import annotations

import os
import shlex
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo


class ConfigurationError(Exception):
    """A setting is missing or unsafe; the message names it."""


@dataclass(frozen=True)
class Mail:
    """How messages leave the building, always encrypted on the way."""

    server: str
    port: int
    sender: str
    address: str
    """Where people reach the pages: `https://hmis.example.org`."""
    user: str = ""
    password: str = field(default="", repr=False)
    starttls: bool = False
    """Begin in the clear and change to TLS, as port 587 does; otherwise TLS from the first byte."""
    authorities: Path | None = None
    """Certificates to trust instead of the machine's own."""

    @classmethod
    def from_env(cls) -> Mail | None:
        """Read `HMIS_MAIL_*` and `HMIS_URL`; None without a server. Raises ConfigurationError."""
        server = os.environ.get("HMIS_MAIL_SERVER", "")
        if not server:
            return None
        sender = os.environ.get("HMIS_MAIL_FROM", "")
        if "@" not in sender:
            raise ConfigurationError("HMIS_MAIL_FROM must be the address that messages come from")
        address = os.environ.get("HMIS_URL", "").rstrip("/")
        if urlsplit(address).scheme != "https":
            raise ConfigurationError("HMIS_URL must be the https address of the pages, for links in messages")
        starttls = _chosen("HMIS_MAIL_STARTTLS", default=False)
        host, _, port = server.partition(":")
        if port and not port.isdigit():
            raise ConfigurationError("HMIS_MAIL_SERVER must be a host, or host:port")
        authorities = os.environ.get("HMIS_MAIL_CA")
        return cls(
            server=host,
            port=int(port or (587 if starttls else 465)),
            sender=sender,
            address=address,
            user=os.environ.get("HMIS_MAIL_USER", ""),
            password=os.environ.get("HMIS_MAIL_PASSWORD", ""),
            starttls=starttls,
            authorities=Path(authorities) if authorities else None,
        )


@dataclass(frozen=True)
class Settings:
    """What an installation chooses. Times are minutes unless the name says otherwise."""

    database_url: str
    var: Path
    """Folder for kept uploads, artifacts, the job queue and the embedded database."""
    keys: Path
    """File of the key ring, outside database and backup (decision 21)."""
    replica_url: str | None = None
    mode: str = "production"
    """`production`, `demo` or `testing`."""
    community_name: str = "HMIS"
    contact: str = ""
    """How to reach the HMIS team, in words: shown where people need help."""
    timezone: ZoneInfo = ZoneInfo("America/Los_Angeles")
    secure_cookies: bool = True
    idle_minutes: int = 15
    absolute_hours: int = 12
    lock_after_misses: int = 3
    lock_minutes: int = 30
    confirm_minutes: int = 5
    """How long password and code count as just given, before something grave."""
    second_factor_required: bool = False
    """Whether nobody works without a code from their phone (decision 8)."""
    address_misses: int = 30
    """Refused tries to sign in that one network address has a minute."""
    inactive_days: int = 30
    """Without a sign-in for so long, an account is taken out of use."""
    password_memory_kib: int = 64 * 1024
    """What making a password's hash costs."""
    password_letters_and_digits: bool = False
    """Ask for one of each, as HUD's 2004 Standards do."""
    trusted_proxies: int = 0
    """How many proxies in front of the server say who calls."""
    mail: Mail | None = None
    """None: nothing is ever sent."""
    upload_limit_bytes: int = 1024 * 1024 * 1024
    """The largest import."""
    file_mib: int = 10
    """The largest file about a client, in MiB."""
    client_files_mib: int = 200
    """All files of one client together, in MiB."""
    scan_command: tuple[str, ...] = ()
    """A virus scanner and its options; it is given a file's path besides. Empty: files are not scanned."""

    @classmethod
    def from_env(cls) -> Settings:
        """Read `HMIS_*`. Raises ConfigurationError naming the setting at fault."""
        var = Path(os.environ.get("HMIS_VAR", "var")).resolve()
        mode = os.environ.get("HMIS_MODE", "production")
        if mode not in ("production", "demo", "testing"):
            raise ConfigurationError(f"HMIS_MODE must be production, demo or testing, not {mode!r}")
        try:
            zone = ZoneInfo(os.environ.get("HMIS_TIMEZONE", "America/Los_Angeles"))
        except (KeyError, ValueError) as error:
            raise ConfigurationError("HMIS_TIMEZONE must be a zone name such as America/Chicago") from error
        return cls(
            database_url=_database("HMIS_DATABASE_URL") or f"sqlite:///{var / 'hmis.sqlite'}",
            var=var,
            keys=Path(os.environ.get("HMIS_KEYS", var / "keys.json")).resolve(),
            replica_url=_database("HMIS_REPLICA_URL"),
            mode=mode,
            community_name=os.environ.get("HMIS_COMMUNITY", "HMIS"),
            contact=os.environ.get("HMIS_CONTACT", ""),
            timezone=zone,
            second_factor_required=_chosen("HMIS_SECOND_FACTOR", default=mode == "production"),
            secure_cookies=_chosen("HMIS_SECURE_COOKIES", default=mode == "production"),
            idle_minutes=_number("HMIS_IDLE_MINUTES", cls.idle_minutes, 1, 30),
            absolute_hours=_number("HMIS_ABSOLUTE_HOURS", cls.absolute_hours, 1, 24),
            lock_after_misses=_number("HMIS_LOCK_AFTER_MISSES", cls.lock_after_misses, 1, 20),
            lock_minutes=_number("HMIS_LOCK_MINUTES", cls.lock_minutes, 1, 1440),
            confirm_minutes=_number("HMIS_CONFIRM_MINUTES", cls.confirm_minutes, 1, 60),
            address_misses=_number("HMIS_ADDRESS_MISSES", cls.address_misses, 3, 1000),
            inactive_days=_number("HMIS_INACTIVE_DAYS", 30 if mode == "production" else 3650, 28, 3650),
            password_memory_kib=1024 * _number("HMIS_PASSWORD_MEMORY_MIB", 64, 19, 1024),
            password_letters_and_digits=_chosen("HMIS_PASSWORD_LETTERS_AND_DIGITS", default=False),
            trusted_proxies=_number("HMIS_TRUSTED_PROXIES", 0, 0, 5),
            mail=Mail.from_env(),
            file_mib=_number("HMIS_FILE_MIB", cls.file_mib, 1, 100),
            client_files_mib=_number("HMIS_CLIENT_FILES_MIB", cls.client_files_mib, 1, 100_000),
            scan_command=_command("HMIS_SCAN_COMMAND"),
        )


def _database(name: str) -> str | None:
    """The address of a database, with the driver that is installed. Raises ConfigurationError."""
    url = os.environ.get(name)
    if not url:
        return None
    scheme, found, rest = url.partition("://")
    if scheme in ("postgresql", "postgres"):
        return f"postgresql+psycopg://{rest}"
    if not found or scheme not in ("sqlite", "postgresql+psycopg"):
        raise ConfigurationError(f"{name} must begin with sqlite:/// or postgresql+psycopg://")
    return url


def _command(name: str) -> tuple[str, ...]:
    """A command with its options. Raises ConfigurationError for quotes that do not close and for a program
    without its whole path, which whoever sets PATH could replace."""
    try:
        words = tuple(shlex.split(os.environ.get(name, "")))
    except ValueError as error:
        raise ConfigurationError(f"{name} has quotes that do not close") from error
    if words and not (Path(words[0]).is_absolute() and os.access(words[0], os.X_OK)):
        raise ConfigurationError(f"{name} must begin with the whole path of a program that can be run")
    return words


def _chosen(name: str, *, default: bool) -> bool:
    given = os.environ.get(name, "1" if default else "0")
    if given not in ("0", "1"):
        raise ConfigurationError(f"{name} must be 1 or 0, not {given!r}")
    return given == "1"


def _number(name: str, default: int, least: int, most: int) -> int:
    given = os.environ.get(name, str(default))
    if not given.isdecimal() or not least <= int(given) <= most:
        raise ConfigurationError(f"{name} must be a number from {least} to {most}, not {given!r}")
    return int(given)
