"""What an import would do, and did, in numbers that a page, the command line and the record of the run
share."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from hmis_web.importing.export_file import Period

SAMPLE = 200
"""Conflicts and missing rows of one file that a plan names one by one."""


@dataclass
class FilePlan:
    """One file: what becomes of its rows."""

    file: str
    rows: int = 0
    """Records in the file."""
    stopped: int = 0
    """Not taken because of an error, their own or their parent row's."""
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    conflict: int = 0
    """Here already, other than in the file, and either edited here or newer here: not applied unless
    chosen."""
    missing: int = 0
    """Here from this source, but gone from a file that replaces everything: deleted only if asked."""
    deleted: int = 0
    """Of new and changed: rows that the file says are deleted."""
    merged: int = 0
    """Clients that were merged here into another: their rows go to the survivor."""

    @property
    def does_something(self) -> bool:
        """Whether applying could change anything here."""
        return bool(self.new or self.changed or self.conflict or self.missing)


@dataclass(frozen=True)
class Named:
    """One row that a person should look at: a conflict, or a missing row."""

    file: str
    identifier: str
    live_id: int
    reason: str
    """edited (here since), older (than what is here), missing."""


@dataclass
class Plan:
    """What applying would do."""

    run_id: int
    source_name: str
    source_is_new: bool
    version: str
    csv_version: str
    start: str | None
    end: str | None
    full_refresh: bool
    files: list[FilePlan] = field(default_factory=list)
    findings: dict[str, int] = field(default_factory=dict)
    conflicts: list[Named] = field(default_factory=list)
    missing: list[Named] = field(default_factory=list)

    @classmethod
    def begin(cls, run_id: int, source_name: str, period: Period, *, source_is_new: bool) -> Plan:
        """A plan without files yet."""
        return cls(
            run_id,
            source_name,
            source_is_new,
            period.version,
            period.csv_version,
            period.start.isoformat() if period.start else None,
            period.end.isoformat() if period.end else None,
            period.full_refresh,
        )

    @property
    def does_something(self) -> bool:
        """Whether applying could change anything here."""
        return any(file.does_something for file in self.files)

    def total(self, what: str) -> int:
        """The sum of one number over all files."""
        return sum(getattr(file, what) for file in self.files)

    def to_json(self) -> dict[str, Any]:
        """Plain values: {"files": {"Client": {"rows": ...}}, ...}."""
        values = asdict(self)
        values["files"] = {
            file.file: {k: v for k, v in asdict(file).items() if k != "file"} for file in self.files
        }
        return values

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Plan:
        """A plan as `to_json` wrote it."""
        values = dict(kept)
        values["files"] = [FilePlan(name, **numbers) for name, numbers in values["files"].items()]
        for kind in ("conflicts", "missing"):
            values[kind] = [Named(**named) for named in values[kind]]
        return cls(**values)


@dataclass(frozen=True)
class Result:
    """What applying did."""

    run_id: int
    state: str
    """applied or unchanged."""
    plan: Plan
    deleted_missing: int = 0


@dataclass(frozen=True)
class ImportOutcome:
    """How an import by command ended."""

    run_id: int
    state: str
    """applied, unchanged, planned (check only), refused."""
    message: str
    plan: Plan | None
    findings: dict[str, int]

    @property
    def ok(self) -> bool:
        """Whether the file was taken whole: not refused, and no row of it stopped by an error."""
        return self.state not in ("refused", "failed", "cancelled") and not self.findings.get("error")

    def to_json(self) -> dict[str, Any]:
        """One object for scripts; its keys stand in docs/cli.md."""
        plan = self.plan.to_json() if self.plan else None
        return {
            "ok": self.ok,
            "run": self.run_id,
            "state": self.state,
            "message": self.message,
            "source": self.plan.source_name if self.plan else None,
            "findings": self.findings,
            "files": plan["files"] if plan else {},
            "conflicts": plan["conflicts"] if plan else [],
            "missing": plan["missing"] if plan else [],
        }

    def summary(self) -> str:
        """For a person at the command line."""
        lines = [self.message]
        if self.plan:
            for file in self.plan.files:
                parts = [f"{number:,} {what}" for what in COUNTED if (number := getattr(file, what))]
                if file.rows or parts:
                    lines.append(f"  {file.file}: " + (", ".join(parts) or "nothing"))
        found = ", ".join(f"{number:,} {severity}" for severity, number in self.findings.items() if number)
        lines.append(f"Findings: {found or 'none'} (run {self.run_id})")
        return "\n".join(lines)


COUNTED = ("new", "changed", "unchanged", "conflict", "missing", "deleted", "merged", "stopped")
