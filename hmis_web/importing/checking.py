"""The first half of a run: from the kept upload to a plan. Nothing live is written but the run's own
record."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.domain.progress import Progress
from hmis_web.importing import read, upload
from hmis_web.importing.export_file import Period, read_export
from hmis_web.importing.findings import Findings
from hmis_web.importing.known import KnownHere
from hmis_web.importing.load import Loaded, Loader
from hmis_web.importing.outcome import Plan
from hmis_web.importing.plan import make_plan
from hmis_web.importing.run_record import Place, mark
from hmis_web.importing.stage import Stage

READING = 0.85
"""Part of the time that reading takes; comparing takes the rest."""


@dataclass(frozen=True)
class Part:
    """Progress of a part of the work, told as progress of the whole."""

    whole: Progress
    start: float
    end: float

    def update(self, fraction: float, message: str) -> None:
        """Say how far the part is."""
        self.whole.update(self.start + fraction * (self.end - self.start), message)

    def check_cancelled(self) -> None:
        """Raises Cancelled when somebody asked the whole to stop."""
        self.whole.check_cancelled()


@dataclass(frozen=True)
class Check:
    """One run's way from upload to plan."""

    database: Database
    settings: Place
    keyring: KeyRing
    run_id: int
    findings: Findings

    def run(
        self, kept_path: str, source_name: str | None, stage: Stage, progress: Progress
    ) -> tuple[Plan, Loaded]:
        """Fill the staging area and make the plan. Raises Refused, Cancelled."""
        mark(self.database, self.run_id, "reading", message=None)
        with upload.open_kept(self.settings.var, self.keyring, kept_path) as file:
            archive = read.open_archive(file, self.findings)
            try:
                plan, loaded = self._read(archive, source_name, stage, Part(progress, 0.0, READING))
            finally:
                archive.close()
        mark(self.database, self.run_id, "checking")
        with stage.beside_live(write=False) as connection:
            make_plan(connection, plan, loaded, Part(progress, READING, 1.0))
            connection.commit()
        plan.findings = self.findings.counts()
        return plan, loaded

    def _read(
        self, archive: read.Archive, source_name: str | None, stage: Stage, progress: Progress
    ) -> tuple[Plan, Loaded]:
        period, export = read_export(archive, self.findings)
        name = source_name or period.source_name or "import"
        known = KnownHere(self.database, name)
        stage.create()
        loader = Loader(archive, stage, self.keyring, self.findings, progress)
        loaded = loader.load(period, export, known.find)
        stage.filled()
        return Plan.begin(self.run_id, name, period, source_is_new=known.source_is_new), loaded


def loaded_to_json(loaded: Loaded) -> dict[str, Any]:
    """What applying needs to know of the file, as plain values."""
    return asdict(loaded)


def loaded_from_json(values: dict[str, Any]) -> Loaded:
    """The same, read back."""
    period = dict(values["period"])
    for name in ("start", "end", "exported_on"):
        period[name] = date.fromisoformat(period[name]) if period[name] else None
    return Loaded(Period(**period), values["rows"], values["stopped"], values["present"])
