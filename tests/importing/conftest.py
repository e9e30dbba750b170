"""Importing into this test's database, and looking at what came."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from hmis_web.access.actor import Actor
from hmis_web.config import Settings
from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.domain.progress import NoProgress
from hmis_web.importing import run_record, runs
from hmis_web.importing.findings import Finding
from hmis_web.importing.outcome import ImportOutcome, Plan, Result
from hmis_web.models import hud_model
from tests.importing.csv_set import CsvSet

NOW = datetime(2026, 11, 22, 20, 30, tzinfo=UTC)


@dataclass
class Importer:
    """This test's installation, seen by who imports."""

    database: Database
    settings: Settings
    keyring: KeyRing
    folder: Path

    def file(self, path: Path, **options: Any) -> ImportOutcome:
        """Import a file the whole way."""
        given = {"source_name": None, "actor": Actor.system(), "progress": NoProgress(), "now": NOW} | options
        return runs.import_file(self.database, self.settings, self.keyring, path, **given)

    def set(self, csv_set: CsvSet, **options: Any) -> ImportOutcome:
        """Write and import a set."""
        return self.file(csv_set.write(self.folder / "set.zip"), **options)

    def start(self, csv_set: CsvSet) -> int:
        """Upload a set; answers the run."""
        path = csv_set.write(self.folder / "set.zip")
        return runs.start(
            self.database,
            self.settings,
            self.keyring,
            path,
            source_name=None,
            actor=Actor.system(),
            file_name="set.zip",
            now=NOW,
        )

    def check(self, run_id: int) -> Plan:
        """Read, check and plan a run."""
        return runs.check_and_plan(self.database, self.settings, self.keyring, run_id, NoProgress())

    def apply(self, run_id: int, **options: Any) -> Result:
        """Apply a planned run."""
        given = {"now": NOW} | options
        return runs.apply(self.database, self.settings, self.keyring, run_id, NoProgress(), **given)

    def findings(self, run_id: int) -> list[Finding]:
        """What a run found."""
        with self.database.session() as session:
            return list(run_record.read_findings(session, self.keyring, run_id))

    def found(self, run_id: int) -> list[tuple[str, int | None, str | None, str | None, str, str]]:
        """What a run found, in short: file, line, column, value, rule, severity."""
        return [(f.file, f.line, f.column, f.value, f.rule, f.severity) for f in self.findings(run_id)]

    def state(self, run_id: int) -> str:
        """A run's state."""
        return run_record.get(self.database, run_id).state

    def count(self, file: str) -> int:
        """Live rows of a file."""
        with self.database.session() as session:
            return session.scalar(select(func.count()).select_from(hud_model(file))) or 0

    def counts(self) -> Counter[str]:
        """Live rows of every file that has some."""
        found = Counter({file: self.count(file) for file in CsvSet().headers})
        return Counter({file: number for file, number in found.items() if number})

    def row(self, file: str, identifier: str) -> Any:
        """One live row."""
        model = hud_model(file)
        with self.database.session() as session:
            return session.scalars(select(model).where(getattr(model, model.hud_key) == identifier)).one()


@pytest.fixture
def importer(database: Database, settings: Settings, keyring: KeyRing, tmp_path: Path) -> Importer:
    """An empty installation that can import."""
    return Importer(database, settings, keyring, tmp_path)


@pytest.fixture
def csv_set() -> CsvSet:
    """A small set without a fault."""
    return CsvSet()


@pytest.fixture
def finding_of(importer: Importer) -> Callable[[int, str], list[tuple[Any, ...]]]:
    """`finding_of(run, "I005")`: what one rule found."""

    def find(run_id: int, rule: str) -> list[tuple[Any, ...]]:
        return [finding for finding in importer.found(run_id) if finding[4] == rule]

    return find
