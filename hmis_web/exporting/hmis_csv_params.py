"""What is asked of an export, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from hmis_web.db.errors import DomainError
from hmis_web.standards.codes import ExportDirective, ExportPeriodType, HashStatus


@dataclass(frozen=True)
class ExportParams:
    """The person's choices. HMIS CSV Format Specifications FY2026, Export 8: start, end, projects and CoC
    codes.

    `start` and `end` are both inclusive, and are needed unless `everything`. None as `project_keys`
    (surrogate keys) means every project that the person sees; None as `data_source_id` every source.
    `everything` leaves nothing out, whatever its date, deleted rows with their DateDeleted included, and
    gives each value back as it was received: it moves a house, or proves that nothing was lost.
    """

    start: date | None = None
    end: date | None = None
    project_keys: tuple[int, ...] | None = None
    data_source_id: int | None = None
    coc_codes: tuple[str, ...] = ()
    hash: bool = False
    period_type: ExportPeriodType = ExportPeriodType.REPORTING_PERIOD
    everything: bool = False
    own_fields: bool = False
    """Also the community's own questions, in a file beside HUD's (`exporting/custom_fields`)."""
    source_name: str = ""
    """The community's name, for Export.csv."""

    def check(self) -> None:
        """Raises DomainError naming the choice at fault."""
        if self.everything:
            if self.project_keys is not None or self.coc_codes:
                raise DomainError(
                    "everything", "Everything means every project; leave the projects and CoCs empty"
                )
            return
        if self.start is None:
            raise DomainError("start", "Enter the first day of the export period")
        if self.end is None:
            raise DomainError("end", "Enter the last day of the export period")
        if self.end < self.start:
            raise DomainError("end", "Enter a last day on or after the first day")

    def period(self) -> tuple[date, date]:
        """First and last day. Raises ValueError for an export of everything, which has none."""
        if self.start is None or self.end is None:
            raise ValueError("an export of everything has no period")
        return self.start, self.end

    @property
    def directive(self) -> ExportDirective:
        """Delta refresh for what was changed in the period, else full refresh."""
        changed = self.period_type is ExportPeriodType.UPDATED and not self.everything
        return ExportDirective.DELTA_REFRESH if changed else ExportDirective.FULL_REFRESH


@dataclass(frozen=True)
class ExportOutcome:
    """What an export wrote: the file, the ExportID, rows per HUD file."""

    path: Path
    export_id: str
    start: date
    end: date
    hash_status: HashStatus
    rows: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """Rows of all files, Export.csv's one row included."""
        return sum(self.rows.values())

    def to_json(self) -> dict[str, Any]:
        """For `hmis export --json`; keys documented in docs/cli.md."""
        return {
            "file": str(self.path),
            "export_id": self.export_id,
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
            "hash_status": int(self.hash_status),
            "rows": dict(self.rows),
            "total_rows": self.total,
        }
