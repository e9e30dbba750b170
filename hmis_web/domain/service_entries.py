"""What is said of a service that is logged, and how it stands: the words of `service_choices`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any


@dataclass(frozen=True)
class Choice:
    """A service that may be logged: `code` is `hud-<record type>-<type>` or `own-<item>`. Costs are US
    dollars; a cost of zero differs each time."""

    code: str
    label: str
    category: str
    unit: str = ""
    unit_cost: Decimal | None = None
    default_units: Decimal | None = None
    wants: frozenset[str] = frozenset()
    """Names of the details that it asks for besides."""


@dataclass(frozen=True)
class ServiceEntry:
    """What is said of one service; `key` is made once for each that is meant."""

    code: str
    day: date
    key: str
    units: Decimal | None = None
    amount: Decimal | None = None
    note: str = ""
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class LoggedService:
    """A service as it stands."""

    code: str
    kind: str
    id: int
    client_id: int
    enrollment_id: int | None
    day: date | None
    name: str
    logged_at: datetime | None
    by: str
    undone: bool = False
    units: Decimal | None = None
    amount: Decimal | None = None
    note: str = ""


@dataclass(frozen=True)
class Already:
    """The same service of the same day, as it stands: when it was logged, and by whom."""

    logged_at: datetime | None
    by: str
