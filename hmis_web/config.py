"""Settings of an installation: from the environment only, frozen, typed."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo


class ConfigurationError(Exception):
    """A setting is missing or unsafe; the message names it."""


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
    second_factor_required: bool = False
    """Whether nobody works without a code from their telephone (decision 8)."""
    upload_limit_bytes: int = 1024 * 1024 * 1024

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
            second_factor_required=_chosen("HMIS_SECOND_FACTOR", mode == "production"),
            secure_cookies=_chosen("HMIS_SECURE_COOKIES", mode == "production"),
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


def _chosen(name: str, default: bool) -> bool:
    return os.environ.get(name, "1" if default else "0") == "1"
