"""An export of this test's database, read back."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from hmis_web.access.actor import Actor
from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.domain.progress import NoProgress, Progress
from hmis_web.exporting.hmis_csv import ExportOutcome, ExportParams, export

NOW = datetime(2026, 11, 22, 14, 5, 9, tzinfo=ZoneInfo("America/Los_Angeles"))


@dataclass
class Exported:
    """What came out: bytes of each file, and its rows by HUD's names."""

    outcome: ExportOutcome
    path: Path
    files: dict[str, bytes]

    def rows(self, file: str) -> list[dict[str, str]]:
        """The rows of one file."""
        text = io.StringIO(self.files[f"{file}.csv"].decode(), newline="")
        return list(csv.DictReader(text, strict=True))

    def column(self, file: str, name: str) -> list[str]:
        """One column of a file, sorted."""
        return sorted(row[name] for row in self.rows(file))


Exporting = Callable[..., Exported]


@pytest.fixture
def exported(database: Database, keyring: KeyRing, tmp_path: Path) -> Exporting:
    """`exported(ExportParams(...), actor)`: run an export and read it."""

    def run(params: ExportParams, actor: Actor | None = None, progress: Progress | None = None) -> Exported:
        path = tmp_path / "out.zip"
        outcome = export(
            database, keyring, params, path, actor or Actor.system(), NOW, progress or NoProgress()
        )
        with zipfile.ZipFile(path) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        return Exported(outcome, path, files)

    return run
