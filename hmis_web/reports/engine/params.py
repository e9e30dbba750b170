"""What a person asks for: which report, over which projects and dates."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class ReportParams:
    """One request for a report. Both dates belong to the range. APR specifications, "Report Programming
    Basics"."""

    kind: str
    """Name of the report in the registry, such as `apr`."""
    start: date
    end: date
    project_keys: tuple[int, ...]
    """Our keys of the projects reported on."""
    as_of: date
    """The day on which it was asked for. No number depends on it."""
    coc_codes: tuple[str, ...] = ()
    """CoCs to limit enrollments to; empty means no limit."""
    spec_version: str = "FY2026"

    def __post_init__(self) -> None:
        """Sort and unduplicate keys and codes, so that equal requests are equal. Raises ValueError for a
        range that ends before it starts."""
        if self.end < self.start:
            raise ValueError("the report ends before it starts")
        object.__setattr__(self, "project_keys", tuple(sorted(set(self.project_keys))))
        object.__setattr__(self, "coc_codes", tuple(sorted(set(self.coc_codes))))

    def to_json(self) -> str:
        """The parameters as stored with a run."""
        return json.dumps(asdict(self), default=str, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> ReportParams:
        """Undo `to_json`."""
        stored: dict[str, Any] = json.loads(text)
        for name in ("start", "end", "as_of"):
            stored[name] = date.fromisoformat(stored[name])
        for name in ("project_keys", "coc_codes"):
            stored[name] = tuple(stored[name])
        return cls(**stored)
