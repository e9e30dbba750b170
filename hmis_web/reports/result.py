"""What a run of a report leaves: its tables, its checks, and the fingerprints that make it repeatable."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hmis_web.reports.engine.checks import Outcome
from hmis_web.reports.engine.definition import Definition
from hmis_web.reports.engine.params import ReportParams
from hmis_web.reports.engine.table import Table
from hmis_web.reports.engine.universe import Universe
from hmis_web.reports.registry import report
from hmis_web.reports.render.tables_json import outcome_from, outcome_object, table_from, table_object


@dataclass(frozen=True)
class ReportResult:
    """One finished run. `universe` is None when only the tables were asked for."""

    params: ReportParams
    projects: tuple[str, ...]
    """Names of the projects, in the order of Q4a."""
    tables: tuple[Table, ...]
    outcomes: tuple[Outcome, ...]
    data_as_of: datetime
    """The moment of the snapshot, UTC."""
    engine: str
    fingerprint: str
    seconds: float = 0.0
    universe: Universe | None = None

    @property
    def definition(self) -> Definition:
        """The report's declaration."""
        return report(self.params.kind)

    @property
    def title(self) -> str:
        """`CoC Annual Performance Report, FY2026`."""
        return f"{self.definition.title}, {self.params.spec_version}"

    @property
    def broken(self) -> tuple[Outcome, ...]:
        """The checks that do not hold."""
        return tuple(outcome for outcome in self.outcomes if not outcome.holds)

    @property
    def key_figures(self) -> tuple[tuple[str, str], ...]:
        """Labels and figures for the head of the report."""
        tables = {table.ref: table for table in self.tables}
        found = []
        for label, place in self.definition.key_figures:
            ref, address = place.split(".")
            if ref in tables:
                found.append((label, tables[ref].cell(address).text))
        return tuple(found)

    def table(self, ref: str) -> Table:
        """The table with HUD's number. Raises KeyError when there is none."""
        for table in self.tables:
            if table.ref == ref:
                return table
        raise KeyError(ref)

    def to_object(self) -> dict[str, Any]:
        """Everything but the universe, as plain data; the keys are described in docs/reports/formats.md."""
        asked = self.params
        return {
            "report": asked.kind,
            "title": self.definition.title,
            "spec_version": asked.spec_version,
            "start": asked.start.isoformat(),
            "end": asked.end.isoformat(),
            "projects": list(self.projects),
            "coc_codes": list(asked.coc_codes),
            "data_as_of": self.data_as_of.isoformat(),
            "engine": self.engine,
            "universe_sha256": self.fingerprint,
            "seconds": round(self.seconds, 3),
            "checks": [outcome_object(outcome) for outcome in self.outcomes],
            "tables": [table_object(table) for table in self.tables],
        }

    @classmethod
    def from_object(
        cls, stored: dict[str, Any], params: ReportParams, universe: Universe | None = None
    ) -> ReportResult:
        """Undo `to_object`."""
        return cls(
            params=params,
            projects=tuple(stored["projects"]),
            tables=tuple(table_from(table) for table in stored["tables"]),
            outcomes=tuple(outcome_from(outcome) for outcome in stored["checks"]),
            data_as_of=datetime.fromisoformat(stored["data_as_of"]),
            engine=stored["engine"],
            fingerprint=stored["universe_sha256"],
            seconds=stored["seconds"],
            universe=universe,
        )
