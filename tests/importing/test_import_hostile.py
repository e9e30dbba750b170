"""Uploads that nobody should send: refused before anything is written, saying why, quickly and in little
memory."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.importing.conftest import Importer
from tests.importing.hostile import HOSTILE

ROOT = Path(__file__).parents[2]
MEGABYTES = 300
SECONDS = 30
"""Generous, as other tests run beside; on an idle machine none takes three."""


@pytest.mark.both_databases
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_upload_is_refused_with_a_clear_message(importer: Importer, name: str) -> None:
    make, message = HOSTILE[name]
    before = {path for path in importer.folder.parent.rglob("*") if path.is_file()}

    outcome = importer.file(make(importer.folder / "upload.zip"))

    assert outcome.state == "refused"
    assert message in outcome.message
    assert "error" in {finding.severity for finding in importer.findings(outcome.run_id)}
    assert importer.counts() == {}
    appeared = {path for path in importer.folder.parent.rglob("*") if path.is_file()} - before
    assert {path.suffix for path in appeared} <= {".upload", ".zip", ".sqlite-wal", ".sqlite-shm"}


def test_hostile_uploads_take_little_memory_and_time(tmp_path: Path) -> None:
    for name, (make, _message) in HOSTILE.items():
        make(tmp_path / f"{name}.zip")

    ended = subprocess.run(
        [sys.executable, "-m", "tests.importing.hostile", str(tmp_path)],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
    )

    told = [json.loads(line) for line in ended.stdout.splitlines()]
    assert len(told) == len(HOSTILE)
    assert {state for _, state, _, _ in told} == {"refused"}
    assert max(seconds for _, _, seconds, _ in told) < SECONDS
    assert max(megabytes for _, _, _, megabytes in told) < MEGABYTES
